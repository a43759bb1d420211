"""What a page draws → what it shows: glyphs, rules and boxes."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.readers.pdf.changes import change_colours
from pipeline.readers.pdf.drawn import FARTHEST, Drawn
from pipeline.readers.pdf.shapes import THIN, Colour, Glyph, Page, Path, Rule
from pipeline.readers.pdf.struck import struck, without_struck

# A gap this wide between two pieces still belongs to one dashed rule.
DASH_GAP = 4.5
SHORTEST_RULE = 4.0
# The side of a drawn check box, in points: about as large as the text beside it.
BOX_SIDE = (5.0, 16.0)


def page_geometry(drawn: Drawn, number: int) -> Page:
    """Return what a page shows.

    Args:
        drawn: What it draws.
        number: Its number from 1.
    """
    glyphs = [glyph for glyph in drawn.letters if glyph is not None]
    ink = statistics.median_high([glyph.size for glyph in glyphs]) if glyphs else 10.5
    lines = _Lines(ink=ink, changes=change_colours(drawn.paths, glyphs))
    for path in drawn.paths:
        lines.add(path)
    letters, strikes = struck(glyphs, lines.across)
    return Page(
        number=number,
        width=float(drawn.width),
        height=float(drawn.height),
        glyphs=(*without_struck(glyphs, letters), *lines.boxes),
        across=tuple(joined(rule for rule in lines.across if rule not in strikes)),
        down=tuple(_turned(joined([_turn(rule) for rule in lines.down]))),
        hidden=sum(glyph.hidden for glyph in glyphs) + drawn.outside,
        slanted=drawn.slanted,
        struck=len(letters),
        pictured=drawn.pictured,
    )


@dataclass(slots=True, kw_only=True)
class _Lines:
    """The rules and boxes of a page's paths; `ink` is the height of most of its text."""

    ink: float
    changes: set[Colour]
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    boxes: list[Glyph] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Enter a path, as far as it is seen."""
        x0, x1, y0, y1 = (float(edge) for edge in (path.x0, path.x1, path.top, path.bottom))
        if not path.is_seen or not (-FARTHEST < x0 <= x1 < FARTHEST and -FARTHEST < y0 <= y1 < FARTHEST):
            return
        if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
            middle = (y0 + y1) / 2
            self.across.append(Rule(x0=x0, x1=x1, y0=middle, y1=middle, change=path.colour in self.changes))
        elif x1 - x0 <= THIN:
            self.down.append(Rule(x0=(x0 + x1) / 2, x1=(x0 + x1) / 2, y0=y0, y1=y1))
        elif _is_box(x1 - x0, y1 - y0, self.ink):
            self.boxes.append(Glyph(text="□", x0=x0, x1=x1, top=y0, bottom=y1, size=y1 - y0, box=True))
        elif path.outline is not None and path.is_rectangle:
            self.across += [Rule(x0=x0, x1=x1, y0=y, y1=y) for y in (y0, y1)]
            self.down += [Rule(x0=x, x1=x, y0=y0, y1=y1) for x in (x0, x1)]


def _is_box(width: float, height: float, ink: float) -> bool:
    smallest, largest = BOX_SIDE
    square = abs(width - height) <= 0.2 * max(width, height)
    return square and smallest <= height <= min(largest, 1.5 * ink)


def joined(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield horizontal rules, the pieces of a dashed one joined, those too short to mean anything left out."""
    current: Rule | None = None
    for rule in sorted(rules, key=lambda r: (round(r.y0), r.change, r.x0)):
        if (
            current is not None
            and current.change == rule.change
            and abs(rule.y0 - current.y0) < THIN
            and rule.x0 - current.x1 <= DASH_GAP
            and current.x0 - rule.x1 <= DASH_GAP  # the edges of two tables differ by a hair: sorted, the lower is first
        ):
            current = replace(current, x0=min(current.x0, rule.x0), x1=max(current.x1, rule.x1))
            continue
        if current is not None and current.length >= SHORTEST_RULE:
            yield current
        current = rule
    if current is not None and current.length >= SHORTEST_RULE:
        yield current


def _turn(rule: Rule) -> Rule:
    return Rule(x0=rule.y0, x1=rule.y1, y0=rule.x0, y1=rule.x1)


def _turned(rules: Iterable[Rule]) -> Iterator[Rule]:
    return (_turn(rule) for rule in rules)
