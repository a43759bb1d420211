"""Atoms of own text → runs with marks."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from pipeline.model.document import Mark, Run
from pipeline.model.making import maker
from pipeline.ooxml.frames import BARE, Frame
from pipeline.ooxml.names import RUN_PROPERTIES, TAB, Element, leading
from pipeline.ooxml.spans import Atom, symbol_font
from pipeline.ooxml.styles import Look, Style, Styles
from pipeline.ooxml.written import Written
from pipeline.readers.docx.settings import Setting

_BOXES = re.compile("([□☑☒]+)")
_HIDDEN = int(Mark.HIDDEN)  # flags are slow where every run of a contract is asked
_new_run = maker(Run)
_TINY = 3  # half-points: nobody reads 1.5 pt
_DARK = 0x60  # a colour whose brightest channel is below this is black to the eye


class Looks:
    """Fonts and marks of runs, worked out once for all runs whose properties are written alike."""

    def __init__(self, styles: Styles, written: Written) -> None:
        self._styles = styles
        self._written = written
        self._fonts: dict[Hashable, str] = {}
        self._marks: dict[tuple[Hashable, str, bool], Mark] = {}

    def font(self, run: Element) -> str:
        """Return the symbol font of a run, "" if it has none."""
        wording = self._written.like(leading(run, RUN_PROPERTIES))
        font = self._fonts.get(wording)
        if font is None:
            font = self._fonts[wording] = symbol_font(run)
        return font

    def marks(self, run: Element, style: Style, *, on_colour: bool) -> Mark:
        """Return the marks of a run.

        Args:
            run: The w:r.
            style: The style of its paragraph.
            on_colour: It stands on a coloured ground, where white can be read.
        """
        properties = leading(run, RUN_PROPERTIES)
        key = self._written.like(properties), style.id, on_colour
        marks = self._marks.get(key)
        if marks is None:
            look = self._styles.run(style, properties)
            if on_colour and look.color == "FFFFFF":
                look = look._replace(color=None)
            marks = self._marks[key] = _marks(look)
        return marks


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
    return tuple(
        _new_run(text="".join(texts), marks=marks, name=name, choices=choices) for texts, marks, name, choices in found
    )


def hidden_words(found: tuple[Run, ...]) -> list[str]:
    """Return the hidden words among the runs."""
    return [words for run in found if int(run.marks) & _HIDDEN and (words := run.text.strip())]
