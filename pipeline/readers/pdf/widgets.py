"""AcroForm widgets of a page → glyphs that stand in for them: an empty field is a blank, a ticked box is ticked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.readers.pdf.shapes import Glyph

_WIDEST = 1_000  # spaces that an empty field is written as, at most


def widget_glyphs(page: Any) -> Iterator[Glyph]:  # a pdfplumber Page, which has no types
    """Yield one glyph a widget, set where the widget stands; push buttons and signature fields have none."""
    for annotation in page.annots:
        data = annotation.get("data") or {}
        if _name(data.get("Subtype")) == "Widget":
            yield from _glyph(annotation, data)


def _glyph(annotation: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Glyph]:
    x0, x1, top, bottom = (float(annotation[k]) for k in ("x0", "x1", "top", "bottom"))
    kind, name = _name(_inherited(data, "FT")), _string(_inherited(data, "T"))
    size = max(1.0, min(bottom - top, 12.0))  # a field without height is nothing to see, but a blank all the same
    baseline = bottom - 0.15 * size
    blank = Glyph(text="", x0=x0, x1=x1, top=baseline - size, bottom=baseline, size=size, name=name)
    if kind == "Btn":
        state = _name(data.get("AS")) or _name(_inherited(data, "V"))
        yield replace(blank, text="□" if state in {"", "Off"} else "☑", box=True)
    elif kind in {"Tx", "Ch"}:
        value = _string(_inherited(data, "V"))
        empty = " " * max(2, min(round((x1 - x0) / (size / 2)), _WIDEST))
        choices = tuple(_string(option) for option in _inherited(data, "Opt") or ()) if kind == "Ch" else ()
        yield replace(blank, text=value or empty, widget=not value, choices=choices)


def _inherited(data: Mapping[str, Any], key: str) -> Any:
    """A field's entry may stand at its parent (ISO 32000-1, 12.7.3.1); a loop of parents ends after a few steps."""
    for _ in range(8):
        if key in data:
            return data[key]
        parent = data.get("Parent")
        data = getattr(parent, "resolve", lambda parent=parent: parent)() or {}
        if not isinstance(data, Mapping):
            return None
    return None


def _name(value: object) -> str:
    return str(getattr(value, "name", value) or "") if value is not None else ""


def _string(value: object) -> str:
    if isinstance(value, list | tuple):
        value = value[-1] if value else ""
    if isinstance(value, bytes):
        encoding = "utf-16" if value.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1"
        return value.decode(encoding, "replace")
    return str(value or "")
