"""Pieces of text → a paragraph's runs, with blanks as a browser shows them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from pipeline.model.document import Mark, Run
from pipeline.readers.plain import runs

_SPACE = re.compile(r"[ \t\r\n\f]++")
_CHINESE = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
# A line end in the markup between two Chinese characters is no blank.
_WRAPPED = re.compile(rf"(?<=[{_CHINESE}])[ \t]*[\r\n]+[ \t]*(?=[{_CHINESE}])")
_SEEN = Mark.UNDERLINE | Mark.FIELD | Mark.BOX
# LibreOffice writes a line end and its indentation where a space stood, and every other blank as it is.
_OFFICE_LINE_END = re.compile(r"\r?\n\t*+")
# Its markup breaks the line behind an opening tag too; there no space stood.
_OFFICE_OPENING = re.compile(r"\A(?>(?:\r?\n\t*+)+)")
_LATIN = re.compile(r"[!-~]")


@dataclass(slots=True)
class Inline:
    """A paragraph in the making.

    Attributes:
        pieces: Its runs so far.
        number: The automatic number that stands before it.
        by_office: The page was written by LibreOffice or OpenOffice, whose blanks are those of the document.
    """

    pieces: list[Run] = field(default_factory=list)
    number: str = ""
    by_office: bool = False

    def add(self, text: str, marks: Mark, *, keeps_space: bool = False) -> None:
        """Append text of the page.

        Args:
            text: As it stands in the markup; no-break spaces are characters like any other.
            marks: How it looks.
            keeps_space: Blanks and line ends stand as written.
        """
        if not keeps_space:
            text = self._collapsed(text, marks)
        if text:
            self.pieces += runs(text, marks)

    def add_run(self, run: Run) -> None:
        """Append a run as it is."""
        self.pieces.append(run)

    def is_empty(self) -> bool:
        """True where nothing would be seen."""
        return not any(run.text.strip(" \xa0\t") or run.marks & _SEEN for run in self.pieces)

    def take(self) -> tuple[Run, ...]:
        """Return the runs, neighbours that look alike joined, and begin anew."""
        joined = [_joined(tuple(alike)) for _, alike in itertools.groupby(enumerate(self.pieces), _look_alike)]
        while joined and not joined[-1].marks & _SEEN and not joined[-1].text.rstrip(" "):
            joined.pop()
        if joined and not joined[-1].marks & _SEEN:
            joined[-1] = Run(text=joined[-1].text.rstrip(" "), marks=joined[-1].marks)
        self.pieces = []
        self.number = ""
        return tuple(joined)

    def _collapsed(self, text: str, marks: Mark) -> str:
        if self.by_office:
            return self._as_office_meant(text, marks)
        if marks & Mark.UNDERLINE and not text.strip(" \t\r\n"):
            return _written(text)  # a blank to write on: as many spaces as its author typed
        text = _WRAPPED.sub("", text)
        text = _SPACE.sub(lambda found: _shown(found, underlined=bool(marks & Mark.UNDERLINE)), text)
        last = self.pieces[-1].text[-1:] if self.pieces else " "
        return text.lstrip(" ") if text.startswith(" ") and last == " " else text

    def _as_office_meant(self, text: str, marks: Mark) -> str:
        if not self.pieces and not marks & Mark.UNDERLINE:
            text = _OFFICE_OPENING.sub("", text)
        return _OFFICE_LINE_END.sub(" ", text)


def _look_alike(piece: tuple[int, Run]) -> tuple[Mark, str, int]:
    """What runs that may be joined have in common; a field or a box stays by itself."""
    at, run = piece
    return run.marks, run.name, at if run.marks & (Mark.FIELD | Mark.BOX) or run.name else -1


def _joined(alike: tuple[tuple[int, Run], ...]) -> Run:
    if len(alike) == 1:
        return alike[0][1]
    return Run(text="".join(run.text for _, run in alike), marks=alike[0][1].marks)


def _written(text: str) -> str:
    """Blanks of the markup without the line ends among them; a tab or a line end alone is a blank too."""
    lines = re.split(r"[\r\n]++", text)
    kept = lines[0] + "".join(line.lstrip(" \t") for line in lines[1:])
    return kept or " "


def _shown(found: re.Match[str], *, underlined: bool) -> str:
    """What a stretch of blanks in running text stands for.

    A browser shows one space, but several typed on one line beside a Chinese character were meant as a gap, as the
    same text has it in every other format.
    """
    blanks = found[0]
    if "\n" in blanks or "\r" in blanks or len(blanks) < 2:
        return " " if blanks != "\t" or not underlined else blanks
    before, behind = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    return " " if _LATIN.fullmatch(before) and _LATIN.fullmatch(behind) else blanks
