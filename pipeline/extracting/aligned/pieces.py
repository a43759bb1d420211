"""Where the items stand in the filled skeleton → the words in each gap, as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extracting.aligned.costs import form_cost
from pipeline.extracting.aligned.forms import fitting
from pipeline.extracting.aligned.items import ADDED
from pipeline.extracting.aligned.marks import CELL, LINE, UNMARKED
from pipeline.extracting.aligned.match import Laid
from pipeline.extracting.aligned.pages import may_hold_page, rejoined, unpaged
from pipeline.model.flow import Flow

Span = tuple[int, int]
"""Offsets of a gap in the template's text."""
_AROUND = " _\u3000\u00a0\t\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one gap: the words, and their offsets in the document's text (-1: not found).

    Either end is open where it might as well be elsewhere.
    """

    text: str
    start: int
    end: int
    open_start: bool = False
    open_end: bool = False


NOWHERE = Piece("", -1, -1)


def pieces(
    laid: Sequence[Laid], text: str, offsets: tuple[int, ...], flow: Flow, *, wrapped: bool
) -> dict[Span, Piece]:
    """Return what stands in each gap.

    Args:
        laid: Where the template's items stand.
        text: The filled skeleton.
        offsets: Of its characters in the document's text.
        flow: The filled document.
        wrapped: The document was set in lines: line ends and page numbers in a value are none of it.
    """
    found: dict[Span, Piece] = {}
    for one in laid:
        if one.item.place is None and (not one.item.optional or one.item.start == one.item.end):
            continue  # fixed words, or a line end that may be missing
        piece = _piece(one, text, offsets, flow)
        key = one.item.start, one.item.end if one.item.index != ADDED else ADDED
        found[key] = replace(piece, open_start=one.open_start, open_end=one.open_end)
        if one.item.place is not None and one.item.place.forms:
            found.update(_inside(one, text, offsets, flow))
    return {span: _unwrapped(piece) for span, piece in found.items()} if wrapped else found


def _piece(one: Laid, text: str, offsets: tuple[int, ...], flow: Flow) -> Piece:
    if one.start < 0:
        return NOWHERE
    if one.start == one.end:
        at = offsets[one.start] if one.start < len(offsets) else len(flow.text)
        return Piece("", at, at)
    first, last = one.start, one.end
    while one.item.index >= 0 and first < last - 1 and text[first] in CELL + LINE:
        first += 1
    while one.item.index >= 0 and last > first + 1 and text[last - 1] in CELL + LINE:
        last -= 1
    start, end = offsets[first], offsets[last - 1] + (text[last - 1] not in CELL + LINE)
    if one.item.index < 0:
        return Piece(_cells(text[one.start : one.end], offsets[one.start : one.end], flow), start, end)
    return Piece(flow.text[start:end].strip(_AROUND), start, end)


def _inside(laid: Laid, text: str, offsets: tuple[int, ...], flow: Flow) -> Iterator[tuple[Span, Piece]]:
    """Yield what stands in the gaps that the alternatives of a choice hold."""
    assert laid.item.place is not None
    forms = laid.item.place.forms
    words = text[laid.start : laid.end].translate(UNMARKED) if laid.start >= 0 else ""
    at = [n for n in range(laid.start, laid.end) if text[n] not in CELL + LINE]
    chosen = min(fitting(forms, words), key=lambda one: form_cost(*one), default=None) if laid.start >= 0 else None
    if chosen is None:
        gone = {(s.start, s.end) for form in forms for s in (*form.emptied, *(slot for _, slot in form.held))}
        yield from ((key, NOWHERE) for key in gone)
        return
    form, match = chosen
    here = offsets[laid.start] if laid.start < len(offsets) else len(flow.text)
    yield from (((slot.start, slot.end), Piece("", here, here)) for slot in form.emptied)
    for number, (_, slot) in enumerate(form.held, 1):
        first, last = match.span(number)
        start, end = (offsets[at[first]], offsets[at[last - 1]] + 1) if last > first else (here, here)
        piece = Piece(
            flow.text[start:end].strip(_AROUND), start, end,
            open_start=not form.is_sure or (first == 0 and laid.open_start),
            open_end=not form.is_sure or (last == len(words) and laid.open_end),
        )  # fmt: skip
        yield (slot.start, slot.end), piece


def _unwrapped(piece: Piece) -> Piece:
    words = unpaged(piece.text)
    return replace(piece, text=rejoined(words), open_end=piece.open_end or may_hold_page(words))


def _cells(text: str, offsets: tuple[int, ...], flow: Flow) -> str:
    """Return the words of some cells as they are printed, a cell mark before each."""
    found: list[str] = []
    at = 0
    while at < len(text):
        stop = text.find(CELL, at + 1)
        stop = stop if stop >= 0 else len(text)
        first = at + (text[at] == CELL)
        words = flow.text[offsets[first] : offsets[stop - 1] + 1].strip() if stop > first else ""
        found.append((CELL if text[at] == CELL else "") + words)
        at = stop
    return "".join(found)
