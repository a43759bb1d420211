"""Glyphs and rules of a page → lines of runs: a drawn rule becomes underlined spaces, a wide gap plain ones."""

from __future__ import annotations

import bisect
import itertools
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.document import Mark, Run
from pipeline.readers.pdf.shapes import Glyph, Rule

# In units of the character height: a rule's piece this short beside text is drawing slack, not a blank.
SLACK = 0.4
# Chinese letters stand without spaces: a gap this wide was meant. Latin words are told apart by less.
WIDE_GAP = 0.6
WORD_GAP = 0.18
# A field is laid by eye into the room that the text leaves: so much beside it is part of the blank.
_BESIDE_FIELD = 1.2
# Spaces that a rule or gap is written as, at most: beside the smallest letters a page's width would be millions.
_WIDEST = 1_000
# So many letters in a row tell how far apart those of a line are.
_SPACED_LETTERS = 6
# And fewer do where they begin with the number of a heading, in which no room is meant.
_NUMBERED = re.compile(r"第(?:[一二三四五六七八九十百零〇]{1,4}|[0-9]{1,3})[编章节条]")
# How far below the letters a rule may run and still be theirs.
UNDER = 0.55
# So many lines above a rule and below it are looked at for the one that it runs under.
_NEAREST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of text on the page: its runs and its box; `size` is the height of its characters.

    `column` is 0 for a line over the whole width of its page, 1 or 2 for one in a column.
    """

    runs: tuple[Run, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    column: int = 0

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A character, or a stretch of blank rule, from x0 to x1."""

    x0: float
    x1: float
    text: str
    marks: Mark = Mark.NONE
    name: str = ""
    choices: tuple[str, ...] = ()


def rows(glyphs: Iterable[Glyph], rules: Sequence[Rule]) -> list[Row]:
    """Return the lines from top to bottom.

    Args:
        glyphs: The characters, in any order.
        rules: The horizontal rules that are not borders.
    """
    return rows_of(lines_of(glyphs), rules)


def rows_of(lines: Sequence[Sequence[Glyph]], rules: Sequence[Rule]) -> list[Row]:
    """Return the lines with the rules under them, and rules that stand alone, from top to bottom.

    Args:
        lines: The characters of each line from left to right.
        rules: The horizontal rules that are not borders.
    """
    under: list[list[Rule]] = [[] for _ in lines]
    alone: list[Rule] = []
    feet = sorted(
        (statistics.median([g.bottom for g in line]), number, statistics.median([g.size for g in line]))
        for number, line in enumerate(lines)
    )
    for rule in rules:
        owner = _owner(rule, feet)
        (alone if owner is None else under[owner]).append(rule)
    made = [_row(line, mine) for line, mine in zip(lines, under, strict=True)]
    size = statistics.median([g.size for line in lines for g in line]) if lines else 10.5
    made += [_blank_row(same, size) for same in _side_by_side([rule for rule in alone if not rule.change])]
    return sorted((row for row in made if row.runs), key=lambda row: (row.top, row.x0))


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the lines from top to bottom: characters whose middles are at one height stand on one.

    Args:
        glyphs: The characters, in any order.
    """
    lines: list[list[Glyph]] = []
    height = 0.0
    for glyph in sorted((g for g in glyphs if g.text), key=lambda g: g.middle):
        if lines and glyph.middle - height <= 0.45 * min(glyph.size, lines[-1][-1].size) + 0.5:
            lines[-1].append(glyph)
            height += (glyph.middle - height) / len(lines[-1])
        else:
            lines.append([glyph])
            height = glyph.middle
    return [sorted(line, key=lambda g: g.x0) for line in lines if any(g.is_shown for g in line)]


def _owner(rule: Rule, feet: Sequence[tuple[float, int, float]]) -> int | None:
    """The line that a rule runs under: the nearest whose letters stand on it or beside it.

    Args:
        rule: A horizontal rule.
        feet: (where its letters stand, its number, their size) of every line, from top to bottom.
    """
    best: tuple[float, int] | None = None
    at = bisect.bisect_left(feet, (rule.y0, 0, 0.0))
    for bottom, number, size in itertools.chain(reversed(feet[max(0, at - _NEAREST) : at]), feet[at : at + _NEAREST]):
        distance = rule.y0 - bottom
        if -0.5 * size <= distance <= UNDER * size:
            best = min(best or (abs(distance), number), (abs(distance), number))
    return None if best is None else best[1]


def _side_by_side(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: (r.y0, r.x0)):
        if groups and abs(groups[-1][0].y0 - rule.y0) < 2:  # points
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _blank_row(rules: list[Rule], size: float) -> Row:
    pieces = [_stretch(rule.x0, rule.x1, size) for rule in sorted(rules, key=lambda r: r.x0)]
    return Row(
        runs=_runs(pieces, size), x0=pieces[0].x0, x1=pieces[-1].x1,
        top=rules[0].y0 - size, bottom=rules[0].y0, size=size,
    )  # fmt: skip


def _row(line: Sequence[Glyph], rules: list[Rule]) -> Row:
    size = statistics.median([g.size for g in line if g.is_shown])
    pieces = [piece for glyph in line if (piece := _letter(glyph, rules)) is not None]
    apart = _spacing(pieces, rules)
    covered = [(p.x0, p.x1 + apart) for p in pieces]
    for rule in rules:
        pieces += [
            _stretch(x0, x1, size) for x0, x1 in _uncovered(rule, covered) if _is_meant(rule, x0, x1, line, size)
        ]
    pieces.sort(key=lambda p: p.x0)
    spaces = sorted((g.x0 + g.x1) / 2 for g in line if not g.is_shown)
    return Row(
        runs=_runs(pieces, size, apart, spaces),
        x0=pieces[0].x0, x1=pieces[-1].x1,
        top=min(g.top for g in line), bottom=max(g.bottom for g in line), size=size,
    )  # fmt: skip


def _is_meant(rule: Rule, x0: float, x1: float, line: Sequence[Glyph], size: float) -> bool:
    """True where a stretch of rule is a blank: no slack beside letters, no underlined indent of a tracked change."""
    if not rule.change:
        return x1 - x0 > SLACK * size
    first = next(g for g in line if g.is_shown)
    return x1 - x0 > size and x0 >= first.x0


def _letter(glyph: Glyph, rules: list[Rule]) -> _Piece | None:
    if not glyph.is_shown:
        return None  # where it stands says nothing that the gap does not say better
    marks = Mark.NONE
    if glyph.widget:
        marks |= Mark.FIELD
    if glyph.box or glyph.text in _BOXES:
        marks |= Mark.BOX
    if glyph.bold:
        marks |= Mark.BOLD
    if glyph.hidden:
        marks |= Mark.HIDDEN
    if glyph.unsure:
        marks |= Mark.UNSURE
    middle = (glyph.x0 + glyph.x1) / 2
    if any(rule.x0 <= middle <= rule.x1 and not rule.change for rule in rules):
        marks |= Mark.UNDERLINE
    return _Piece(
        x0=glyph.x0, x1=max(glyph.x1, glyph.until), text=_BOXES.get(glyph.text, glyph.text), marks=marks,
        name=glyph.name, choices=glyph.choices,
    )  # fmt: skip


# Wingdings reaches PDF text as private-use characters; the others are boxes already.
_BOXES = {
    "□": "□", "☐": "□", "◻": "□", "▢": "□", "☑": "☑", "☒": "☒", "\uf0a3": "□", "\uf0a8": "□", "\uf06f": "□",
    "\uf071": "□", "\uf072": "□", "\uf052": "☑", "\uf0fe": "☑", "\uf053": "☒", "\uf078": "☒", "\uf0fd": "☒",
}  # fmt: skip


def _uncovered(rule: Rule, covered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches of a rule that no letter stands on."""
    free = []
    at = rule.x0
    for x0, x1 in sorted(covered):
        if x1 <= rule.x0 or x0 >= rule.x1:
            continue
        if x0 > at:
            free.append((at, x0))
        at = max(at, x1)
    if at < rule.x1:
        free.append((at, rule.x1))
    return free


def _stretch(x0: float, x1: float, size: float) -> _Piece:
    count = min(max(2, round((x1 - x0) / (size / 2))), _WIDEST)
    return _Piece(x0=x0, x1=x1, text=" " * count, marks=Mark.UNDERLINE)


def _runs(pieces: list[_Piece], size: float, apart: float = 0.0, spaces: Sequence[float] = ()) -> tuple[Run, ...]:
    """Join the pieces, the gaps between them as spaces, equal neighbours as one run."""
    runs: list[Run] = []
    for index, piece in enumerate(pieces):
        if index:
            count = _gap(pieces[index - 1], piece, size, spaces, apart)
            if count:
                _append(runs, Run(text=" " * count))
        _append(runs, Run(text=piece.text, marks=piece.marks, name=piece.name, choices=piece.choices))
    return tuple(runs)


def _append(runs: list[Run], run: Run) -> None:
    if (
        runs
        and (runs[-1].marks, runs[-1].name, runs[-1].choices) == (run.marks, run.name, run.choices)
        and not run.name
    ):
        runs[-1] = Run(text=runs[-1].text + run.text, marks=run.marks)
    else:
        runs.append(run)


def _spacing(letters: Sequence[_Piece], rules: Sequence[Rule]) -> float:
    """How far apart the letters of a line are set, in points, where it is justified or its letters are spaced out.

    What stands over a rule is no such room: 日期：__年__月__日 has more of that than letters that touch.
    """
    gaps = [
        right.x0 - left.x1
        for left, right in itertools.pairwise(letters)
        if not any(min(rule.x1, right.x0) - max(rule.x0, left.x1) > (right.x0 - left.x1) / 2 for rule in rules)
    ]
    if len(letters) > _SPACED_LETTERS:
        return max(0.0, statistics.median(gaps)) if gaps else 0.0
    number = _NUMBERED.match("".join(letter.text for letter in letters))
    return max(0.0, *gaps[: number.end() - 1]) if number and len(gaps) == len(letters) - 1 else 0.0


def _gap(left: _Piece, right: _Piece, size: float, spaces: Sequence[float], apart: float) -> int:
    """How many spaces stand between two pieces: half a character's width each."""
    width = min((right.x0 - left.x1 - apart) / size, _WIDEST / 2)
    nearest = bisect.bisect_left(spaces, left.x1 - 1)
    between = nearest < len(spaces) and spaces[nearest] <= right.x0 + 1
    if (_is_field(left) or _is_field(right)) and width < _BESIDE_FIELD:
        return 0
    latin = _is_latin(left.text[-1]) and _is_latin(right.text[0])
    if (Mark.UNDERLINE in left.marks and not left.text.strip()) or (
        Mark.UNDERLINE in right.marks and not right.text.strip()
    ):
        return round(width * 2) if width > WIDE_GAP else 0  # beside a rule, slack is part of the blank
    if latin:
        return max(1, round(width * 2)) if width > WORD_GAP or between else 0
    if width > WIDE_GAP:
        return round(width * 2)
    return 1 if between and width > WORD_GAP else 0


def _is_rule(piece: _Piece) -> bool:
    return Mark.UNDERLINE in piece.marks and not piece.text.strip()


def _is_field(piece: _Piece) -> bool:
    return Mark.FIELD in piece.marks


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
