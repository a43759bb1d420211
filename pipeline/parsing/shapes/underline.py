"""Scene → gaps that are ruled: underlined spaces and tabs, underscores, hyphens, dot leaders."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.parsing.gaps import Gap, plain
from pipeline.parsing.lexicon import head_of, role_words, unit_pattern
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL
from pipeline.text.patterns import late, led, pattern

# A rule is often split into several; one or two plain spaces inside it do not end it. It takes all that it can, so
# that none begins inside another.
_RULE = late(rf"{FILL}++(?>(?:[ ]{{1,2}}{FILL}++)*)")
# Each begins with a plain character, which the engine leaps to.
_DASHES = late(r"([-－—─━﹣–ˉ￣])(?<![-—─－].)\1{2,}(?![-—─－])")
# ——年——月——日: two strokes are a place to write where the day goes on
_DAY_DASHES = led(
    r"[—-](?<![—-].)[—-]",
    r"(?:——(?=[ ]?(?:年[ ]?——[ ]?月|月[ ]?——[ ]?日)|(?<=月——)[ ]?日)|--(?=年--月|月--日|(?<=月--)日))",
)
_DOTS = late(r"\.\.\.+|．．．+|………+|····+|…[ ]?(?:…[ ]?){2,}")
_LONG_DOTS = 4  # three may be an ellipsis; a unit behind them says that they are not
_DOTTED = frozenset(".．…·")
_IN_PROSE = late(r"[\u4e00-\u9fff）]_[\u4e00-\u9fff（，。；]")
_ELLIPSIS = late(r"(?<![…\n])……(?!…)")  # 满……年: elsewhere an ellipsis
_DATED = late(rf"[ ]?年[ ]?{FILL}+[ ]?月")
_LONG_HYPHENS = 4
_OPERATORS = ("+", "×", "÷", "=")  # the line of a fraction, typed with hyphens
_ASKED = late(r"[：为于自至到计共第（(¥即按]$|人民币$|大写$|[百千万]分之$|其[他它]$|号：[ ]?[A-Za-z]{1,6}[.．]?[-－]?$")


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the rules to write on."""
    text = scene.text
    for match in _RULE.finditer(text):
        start, end = match.span()
        if " " in match[0] and _DATED.match(text, end) and text[start - 1 : start] == "：":
            end = start + match[0].rindex(" ")  # 签字：____ ____年__月__日: the second rule is the year's
            yield plain(end + 1, match.end(), "underscore" if "_" in scene.view.flow.text[start:end] else "underline")
        if end - start > 1 or _is_meant(scene, start, end):
            yield plain(start, end, "underscore" if "_" in scene.view.flow.text[start:end] else "underline")
    for match in _ELLIPSIS.finditer(text) if "……" in text else ():
        if _counted().match(text, match.end()):
            yield plain(match.start(), match.end(), "leader")
    for match in _DAY_DASHES.finditer(text):
        yield plain(match.start(), match.end(), "dash")
    for shape, ruled in (("dash", _DASHES), ("leader", _DOTS)):
        for match in ruled.finditer(text):
            if _stands_in_text(scene, match.start(), match.end()):
                yield plain(match.start(), match.end(), shape)


@functools.cache
def _unit_behind() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number", "choice"))
    return re.compile(rf"[ ]?(?:{groups}|[：，。；、）】])")


@functools.cache
def _counted() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number"))
    return re.compile(rf"[ ]?(?:{groups})")


def _is_meant(scene: Scene, start: int, end: int) -> bool:
    """True where a rule of a single character is a place to write: a tab, or a space before a unit or after a label."""
    original = scene.view.flow.text[start]
    if original in "\t＿":
        return True
    before, after = scene.text[max(0, start - 4) : start], scene.text[end : end + 8]
    if original == " " and _is_in_value(scene, start, end):
        return False
    if original == "_":
        return bool(_ASKED.search(before) or _unit_behind().match(after) or _IN_PROSE.search(before + original + after))
    if before.endswith("\n") or not before:
        return False
    if before.endswith("：") or _is_alone(scene, start, end):
        return True  # a page that was saved keeps one space of many
    return bool(
        (_ASKED.search(before) and not after[:1].isalnum())
        or (_unit_behind().match(after) and (before[-1] not in "，。；、）" or before.endswith("写）")))
    )


def _is_in_value(scene: Scene, start: int, end: int) -> bool:
    """True where the rule goes on under the word behind a space: in a value, or before one."""
    view, text = scene.view, scene.text
    if not text[end : end + 1].isalnum() or not view.is_underlined(end):
        return False
    return view.is_underlined(start - 1) or not _unit_behind().match(text, end)


def _is_alone(scene: Scene, start: int, end: int) -> bool:
    """True where only the space is underlined and words stand on both sides of it."""
    view, text = scene.view, scene.text
    before, after = text[start - 1 : start], text[end : end + 1]
    if view.is_underlined(start - 1) or not (before.isalnum() or before in "）.．、"):
        return False
    if after == "（":
        return True
    if after in ("", "\n"):
        return number_of(text[scene.view.line_start(start) : start + 1]) is not None
    return before.isalnum() and after.isalnum() and not view.is_underlined(end)


def _stands_in_text(scene: Scene, start: int, end: int) -> bool:
    """True where dashes or dots are asked for by words: after a label, before a unit."""
    before, after = (
        scene.text[max(scene.view.line_start(start), start - 40) : start].rstrip(),
        scene.text[end : end + 8],
    )
    if after.lstrip()[:1] in _OPERATORS:
        return False
    if not before:  # ————年——月——日; a line to itself, which is not one that separates
        return bool(_measured().match(after)) or not scene.text[end : scene.view.line_end(end)].strip(" 。；")
    if (scene.text[start] != "." or end - start >= _LONG_DOTS) and _is_label(before) and _is_room(scene, start, end):
        return True  # 户名……………… without a colon; leaders of a contents page end with its numbers and are gone by now
    if scene.text[start] == ".":
        return _leads(before, after, end - start)
    # A dash of Chinese prose has two strokes, never three.
    long = scene.text[start] != "-" or end - start >= _LONG_HYPHENS
    if long and (_is_between(before, after) or _is_item(scene, start, end)):
        return True
    return bool(_ASKED.search(before) or _unit_behind().match(after))


def _is_item(scene: Scene, start: int, end: int) -> bool:
    """True for dashes that are all there is to a numbered item: 14.————."""
    before = scene.text[scene.view.line_start(start) : start]
    number = number_of(before.rstrip() + " ")
    after = scene.text[end : scene.view.line_end(end)]
    return number is not None and number[2] >= len(before.rstrip()) and not after.strip(" 。；")


def _is_label(before: str) -> bool:
    """True where the words before dots end with the head of a label: 户名, 日  期, 出租方（甲方）, 发包人：（全称）."""
    near = before.replace(" ", "")
    label = pattern(r"（([^（）]{1,10})）$").sub("", near)
    inside = near[len(label) :].strip("（）")
    return any(head_of(words) or role_words().at_end(words) for words in {near, label} - {""}) or head_of(inside) != ""


def _is_room(scene: Scene, start: int, end: int) -> bool:
    """True for dots, and for dashes that go to the end of their line."""
    return scene.text[start] in _DOTTED or not scene.text[end : scene.view.line_end(end)].strip()


def _is_between(before: str, after: str) -> bool:
    """True where words go on behind a row of dots or dashes: 东......南, 1．——方承担, 《————须知》."""
    return bool(_OPENS.search(before) and _GOES_ON.match(after))


_OPENS = late(rf"[\u4e00-\u9fff，；、）（《“．.{BOX}]$")
_GOES_ON = late(r"[ ]?[\u4e00-\u9fff（《【]")


def _leads(before: str, after: str, length: int) -> bool:
    """True where a row of full stops leads to a unit, or is as long as no ellipsis is: 共....人, 东......南......."""
    if length < _LONG_DOTS:
        return bool(pattern(r"[\u4e00-\u9fff（：¥]$").search(before) and _measured().match(after))
    return _is_between(before, after) or bool(_ASKED.search(before) or _unit_behind().match(after))


@functools.cache
def _measured() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number", "choice"))
    return re.compile(rf"[ ]?(?!{unit_pattern('not_units')})(?:{groups})")
