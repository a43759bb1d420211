"""Template + filled document → the value of every field, and what of the fixed words was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.diagnostics import Diagnostic
from pipeline.extracting.aligned.costs import cost
from pipeline.extracting.aligned.findings import UNREAD, disagrees, edited, odd, unread
from pipeline.extracting.aligned.inverse import value_of
from pipeline.extracting.aligned.items import ADDED, Place, Tables, items, last_row, places
from pipeline.extracting.aligned.marks import Lines, marked_items, marked_skeleton
from pipeline.extracting.aligned.match import Plan, lay
from pipeline.extracting.aligned.pages import rejoined
from pipeline.extracting.aligned.pieces import NOWHERE, Piece, Span, pieces
from pipeline.extracting.aligned.tables import added_rows, fits, is_broken, rows_by_cell, rows_of
from pipeline.model.extracted import Found
from pipeline.model.flow import Flow, shown
from pipeline.model.record import JsonValue
from pipeline.model.template import Kind, Template
from pipeline.text.skeleton import skeleton


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """What a filled document says where a template has gaps.

    Attributes:
        values: Field key → value with its place in the document's text.
        diagnostics: Fixed words that were changed, places that disagree, gaps that could not be read.
        share: How much of the template's fixed words the document has, 0 … 1.
    """

    values: dict[str, Found]
    diagnostics: tuple[Diagnostic, ...]
    share: float


def align(template: Template, blank: Flow, filled: Flow, *, wrapped: bool = False) -> Aligned:
    """Return the values that stand in a document where a template has gaps; see `Aligner` for many documents."""
    return Aligner(template, blank).read(filled, wrapped=wrapped)


class Aligner:
    """Reads documents that were made from a template; what is made of the template is made once.

    Args:
        template: The template.
        blank: The flow of its source.
    """

    def __init__(self, template: Template, blank: Flow) -> None:
        self._template = replace(template, text=template.shown) if template.hidden else template
        self._blank = shown(blank)
        self._places = places(self._template)
        self._plans: dict[tuple[Tables, Lines], Plan] = {}

    def read(self, filled: Flow, *, wrapped: bool = False) -> Aligned:
        """Return the values that stand in a document where the template has gaps.

        The template's line ends tell neighbouring values apart; where the document has not the same ones, it is read
        with those that it has, and without any.

        Args:
            filled: The flow of the filled document.
            wrapped: The document was set in lines, as a PDF is: line ends and spaces in Chinese words are none of
                theirs.
        """
        filled = shown(_matching(self._blank, filled))
        reads: list[Aligned] = []
        is_same = len(self._blank.cells) == len(filled.cells)
        for tables in (Tables.CELLS,) if is_same else (Tables.GROWN, Tables.WHOLE):
            for lines in Lines:
                reads.append(self._read(filled, tables, lines=lines, wrapped=wrapped))
                if not reads[-1].diagnostics:
                    return reads[-1]
        return _best(reads)

    def _plan(self, tables: Tables, lines: Lines) -> Plan:
        if (tables, lines) not in self._plans:
            parts = items(self._template, self._places, tables)
            self._plans[tables, lines] = Plan(marked_items(parts, self._blank, lines=lines))
        return self._plans[tables, lines]

    def _read(self, filled: Flow, tables: Tables, *, lines: Lines, wrapped: bool) -> Aligned:
        plan = self._plan(tables, lines)
        text, offsets = marked_skeleton(filled, lines=lines)
        laid, edits = lay(plan, text, cost)
        reading = _Reading(
            self._template, filled, pieces(laid, text, offsets, filled, wrapped=wrapped), wrapped=wrapped
        )
        for place in self._places:
            reading.read(place)
        missing = sum(len(x.item.text) for x in laid if x.item.place is None and x.start < 0)
        notes = (*reading.notes, *edited(plan.items, edits, text, offsets, self._template, filled))
        return Aligned(values=reading.found, diagnostics=notes, share=1 - missing / plan.fixed)


def _best(reads: Sequence[Aligned]) -> Aligned:
    """Return several readings of a document as one: the one with the least to find fault with is right."""
    reads = sorted(reads, key=lambda read: len(read.diagnostics))
    best = reads[0]
    merged = {key: found for read in reversed(reads) for key, found in read.values.items()}
    told = [d for d in best.diagnostics if d.code not in UNREAD or d.key not in merged]
    # One that found fewer of the fixed words knows nothing of the gaps between those it missed.
    sure = [read for read in reads if read.share >= best.share]
    missed = {d.key: d for read in sure for d in read.diagnostics if d.code in UNREAD and d.key not in merged}
    named = {d.key for d in told}
    told += [d for key, d in missed.items() if key not in named]
    return replace(best, values=merged, diagnostics=tuple(told))


def _matching(blank: Flow, filled: Flow) -> Flow:
    """Return a document without the empty cells that a page has where rows of the template's table are shorter."""
    if len(blank.cells) == len(filled.cells):
        return filled
    columns = {(cell.table, cell.column) for cell in blank.cells}
    kept = tuple(
        cell for cell in filled.cells
        if (cell.table, cell.column) in columns or filled.text[cell.start : cell.end].strip()
    )  # fmt: skip
    return replace(filled, cells=kept)


class _Reading:
    """Collects the values of one document, place after place, and what is to be said of them."""

    def __init__(self, template: Template, filled: Flow, words: dict[Span, Piece], *, wrapped: bool) -> None:
        self._template, self._filled, self._pieces, self._wrapped = template, filled, words, wrapped
        self.found: dict[str, Found] = {}
        self.notes: list[Diagnostic] = []

    def read(self, place: Place) -> None:
        """Read what stands at a place."""
        if place.blank.kind is Kind.TABLE:
            value, got = self._table(place)
        else:
            value, got = self._value(place)
        if value is not None and got:
            self._enter(place, value, got)

    def _value(self, place: Place) -> tuple[JsonValue, list[Piece]]:
        got = [self._pieces[k] for s in place.slots if (k := (s.start, s.end)) in self._pieces]
        if len(got) < len(place.slots) or any(p.start < 0 for p in got):
            # A gap inside another one is none of its own: only what was looked for can be missing.
            if place.first and (place.blank.required or any(p.start < 0 for p in got)):
                self.notes.append(unread(place, self._template))
            return None, []
        value = None if _is_open(place, got) else self._printed(place, got)
        if value is None and any(p.text for p in got) and _differs(place, got):
            self.notes.append(odd(place, got))
        return value, got

    def _printed(self, place: Place, got: Sequence[Piece]) -> JsonValue:
        tail = self._pieces.get((place.slots[-1].end, place.slots[-1].end + place.tails[-1]))
        stop = tail.end if tail and tail.end > got[-1].end else got[-1].end
        span = self._filled.text[got[0].start : stop]
        whole = rejoined(span) if self._wrapped else span
        return value_of(place, [p.text for p in got], whole, kept=self._kept(place))

    def _kept(self, place: Place) -> bool:
        """True where the words between the gaps, that a value written whole would bring itself, are all there."""
        tails = ((s.end, s.end + length) for s, length in zip(place.slots, place.tails, strict=True) if length)
        return all((piece := self._pieces.get(tail)) is None or piece.end > piece.start for tail in tails)

    def _table(self, place: Place) -> tuple[JsonValue, list[Piece]]:
        """Return the rows of a table and where they stand; none where a page may have broken its cells."""
        whole = self._pieces.get((place.slots[0].start, place.slots[-1].end))
        by_row = len(place.slots) > 1 and whole is not None
        if by_row and whole:
            if whole.start >= 0 and not self._wrapped and not fits(place, self._template.text, whole.text):
                self.notes.append(odd(place, [whole]))
                return None, []
            value = rows_of(place, self._template.text, whole.text) if whole.start >= 0 else None
            got = [whole]
        else:
            got = [self._pieces.get((s.start, s.end), NOWHERE) for s in place.slots]
            value = rows_by_cell(place, [p.text for p in got])
            more = self._pieces.get((last_row(place, self._template).end, ADDED), NOWHERE)
            if more.text:
                rows = added_rows(place, self._template, more.text)
                if rows is None:
                    self.notes.append(odd(place, [more]))
                    return None, []
                value, got, by_row = [*(value if isinstance(value, list) else []), *rows], [*got, more], True
            got = [p for p in got if p.start >= 0]
        if self._wrapped and value is not None and is_broken(place, value, whole_rows=by_row):
            self.notes.append(odd(place, got))
            return None, []
        return value, got

    def _enter(self, place: Place, value: JsonValue, got: Sequence[Piece]) -> None:
        blank, start, end = place.blank, got[0].start, got[-1].end
        words = "".join(p.text for p in got) if blank.kind is not Kind.TABLE else blank.label
        if blank.key not in self.found:
            self.found[blank.key] = Found(
                value=value, start=start, end=end, words=words, confidence=0.99, clause=blank.clause
            )
        elif self.found[blank.key].value != value:
            self.notes.append(disagrees(place, self.found[blank.key].words, words, start, end))


def _differs(place: Place, got: Sequence[Piece]) -> bool:
    return any(skeleton(p.text) != skeleton(g.own) for p, g in zip(got, place.gaps, strict=True))


def _is_open(place: Place, got: Sequence[Piece]) -> bool:
    """True where a value might be longer or shorter than what was laid into its gaps."""
    if place.blank.kind is Kind.ADDRESS and len(got) > 1:
        return got[0].open_start or got[-1].open_end
    return any(piece.open_start or piece.open_end for piece in got)
