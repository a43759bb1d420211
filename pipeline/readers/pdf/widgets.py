"""AcroForm widgets of a page → glyphs that stand in for them: an empty field is a blank, a ticked box is ticked.

Names and flags are those of ISO 32000-1, 12.5.3 (annotations) and 12.7 (interactive forms).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.readers.pdf.shapes import Glyph

_WIDEST = 1_000  # spaces that an empty field is written as, at most
_SIZE = 12.0  # points: the letters of a field, at most
_UNSEEN = 1 << 1 | 1 << 5  # annotation flags Hidden and NoView
_BUTTON = 1 << 16  # field flag of a push button
_NEAR = 2.0  # points that what is printed may stand out beside the field on it
_APART = 1.0  # points between the signs of one printed rule
_RULED = frozenset("_＿—–-.…·")
_BOXES = frozenset("□☐◻▢☑☒○◯〇")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """The edges of a widget."""

    x0: float
    x1: float
    top: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        """True where a character's middle stands in it, or a little outside."""
        middle = (glyph.x0 + glyph.x1) / 2
        return self.x0 - _NEAR <= middle <= self.x1 + _NEAR and self.top - _NEAR <= glyph.middle <= self.bottom + _NEAR


def with_widgets(glyphs: Sequence[Glyph], page: Any) -> tuple[Glyph, ...]:  # a pdfplumber Page, which has no types
    """Return a page's characters and one glyph a widget, set where the widget stands.

    Push buttons, signature fields and what is hidden have none. What was printed for want of a field, the rule and the
    box that a widget lies on, goes: both are one blank.

    Args:
        glyphs: The characters that the page prints.
        page: Where its widgets are.
    """
    stand_ins: list[Glyph] = []
    covered: set[int] = set()
    for annotation in page.annots:
        data = annotation.get("data") or {}
        if _name(data.get("Subtype")) == "Widget" and not _number(data.get("F")) & _UNSEEN:
            box = _Box(**{edge: float(annotation[edge]) for edge in ("x0", "x1", "top", "bottom")})
            for glyph in _glyph(box, data):
                stand_ins.append(glyph)
                covered |= _boxes_under(box, glyphs) if glyph.box else _rules_under(box, glyphs)
    return (*(glyph for glyph in glyphs if id(glyph) not in covered), *stand_ins)


def _glyph(box: _Box, data: Mapping[str, Any]) -> Iterator[Glyph]:
    kind, flags = _name(_inherited(data, "FT")), _number(_inherited(data, "Ff"))
    size = max(1.0, min(box.bottom - box.top, _SIZE))  # a field without height is nothing to see, but a blank
    # A field of several lines is begun on the first.
    baseline = box.bottom - 0.15 * size if box.bottom - box.top < 2 * _SIZE else box.top + 1.15 * size
    blank = Glyph(
        text="", x0=box.x0, x1=box.x1, top=baseline - size, bottom=baseline, size=size, name=_called(data)
    )  # fmt: skip
    if kind == "Btn" and not flags & _BUTTON:
        yield replace(blank, text="☑" if _is_ticked(data) else "□", box=True)
    elif kind in {"Tx", "Ch"}:
        options = list(_options(data)) if kind == "Ch" else []
        value = _string(_inherited(data, "V")).strip()
        value = " ".join(dict(options).get(value, value).split())
        empty = " " * max(2, min(round((box.x1 - box.x0) / (size / 2)), _WIDEST))
        choices = tuple(words for _, words in options if words.strip())
        yield replace(blank, text=value or empty, widget=not value, choices=choices)


def _boxes_under(box: _Box, glyphs: Sequence[Glyph]) -> set[int]:
    return {id(glyph) for glyph in glyphs if (glyph.box or glyph.text in _BOXES) and box.holds(glyph)}


def _rules_under(box: _Box, glyphs: Sequence[Glyph]) -> set[int]:
    """The signs of the printed rules that a field lies on, those that stand out beside it too."""
    line = [g for g in glyphs if g.text in _RULED and box.top - _NEAR <= g.bottom and g.top <= box.bottom + _NEAR]
    found: set[int] = set()
    run: list[Glyph] = []
    for glyph in (*sorted(line, key=lambda g: g.x0), None):
        if glyph is not None and run and glyph.x0 - run[-1].x1 <= _APART:
            run.append(glyph)
            continue
        if len(run) > 1 and any(box.holds(one) for one in run):
            found |= {id(one) for one in run}
        run = [] if glyph is None else [glyph]
    return found


def _called(data: Mapping[str, Any]) -> str:
    """The words that a field shows to who fills it in where they are Chinese, else its name."""
    shown = _string(_inherited(data, "TU"))
    return shown if _HAN.search(shown) else _string(_inherited(data, "T"))


def _is_ticked(data: Mapping[str, Any]) -> bool:
    """True where a box shows its other state than Off; one that does not say it is as its field's value is."""
    if "AS" in data:
        return _name(data["AS"]) not in {"", "Off"}
    value = _name(_inherited(data, "V"))
    looks = _resolved(_mapping(data.get("AP")).get("N"))
    return value not in {"", "Off"} and (not isinstance(looks, Mapping) or value in looks)


def _inherited(data: Mapping[str, Any], key: str) -> Any:
    """A field's entry may stand at its parent (12.7.3.1); a loop of parents ends after a few steps."""
    for _ in range(8):
        if key in data:
            return _resolved(data[key])
        data = _mapping(data.get("Parent"))
    return None


def _resolved(value: object) -> Any:
    """What a reference points to."""
    return getattr(value, "resolve", lambda: value)()


def _mapping(value: object) -> Mapping[str, Any]:
    found = _resolved(value)
    return found if isinstance(found, Mapping) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _name(value: object) -> str:
    return str(getattr(value, "name", value) or "") if value is not None else ""


def _options(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The answers to choose from."""
    listed = _inherited(data, "Opt")
    return (_pair(_resolved(option)) for option in listed) if isinstance(listed, list | tuple) else iter(())


def _pair(option: object) -> tuple[str, str]:
    """A choice's value and the words that it is shown as, which may be the same."""
    if isinstance(option, list | tuple) and option:
        return _string(option[0]), _string(option[-1])
    return _string(option), _string(option)


def _string(value: object) -> str:
    value = _resolved(value)
    if isinstance(value, list | tuple):
        value = _resolved(value[-1]) if value else ""
    if isinstance(value, bytes):
        encoding = "utf-16" if value.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1"
        return value.decode(encoding, "replace")
    return "" if value is None or isinstance(value, Mapping) else str(getattr(value, "name", value))
