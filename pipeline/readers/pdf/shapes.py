"""What a page is made of, for reading: letters, rules and paths, in points from its top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A path this thin is a rule, not an area.
THIN = 2.5

Colour = tuple[Any, ...]
"""Components as the file gives them: grey, red green blue, or cyan magenta yellow black; a pattern has its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A character on the page: its box, and whether its face is bold or it can't be seen."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    hidden: bool = False
    name: str = ""  # the widget that it stands in for, "" for a printed character
    choices: tuple[str, ...] = ()
    widget: bool = False
    box: bool = False
    baseline: float = 0.0  # the line that letters stand on; 0 where nothing says it
    unsure: bool = False  # recognised in a picture, without certainty
    faint: bool = False  # printed in a light grey or colour
    until: float = 0.0  # where struck letters behind it end, which leave no room to write in; 0 for none

    @property
    def middle(self) -> float:
        """Height of the glyph's middle."""
        return (self.top + self.bottom) / 2

    @property
    def is_shown(self) -> bool:
        """True for what a reader sees: a letter, or a field to fill in."""
        return self.widget or not self.text.isspace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight line: horizontal where y0 == y1, vertical where x0 == x1; `change` where it marks a tracked change."""

    x0: float
    x1: float
    y0: float
    y1: float
    change: bool = False

    @property
    def length(self) -> float:
        """Its length in points."""
        return max(self.x1 - self.x0, self.y1 - self.y0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A line or an area that a page draws: its box, the colours of its outline and its inside, None for none."""

    x0: float
    x1: float
    top: float
    bottom: float
    outline: Colour | None
    inside: Colour | None
    is_rectangle: bool

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.bottom - self.top

    @property
    def colour(self) -> Colour:
        """The colour that is seen of a line."""
        return self.outline if self.outline is not None else self.inside or ()

    @property
    def is_seen(self) -> bool:
        """True where it differs from the paper."""
        return self.outline is not None or (self.inside is not None and not is_white(self.inside))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page shows that matters for reading a contract."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    hidden: int = 0
    slanted: int = 0
    struck: int = 0
    pictured: float = 0.0  # the share of the page that pictures cover


def is_white(colour: Sequence[Any]) -> bool:
    """Return whether a colour is that of the paper; CMYK has its white at 0."""
    if not colour or not all(isinstance(part, int | float) for part in colour):
        return False
    return not any(colour) if len(colour) == 4 else min(colour) >= 0.99


def is_faint(colour: Sequence[Any]) -> bool:
    """Return whether it is so light that text in it is no text to read, yet not white."""
    if not colour or not all(isinstance(part, int | float) for part in colour) or is_white(colour):
        return False
    return bool(sum(colour) <= _LIGHT_INK if len(colour) == 4 else min(colour) >= _LIGHT)


_LIGHT, _LIGHT_INK = 0.7, 0.35


def is_bright(colour: Sequence[Any]) -> bool:
    """Return whether it is neither black, grey nor the dark blue of a form: red, green, blue far apart."""
    if len(colour) != 3 or not all(isinstance(part, int | float) for part in colour):
        return False
    return bool(max(colour) - min(colour) > 0.2)
