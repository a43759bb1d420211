"""Flow → rows: the lines as they look on the page, which the recognisers of structure read."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from pipeline.model.document import Mark
from pipeline.model.flow import Flow, Line
from pipeline.model.making import maker
from pipeline.text.patterns import late

_FULL_WIDTH = tuple(zip("，：（）；？！％", ",:();?!%", strict=True))
_BOLD = int(Mark.BOLD)
_TOC_STYLE = late(r"toc|目录", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    r"""A printed line: a paragraph, or the piece of one between two line breaks.

    Attributes:
        line: Index into `Flow.lines`.
        start: Offset of its first character that is not a space.
        end: Offset behind its last character that is not a space.
        text: The characters between, as printed.
        flat: The text without any space, full-width characters as half-width ones (NFKC).
        bold: Every character is bold, or the paragraph is a heading of the file.
        centered: Stands in the middle of the page.
        toc: Belongs to a contents page by its paragraph style.
        cell: Index into `Flow.cells`, None outside tables.
        alone: Stands outside tables, or in a cell that fills its table row.
        auto: Offset behind the automatic number and its separator, `start` if there is none.
    """

    line: int
    start: int
    end: int
    text: str
    flat: str
    bold: bool
    centered: bool
    toc: bool
    cell: int | None
    alone: bool
    auto: int

    @property
    def own(self) -> str:
        """The flat text without an automatic number, which a file may give to any heading."""
        return self.flat if self.auto == self.start else flatten(self.text[self.auto - self.start :])


_new_row = maker(Row)


def flatten(text: str) -> str:
    """Return the text without spaces and with full-width letters, digits and punctuation as half-width ones."""
    return _tight(_halved(text))


def _halved(text: str) -> str:
    """Return the text with punctuation in half width, character for character.

    That is what next to all contracts have in full width, so that `_tight` seldom asks the tables of Unicode.
    """
    for full, half in _FULL_WIDTH:
        text = text.replace(full, half)
    return text


def _tight(halved: str) -> str:
    tight = "".join(halved.split())
    if unicodedata.is_normalized("NFKC", tight):
        return tight
    return "".join(unicodedata.normalize("NFKC", tight).split())


def rows(flow: Flow) -> tuple[Row, ...]:
    """Return the rows of a text in reading order, empty ones left out.

    Args:
        flow: The text.
    """
    crowded, halved = _crowded(flow), _halved(flow.text)
    found: list[Row] = []
    for index, line in enumerate(flow.lines):
        start = line.start
        for piece in flow.text[line.start : line.end].split("\n"):
            text = piece.strip()
            if text:
                begin = start + piece.index(text[0])
                flat = _tight(halved[begin : begin + len(text)])
                found.append(_row(flow, index, line, begin, text, flat, crowded))
            start += len(piece) + 1
    return tuple(found)


def _row(flow: Flow, index: int, line: Line, start: int, text: str, flat: str, crowded: frozenset[int]) -> Row:
    paragraph = line.paragraph
    end = start + len(text)
    lead = start - line.start
    return _new_row(
        line=index,
        start=start,
        end=end,
        text=text,
        flat=flat,
        bold=paragraph.level is not None or (len(text) <= 60 and _is_bold(flow, max(start, line.body), end)),
        centered=paragraph.align == "center" or (lead >= 12 and len(text) < 40),
        toc=bool(paragraph.style) and _is_toc(paragraph.style),
        cell=line.cell,
        alone=line.cell is None or line.cell not in crowded,
        auto=max(start, line.body) if start < line.body else start,
    )


@functools.lru_cache(maxsize=256)
def _is_toc(style: str) -> bool:
    return _TOC_STYLE.search(style) is not None


def _is_bold(flow: Flow, start: int, end: int) -> bool:
    seen = False
    for offset in range(start, end):
        if not flow.text[offset].isspace():
            if not int(flow.marks[offset]) & _BOLD:
                return False
            seen = True
    return seen


def _crowded(flow: Flow) -> frozenset[int]:
    """The cells of ruled tables that share their table row with another cell."""
    groups: dict[tuple[int, int], list[int]] = {}
    for index, cell in enumerate(flow.cells):
        if flow.ruled[cell.table]:
            groups.setdefault((cell.table, cell.row), []).append(index)
    return frozenset(i for group in groups.values() if len(group) > 1 for i in group)
