"""Draft and the line before it → the label that is printed for it: before a colon, in a cell, in a prompt, above."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.flow import CellSpan
from pipeline.model.template import Kind
from pipeline.parsing.before import Before, line_above, line_ending_at
from pipeline.parsing.colons.labels import introduces, kind_of_label, label_before
from pipeline.parsing.gaps import GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.lexicon import head_of, kind_by_head, role_words
from pipeline.parsing.view import BOX, FILL
from pipeline.text.patterns import late, pattern

_OPENS_CELL = late(r"\s*+(?:人民[币幣]|新[台臺][币幣]|中[华華]民[国國]|¥|￥)?\s*+[（(【\[]?\s*+")
_LABEL_CELL = late(r"[\u4e00-\u9fff]{2,10}(?:（[\u4e00-\u9fff]{1,6}）)?")
_NOTE = late(r"（([\u4e00-\u9fff]{2,10})）")  # ____（币种）
_SIGN_ONLY = late(r"^（[^）]{0,10}[签盖章印][^）]{0,8}）$")


def printed_label(board: Board, draft: Draft, line: Before, after: str) -> str:
    """Return the label that is printed for a draft, "" in a sentence.

    Args:
        board: The text that it stands in.
        draft: The blank in the making.
        line: What stands before it on its line.
        after: The words behind it on its line.
    """
    label = _by_place(board, draft, line, after)
    note = _NOTE.match(after)
    placed = note is not None and note[1] in _WHERE and line.own.endswith(_LEADS_TO_PLACE)
    if note and not placed and not line.told and (not label or note[1] in ("币种", "币别")) and _says_kind(note[1]):
        label = note[1]
    if _SIGN_ONLY.match(label):
        label = _signer(board.text, line) + label
    return label[1:] if label[:1] in _COUNTERS and _COUNTED.search(line.own) else label


_STOPS = frozenset("。，")  # behind a gap: the sentence goes on, so that the gap alone is what the label asks for
_LEADS_TO_PLACE = ("位于", "坐落于", "座落于", "在", "至", "到")
_WHERE = frozenset(("详细地址", "具体地址", "地址", "具体位置"))  # 位于____（详细地址）的办公场所


def _by_place(board: Board, draft: Draft, line: Before, after: str) -> str:
    """Return the label at the surest of the places where one is printed."""
    colon = _colon_label(board.text, line.begin, draft.first)
    behind_box = _BEHIND_BOX.search(line.raw) if colon.endswith(_IN_CELL) else None
    colon = behind_box[1] if behind_box else colon
    if colon in _OF_ROW and (own := _row_label(board, draft)):
        colon = f"{own}{colon}"
    hint = draft.hint if draft.shape in _HINTED and not (colon and _says_less(draft.hint, colon)) else ""
    label = draft.label or hint or colon or (_told_label(line.words, line.told) if line.told else "")
    label = label or _cell_label(board, draft) or _alternative_label(line.words) or _spread_label(line.own)
    label = label or _field_name(draft, line.own)
    if not label and line.own.endswith("：") and line.raw[-1:].isascii():
        label = label_before(line.own, 0, len(line.own) - 1)  # 合同编号：HT____
    if not label and not line.raw.strip(" " + WIDE) and line.begin == line.top:
        label = _label_above(
            board.text, line.begin, is_alone=draft.kind is None and (after[:1] in _STOPS or not after.strip("_。；"))
        )
    return label


def _says_kind(note: str) -> bool:
    """True where words in brackets ask for a value of some kind, which a sum or a signature would say elsewhere."""
    if kind_by_head().get(head_of(note)) in (Kind.ADDRESS, Kind.PERSON) and not pattern("[或及和与]").search(note):
        return True  # （事故地点）, （被收养人姓名）
    if role_words().at_end(note) == note:
        return True  # 由____（抵押人）提供
    return kind_by_head().get(note) not in (None, Kind.SIGNATURE, Kind.AMOUNT, Kind.AMOUNT_UPPER)


def _signer(text: str, line: Before) -> str:
    """Return the role that a mere （签字） belongs to: that of the line above, where nothing stands before the mark."""
    own = "" if _SIGN_ONLY.match(line.own) else line.own.strip("：（）")
    above = "" if own else line_above(text, line.begin)
    return above.rstrip("：").split("：")[-1].split("_")[-1] if above.endswith(("：", "_")) else ""


def _told_label(before: str, what: str) -> str:
    """Return the label that a note right before the gap gives, with the party before its colon."""
    if before.endswith("："):
        label = pattern(r"[。；，_]").split(before[:-1])[-1]
        return f"{label}（{what}）" if pattern(r"[甲乙丙丁]方").fullmatch(label) else label
    return "" if what.startswith("具体") else what


def _label_above(text: str, begin: int, *, is_alone: bool) -> str:
    """Return the label that ends the line above a line that begins with the gap: 房屋座落：, and below it ____.

    Below 付款方式： may stand a list with gaps of its own: there a gap with its line to itself is what the label
    asks for, or a value that fits on a line.
    """
    above = line_ending_at(text, max(begin - 1, 0)).rstrip(" " + WIDE)
    if not above.endswith("：") or begin - 1 - len(above) < 0:
        return ""
    label = label_before(_as_view(above[:-1]), 0, len(above) - 1)
    if is_alone:
        label = _INTRODUCED.sub("", label)
    if len(label) > (_LONGEST_ALONE if is_alone else _LONGEST_ABOVE) or introduces(label):
        return ""
    return label if is_alone or kind_of_label(label) in _ASKED_ABOVE else ""


_INTRODUCED = late(r"^(?:经)?双方(?=.{4})|(?:如下|为)$")
_LONGEST_ABOVE = 10
_LONGEST_ALONE = 22  # above a gap with a line to itself
_ASKED_ABOVE = frozenset((
    Kind.ADDRESS, Kind.PERSON, Kind.PHONE, Kind.BANK, Kind.BANK_ACCOUNT, Kind.EMAIL, Kind.ID_NO, Kind.ACCOUNT_NAME,
    Kind.AMOUNT_UPPER,
))  # fmt: skip


def _says_less(hint: str, colon: str) -> bool:
    """True where a prompt asks for what the label before it says better: 开户行：[银行名称], 身份证号码：[号码]."""
    if hint in ANY_NAME or (len(colon) > 1 and _EXPLAINS.match(hint)):
        return True
    if colon not in hint and kind_of_label(colon) is Kind.PARTY and kind_of_label(hint) in (Kind.PARTY, Kind.PERSON):
        return True
    hint = pattern("^(?:具体|详细|实际|相应)(?:的)?").sub("", hint)
    asked = kind_by_head().get(head_of(hint))
    return (
        (hint == colon or colon not in hint)
        and asked is not None
        and asked is kind_by_head().get(head_of(colon))
        and asked is not Kind.TEXT
    )


# 检验参数：[详细列明参数]
_EXPLAINS = late(r"(?:详细|明确|具体)(?:列[明出]|说明|描述|写明|填写|产品|数量)|(?:请|须|需)?(?:列明|说明|写明|描述)")
_ALTERNATIVE = late(r"(?P<all>(?:【[^】_□]{2,16}】){2,}|【[^】_□]{2,16}】(?=【_?】))(?:【_?】|_)?(?:为|系|：)$")


def _alternative_label(before: str) -> str:
    """Return the label of what two names in brackets ask for: 【房屋所有权证号】【不动产权证号】为____."""
    found = _ALTERNATIVE.search(before)
    names = found["all"].strip("【】").split("】【") if found else []
    return "/".join(names) if names and all(_is_id(name) for name in names) else ""


def _is_id(name: str) -> bool:
    return kind_by_head().get(head_of(name)) in (Kind.ID_NO, Kind.CONTRACT_NO)


_SPREAD = late(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}")


def _spread_label(own: str) -> str:
    """Return the label whose letters are all that stands before the gap, wide room between them: 日    期____."""
    label = own.replace(" ", "") if _SPREAD.fullmatch(own) else ""
    return label if label in kind_by_head() else ""


# What a prompt says of anybody's name; the label before the colon, or what the name is called by, says whose.
ANY_NAME = frozenset(
    ("公司全称", "公司名称", "单位全称", "单位名称", "企业名称", "全称", "名称", "姓名", "姓名或名称", "名称或姓名")
)
_HINTED = frozenset(("colon", "place", "cell", "row", "prompt", "table"))


# The names that programs give to fields that nobody has named: 文本1, 日期_2.
_UNNAMED = late(r"[A-Za-z_]*(?:文本|文字|复选框?|单选|下拉|列表|选项|日期|图像|字段|控件|域)[^\u4e00-\u9fff]*\Z")


def _field_name(draft: Draft, own: str) -> str:
    """Return the words that a field of a form shows to who fills it in, where no words stand before it on its line."""
    name = "".join(draft.hint.split()).rstrip("：:")
    if draft.shape not in ("field", "control") or own.strip("_") or _UNNAMED.match(name):
        return ""
    return name if _LABEL_CELL.fullmatch(name) else ""


def _as_view(text: str) -> str:
    return text.replace(WIDE, "\t").replace(GAP, FILL)


def _colon_label(text: str, begin: int, first: int) -> str:
    end = first
    while end > begin and text[end - 1] in f" {WIDE}（【[《“¥":
        end -= 1
    kind_of = _CALLED_SO.search(text, max(begin, end - _CALLED), end)
    end = kind_of.start() + 1 if kind_of else end
    plate = _PLATE.search(text, max(begin, end - 4), end)
    end = plate.start() + 1 if plate else end
    if end <= begin:
        return ""
    if text[end - 1] == "）" and (aside := _ROLE_BEHIND.search(text, max(begin, end - _LONGEST_ASIDE), end)):
        return label_before(_as_view(text[begin : aside.start()]), 0, aside.start() - begin) + (aside[1] or aside[2])
    if text[end - 1] != "：":
        return ""
    return label_before(_as_view(text[begin : end - 1]), 0, end - 1 - begin)


_COUNTED = late(r"第_[次期批笔][\u4e00-\u9fff]{2,8}：$")  # 第____次付款：____元
_COUNTERS = ("次", "期", "批", "笔")
_LONGEST_ASIDE = 10
_ROLE_BEHIND = late(
    r"：[ ]*(（(?:[甲乙丙丁]方|全称|名称|姓名或名称)）)$|(?<=[甲乙丙丁]方)：[ ]*(（[\u4e00-\u9fff]{1,4}[人方商户者]）)$"
)  # 委托方：（甲方）____, 建设单位：（全称）____, 乙方：（加盟商）____


_CALLED = 9  # characters of what may stand between a colon and its gap
_CALLED_SO = late(
    r"：[ ]?(?:[（(]\+?\d{2,4}[）)]|(?:中华)?民国|中华人民共和国|中国|公元|新[台臺]币)\Z"
)  # 到职日：中华民国____年, 电话：(852)____
_PLATE = late(r"：[ ]?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]?\Z")  # 车牌号：苏E____


def _cell_label(board: Board, draft: Draft) -> str:
    """Return the words of the cell to the left where the draft opens its own: 签订日期 | ____年__月__日."""
    index = board.cell_at(draft.first)
    if index is None or draft.kind is Kind.TABLE:
        return ""
    own = board.flow.cells[index]
    if not _OPENS_CELL.fullmatch(board.source[own.start : draft.slots[0].start]):
        return ""
    beside = _beside(board.flow.cells, index)
    if draft.kind is Kind.CHOICE and beside and not _words_in(board, beside):
        return _crossing(board, index)
    words = pattern(r"\s").sub("", board.source[beside.start : beside.end]) if beside else ""
    return words if _LABEL_CELL.fullmatch(words) else ""


def _words_in(board: Board, cell: CellSpan) -> str:
    return "".join(board.source[cell.start : cell.end].split())


def _left_of(board: Board, index: int) -> Iterator[str]:
    """Yield the words of the cells before one in its row, the nearest first."""
    cells = board.flow.cells
    row = (cells[index].table, cells[index].row)
    while index and (cells[index - 1].table, cells[index - 1].row) == row:
        index -= 1
        yield _words_in(board, cells[index])


def _crossing(board: Board, index: int) -> str:
    """Return what a row is about with the head of the column: under 状况, in the row 沙发 | | |, 沙发状况."""
    own = board.flow.cells[index]
    row = next(filter(None, _left_of(board, index)), "")
    head = _heads_of(board, own.table).get(own.column, "")
    return f"{row}{head}" if head and _LABEL_CELL.fullmatch(row) and _HEAD_CELL.fullmatch(head) else ""


_HEAD_CELL = late(r"[\u4e00-\u9fff、/]{2,10}")


def _heads_of(board: Board, table: int) -> dict[int, str]:
    """Return the words of a table's first row by their columns; {} where that row leaves a cell empty."""
    if table not in board.heads:
        first = [cell for cell in board.flow.cells if cell.table == table and cell.row == 0]
        words = {cell.column: _words_in(board, cell) for cell in first}
        board.heads[table] = words if len(words) > 2 and all(words.values()) else {}
    return board.heads[table]


# 储藏室 | □无 □共用 编号：____: what the row is about says whose
_BEHIND_BOX = late(rf"{BOX}[^，。；：]*[ {WIDE}]([\u4e00-\u9fff]{{2,4}})：[ ]*$")  # □共用 编号：____
_IN_CELL = ("编号", "数量", "面积")
_OF_ROW = frozenset(("编号", "表底数", "底数", "读数", "数量", "面积", "型号", "单价", "金额"))


def _row_label(board: Board, draft: Draft) -> str:
    """Return the nearest cell to the left that is nothing but words, "" outside tables."""
    index = board.cell_at(draft.first)
    words = "" if index is None else next(filter(_LABEL_CELL.fullmatch, _left_of(board, index)), "")
    return words if not role_words().at_end(words) else ""


def _beside(cells: tuple[CellSpan, ...], index: int) -> CellSpan | None:
    """Return the cell before one in its row, None where it opens the row; between them may stand a table inside."""
    own = cells[index]
    for other in map(cells.__getitem__, range(index - 1, -1, -1)):
        if other.table <= own.table:
            return other if (other.table, other.row) == (own.table, own.row) else None
    return None
