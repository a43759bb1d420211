"""Board → choices by boxes (□是 □否) and by alternatives (【甲方】【乙方】, 是/否)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from pipeline.model.template import Kind, Option, Role, Slot
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.view import BOX, TICK

_BOX = re.compile(
    rf"[{BOX}{TICK}]|[○●](?=[ ]?[\u4e00-\u9fff]{{1,10}}[ {WIDE}，、]*[○●])|(?<=[\u4e00-\u9fff][ {WIDE}])○(?=[ ]?[\u4e00-\u9fff]{{1,10}}(?:[ \n，。；]|$))"
)
# Words behind an option that ask the next question: …；是否吸烟 □, 女  婚否：□
_QUESTION = re.compile(
    rf"(?:[。；]|[，\n{WIDE} ](?=[^，。；\n{WIDE}]{{1,24}}：[ ]?$)|[，](?=[^，。；\n]{{0,20}}(?:是否|为|采取|采用|选择|属于|由)[ ]?$)).*[^。；，\n \u2003]",
    re.DOTALL,
)
_ASKING = re.compile(rf"(?:[：为于按由以采取选择属]|如下|下列|方式|）|之一)[ {WIDE}]*$")
OTHER = "其他"  # hint of a gap that takes an answer of one's own
_MOST_LINES = 6  # between two boxes of one list


@dataclass(frozen=True, slots=True)
class _Box:
    where: int
    line: int  # index in the compact text where its line begins
    cell: int | None
    leads: bool  # nothing but a number stands before it on its line


def group(board: Board) -> None:
    """Make one choice of the boxes and alternatives that answer one question."""
    _alternatives(board)
    boxes = [_box(board, m.start()) for m in _BOX.finditer(board.text)]
    brackets = _bracket_boxes(board)
    for where in brackets:
        board.take(where)
    boxes = sorted([*boxes, *(_box(board, where) for where in brackets)], key=lambda box: box.where)
    at = 0
    while at < len(boxes):
        end = at + 1
        while end < len(boxes) and _is_same(board.text, boxes[end - 1], boxes[end], boxes[at]):
            end += 1
        _join(board, boxes[at:end], boxes[end].where if end < len(boxes) else len(board.text))
        at = end


def _box(board: Board, where: int) -> _Box:
    text = board.text
    line = text.rfind("\n", 0, where) + 1
    before = text[line:where].strip(" " + WIDE)
    number = number_of(before + " ")
    return _Box(where, line, board.cell_at(where), not before or (number is not None and number[2] >= len(before)))


_BOXED = re.compile(rf"(?:^|(?<=[\n：:；、，{WIDE} ））\u4e00-\u9fff])){GAP}(?=[ ]?[\u4e00-\u9fffA-Za-z]{{1,20}})")


def _bracket_boxes(board: Board) -> list[int]:
    """Return the empty round or square brackets that stand for boxes: two or more, each before its answer."""
    lines: dict[int, list[int]] = {}
    for match in _BOXED.finditer(board.text):
        where = match.start()
        if board.is_free(where) and _is_box(board, where):
            lines.setdefault(board.text.rfind("\n", 0, where) + 1, []).append(where)
    found: list[int] = []
    for begin, places in lines.items():
        alone = len(places) == 1 and board.text[begin : places[0]].strip(" " + WIDE) == ""
        if len(places) > 1 or (alone and _has_neighbour(board, begin, lines)):
            found += places
    return found


def _is_box(board: Board, where: int) -> bool:
    gap = board.gap_at(where)
    around = board.source[gap.start : gap.start + 1] + board.source[gap.end - 1 : gap.end]
    before = board.text[max(0, where - 1) : where].strip(" " + WIDE)
    if gap.shape != "bracket" or around not in ("（）", "()", "[]", "［］", "〔〕") or gap.end - gap.start > 8:
        return False
    return not before or before in "：:；、，）" or bool(re.match(r"[ ]?(?:是|否|有|无|男|女)", board.text[where + 1 : where + 3]))


def _has_neighbour(board: Board, begin: int, lines: dict[int, list[int]]) -> bool:
    """True where the line above or below begins with a bracket too."""
    above = board.text.rfind("\n", 0, max(begin - 1, 0)) + 1
    below = board.text.find("\n", begin) + 1
    return (above != begin and above in lines) or (below > 0 and below in lines)


def _is_same(text: str, one: _Box, two: _Box, first: _Box) -> bool:
    """True where the second box offers a further answer to the question of the first."""
    between = text[one.where + 1 : two.where]
    if one.cell != two.cell:
        return False
    if one.line == two.line:
        if re.search(r"）.*（[ \u2003]*$", between):
            return False  # each in its own brackets: （□书面/□口头）…（□是/□否）
        return not _QUESTION.search(between)
    if not two.leads:
        return False
    lines = between.split("\n")
    if not first.leads and len(lines) == 2 and not _ASKING.search(text[first.line : first.where]):
        return False
    if len(lines) - 1 > _MOST_LINES or len(between) > 600:
        return False
    middle = [line for line in lines[1:-1] if line.strip(" " + WIDE)]
    if any(number_of(line) or (_ASKING.search(line) and len(line) < 60 and BOX not in line) for line in middle):
        return False
    own = number_of(text[two.line : two.where])
    return own is None or own[1] != 1 or one.leads is False


def _join(board: Board, boxes: list[_Box], stop: int) -> None:
    """Add the choice that the boxes make up."""
    text = board.text
    options, slots = [], []
    ticked = []
    for n, box in enumerate(boxes):
        end = boxes[n + 1].where if n + 1 < len(boxes) else stop
        label = _option_label(text, box.where + 1, end)
        at, behind = _room(board, box.where)
        options.append(Option(label=label, start=at, end=behind))
        slots.append(Slot(start=at, end=behind, role=Role.BOX, name=label))
        if text[box.where] in (TICK, "●"):
            ticked.append(label)
    board.drafts.append(
        Draft(
            slots=tuple(slots),
            first=boxes[0].where,
            last=boxes[-1].where + 1,
            shape="box",
            kind=Kind.CHOICE,
            options=tuple(options),
            multiple=_is_multiple(text, boxes[0], options),
            filled="、".join(ticked) if ticked else None,
        )  # fmt: skip
    )


def _room(board: Board, where: int) -> tuple[int, int]:
    """Return the offsets of a box, or of what stands between brackets."""
    if where in board.index:
        return board.gap_at(where).inner
    return board.offset(where), board.offset(where) + 1


def _option_label(text: str, start: int, end: int) -> str:
    piece = re.split(r"[；。\n]", text[start:end])[0]
    piece = re.split(r"^[^（]*?(）)", piece)[0] or re.match(r"[^（）]*", piece)[0]
    piece = re.split(rf"{WIDE}(?=[^：{WIDE}]{{1,12}}：)", piece)[0]
    flat = re.sub(rf"[ {WIDE}]+", "", piece).replace(DONE, "")
    return flat.replace(GAP, "____").strip("，、：:；。/")[:60]


def _is_multiple(text: str, box: _Box, options: list[Option]) -> bool:
    before = text[max(0, box.where - 60) : box.where]
    if "单选" in before or len(options) <= 2:
        return False
    return bool(re.search(r"多选|以下(?:服务|文件|材料|资料|内容|设施|项目)|包括", before))


_ALTERNATIVES = re.compile(rf"(?:【[^】\n]{{1,40}}】[ /、或{WIDE}]{{0,2}}){{1,12}}{GAP}?")
_ONE = re.compile(r"【(?P<words>[^】\n]{1,40})】")
_PAIRS = (
    "是 否", "有 无", "已 未", "同意 不同意", "允许 不允许", "需要 不需要", "可以 不可以", "可 不可", "含 不含", "包含 不包含", "包括 不包括", "能 不能",
    "需 无需", "要 不要", "参加 不参加", "接受 不接受", "愿意 不愿意", "应 不应", "享有 不享有", "属于 不属于", "得 不得",
    "具备 不具备", "是 不是", "有 没有", "男 女", "先生 女士", "书面 口头", "口头 书面", "女 男", "会 不会", "提供 不提供", "成立 不成立",
)  # fmt: skip
_UNITS = frozenset(["日", "天", "周", "旬", "月", "季", "季度", "半年", "年", "学期", "次"])
_WHO = frozenset(["甲方", "乙方", "丙方", "双方", "甲", "乙", "甲乙双方", "第三方", "买方", "卖方", "出租人", "承租人"])


@functools.cache
def _slashed() -> re.Pattern[str]:
    word = r"[\u4e00-\u9fff]{1,6}"
    return re.compile(
        rf"[（【\[][ ]?(?P<in>{word}(?:[ {WIDE}]?[/、或|][ {WIDE}]?{word}){{1,5}})[ ]?[）】\]]|（(?P<two>是|有|已)）[ /、]?（(?:否|无|未)）"
        rf"|(?P<bare>(?<![\u4e00-\u9fff])(?:是[ {WIDE}]?/[ {WIDE}]?否|有[ ]?/[ ]?无|男[ ]?/[ ]?女)(?![\u4e00-\u9fff]))|(?P<bare2>(?<=[\u4e00-\u9fff])是[ ]?/[ ]?否)"
    )


def _alternatives(board: Board) -> None:
    for match in _ALTERNATIVES.finditer(board.text):
        ones = list(_ONE.finditer(board.text, *match.span()))
        words = [one["words"] for one in ones]
        if _is_address(board, match, words) or all(BOX in w for w in words) or not _is_several(board, match, words):
            continue
        _add(board, match, [(one.start("words"), one.end("words")) for one in ones])
        _open_end(board, match.end() - 1)
    for match in _slashed().finditer(board.text):
        begin = match.start(match.lastgroup or 0)
        words = [
            (begin + m.start(), begin + m.end())
            for m in re.finditer(r"[\u4e00-\u9fff]+", board.text[begin : match.end()])
        ]
        if _is_choice([board.text[a:b] for a, b in words]):
            _add(board, match, words)


def _open_end(board: Board, where: int) -> None:
    """Make a text of the empty bracket that ends a row of alternatives: what is answered if none of them fits."""
    if not board.is_free(where) or board.gap_at(where).shape != "bracket":
        return
    gap = board.take(where)
    board.drafts.append(
        Draft(slots=(slot(gap),), first=where, last=where + 1, shape=gap.shape, kind=Kind.TEXT, hint=OTHER)
    )


def _is_several(board: Board, match: re.Match[str], words: list[str]) -> bool:
    """True where there are two answers at least; the last may be an empty bracket: 【每月__日前】【    】."""
    last = match.end() - 1
    if board.text[last] == GAP and len(words) == 1:
        return board.gap_at(last).shape == "bracket" and board.text[last - 1] == "】"
    return len(words) > 1


def _is_address(board: Board, match: re.Match[str], words: list[str]) -> bool:
    """True where the brackets hold units of an address: ____【区】【县】____路."""
    inside = {board.index[w] for w in board.compact.where if match.start() <= w < match.end()}
    around = board.text[match.start() - 1 : match.start()] in (GAP, DONE)
    return around and all(len(word) <= 2 for word in words) and not inside


def _is_choice(words: list[str]) -> bool:
    if len(words) == 2 and " ".join(words) in _PAIRS:
        return True
    return len(words) >= 2 and (set(words) <= _UNITS or set(words) <= _WHO)


def _add(board: Board, match: re.Match[str], words: list[tuple[int, int]]) -> None:
    first = match.start()
    start, end = board.offset(first), board.offset(match.end())
    shape = "alternative"
    units = {board.text[a:b] for a, b in words} <= _UNITS
    if units and board.text[max(0, first - 3) : first].rstrip(" " + WIDE)[-1:] == GAP and board.text[first - 2 : first - 1] not in "按以":
        return  # ____（年/月）: the brackets offer units, the value is on the rule
    if board.is_free(first - 1):  # 按____（日/月/年）: the answer goes on the rule, the brackets name the answers
        gap = board.take(first - 1)
        start, end, shape = *gap.inner, gap.shape
    options = []
    for a, b in words:
        label = re.sub(rf"[ {WIDE}]", "", board.text[a:b]).replace(GAP, "____")
        options.append(Option(label=label, start=board.offset(a), end=board.offset(b)))
    board.drafts.append(
        Draft(
            slots=(Slot(start=start, end=end),),
            first=first,
            last=match.end(),
            shape=shape,
            kind=Kind.CHOICE,
            options=tuple(options),
        )  # fmt: skip
    )
