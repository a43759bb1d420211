"""Board → choices by boxes: □是 □否, （ ）是 （ ）否, one line or a list of them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from pipeline.model.template import Kind, Option, Role, Slot
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.view import BOX, TICK
from pipeline.text.patterns import late, led, pattern

_BOX = led(
    rf"[{BOX}{TICK}○●]",
    rf"""
      [{BOX}{TICK}]
    # ○是 ○否, all but the last; 二○二○年 has none
    | (?<![一二三四五六七八九○])[○●](?=(?![一二三四五六七八九]?[○年])[ ]?[\u4e00-\u9fff]{{1,10}}[ {WIDE}，、]*[○●])
    | (?<=[\u4e00-\u9fff][ {WIDE}])○(?=[ ]?[\u4e00-\u9fff]{{1,10}}(?:[ \n，。；]|$))  # the last
    """,
    re.VERBOSE,
)
# Words behind an option that ask the next question: …；是否吸烟 □, 女  婚否：□
_QUESTION = late(
    rf"""
    (?: [。；]
      | [，\n{WIDE} ](?=[^，。；\n{WIDE}]{{1,24}}：[ ]?$)
      | [，](?=[^，。；\n]{{0,20}}(?:是否|为|采取|采用|选择|属于|由)[ ]?$)
    ).*[^。；，\n {WIDE}]
    """,
    re.VERBOSE | re.DOTALL,
)
# 一对一□；一对三□: answers before their boxes, parted by semicolons
_ANSWERS_ON = late(r"[；，](?!.*(?:是否|有无))[^，。；：\n]{1,12}")
_ASKING = late(rf"(?:[：为于按由以采取选择属]|如下|下列|方式|）|之一)[ {WIDE}]*$")
_FURTHEST = 600  # characters between two boxes of one choice
_MOST_LINES = 6  # between two boxes of one list


@dataclass(frozen=True, slots=True)
class _Box:
    where: int
    line: int  # index in the compact text where its line begins
    cell: int | None
    leads: bool  # nothing but a number stands before it on its line
    trails: bool  # its answer stands before it, and nothing behind it on its line: 是□


def group(board: Board) -> None:
    """Make one choice of the boxes that answer one question."""
    boxes = [_box(board, m.start()) for m in _BOX.finditer(board.text)]
    brackets = [*_bracket_boxes(board), *_lettered_boxes(board)]
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
    line = board.line_start(where)
    before = text[line:where].strip(" " + WIDE)
    number = number_of(before + " ")
    leads = not before or (number is not None and number[2] >= len(before))
    trails = (
        not leads
        and not before.endswith(("：", ":", "）"))
        and not text[where + 1 : board.line_end(where)].strip(_STOPS)
    )
    return _Box(where, line, board.cell_at(where), leads, trails)


_STOPS = f" {WIDE}。；，、"


_BOXED = led(GAP, rf"(?:^|(?<=[\n：:；、，。{WIDE} ））\u4e00-\u9fff])){GAP}(?=[ ]?[\u4e00-\u9fffA-Za-z])")


def _bracket_boxes(board: Board) -> list[int]:
    """Return the empty round or square brackets that stand for boxes: two or more, each before its answer."""
    lines: dict[int, list[int]] = {}
    for match in _BOXED.finditer(board.text):
        where = match.start()
        if board.is_free(where) and _is_box(board, where):
            lines.setdefault(board.line_start(where), []).append(where)
    found: list[int] = []
    for begin, places in lines.items():
        alone = len(places) == 1 and board.text[begin : places[0]].strip(" " + WIDE) == ""
        ticked = TICK in board.text[begin : board.line_end(begin)]
        if len(places) > 1 or ticked or (alone and _has_neighbour(board, begin, lines)):
            found += places
    return found


# a、宴会厅（ ）b、包间（ ）
_LETTERED = led(r"[a-eA-E][、.．]", rf"[a-eA-E][、.．][ ]?[\u4e00-\u9fff]{{2,12}}[ ]?(?P<box>{GAP})")


def _lettered_boxes(board: Board) -> list[int]:
    """Return the empty brackets behind answers that have letters, two or more to the end of a line."""
    lines: dict[int, list[int]] = {}
    for match in _LETTERED.finditer(board.text):
        where = match.start("box")
        gap = board.gap_at(where)
        if board.is_free(where) and gap.shape == "bracket":
            lines.setdefault(board.line_start(where), []).append(where)
    return [
        where
        for places in lines.values()
        if len(places) > 1 and not board.text[places[-1] + 1 : board.line_end(places[-1])].strip(_STOPS)
        for where in places
    ]


def _is_box(board: Board, where: int) -> bool:
    gap = board.gap_at(where)
    around = board.source[gap.start : gap.start + 1] + board.source[gap.end - 1 : gap.end]
    before = board.text[max(0, where - 1) : where].strip(" " + WIDE)
    if around == "【】":
        return gap.shape == "bracket" and _is_listed(board, where)
    if gap.shape != "bracket" or around not in ("（）", "()", "[]", "［］", "〔〕") or gap.end - gap.start > 8:
        return False
    if _holds_value(board, where):
        return False
    return (
        not before
        or before in "：:；、，）"
        or bool(pattern(r"[ ]?(?:是|否|有|无|男|女)").match(board.text[where + 1 : where + 3]))
    )


# 籍贯：（ ）性别：（ ）: the next label follows. 第（ ）日, （大写）（ ）元（小写：（ ）元）: a day, a measure.
_LABELLED = late(rf"[^，。；：\n{GAP}]{{0,12}}：[ {WIDE}]*{GAP}")
_RANKED = late(rf"第[ {WIDE}]*$")


@functools.cache
def _measured() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("amount", "percent", "number"))
    return re.compile(rf"[ ]?(?!{unit_pattern('not_units')})(?:{groups})(?=[ {WIDE}{GAP}（）/，。；：、\n]|$)")


def _holds_value(board: Board, where: int) -> bool:
    """True for a bracket whose label stands before it, with its unit or the next label behind it."""
    text, behind = board.text, where + 1
    before = text[max(0, where - 2) : where].rstrip(" " + WIDE)
    if before.endswith("：") and _LABELLED.match(text, behind):
        return True
    return bool(_measured().match(text, behind) or _RANKED.search(text, max(0, where - 3), where))


# 【 】墓穴葬；【 】树葬；【 】其他____: answers of words alone, parted by stops, each behind its brackets
_ANSWER = rf"[ ]?(?:[\u4e00-\u9fff]{{2,12}}[；、。，\n]|其[他它]|[{GAP}。；])"
_ANSWERED = late(_ANSWER)
_LISTED = late(rf"{GAP}[ ]?[\u4e00-\u9fff]{{2,12}}[；、][ ]?{GAP}{_ANSWER}")
_LISTED_LAST = late(rf"[\u4e00-\u9fff；、：。][ ]?{GAP}[ ]?[\u4e00-\u9fff]{{2,12}}[；、][ ]?$")


def _is_listed(board: Board, where: int) -> bool:
    """True for square brackets that stand before one of several answers, and for the one that the answer ends."""
    if board.text[max(0, where - 1) : where].strip(" " + WIDE) not in ("", "：", "；", "、", "。"):
        return False
    if _LISTED.match(board.text, where):
        return True
    before = board.text[max(board.line_start(where), where - 32) : where]
    return _LISTED_LAST.search(f"；{before}") is not None and _ANSWERED.match(board.text, where + 1) is not None


def _has_neighbour(board: Board, begin: int, lines: dict[int, list[int]]) -> bool:
    """True where the line above or below begins with a bracket too."""
    above = board.line_start(max(begin - 1, 0))
    below = board.line_end(begin) + 1
    return (above != begin and above in lines) or (below > 0 and below in lines)


def _is_same(text: str, one: _Box, two: _Box, first: _Box) -> bool:
    """True where the second box offers a further answer to the question of the first."""
    if one.cell != two.cell or two.where - one.where > _FURTHEST:
        return False
    between = text[one.where + 1 : two.where]
    if one.line == two.line:
        if "）" in between and pattern(r"）.*（[ \u2003]*$").search(between):
            return False  # each in its own brackets: （□书面/□口头）…（□是/□否）
        if "】" in between and pattern(r"】.*【[ \u2003]*$").search(between):
            return False
        return not _QUESTION.search(between) or _ANSWERS_ON.fullmatch(between) is not None
    if one.trails and two.trails:
        return between.count("\n") == 1 and "：" not in between
    if not two.leads:
        return False
    lines = between.split("\n")
    if not first.leads and len(lines) == 2 and not _ASKING.search(text[first.line : first.where]):
        return False
    if len(lines) - 1 > _MOST_LINES:
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
        label = _option_label(text, box.where + 1, end) if not boxes[-1].trails else _option_before(text, boxes, n)
        at, behind = _room(board, box.where)
        options.append(Option(label=label, start=at, end=behind))
        slots.append(Slot(start=at, end=behind, role=Role.BOX, name=label))
        if text[box.where] in (TICK, "●"):
            ticked.append(label)
    if len(options) > 1 and not any("，" in option.label for option in options[:-1]):
        # behind the last answer the sentence goes on
        options[-1] = replace(options[-1], label=_last_answer(options[-2].label, options[-1].label))
        slots[-1] = replace(slots[-1], name=options[-1].label)
    board.drafts.append(
        Draft(
            slots=tuple(slots),
            first=boxes[0].where if not boxes[-1].trails else _answer_begins(text, boxes[0]),
            last=boxes[-1].where + 1,
            shape="box",
            kind=Kind.CHOICE,
            options=tuple(options),
            multiple=_is_multiple(text, boxes[0], options),
            filled="、".join(ticked) if ticked else None,
        )
    )


def _last_answer(before: str, label: str) -> str:
    """Return the last answer without the sentence that goes on behind it: □是 □否在签约时支付定金."""
    return "否" if before == "是" and label.startswith("否") else label.split("，", maxsplit=1)[0]


def _answer_begins(text: str, box: _Box) -> int:
    """Return where the answer begins that stands before its box; the question stands before that."""
    before = text[box.line : box.where].rstrip(" " + WIDE)
    return box.line + len(before) - len(pattern(rf"[：；。]|{WIDE}").split(before)[-1])


def _option_before(text: str, boxes: list[_Box], n: int) -> str:
    """Return the answer that stands before its box: 是□ 否□."""
    begin = max(boxes[n].line, boxes[n - 1].where + 1 if n else 0)
    words = pattern(rf"[：；。\n]|{WIDE}(?=[^{WIDE}]*$)").split(text[begin : boxes[n].where].rstrip(" " + WIDE))[-1]
    number = number_of(words)
    return pattern(rf"[ {WIDE}，、]").sub("", words[number[2] :] if number else words).replace(GAP, "____")[:60]


def _room(board: Board, where: int) -> tuple[int, int]:
    """Return the offsets of a box, or of what stands between brackets."""
    if where in board.index:
        return board.gap_at(where).inner
    return board.offset(where), board.offset(where) + 1


def _option_label(text: str, start: int, end: int) -> str:
    piece = pattern(r"[；。\n]").split(text[start:end])[0]
    closed = pattern(r"[^（）]*(?=）)|[^【】]*(?=】)").match(piece)
    piece = closed[0] if closed else piece  # the answers stand in brackets: （□书面/□口头）
    piece = pattern(rf"{WIDE}(?=[^：{WIDE}]{{1,12}}：)").split(piece)[0]
    flat = pattern(rf"[ {WIDE}]+").sub("", piece).replace(DONE, "")
    return flat.replace(GAP, "____").lstrip("]）").strip("，、：:；。/[（")[:60]


# What a question asks of which several may be true at once.
_SEVERAL = late(
    r"""
    多选 | 以下(?:服务|文件|材料|资料|内容|设施|项目) | 包括 | 包含
    | 投保 | 险种 | 随[车附] | 附有 | 配备 | 设施 | 服务内容
    | (?:资料|材料|文件|凭证)(?!类型|形式|类别)
    """,
    re.VERBOSE,
)
_ONE = late(r"(?:方式|方法|类型|形式)(?:为|是|：|\s)*$")
_TURNED = late(r"[不无否非未]")


def _is_multiple(text: str, box: _Box, options: list[Option]) -> bool:
    before = text[max(0, box.where - 60) : box.where]
    question = pattern(r"[。；\n]").split(before.rstrip())[-1]
    if "单选" in before or _ONE.search(question) or any(_TURNED.match(option.label) for option in options):
        return False
    return len(options) > 2 and ("多选" in before or bool(_SEVERAL.search(question)))
