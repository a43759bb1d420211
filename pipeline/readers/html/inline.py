"""Pieces of text → a paragraph's runs, with blanks as a browser shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.model.document import Mark, Run
from pipeline.readers.plain import runs

_SPACE = re.compile(r"[ \t\r\n\f]+")
_LINE_END = re.compile(r"[ \t]*[\r\n]")
_CHINESE = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
# A line end in the markup between two Chinese characters is no blank.
_WRAPPED = re.compile(rf"(?<=[{_CHINESE}])[ \t]*[\r\n]+[ \t]*(?=[{_CHINESE}])")
_SEEN = Mark.UNDERLINE | Mark.FIELD | Mark.BOX


@dataclass(slots=True)
class Inline:
    """A paragraph in the making.

    Attributes:
        pieces: Its runs so far.
        number: The automatic number that stands before it.
    """

    pieces: list[Run] = field(default_factory=list)
    number: str = ""

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
        joined: list[Run] = []
        for run in self.pieces:
            last = joined[-1] if joined else None
            plain = not run.marks & (Mark.FIELD | Mark.BOX) and not run.name
            if last and plain and last.marks == run.marks and not last.name:
                joined[-1] = Run(text=last.text + run.text, marks=run.marks)
            else:
                joined.append(run)
        while joined and not joined[-1].marks & _SEEN and not joined[-1].text.rstrip(" "):
            joined.pop()
        if joined and not joined[-1].marks & _SEEN:
            joined[-1] = Run(text=joined[-1].text.rstrip(" "), marks=joined[-1].marks)
        self.pieces = []
        self.number = ""
        return tuple(joined)

    def _collapsed(self, text: str, marks: Mark) -> str:
        if marks & Mark.UNDERLINE and not text.strip(" "):
            return text  # a blank to write on: as many spaces as its author typed
        text = _SPACE.sub(" ", _WRAPPED.sub("", text))
        last = self.pieces[-1].text[-1:] if self.pieces else " "
        return text[1:] if text.startswith(" ") and last == " " else text
