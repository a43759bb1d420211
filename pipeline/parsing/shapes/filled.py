"""Scene → places that someone has filled in: ___2024___年, underlined spaces around a word, 大写 壹仟元 ___."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.model.document import Mark
from pipeline.model.template import Kind
from pipeline.parsing.colons.labels import kind_of_label
from pipeline.parsing.gaps import Gap
from pipeline.parsing.lexicon import head_of, role_pattern, units
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL, TICK, View
from pipeline.text.patterns import late, led_to, one_of, pattern

_NUMERAL = r"[\d,，.．零○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
_AMOUNT = rf"¥?{_NUMERAL}{{1,30}}(?:[元角分整正%]|万元|亿元){{0,4}}"
_DATE = r"\d{2,4}[ ]?[年./-][ ]?\d{1,2}[ ]?[月./-][ ]?\d{1,2}[ ]?日?"
_VALUE = rf"[^{FILL}{BOX}{TICK}\n，。；：\[\]【】《》“”!?？！\t]"
_WORD = rf"[^{FILL}{BOX}{TICK}\n，。；：、（）【】《》“”!?？！]"
# ____张三____ : a word with a rule on both sides
_BETWEEN = late(rf"{FILL}(?<!{FILL}.){FILL}*+[ ]?(?P<value>{_WORD}{{1,40}}?)[ ]?{FILL}++")
# 大写 壹仟元 ____ : a number or a date right behind its label, the rest of the rule behind it
_BEHIND = late(
    rf"(?P<head>：|大写|小写|¥|人民币|RMB|）)[ ]?{FILL}*+"
    rf"(?P<value>{_DATE}|{_AMOUNT}|[A-Za-z]{{0,6}}[-\d]{{4,30}})[ ]?{FILL}{{2,}}+"
)
_SECOND = late(rf"[，、；][ ]?2[.、]?[ ]?{FILL}")  # 材料为：1____，2____
_EVIDENCE = late(rf"^(?:{_DATE}|{_AMOUNT}|[A-Za-z0-9@.\-_/+]{{2,40}})$")
_ENDS = late(r"(?:[ \t]|\n|$|[。；，、）])")


# 联系人：张三 : what an office has typed behind its label
_STATED = led_to(
    "：",
    30,
    rf"[^\n ：，。；（）{FILL}{BOX}{TICK}](?<![^\n\t ].)",
    rf"""
    (?: ^ | (?<=[\n\t]) | (?<=[ ]{{2}}) | (?<=[^\s][ ]) )
    (?P<label>(?![ ])[^\n：，。；（）{FILL}{BOX}{TICK}]{{2,16}}(?:（[^）\n]{{1,12}}）)?)：[ ]?
    (?P<value>(?![ ]){_VALUE}{{1,40}}?)
    (?P<rule>[ ]?{FILL}{{2,}}+)?
    (?= [ ]{{2,}} | \t | \n | $ | [ ][^\s：，。；{FILL}]{{2,8}}： )
    """,
    re.VERBOSE,
)
_STATING = frozenset(
    (
        Kind.PARTY,
        Kind.PERSON,
        Kind.PHONE,
        Kind.ADDRESS,
        Kind.ID_NO,
        Kind.BANK,
        Kind.BANK_ACCOUNT,
        Kind.EMAIL,
        Kind.POSTCODE,
        Kind.ACCOUNT_NAME,
        Kind.CONTRACT_NO,
        Kind.DATE,
    )
)
# empty brackets, a day left open: the line asks, it does not answer
_ROOM = late(r"[（\[][ ]*[）\]]|(?<![\d零○一二三四五六七八九])[ ]*年[ ]*月[ ]*日")
_RULED = late(r"(?:（[^（）]{1,10}）)?[-－—─━﹣–ˉ￣.．…·]{3}")  # 证件号码：———— 地    址：
_NOTED = late(r"（[^（）\d]{1,8}）")  # 甲方：（姓名）____
_AREA = late(r"[（(]?\+?\d{2,4}[）)]")  # 电话：(852)____
_NUMBERED = (Kind.CONTRACT_NO, Kind.ID_NO)
# 合同编号：HT____, NO.…………: what all numbers of a series begin with, and room for the rest
_SERIES = late(rf"[A-Za-z]{{1,6}}[.．]?[-－]?[ ]?(?:{FILL}{{2,}}|[.．…·]{{3,}}|…{{2,}})")
_UNFINISHED = late(r"(?:[省市县区路街镇乡村第于为的]|(?<!\d)号)$")


def _stated(scene: Scene) -> Iterator[Gap]:
    """Yield the values typed behind labels that ask for names, numbers, addresses and days."""
    for match in _STATED.finditer(scene.text):
        kind = kind_of_label(pattern(r"\s").sub("", match["label"]))
        value = match["value"].strip()
        if (
            kind not in _STATING
            or _ROOM.search(value)
            or _RULED.match(value)
            or not pattern(r"\w").search(value)
            or is_printed(value)
            or (match["rule"] and (_NOTED.fullmatch(value) or _AREA.fullmatch(value)))
            or (match["rule"] and _UNFINISHED.search(value))
            or (kind in _NUMBERED and _SERIES.fullmatch(value + (match["rule"] or "")))
        ):
            continue
        if kind is Kind.DATE and not pattern(r"\d|[一二三四五六七八九]月").search(value):
            continue
        start = match.start("value")
        yield _gap(scene, start, match.end("rule") if match["rule"] else match.end("value"), value)


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the places whose rule carries a value."""
    yield from _underlined(scene)
    yield from _stated(scene)
    text = scene.text
    for match in _BEHIND.finditer(text):
        if not pattern(r"[\d零○一二两三四五六七八九壹贰叁肆伍陆柒捌玖]").search(match["value"]):
            continue
        if match["value"] == "1" and _SECOND.match(text, match.end()):
            continue
        yield _gap(scene, match.start("head") + len(match["head"]), match.end(), match["value"])
    at = 0
    while between := _BETWEEN.search(text, at):
        at = between.start("value")
        if _is_written(scene, between):
            yield _gap(scene, between.start(), between.end(), between["value"])
            at = between.end()


def _gap(scene: Scene, start: int, end: int, value: str) -> Gap:
    """Return a filled place, its value as the file has it."""
    begin = scene.text.index(value, start)
    written = scene.view.flow.text[begin : begin + len(value)].strip()
    return Gap(start=start, end=end, inner=(start, end), shape="filled", value=written)


@functools.cache
def _printed() -> re.Pattern[str]:
    """Words that are printed between gaps: units, connectives, party names, labels."""
    groups = [w for g in ("printed", "duration", "amount", "number", "address", "percent", "choice") for w in units(g)]
    return re.compile(rf"^(?>(?>{one_of(groups)}|{role_pattern()}|[（）/、\-—~～≤≥.]|\d{{1,2}}[.、])+)$")


def is_printed(words: str) -> bool:
    """True where the words between two rules belong to the form: 年, 元整, 省, 承担, 电话."""
    words = pattern(r"\s").sub("", words)
    return not words or bool(_printed().match(words)) or bool(_ends_with_label(words))


def _ends_with_label(words: str) -> bool:
    words = pattern(r"（[^（）]*）$").sub("", words)  # 姓名（或团体名称）
    head = head_of(words)
    return bool(head) and len(words) - len(head) <= 4


def _is_written(scene: Scene, match: re.Match[str]) -> bool:
    """True where the word between two underscores is a value: a number, or a whole line's answer to its label."""
    value = match["value"].strip()
    last = value.split()[-1] if value else ""
    if scene.view.flow.marks[match.start("value")] & Mark.UNDERLINE or is_printed(value) or is_printed(last):
        return False
    if _EVIDENCE.match(value):
        return True
    before = scene.text[max(0, match.start() - 2) : match.start()].rstrip(" ")
    return len(value) >= 2 and before.endswith("：") and bool(_ENDS.match(scene.text, match.end()))


def _stretches(view: View) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every stretch of underlined characters."""
    start = end = -1
    for span in view.flow.spans:
        if span.start == span.end:
            continue
        marks = int(span.run.marks)
        if marks & _UNDERLINE and not marks & _NOT_TEXT:
            if span.start != end:
                if end > start:
                    yield start, end
                start = span.start
            end = span.end
    if end > start:
        yield start, end


_UNDERLINE = int(Mark.UNDERLINE)
_NOT_TEXT = int(Mark.FIELD | Mark.CONTROL | Mark.BOX)
_PIECE = late(rf"{FILL}+|[^{FILL}]+")


def _underlined(scene: Scene) -> Iterator[Gap]:
    for start, end in _stretches(scene.view):
        piece = scene.text[start:end]
        if piece.strip(FILL + " \n"):
            yield from _values_in(scene, start, end)


def _values_in(scene: Scene, start: int, end: int) -> Iterator[Gap]:
    """Yield the values in one underlined stretch, printed words between them left alone."""
    tokens = [(m.start(), m.end()) for m in _PIECE.finditer(scene.text, start, end)]
    at = 0
    while at < len(tokens):
        first = at
        while at < len(tokens) and not _is_form(scene, *tokens[at]):
            at += 1
        if at > first:
            yield from _value(scene, tokens[first][0], tokens[at - 1][1])
        at += 1


def _is_form(scene: Scene, start: int, end: int) -> bool:
    words = scene.text[start:end]
    if _is_struck(scene, start, end) or (_MARKED.fullmatch(words.strip()) and _between(scene, start, end)):
        return False
    return words[0] != FILL and (
        is_printed(words) or "：" in words or "\n" in words or words.strip()[:1] in "（【[，。；、"
    )


_MARKED = late(r"[（【\[][一二三四五六七八九十\dA-Za-z]{1,3}[）】\]]")
_LONGEST_STRUCK = 12


def _is_struck(scene: Scene, start: int, end: int) -> bool:
    """True for the stroke on a short line that nothing is to be written on: __/__年."""
    if scene.text[start:end].strip() not in ("/", "\\", "／"):
        return False
    first, last = start, end
    while scene.text[first - 1 : first] == FILL:
        first -= 1
    while scene.text[last : last + 1] == FILL:
        last += 1
    return first < start and end < last and last - first <= _LONGEST_STRUCK


def _between(scene: Scene, start: int, end: int) -> bool:
    """True where the rule goes on at both sides: 第__（一）__种."""
    return scene.text[start - 1 : start] == FILL and scene.text[end : end + 1] == FILL


def _value(scene: Scene, start: int, end: int) -> Iterator[Gap]:
    """Yield the value between two printed words, if what stands there is one."""
    text = scene.text
    value = text[start:end].strip(FILL + " ")
    if not value or BOX in value or TICK in value:
        return
    before = text[max(0, start - 3) : start].rstrip()
    both = text[start] == FILL and text[end - 1] == FILL
    asked = bool(pattern(r"[：为于自至第即计共]$").search(before))
    flat = value.replace(FILL, "")
    short = len(flat) <= 60 and not pattern(r"[。；]").search(flat)
    if short and (_EVIDENCE.match(flat) or (both and FILL * 4 not in value) or asked):
        yield _gap_of(scene, start, end, value)


def _gap_of(scene: Scene, start: int, end: int, value: str) -> Gap:
    begin = scene.text.index(value, start)
    written = pattern(r"\s+").sub(" ", scene.view.flow.text[begin : begin + len(value)]).strip(" _")
    return Gap(start=start, end=end, inner=(start, end), shape="filled", value=written)
