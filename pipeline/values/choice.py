"""Choices: what people answer ↔ the list of the chosen labels."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Role
from pipeline.text.numerals import canonical, chinese, parse_number
from pipeline.values.bad import BadValue
from pipeline.values.family import Coercer, Family, Printer, one_text
from pipeline.values.gap import Gap, Printed

_GLYPHS = tomllib.loads((Path(__file__).parent / "glyphs.toml").read_text("utf-8"))
_TICKED: dict[str, str] = _GLYPHS["ticked"]
_EMPTY: dict[str, str] = _GLYPHS["empty"]

_SEPARATOR = re.compile(r"[、,，;；\n]")
_COUNTERS, _LETTERS = "种|项|款|条|类|档|个", 26
_ORDINAL = re.compile(
    rf"第?[（(]?(?P<mark>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}|[A-Z])[）).、]?(?:{_COUNTERS})?(?:方式)?"
)
_BRACKETED = re.compile(r"(?P<open>[（(【\[〔])(?P<inner>[^）)】\]〕]*)(?P<close>[）)】\]〕])")
_BETWEEN = re.compile(r"[\s/／、或|]*")
_WORDS = 2  # characters that an answer must have to be looked for within the labels
_TURNING = frozenset("不非无未否免没勿")
_YES, _NO = ("是", "有", "同意", "需要"), ("否", "无", "不同意", "不需要")


def expected(blank: Blank) -> str:
    """Return what belongs into the blank, with its options."""
    labels = "、".join(_short(name) for name in option_names(blank)[:12])
    how = "选项（可多选，用顿号分开）" if blank.multiple else "选项"
    return f"{how}：{labels}" if labels else "选项的序号"


def example(blank: Blank) -> str:
    """Return an answer that is accepted there."""
    return option_names(blank)[0] if blank.options else "1"


def option_names(blank: Blank) -> tuple[str, ...]:
    """Return what each option is called in values: its label, told from its like by its number."""
    labels = [option.label.strip() for option in blank.options]
    return tuple(
        label if label and labels.count(label) == 1 else f"{label}（第{number}项）" if label else f"第{number}项"
        for number, label in enumerate(labels, 1)
    )


def chosen(blank: Blank, data: object) -> frozenset[int]:
    """Return the indices of the options that a value of the choice names."""
    names = option_names(blank)
    return frozenset(names.index(name) for name in (data if isinstance(data, list) else [data]) if name in names)


def _short(label: str) -> str:
    text = "".join(label.split())
    return text if len(text) <= 20 else f"{text[:19]}…"


def _plain(text: str) -> str:
    """Return a label as it is compared: without spaces, in one width."""
    return canonical("".join(text.split())).strip("。;；.,，_").upper()


def coercer(blank: Blank) -> Coercer:
    """Return the reader of a choice: labels, ordinals (1, 一, A, 第一种), 是 and 否, several where several may be."""
    labels = option_names(blank)
    plain = {_plain(label): label for label in reversed(labels)}

    def bad(raw: object, reason: str = "") -> BadValue:
        return BadValue(blank, raw, reason, expected=expected(blank), example=example(blank))

    def pick(answer: object) -> str | None:
        text = _plain(_worded(answer, labels))
        return plain.get(text) or _by_ordinal(text, labels) or _by_words(text, plain)

    def coerce(raw: object) -> JsonValue:
        if len(labels) == 1 and (raw is False or (isinstance(raw, str) and raw.strip() in _NO)):
            return []
        chosen: list[JsonValue] = []
        for answer in _answers(raw, pick):
            label = pick(answer)
            if label is None:
                raise bad(raw, f"没有“{answer}”这个选项" if labels else "不是序号")
            if label not in chosen:
                chosen.append(label)
        if len(chosen) > 1 and not blank.multiple:
            raise bad(raw, "只能选一项")
        if not chosen:
            raise bad(raw, "没有选")
        return sorted(chosen, key=lambda label: labels.index(str(label)) if labels else 0)

    return coerce


def _worded(answer: object, labels: tuple[str, ...]) -> str:
    """Return an answer as words; true and 是 mean the one box there is, or the option that says so."""
    if isinstance(answer, bool):
        words = _YES if answer else _NO
        return next((word for word in words if word in labels), labels[0] if len(labels) == 1 and answer else words[0])
    if isinstance(answer, float) and answer.is_integer():
        return str(int(answer))
    text = str(answer)
    return labels[0] if len(labels) == 1 and text.strip() in (*_YES, "√", "☑") else text


def _answers(raw: object, pick: Callable[[object], str | None]) -> Sequence[object]:
    if isinstance(raw, list | tuple):
        return raw
    if not isinstance(raw, str) or pick(raw) is not None:
        return (raw,)
    if raw.startswith("["):
        try:
            loaded = json.loads(raw)
        except ValueError:
            return (raw,)
        return loaded if isinstance(loaded, list) else (raw,)
    return tuple(part for part in _SEPARATOR.split(raw.strip()) if part.strip())


def _by_ordinal(text: str, labels: tuple[str, ...]) -> str | None:
    """Return the label that an ordinal names; without known options the ordinal itself."""
    match = _ORDINAL.fullmatch(text)
    if not match:
        return None
    mark = match["mark"]
    number = ord(mark) - ord("A") + 1 if mark.isascii() and mark.isalpha() else int(parse_number(mark) or 0)
    if not labels:
        return str(number) if number else None
    return labels[number - 1] if 1 <= number <= len(labels) else None


def spoken(labels: Sequence[str]) -> tuple[object, ...]:
    """Return the answers yes and no, and their like, as far as a choice with these labels takes them."""
    if len(labels) == 1:
        return (True, False, *_YES, "√", "☑", *_NO)
    return tuple(answer for answer, words in ((True, _YES), (False, _NO)) if any(word in labels for word in words))


def ordinals(count: int) -> str:
    """Return a regular expression, without anchors, of how people name one of so many options by its number.

    It is one that JSON Schema takes (ECMA-262).
    """
    marks = [*map(str, range(1, count + 1)), *map(chinese, range(1, count + 1))]
    letters = [chr(ord("A") + index) for index in range(min(count, _LETTERS))]
    marks += [*letters, *map(str.lower, letters)]
    return rf"第?[（(]?(?:{'|'.join(reversed(marks))})[）).、]?(?:{_COUNTERS})?(?:方式)?"


def _by_words(text: str, plain: Mapping[str, str]) -> str | None:
    """Return the one label that an answer's words stand in: 仲裁 for 向____仲裁委员会申请仲裁.

    Never where the words stand in several labels, nor where the label turns them round (不同意 for 同意).
    """
    if len(text) < _WORDS:
        return None
    holding = [known for known in plain if text in known]
    if len(holding) != 1 or any(before in _TURNING for before in _before(text, holding[0])):
        return None
    return plain[holding[0]]


def _before(text: str, label: str) -> list[str]:
    """Return the character before each place where a text stands in a label."""
    return [label[found.start() - 1 : found.start()] for found in re.finditer(re.escape(text), label)]


# Printing.


def printer(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of a choice: ticks, an ordinal, or the words themselves."""
    if gaps[0].role is Role.BOX:
        return _boxes(blank, gaps)
    labels = option_names(blank)
    if gaps[0].role is Role.ORDINAL:
        return one_text(lambda data: Printed(_ordinals(data, labels, gaps[0])), gaps)
    return one_text(lambda data: Printed("、".join(_list(data))), gaps)


def _list(data: JsonValue) -> list[str]:
    return [str(label) for label in data] if isinstance(data, list) else [str(data)]


def _ordinals(data: JsonValue, labels: tuple[str, ...], gap: Gap) -> str:
    numbers = [labels.index(label) + 1 if labels else int(label) for label in _list(data)]
    return "、".join(_numbered(number, gap.numbering) for number in numbers)


def _numbered(number: int, style: str) -> str:
    return str(number) if style == "1" else chr(ord("A") + number - 1) if style == "A" else chinese(number)


def _boxes(blank: Blank, gaps: tuple[Gap, ...]) -> Printer:
    """Return the printer of boxes, one an option; alternatives without a box are struck down to the chosen ones."""
    labels = option_names(blank)[: len(gaps)]
    pairs = tuple(_box(gap, label) for gap, label in zip(gaps, labels, strict=False))
    rest: tuple[Printed, ...] = tuple(Printed(gap.own) for gap in gaps[len(labels) :])

    def write(data: JsonValue) -> tuple[Printed, ...]:
        taken = set(_list(data))
        flags = [label in taken for label in labels]
        more = [any(flags[i + 1 :]) for i in range(len(flags))]
        return (
            *(pair[0 if not on else 1 if not later else 2] for pair, on, later in zip(pairs, flags, more, strict=True)),
            *rest,
        )

    return write


def _box(gap: Gap, label: str) -> tuple[Printed, Printed, Printed]:
    """Return what a box prints when left, when chosen last, and when chosen with another to follow."""
    glyph = gap.own.strip()
    if glyph in _TICKED or glyph in _EMPTY:
        on = _TICKED.get(glyph, glyph)
        chosen = Printed(gap.own.replace(glyph, on))
        return Printed(gap.own.replace(glyph, _EMPTY.get(glyph, glyph))), chosen, chosen
    if _is_worded(gap, label):
        swallow = _swallowed(gap) > 0
        return Printed("", swallow), Printed(label, swallow), Printed(f"{label}、", swallow)
    bracket = _BRACKETED.fullmatch(glyph)
    chosen = Printed(f"{bracket['open']}√{bracket['close']}" if bracket else "√")
    return Printed(gap.own if bracket else ""), chosen, chosen


def _is_worded(gap: Gap, label: str) -> bool:
    """True for an alternative that stands in its gap as words: 【甲方】."""
    return bool(_plain(label)) and _plain(label) in _plain(gap.own)


def _swallowed(gap: Gap) -> int:
    """Return how many characters between two alternatives only separate them."""
    return len(gap.until) if gap.until is not None and _BETWEEN.fullmatch(gap.until) else 0


def reach(blank: Blank, gaps: tuple[Gap, ...]) -> tuple[int, ...]:
    """Return how many characters between alternatives go with those that are not chosen."""
    labels = [*option_names(blank), *("" for _ in gaps)]
    if gaps[0].role is not Role.BOX:
        return (0,) * len(gaps)
    return tuple(_swallowed(gap) if _is_worded(gap, label) else 0 for gap, label in zip(gaps, labels, strict=False))


CHOICE = Family(coercer=coercer, printer=printer, expected=expected, example=example, reach=reach)
