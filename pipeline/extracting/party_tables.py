"""Reading → the cells of tables that have a column a party: 　|定作方|承揽方 / 地址|…|…."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extracting.labels import Mark, element_of, role_names
from pipeline.model.template import Template


def table_marks(template: Template, text: str) -> tuple[list[Mark], list[tuple[int, int]]]:
    """Return a mark before every cell that says something of a party, and the stretches that such tables take.

    Args:
        template: The contract, for its parties.
        text: Its text, folded; cells are parted by tabs and rows by line ends.

    Returns:
        Marks of elements with their owner, and start and end of every table.
    """
    names = role_names(template)
    marks: list[Mark] = []
    spans: list[tuple[int, int]] = []
    owners: list[str] = []
    for start, row in _rows(text):
        cells = row.split("\t")
        heads = [_owner(cell, names) for cell in cells]
        element = element_of(cells[0])
        if not _names(cells[0], names) and len(heads) > 2 and all(heads[1:]) and len(set(heads[1:])) == len(heads) - 1:
            owners = heads[1:]
            spans.append((start, start + len(row)))
        elif owners and element and len(cells) == len(owners) + 1:
            marks += _cells(start, cells, element, owners)
            spans[-1] = (spans[-1][0], start + len(row))
        else:
            owners = []
    kept = [span for span in spans if any(span[0] <= mark.start < span[1] for mark in marks)]
    return marks, kept


def _rows(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for row in text.split("\n"):
        yield at, row
        at += len(row) + 1


def _names(cell: str, names: dict[str, str]) -> bool:
    return bool(_owner(cell, names))


def _owner(cell: str, names: dict[str, str]) -> str:
    """Return the party that a cell names by its role and nothing else: 定作方, 甲方（委托方）; "" for none."""
    words = cell.replace(" ", "").strip(":")
    role, _, other = words.partition("(")
    known = names.get(role, "")
    return known if not other or names.get(other.rstrip(")"), known) == known else ""


def _cells(start: int, cells: list[str], element: str, owners: list[str]) -> Iterator[Mark]:
    at = start + len(cells[0])
    for cell, owner in zip(cells[1:], owners, strict=True):
        yield Mark(name=element, owner=owner, start=at, end=at + 1, bare=True)
        at += len(cell) + 1
