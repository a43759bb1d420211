"""Atoms of own text → runs with marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.model.document import Mark, Run
from pipeline.model.making import maker
from pipeline.ooxml.frames import BARE, Frame
from pipeline.ooxml.literal import Literal
from pipeline.ooxml.names import RUN, RUN_PROPERTIES, TAB, Element, leading
from pipeline.ooxml.spans import Atom, symbol_font
from pipeline.ooxml.styles import Look, Style, Styles
from pipeline.ooxml.symbols import ODD, visible
from pipeline.readers.docx.settings import Setting

_BOXES = re.compile("([□☑☒]+)")
_DRAWN = re.compile(f"[{ODD}□☑☒]")  # what looks like something else than it is stored as, and boxes
_HIDDEN = int(Mark.HIDDEN)  # flags are slow where every run of a contract is asked
_new_run = maker(Run)
_TINY = 3  # half-points: nobody reads 1.5 pt
_DARK = 0x60  # a colour whose brightest channel is below this is black to the eye


class Looks:
    """How runs look, worked out once for all that look alike or whose properties are written alike.

    Attributes:
        hides: Some of them are hidden.
    """

    def __init__(self, styles: Styles) -> None:
        self.hides = False
        self._styles = styles
        self._marks: dict[Look, Mark] = {}
        self._written: dict[tuple[bytes, str, bool], tuple[str, Mark]] = {}

    def marks(self, run: Element, style: Style, *, on_colour: bool) -> Mark:
        """Return the marks of a run.

        Args:
            run: The w:r.
            style: The style of its paragraph.
            on_colour: It stands on a coloured ground, where white can be read.
        """
        look = self._styles.run(style, leading(run, RUN_PROPERTIES))
        if on_colour and look.color == "FFFFFF":
            look = look._replace(color=None)
        marks = self._marks.get(look)
        if marks is None:
            marks = self._marks[look] = _marks(look)
            self.hides = self.hides or bool(marks & Mark.HIDDEN)
        return marks

    def written(
        self, properties: bytes, paragraph: Element, number: int, style: Style, *, on_colour: bool
    ) -> tuple[str, Mark]:
        """Return the symbol font of a run, "" if it has none, and its marks.

        Args:
            properties: What its w:rPr is written like.
            paragraph: The w:p that it stands in.
            number: The how manieth run of that it is, from 0.
            style: The style of the paragraph.
            on_colour: It stands on a coloured ground.
        """
        key = properties, style.id, on_colour
        found = self._written.get(key)
        if found is None:
            run = next(islice(paragraph.iterchildren(RUN), number, None))
            found = self._written[key] = symbol_font(run), self.marks(run, style, on_colour=on_colour)
        return found


def _marks(look: Look) -> Mark:
    marks = Mark.NONE
    if look.underline:
        marks |= Mark.UNDERLINE
    if look.bold:
        marks |= Mark.BOLD
    if look.shaded:
        marks |= Mark.HIGHLIGHT
    is_white = look.color == "FFFFFF" and not look.shaded
    if look.hidden or is_white or (look.size is not None and look.size <= _TINY):
        marks |= Mark.HIDDEN
    elif _is_coloured(look.color):
        marks |= Mark.GREY
    return marks


def _is_coloured(color: str | None) -> bool:
    if not color or color in {"AUTO", "FFFFFF"}:
        return False
    try:
        return max(bytes.fromhex(color)) >= _DARK
    except ValueError:
        return False


def _framed(frame: Frame) -> Mark:
    if frame is BARE:
        return Mark.NONE
    marks = Mark.NONE
    if frame.inserted:
        marks |= Mark.INSERTED
    if frame.is_field:
        marks |= Mark.FIELD
    if frame.is_placeholder:
        marks |= Mark.CONTROL
    return marks


def _pieces(atoms: list[Atom], setting: Setting, looks: Looks) -> Iterator[tuple[str, Mark, Frame]]:
    run, marks = None, Mark.NONE
    frame, frame_marks = None, Mark.NONE
    for atom in atoms:
        if atom.run is not run:
            is_grounded = setting.on_colour or atom.frame.on_colour
            run, marks = atom.run, looks.marks(atom.run, setting.style, on_colour=is_grounded)
        if atom.frame is not frame:
            frame, frame_marks = atom.frame, _framed(atom.frame)
        both = marks if frame_marks is Mark.NONE else marks | frame_marks
        if setting.ruled_tabs and atom.node.tag == TAB:
            both |= Mark.UNDERLINE
        if _BOXES.search(atom.text):
            for piece in filter(None, _BOXES.split(atom.text)):
                yield piece, (both | Mark.BOX if piece[0] in "□☑☒" else both), atom.frame
        else:
            yield atom.text, both, atom.frame


def runs(atoms: list[Atom], setting: Setting, looks: Looks) -> tuple[Run, ...]:
    """Return the runs of a paragraph: neighbours that look alike are one, however the file splits them.

    Args:
        atoms: The paragraph's own text.
        setting: How it is set.
        looks: How its runs look.
    """
    found: list[tuple[list[str], Mark, str, tuple[str, ...]]] = []
    for text, marks, frame in _pieces(atoms, setting, looks):
        if found:
            last = found[-1]
            if last[1] == marks and last[2] == frame.name and last[3] == frame.choices:
                last[0].append(text)
                continue
        found.append(([text], marks, frame.name, frame.choices))
    return tuple([
        _new_run(text="".join(texts), marks=marks, name=name, choices=choices) for texts, marks, name, choices in found
    ])  # fmt: skip


def literal_runs(
    literal: Literal, paragraph: Element, setting: Setting, looks: Looks, *, on_colour: bool
) -> tuple[Run, ...]:
    """Return the runs of a literal paragraph.

    Args:
        literal: Its characters.
        paragraph: The w:p.
        setting: How it is set.
        looks: How its runs look.
        on_colour: It stands on a coloured ground.
    """
    found: list[tuple[list[str], Mark]] = []
    last, font, marks = -1, "", Mark.NONE
    for stored, run, properties in literal.pieces:
        if run != last:
            last = run
            font, marks = looks.written(properties, paragraph, run, setting.style, on_colour=on_colour)
        if setting.ruled_tabs and stored == "\t":
            _join(found, stored, marks | Mark.UNDERLINE)
        elif font or _DRAWN.search(stored):
            for part in filter(None, _BOXES.split(visible(stored, font))):
                _join(found, part, marks | Mark.BOX if part[0] in "□☑☒" else marks)
        else:
            _join(found, stored, marks)
    return tuple([_new_run(text="".join(texts), marks=marks) for texts, marks in found])


def _join(found: list[tuple[list[str], Mark]], text: str, marks: Mark) -> None:
    """Add characters; they join those before them that look alike."""
    if found and found[-1][1] == marks:
        found[-1][0].append(text)
    else:
        found.append(([text], marks))


def hidden_words(found: tuple[Run, ...]) -> list[str]:
    """Return the hidden words among the runs."""
    return [words for run in found if int(run.marks) & _HIDDEN and (words := run.text.strip())]
