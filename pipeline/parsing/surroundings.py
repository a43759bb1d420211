"""Draft → the words around it: label before a colon, sentence before and after, heading above."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.model.flow import CellSpan
from pipeline.model.making import maker
from pipeline.model.template import Kind
from pipeline.parsing.colons.labels import introduces, kind_of_label, label_before
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.lexicon import head_of, kind_by_head, unit_pattern
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import late, pattern

_SQUEEZE = ((" ", ""), (WIDE, " "), (GAP, "_"), (DONE, "_"), (FILL, "_"), (BOX, "□"), (TICK, "☑"))  # in this order
_OPEN_END = late(r"[。；！？：]$")
_LONGEST = 600  # characters of a line that are looked at before a gap
_COLUMN_ENDS = late(rf"[{GAP}{DONE}][^：]{{0,3}}{WIDE}$|[）章字名日]{WIDE}$")
_OPENS_CELL = late(r"\s*+(?:人民[币幣]|新[台臺][币幣]|中[华華]民[国國]|¥|￥)?\s*+[（(【\[]?\s*+")
_LABEL_CELL = late(r"[\u4e00-\u9fff]{2,10}(?:（[\u4e00-\u9fff]{1,6}）)?")
_FAR = 160  # characters of a sentence that can matter
_NEXT_LABEL = late(r"[\u4e00-\u9fff](?:[ ]?[\u4e00-\u9fff]){1,7}：")  # the next label on the line
_NOTE = late(r"（([\u4e00-\u9fff]{2,10})）")  # ____（币种）
_SIGN_ONLY = late(r"^（[^）]{0,10}[签盖章印][^）]{0,8}）$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands around a blank.

    Attributes:
        label: The label it answers: the words before its colon, the head of its cell, its placeholder; "" in a
            sentence.
        before: The words of its line before it, without spaces, gaps as "_"; with the line above where a sentence
            runs on.
        segment: The part of `before` behind the last stop or gap.
        after: The words of its line behind it, up to the next column.
        above: The nearest line above that heads or introduces it.
        number: The line's own number ("3." …) where nothing but the number stands before the blank.
    """

    label: str
    before: str
    segment: str
    after: str
    above: str
    number: str


_new_words = maker(Words)


def words_around(board: Board, draft: Draft) -> Words:
    """Return the words around a draft."""
    text = board.text
    top = board.line_start(draft.first)
    begin = max(top, draft.first - _LONGEST)
    raw = text[begin : draft.first]
    number = number_of(raw.lstrip(" " + WIDE) + " ")
    body = raw.lstrip(" " + WIDE)[number[2] :] if number else raw
    own = flat(body)
    if own[-2:-1] == " ":
        own = _SPREAD_AT_END.sub(r"\1\2", own)
    if raw.endswith(WIDE) and _COLUMN_ENDS.search(raw):
        own = ""  # a new column begins here
    before = own
    if not number and _runs_on(text, begin, own):
        before = _line_above(text, begin) + own
    elif not own and begin:
        before = ""
    told = _TOLD.search(before)
    if told:
        before = own = before[: told.start()]
    after = _after(text[draft.last : min(board.line_end(draft.last), draft.last + _FAR)])
    after = _FILLING_IN.sub("", after) or _unit_below(text, draft.last, own)
    colon = _colon_label(text, begin, draft.first)
    hint = draft.hint if draft.shape in _HINTED and not (colon and _says_less(draft.hint, colon)) else ""
    label = draft.label or hint or colon or (_told_label(before, told["what"]) if told else "")
    label = label or _cell_label(board, draft) or _alternative_label(before) or _spread_label(own)
    label = label or _field_name(draft, own)
    if not label and not raw.strip(" " + WIDE) and begin == top:
        label = _label_above(text, begin)
    if label and draft.kind is not Kind.CHOICE and _NEXT_LABEL.match(after):
        after = ""
    note = _NOTE.match(after)
    if (
        note
        and not told
        and (not label or note[1] in ("币种", "币别"))
        and note[1] in kind_by_head()
        and kind_by_head()[note[1]].value not in ("signature", "amount_upper", "amount")
    ):
        label = note[1]
    if _SIGN_ONLY.match(label) and not own.strip("：（）").replace(label.strip("（）"), ""):
        above = _line_above(text, begin) if not own.strip("：（）") else ""
        label = above.rstrip("：").split("：")[-1].split("_")[-1] + label if above.endswith(("：", "_")) else label
    if _COUNTED.search(own) and label[:1] in _COUNTERS:
        label = label[1:]
    bare = not own and number is not None
    above = _above_table(board, draft) if draft.kind is Kind.TABLE else _heads(board, top, number)
    return _new_words(
        label=label, before=before[-_FAR:], segment=segment_of(before), after=after, above=above,
        number=raw.strip(" " + WIDE) if bare else "",
    )  # fmt: skip


def _above_table(board: Board, draft: Draft) -> str:
    """Return the line that stands right above the table that a draft is."""
    index = board.cell_at(draft.first)
    if index is None:
        return ""
    cells = board.flow.cells
    table = cells[index].table
    while index and cells[index - 1].table == table:
        index -= 1
    start = cells[index].start
    return flat(board.source[max(0, start - _FAR) : start].rstrip().rpartition("\n")[2].replace(":", "："))


# 甲方：（姓名）____, 每小时（具体金额）____元: what goes there, said in front of it
_TOLD = late(
    r"（(?P<what>具体[\u4e00-\u9fff]{2,4}|姓名|家长|老师|学生|起始时间|终止时间|开始时间|结束时间|时长|名称|地址|单位名称)）$"
)


def _told_label(before: str, what: str) -> str:
    """Return the label that a note right before the gap gives, with the party before its colon."""
    if before.endswith("："):
        label = pattern(r"[。；，_]").split(before[:-1])[-1]
        return f"{label}（{what}）" if pattern(r"[甲乙丙丁]方").fullmatch(label) else label
    return "" if what.startswith("具体") else what


def _label_above(text: str, begin: int) -> str:
    """Return the label that ends the line above a line that begins with the gap: 房屋座落：, and below it ____.

    Only a label of a value that fits on a line of its own: below 付款方式： stands a list with gaps of its own.
    """
    above = _line_before(text, max(begin - 1, 0)).rstrip(" " + WIDE)
    if not above.endswith("：") or begin - 1 - len(above) < 0:
        return ""
    label = label_before(_as_view(above[:-1]), 0, len(above) - 1)
    kind = kind_of_label(label) if len(label) <= _LONGEST_ABOVE and not introduces(label) else None
    return label if kind in _ASKED_ABOVE else ""


_LONGEST_ABOVE = 10
_ASKED_ABOVE = frozenset((
    Kind.ADDRESS, Kind.PERSON, Kind.PHONE, Kind.BANK, Kind.BANK_ACCOUNT, Kind.EMAIL, Kind.ID_NO, Kind.ACCOUNT_NAME
))  # fmt: skip


def _says_less(hint: str, colon: str) -> bool:
    """True where a prompt asks for what the label before it says better: 开户行：[银行名称], 身份证号码：[号码]."""
    if hint in _ANY_NAME:
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


_ALTERNATIVE = late(r"(?P<all>(?:【[^】_□]{2,16}】){2,})(?:【_?】|_)?(?:为|系|：)$")


def _alternative_label(before: str) -> str:
    """Return the label of what two names in brackets ask for: 【房屋所有权证号】【不动产权证号】为____."""
    found = _ALTERNATIVE.search(before)
    names = found["all"].strip("【】").split("】【") if found else []
    return "/".join(names) if names and all(_is_id(name) for name in names) else ""


def _is_id(name: str) -> bool:
    return kind_by_head().get(head_of(name)) is Kind.ID_NO


_SPREAD = late(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff]){1,3}")


def _spread_label(own: str) -> str:
    """Return the label whose letters are all that stands before the gap, wide room between them: 日    期____."""
    label = own.replace(" ", "") if _SPREAD.fullmatch(own) else ""
    return label if label in kind_by_head() else ""


_FILLING_IN = late(r"（(?:填写?|请填|注明|写明)[^（）]{4,}）")  # ____日（填入的数字不超过30）内
# What a prompt says of anybody's name; the label before the colon says whose.
_ANY_NAME = frozenset(("公司全称", "公司名称", "单位全称", "单位名称", "企业名称", "全称", "名称", "姓名"))
_HINTED = frozenset(("colon", "place", "cell", "prompt", "table"))


# The names that programs give to fields that nobody has named: 文本1, 日期_2.
_UNNAMED = late(r"[A-Za-z_]*(?:文本|文字|复选框?|单选|下拉|列表|选项|日期|图像|字段|控件|域)[^\u4e00-\u9fff]*\Z")


def _field_name(draft: Draft, own: str) -> str:
    """Return the words that a field of a form shows to who fills it in, where no words stand before it on its line."""
    name = "".join(draft.hint.split()).rstrip("：:")
    if draft.shape not in ("field", "control") or own.strip("_") or _UNNAMED.match(name):
        return ""
    return name if _LABEL_CELL.fullmatch(name) else ""


def flat(text: str) -> str:
    """Return words without spaces, gaps as "_", columns apart by one space."""
    for sign, plain in _SQUEEZE:
        text = text.replace(sign, plain)
    return text.strip(" ")


def segment_of(before: str) -> str:
    """Return the words behind the last stop or gap, without the unit that belongs to that gap."""
    segment = pattern(r"[。；，：！？_□☑“”]").split(before)[-1]
    if pattern(r"[有无是否][\u4e00-\u9fff]{2}").match(segment) and before[: -len(segment)].endswith(("□", "☑")):
        segment = segment[1:]  # □有 □无 用途____
    if _COMPARED.fullmatch(segment):
        named = _BOUNDED.search(before[: -len(segment)])
        return named[1] + segment if named else segment
    follows = before[: len(before) - len(segment)].endswith("_")
    return _unbracketed(_leftover().sub("", segment) if follows else segment)


def _unbracketed(segment: str) -> str:
    """Return the words without the square bracket that the gap stands in, and without the end of the one before."""
    segment = segment.rstrip("【[")
    return segment.split("】", 1)[-1] if segment.count("】") > segment.count("【") else segment


_BOUND = r"(?:且|并)?(?:不得?)?(?:低于|高于|超过|少于|多于|大于|小于)|(?:且|并)?最[高低多少大小](?:为)?"
_COMPARED = late(_BOUND)
# 容积率不高于____，不低于____: the second bound is of the same thing
_BOUNDED = late(rf"([^。；，：！？_□☑“”]+?)(?:{_BOUND})_[^_。；，]{{0,4}}，?$")


@functools.cache
def _leftover() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number", "choice"))
    words = unit_pattern("not_units")  # ____项目 is a project, not an item
    return re.compile(rf"^(?!{words})(?:{groups})[）)】]?(?:之?[前内后]|以[内上下]|[起止整正])?(?:[ ]|(?=.)|$)")


def _colon_label(text: str, begin: int, first: int) -> str:
    end = first
    while end > begin and text[end - 1] in f" {WIDE}（【[《“¥":
        end -= 1
    kind_of = _CALLED_SO.search(text, max(begin, end - 5), end)
    end = kind_of.start() + 1 if kind_of else end
    plate = _PLATE.search(text, max(begin, end - 4), end)
    end = plate.start() + 1 if plate else end
    if end <= begin:
        return ""
    if text[end - 1] == "）" and (aside := _ROLE_BEHIND.search(text, max(begin, end - _LONGEST_ASIDE), end)):
        return label_before(_as_view(text[begin : aside.start()]), 0, aside.start() - begin) + aside[1]
    if text[end - 1] != "：":
        return ""
    return label_before(_as_view(text[begin : end - 1]), 0, end - 1 - begin)


_SPREAD_AT_END = late(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])$")  # 日      期____
_COUNTED = late(r"第_[次期批笔][\u4e00-\u9fff]{2,8}：$")  # 第____次付款：____元
_COUNTERS = ("次", "期", "批", "笔")
_LONGEST_ASIDE = 10
_ROLE_BEHIND = late(r"：[ ]*(（[甲乙丙丁]方）)$")  # 委托方：（甲方）____


_CALLED_SO = late(r"：(?:(?:中华)?民国|公元|新[台臺]币)\Z")  # 到职日：中华民国____年
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
    words = pattern(r"\s").sub("", board.source[beside.start : beside.end]) if beside else ""
    return words if _LABEL_CELL.fullmatch(words) else ""


def _beside(cells: tuple[CellSpan, ...], index: int) -> CellSpan | None:
    """Return the cell before one in its row, None where it opens the row; between them may stand a table inside."""
    own = cells[index]
    for other in map(cells.__getitem__, range(index - 1, -1, -1)):
        if other.table <= own.table:
            return other if (other.table, other.row) == (own.table, own.row) else None
    return None


def _as_view(text: str) -> str:
    return text.replace(WIDE, "\t").replace(GAP, FILL)


_SIGNED_ABOVE = late(r"（[^（）]{0,10}[签盖章印名][^（）]{0,8}）$")  # 甲方：____（签字）: the date stands below it


def _runs_on(text: str, begin: int, own: str) -> bool:
    """True where the line carries on the sentence of the line above: a wrapped line."""
    if begin < 2 or len(own) > 12 or "：" in own:
        return False
    above = _line_before(text, begin - 1).strip()
    return len(above) > 14 and above[-1] not in "。；：！？" + GAP + BOX and not _SIGNED_ABOVE.search(above)


def _line_above(text: str, begin: int) -> str:
    return flat(_line_before(text, max(begin - 1, 0)))


def _line_before(text: str, stop: int) -> str:
    """Return the line that ends at `stop`, its last characters if it is long."""
    low = max(0, stop - _LONGEST)
    return text[max(text.rfind("\n", low, stop) + 1, low) : stop]


def _after(piece: str) -> str:
    at = piece.find(WIDE)
    if at == 0 and len(piece) > 1 and pattern(rf"[）年月日元%种项](?!{WIDE}期)").match(piece[1:]):
        piece, at = piece[1:], piece.find(WIDE, 1)
    piece = piece[:at] if at >= 0 else piece
    return flat(piece)[:80]


# What a sentence goes on with on the next line where a page broke it behind the gap.
_UNIT_BELOW = late(r"\n[ ]?((?:万?元|[%‰]|个?工作日|[日天]|个月|平方米|年(?![ ]?[月_]))[^\n]*)")


def _unit_below(text: str, last: int, own: str) -> str:
    """Return the next line where a long line ends with the gap and that one begins with its unit."""
    found = _UNIT_BELOW.match(text, last) if len(own) > _WRAPPED else None
    return _after(found[1][:_FAR]) if found else ""


_WRAPPED = 14


def _heads(board: Board, begin: int, number: tuple[str, int, int] | None) -> str:
    """Return the line above that the blank's line belongs under; the blanks of one line have the same."""
    style = number[0] if number else ""
    if (begin, style) not in board.above:
        board.above[begin, style] = _above(board.text, begin, style)
    return board.above[begin, style]


def _above(text: str, begin: int, style: str) -> str:
    """Return the line above a line whose number is of that style: a heading, or a line that ends with a colon."""
    stop = begin - 1
    for _ in range(40):
        if stop <= 0:
            return ""
        line = _line_before(text, stop)
        stop -= len(line) + 1
        line = line.strip(" " + WIDE)
        if not line.strip(f"{GAP}。 {WIDE}"):
            continue
        other = number_of(line)
        if not style or other is None or other[0] != style:
            return flat(line[other[2] :] if other else line)
    return ""
