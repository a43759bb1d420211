"""Template + filled document → the value of every field, and what of the fixed words was changed."""

from __future__ import annotations

import difflib
import enum
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.extracting.aligned.forms import Form, fitting
from pipeline.extracting.aligned.inverse import likelihood, value_of
from pipeline.extracting.aligned.items import Item, Place, items, places
from pipeline.extracting.aligned.match import HOLE, Edit, Laid, lay
from pipeline.extracting.aligned.pages import may_hold_page, rejoined, unpaged
from pipeline.extracting.aligned.tables import is_broken, rows_by_cell, rows_of
from pipeline.model.extracted import Found
from pipeline.model.flow import Flow, shown
from pipeline.model.record import JsonValue
from pipeline.model.template import Kind, Role, Slot, Template
from pipeline.text.skeleton import positions, skeleton

CELL, LINE = "\x1f", "\x1e"
"""Stand in a skeleton where a table cell begins and where a line ends, so that two values never run together."""
_BOXES = "□☑☐☒○●◇◆■√✓、"
_MARKS = str.maketrans("", "", CELL + LINE)


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands in one gap: the words, and their offsets in the document's text (-1: not found).

    Either end is open where it might as well be elsewhere.
    """

    text: str
    start: int
    end: int
    open_start: bool = False
    open_end: bool = False


def align(template: Template, blank: Flow, filled: Flow, *, wrapped: bool = False) -> Aligned:
    """Return the values that stand in a document where a template has gaps.

    The template's line ends tell neighbouring values apart; where the document has not the same ones, it is read with
    those that it has, and without any.

    Args:
        template: The template.
        blank: The flow of its source.
        filled: The flow of the filled document.
        wrapped: The document was set in lines, as a PDF is: line ends and spaces in Chinese words are none of theirs.
    """
    if template.hidden:
        template = replace(template, text=template.shown)
    blank, filled = shown(blank), shown(_matching(blank, filled))
    reads: list[Aligned] = []
    for lines in Lines:
        reads.append(_align(template, blank, filled, lines=lines, wrapped=wrapped))
        if not reads[-1].diagnostics:
            return reads[-1]
    # The reading that has the least to find fault with is right where two differ.
    reads.sort(key=lambda read: len(read.diagnostics))
    best = reads[0]
    merged = {key: found for read in reversed(reads) for key, found in read.values.items()}
    told = [d for d in best.diagnostics if d.code not in _UNREAD or d.key not in merged]
    # One that found fewer of the fixed words knows nothing of the gaps between those it missed.
    sure = [read for read in reads if read.share >= best.share]
    unread = {d.key: d for read in sure for d in read.diagnostics if d.code in _UNREAD and d.key not in merged}
    named = {d.key for d in told}
    told += [d for key, d in unread.items() if key not in named]
    return replace(best, values=merged, diagnostics=tuple(told))


class Lines(enum.Enum):
    """How far line ends tell neighbouring values apart: all of them, those that are there, none."""

    ALL = enum.auto()
    SOME = enum.auto()
    NONE = enum.auto()


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


_UNREAD = ("TPL002", "TPL003")


def _align(template: Template, blank: Flow, filled: Flow, *, lines: Lines, wrapped: bool) -> Aligned:
    by_cell = len(blank.cells) == len(filled.cells)
    parts = _with_marks(items(template, by_cell=by_cell), blank, lines=lines)
    text, offsets = _skeleton(filled, lines=lines)
    laid, edits = lay(parts, text, _cost)
    pieces = _pieces(laid, text, offsets, filled)
    if wrapped:
        pieces = {key: _unwrapped(piece) for key, piece in pieces.items()}
    found: dict[str, Found] = {}
    notes: list[Diagnostic] = []
    for place in places(template):
        _read(place, pieces, template, filled, found, notes, wrapped=wrapped)
    missing = sum(len(x.item.text) for x in laid if x.item.place is None and x.start < 0)
    total = sum(len(x.item.text) for x in laid if x.item.place is None) or 1
    notes += _edited(parts, edits, text, offsets, template, filled)
    return Aligned(values=found, diagnostics=tuple(notes), share=1 - missing / total)


def _marks(flow: Flow, *, lines: Lines) -> list[tuple[int, str]]:
    """Return where cells begin and lines end."""
    marks = [(cell.start, CELL) for cell in flow.cells]
    if lines is not Lines.NONE:
        marks += [(offset, LINE) for offset, character in enumerate(flow.text) if character == "\n"]
    return sorted(marks, key=lambda m: m[0])


def _skeleton(flow: Flow, *, lines: Lines) -> tuple[str, tuple[int, ...]]:
    """Return the skeleton of a flow with its marks, and the offsets of its characters."""
    text, kept = positions(flow.text)
    marks = _marks(flow, lines=lines)
    characters: list[str] = []
    offsets: list[int] = []
    at = 0
    for character, offset in zip(text, kept, strict=True):
        while at < len(marks) and marks[at][0] <= offset:
            characters.append(marks[at][1])
            offsets.append(marks[at][0])
            at += 1
        characters.append(character)
        offsets.append(offset)
    characters += [mark for _, mark in marks[at:]]
    offsets += [offset for offset, _ in marks[at:]]
    if lines is Lines.SOME:
        kept_marks = [n for n, c in enumerate(characters) if c != LINE or (n and characters[n - 1] not in (LINE, CELL))]
        characters, offsets = [characters[n] for n in kept_marks], [offsets[n] for n in kept_marks]
    return "".join(characters), tuple(offsets)


def _with_marks(parts: Sequence[Item], blank: Flow, *, lines: Lines) -> list[Item]:
    """Return the items with the marks of cells and lines among their fixed words."""
    marks = _marks(blank, lines=lines)
    found: list[Item] = []
    at = 0
    for item in parts:
        while at < len(marks) and (marks[at][0] < item.start or marks[at] == (item.start, CELL)):
            found.append(Item(text=marks[at][1], start=marks[at][0], end=marks[at][0]))
            at += 1
        inside = []
        while at < len(marks) and marks[at][0] < item.end:
            inside.append(marks[at])
            at += 1
        found.append(item if item.place is not None or not inside else _marked(item, inside, blank.text))
    found += [Item(text=mark, start=start, end=start) for start, mark in marks[at:]]
    return _loosened(_joined(found)) if lines is Lines.SOME else _joined(found)


def _loosened(parts: Sequence[Item]) -> list[Item]:
    """Return the items with every line end as one that may be missing, several in a row as one."""
    found: list[Item] = []
    for item in parts:
        if item.place is not None or LINE not in item.text:
            found.append(item)
            continue
        for text in re.split(f"({LINE}+)", item.text):
            if not text:
                continue
            is_line = text[0] == LINE
            if not (is_line and found and (found[-1].text == LINE or found[-1].text.endswith(CELL))):
                where = replace(item, text=LINE if is_line else text, optional=item.optional or is_line)
                found.append(where)
    return found


def _marked(item: Item, marks: list[tuple[int, str]], text: str) -> Item:
    cuts = [item.start, *(start for start, _ in marks), item.end]
    words = [positions(text[a:b])[0] for a, b in itertools.pairwise(cuts)]
    signs = ["", *(mark for _, mark in marks)]
    joined = "".join(sign + word for sign, word in zip(signs, words, strict=True))
    return Item(text=joined, start=item.start, end=item.end, optional=item.optional)


def _joined(parts: Sequence[Item]) -> list[Item]:
    """Return the items with neighbouring fixed words as one."""
    found: list[Item] = []
    for item in parts:
        last = found[-1] if found else None
        if last and last.place is None and item.place is None and not last.optional and not item.optional:
            found[-1] = Item(text=last.text + item.text, start=last.start, end=item.end)
        else:
            found.append(item)
    return [item for item in found if item.text or item.place is not None]


def _cost(item: Item, text: str) -> float:
    assert item.place is not None
    if item.index < 0:
        return 0.1 + 0.0001 * len(text)
    if CELL in text or LINE in text:
        return 3.0 + 2 * text.count(CELL) + text.count(LINE)
    if text == item.text and item.text:
        return 0.02
    if item.place.forms:
        return min((_form_cost(form, match) for form, match in fitting(item.place.forms, text)), default=2.0)
    if item.place.slots[item.index].role is Role.BOX:
        is_box = len(text) <= len(item.text) + 1 and set(text) <= {*item.text, *_BOXES}
        return 0.02 if is_box and (text or len(item.text) != 1) else 2.0
    return likelihood(item.place.blank, item.place.slots[item.index].role, text, first=item.index == 0)


def _form_cost(form: Form, match: re.Match[str]) -> float:
    """Return how unlikely a form is: words that an alternative has are that one, not another that says the same."""
    inside = sum(
        likelihood(blank, slot.role, words)
        for (blank, slot), words in zip(form.held, match.groups(), strict=True)
        if words
    )
    return 0.02 + inside + (0.0 if form.data else 0.3)


def _pieces(laid: Sequence[Laid], text: str, offsets: tuple[int, ...], flow: Flow) -> dict[tuple[int, int], _Piece]:
    """Return what stands in each gap, by the gap's offsets in the template."""
    found = {}
    for one in laid:
        if one.item.place is None and (not one.item.optional or one.item.start == one.item.end):
            continue  # fixed words, or a line end that may be missing
        if one.start < 0:
            piece = _Piece("", -1, -1)
        elif one.start == one.end:
            at = offsets[one.start] if one.start < len(offsets) else len(flow.text)
            piece = _Piece("", at, at)
        else:
            first, last = one.start, one.end
            while one.item.index >= 0 and first < last - 1 and text[first] in CELL + LINE:
                first += 1
            while one.item.index >= 0 and last > first + 1 and text[last - 1] in CELL + LINE:
                last -= 1
            start, end = offsets[first], offsets[last - 1] + (text[last - 1] not in CELL + LINE)
            piece = _Piece(flow.text[start:end].strip(" _\u3000\u00a0\t\n"), start, end)
            if one.item.index < 0:
                piece = _Piece(_cells(text[one.start : one.end], offsets[one.start : one.end], flow), start, end)
        found[one.item.start, one.item.end] = replace(piece, open_start=one.open_start, open_end=one.open_end)
        if one.item.place is not None and one.item.place.forms:
            found.update(_inside(one, text, offsets, flow))
    return found


def _inside(laid: Laid, text: str, offsets: tuple[int, ...], flow: Flow) -> Iterator[tuple[tuple[int, int], _Piece]]:
    """Yield what stands in the gaps that the alternatives of a choice hold."""
    assert laid.item.place is not None
    forms = laid.item.place.forms
    words = text[laid.start : laid.end].translate(_MARKS) if laid.start >= 0 else ""
    at = [n for n in range(laid.start, laid.end) if text[n] not in CELL + LINE]
    chosen = min(fitting(forms, words), key=lambda one: _form_cost(*one), default=None) if laid.start >= 0 else None
    if chosen is None:
        gone = {(s.start, s.end) for form in forms for s in (*form.emptied, *(slot for _, slot in form.held))}
        yield from ((key, _Piece("", -1, -1)) for key in gone)
        return
    form, match = chosen
    here = offsets[laid.start] if laid.start < len(offsets) else len(flow.text)
    yield from (((slot.start, slot.end), _Piece("", here, here)) for slot in form.emptied)
    for number, (_, slot) in enumerate(form.held, 1):
        first, last = match.span(number)
        start, end = (offsets[at[first]], offsets[at[last - 1]] + 1) if last > first else (here, here)
        piece = _Piece(
            flow.text[start:end].strip(" _\u3000\u00a0\t\n"), start, end,
            open_start=not form.is_sure or (first == 0 and laid.open_start),
            open_end=not form.is_sure or (last == len(words) and laid.open_end),
        )  # fmt: skip
        yield (slot.start, slot.end), piece


def _unwrapped(piece: _Piece) -> _Piece:
    words = unpaged(piece.text)
    return replace(piece, text=rejoined(words), open_end=piece.open_end or may_hold_page(words))


def _cells(text: str, offsets: tuple[int, ...], flow: Flow) -> str:
    """Return the words of some cells as they are printed, a cell mark before each."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        stop = text.find(CELL, at + 1)
        stop = stop if stop >= 0 else len(text)
        first = at + (text[at] == CELL)
        words = flow.text[offsets[first] : offsets[stop - 1] + 1].strip() if stop > first else ""
        pieces.append((CELL if text[at] == CELL else "") + words)
        at = stop
    return "".join(pieces)


def _read(
    place: Place,
    pieces: dict[tuple[int, int], _Piece],
    template: Template,
    filled: Flow,
    found: dict[str, Found],
    notes: list[Diagnostic],
    *,
    wrapped: bool,
) -> None:
    blank = place.blank
    if blank.kind is Kind.TABLE:
        value, got, is_sure = _table(place, pieces, template, wrapped=wrapped)
        if not is_sure:
            notes.append(_odd(place, got))
            return
    else:
        got = [pieces[k] for s in place.slots if (k := (s.start, s.end)) in pieces]
        if len(got) < len(place.slots) or any(p.start < 0 for p in got):
            # A gap inside another one is none of its own: only what was looked for can be missing.
            if place.first and (blank.required or any(p.start < 0 for p in got)):
                notes.append(_unread(place, template))
            return
        if _is_open(place, got):
            if any(p.text for p in got) and _differs(place, got):
                notes.append(_odd(place, got))
            return
        tail = pieces.get((place.slots[-1].end, place.slots[-1].end + place.tails[-1]))
        stop = tail.end if tail and tail.end > got[-1].end else got[-1].end
        span = filled.text[got[0].start : stop]
        value = value_of(place, [p.text for p in got], rejoined(span) if wrapped else span, kept=_kept(place, pieces))
        if value is None and any(p.text for p in got) and _differs(place, got):
            notes.append(_odd(place, got))
    if value is None or not got:
        return
    start, end = got[0].start, got[-1].end
    words = "".join(p.text for p in got) if blank.kind is not Kind.TABLE else blank.label
    if blank.key not in found:
        found[blank.key] = Found(value=value, start=start, end=end, words=words, confidence=0.99, clause=blank.clause)
    elif found[blank.key].value != value:
        notes.append(_disagrees(place, found[blank.key].words, words, start, end))


def _kept(place: Place, pieces: dict[tuple[int, int], _Piece]) -> bool:
    """True where the words between the gaps, that a value written whole would bring itself, are all there."""
    tails = ((s.end, s.end + length) for s, length in zip(place.slots, place.tails, strict=True) if length)
    return all((piece := pieces.get(tail)) is None or piece.end > piece.start for tail in tails)


def _table(
    place: Place, pieces: dict[tuple[int, int], _Piece], template: Template, *, wrapped: bool
) -> tuple[JsonValue, list[_Piece], bool]:
    """Return the rows of a table, where they stand, and False where a page may have broken its cells."""
    whole = pieces.get((place.slots[0].start, place.slots[-1].end))
    by_row = len(place.slots) > 1 and whole is not None
    if by_row and whole:
        value = rows_of(place, template.text, whole.text) if whole.start >= 0 else None
        got = [whole]
    else:
        got = [pieces.get((s.start, s.end), _Piece("", -1, -1)) for s in place.slots]
        value = rows_by_cell(place, [p.text for p in got])
        got = [p for p in got if p.start >= 0]
    broken = wrapped and value is not None and is_broken(place, value, whole_rows=by_row)
    return value, got, not broken


def _differs(place: Place, got: Sequence[_Piece]) -> bool:
    return any(skeleton(p.text) != skeleton(g.own) for p, g in zip(got, place.gaps, strict=True))


def _is_open(place: Place, got: Sequence[_Piece]) -> bool:
    """True where a value might be longer or shorter than what was laid into its gaps."""
    if place.blank.kind is Kind.ADDRESS and len(got) > 1:
        return got[0].open_start or got[-1].open_end
    return any(piece.open_start or piece.open_end for piece in got)


def _unread(place: Place, template: Template) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL002",
        message=f"没有找到『{place.blank.label}』的位置，周围的文字已被改动",
        location=place.blank.clause,
        hint="请对照原件核实",
        key=place.blank.key,
        quote=_around(template.text, place.slots[0]),
    )


def _around(text: str, slot: Slot) -> str:
    return text[max(0, slot.start - 15) : slot.end + 10].strip()


def _odd(place: Place, got: Sequence[_Piece]) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL003",
        message=f"『{place.blank.label}』处写的是“{''.join(p.text for p in got)}”，读不成这一栏的值",
        location=place.blank.clause,
        hint="请对照原件核实",
        key=place.blank.key,
        start=got[0].start,
        end=got[-1].end,
    )


def _disagrees(place: Place, first: str, second: str, start: int, end: int) -> Diagnostic:
    return Diagnostic(
        severity=Severity.ERROR,
        code="TPL004",
        message=f"『{place.blank.label}』在两处不一致：“{first}”与“{second}”",
        location=place.blank.clause,
        hint="同一项内容在合同中应当一致，请核实哪一处被改动",
        key=place.blank.key,
        start=start,
        end=end,
    )


def _edited(
    parts: Sequence[Item],
    edits: Sequence[Edit],
    text: str,
    offsets: tuple[int, ...],
    template: Template,
    filled: Flow,
) -> Iterator[Diagnostic]:
    """Yield the words that are not the template's, with both readings."""
    for edit in edits:
        wanted = parts[edit.first : edit.last]
        was = "".join(HOLE if item.place else item.text for item in wanted)
        starts = [item.start for item in wanted for _ in (HOLE if item.place else item.text)]
        for i1, i2, j1, j2 in _changed(was, text[edit.start : edit.end]):
            first, last = edit.start + j1, edit.start + j2
            start = offsets[first] if first < len(offsets) else len(filled.text)
            end = offsets[last - 1] + 1 if last > first else start
            place = starts[min(i1, len(starts) - 1)] if starts else len(template.text)
            yield _different(_words(was, i1, i2), _words(text, first, last), _clause(template, place), (start, end))


_NEAR = 8


def _changed(was: str, now: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of two texts that differ in more than what stands in the gaps."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone = was[i1:i2].replace(HOLE, "").translate(_MARKS)
        beside = HOLE in was[max(0, i1 - 1) : i2 + 1]
        if tag != "equal" and (gone or (now[j1:j2].translate(_MARKS) and not beside)):
            yield i1, i2, j1, j2


def _words(text: str, start: int, end: int) -> str:
    return text[max(0, start - _NEAR) : end + _NEAR].replace(HOLE, "…").translate(_MARKS)


def _different(was: str, now: str, clause: str, span: tuple[int, int]) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL001",
        message=f"固定文字与模板不同：模板为“{_short(was)}”，此处为“{_short(now)}”",
        location=clause,
        hint="请核实改动是否经过双方同意",
        start=span[0],
        end=span[1],
        quote=now[:80],
    )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:36]}……{words[-20:]}"


def _clause(template: Template, offset: int) -> str:
    level, number = template.clauses, ""
    while clause := next((c for c in level if c.start <= offset < c.end), None):
        number = number if not clause.number or clause.level > 1 else clause.number
        level = clause.children
    return number
