"""A place in the text → the Fill that a value goes into, with the look that the value takes."""

from __future__ import annotations

from pipeline.ooxml.edits import Edit
from pipeline.ooxml.fills import TEXT_CLOSE, TEXT_OPEN, Fill, escape
from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, TEXT, Element, M
from pipeline.ooxml.properties import RunProperties
from pipeline.ooxml.spans import Atom, raw_text
from pipeline.ooxml.styles import Styles
from pipeline.ooxml.tags import Tags

_RUN_OPEN, _RUN_CLOSE = b"<w:r>", b"</w:r>"
_LINE = frozenset("_＿")  # characters that people type to draw a line to write on


def unit_of(atom: Atom) -> Element:
    """Return the child of the run that the atom's element stands in."""
    unit = atom.node
    while (parent := unit.getparent()) is not None and parent is not atom.run:
        unit = parent
    return unit


class Fills:
    """Makes the fills of one part.

    Args:
        tags: The bytes of the part.
        styles: The styles of the package.
    """

    def __init__(self, tags: Tags, styles: Styles) -> None:
        self._tags = tags
        self._format = RunProperties(tags, styles)

    def is_underlined(self, atom: Atom, paragraph: Element) -> bool:
        """True where the characters stand on a line."""
        return self._format.is_underlined(atom.run, paragraph)

    def in_text(
        self, hole: int, atom: Atom, first: int, last: int, exact: dict[str, bytes], *, is_control: bool
    ) -> Fill:
        """Return a fill for the characters `first:last` of a w:t."""
        characters = raw_text(atom.node)[first:last]
        original = escape(characters)
        if atom.run.tag == f"{M}r":
            return Fill(hole=hole, original=original, writes=True, is_control=True, is_flat=True)
        own = self._format.of(atom.run)
        new = self._format.of_value(atom.run)
        if set(characters) <= _LINE:
            new = self._format.on_line(atom.run)
        return self._fill(hole, original, own, new, exact, in_text=True, is_control=is_control)

    def in_unit(
        self, hole: int, atom: Atom, first: int, last: int, exact: dict[str, bytes], *, is_control: bool
    ) -> Edit:
        """Return the replacement of a child of a run: a tab, a line break, a symbol."""
        unit = unit_of(atom)
        span = self._tags.span(unit)
        before, after = escape(atom.text[:first]), escape(atom.text[last:])
        run = _RUN_OPEN + self._format.of(atom.run)
        fill = Fill(
            hole=hole, original=self._tags.bytes_of(unit), writes=True, exact=exact, is_control=is_control,
            wrap=(TEXT_OPEN + before, after + TEXT_CLOSE), leave=_RUN_CLOSE, enter=run, run=run,
        )  # fmt: skip
        return Edit(span.start, span.end, (fill,))

    def between(self, hole: int, beside: Atom, paragraph: Element, *, on_line: bool) -> Fill:
        """Return a fill beside characters, which looks like them.

        Args:
            hole: Number of the anchor.
            beside: The characters.
            paragraph: Their paragraph.
            on_line: The value is underlined like them.
        """
        own = self._format.of(beside.run)
        new = self._format.inserted(beside.run, paragraph, keep_underline=on_line)
        in_text = beside.node.tag == TEXT and beside.node.getparent() is beside.run
        if beside.run.tag == f"{M}r":
            return Fill(hole=hole, original=b"", writes=True, is_control=True, is_flat=True)
        return self._fill(hole, b"", own, new, {}, in_text=in_text)

    @staticmethod
    def _fill(
        hole: int, original: bytes, own: bytes, new: bytes, exact: dict[str, bytes], *, in_text: bool,
        is_control: bool = False,
    ) -> Fill:  # fmt: skip
        """Return a fill inside a run; the value gets a run of its own where it must look unlike the rest."""
        leave = TEXT_CLOSE + _RUN_CLOSE if in_text else _RUN_CLOSE
        enter = _RUN_OPEN + own + (TEXT_OPEN if in_text else b"")
        run = _RUN_OPEN + new
        is_apart = new != own or bool(exact)
        return Fill(
            hole=hole, original=original, writes=True, leave=leave, enter=enter, run=run, exact=exact,
            wrap=(b"", b"") if in_text and not is_apart else (TEXT_OPEN, TEXT_CLOSE),
            outer=(leave + run, _RUN_CLOSE + enter) if is_apart else (b"", b""), is_control=is_control,
        )  # fmt: skip

    def at_end(self, hole: int, paragraph: Element) -> Edit:
        """Return room at the end of a paragraph without text of its own, in the format of its mark."""
        span = self._tags.span(paragraph)
        run = _RUN_OPEN + self._format.of_mark(paragraph.find(f"{PARAGRAPH_PROPERTIES}/{RUN_PROPERTIES}"))
        opening = closing = original = b""
        start, end = span.close, span.close
        if span.is_empty:
            start, end = span.start, span.end
            original = self._tags.text[start:end]
            opening, closing = original[:-2].rstrip() + b">", b"</w:p>"
        fill = Fill(
            hole=hole, original=original, writes=True, wrap=(TEXT_OPEN, TEXT_CLOSE), run=run,
            outer=(opening + run, _RUN_CLOSE + closing), leave=opening, enter=closing,
        )  # fmt: skip
        return Edit(start, end, (fill,))

    def gone(self, hole: int, element: Element) -> Edit:
        """Return the removal of an element when a value is given."""
        span = self._tags.span(element)
        return Edit(span.start, span.end, (Fill(hole=hole, original=self._tags.bytes_of(element)),))
