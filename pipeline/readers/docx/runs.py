"""Atoms of own text → runs with marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.document import Mark, Run
from pipeline.ooxml.frames import Frame
from pipeline.ooxml.names import RUN_PROPERTIES, TAB, Element, leading
from pipeline.ooxml.spans import Atom
from pipeline.ooxml.styles import Look, Style, Styles

_BOXES = re.compile("([□☑☒]+)")
_TINY = 3  # half-points: nobody reads 1.5 pt
_DARK = 0x60  # a colour whose brightest channel is below this is black to the eye


class Looks:
    """Marks of runs, computed once a look."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._marks: dict[Look, Mark] = {}

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
    marks = Mark.NONE
    if frame.inserted:
        marks |= Mark.INSERTED
    if frame.is_field:
        marks |= Mark.FIELD
    if frame.is_placeholder:
        marks |= Mark.CONTROL
    return marks


def _pieces(
    atoms: list[Atom], style: Style, looks: Looks, *, ruled_tabs: bool, on_colour: bool
) -> Iterator[tuple[str, Mark, Frame]]:
    run, marks = None, Mark.NONE
    frame, frame_marks = None, Mark.NONE
    for atom in atoms:
        if atom.run is not run:
            is_grounded = on_colour or atom.frame.on_colour
            run, marks = atom.run, looks.marks(atom.run, style, on_colour=is_grounded)
        if atom.frame is not frame:
            frame, frame_marks = atom.frame, _framed(atom.frame)
        both = marks | frame_marks if frame_marks else marks
        if ruled_tabs and atom.node.tag == TAB:
            both |= Mark.UNDERLINE
        if _BOXES.search(atom.text):
            for piece in filter(None, _BOXES.split(atom.text)):
                yield piece, (both | Mark.BOX if piece[0] in "□☑☒" else both), atom.frame
        else:
            yield atom.text, both, atom.frame


def runs(
    atoms: list[Atom], style: Style, looks: Looks, *, ruled_tabs: bool = False, on_colour: bool = False
) -> tuple[Run, ...]:
    """Return the runs of a paragraph: neighbours that look alike are one, however the file splits them.

    Args:
        atoms: The paragraph's own text.
        style: Its style.
        looks: Marks by look.
        ruled_tabs: Its tab stops draw a line.
        on_colour: It stands on a coloured ground.
    """
    found: list[tuple[list[str], Mark, str, tuple[str, ...]]] = []
    for text, marks, frame in _pieces(atoms, style, looks, ruled_tabs=ruled_tabs, on_colour=on_colour):
        if found:
            last = found[-1]
            if last[1] == marks and last[2] == frame.name and last[3] == frame.choices:
                last[0].append(text)
                continue
        found.append(([text], marks, frame.name, frame.choices))
    return tuple(
        Run(text="".join(texts), marks=marks, name=name, choices=choices) for texts, marks, name, choices in found
    )


def hidden_words(found: tuple[Run, ...]) -> list[str]:
    """Return the hidden words among the runs."""
    return [run.text.strip() for run in found if Mark.HIDDEN in run.marks and run.text.strip()]
