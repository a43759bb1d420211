"""Lines that a program folded at a width → the lines as they were.

Pandoc folds at spaces, w3m and pages printed as text between any two characters; both leave a line only where nothing
more fits on it. That tells folded lines from a text whose paragraphs are a line each: of those, the next one's first
word would nearly always have fitted.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_FEWEST = 6  # lines cut inside a sentence that tell that a text is folded
_COLUMNS = (72, 76, 78, 80)  # columns at which programs fold at spaces
_NARROWEST, _WIDEST = 50, 180  # columns of a screen or a page
_OUTLIERS = 0.02  # share of lines that are wider than they should be
_CUT = 0.3  # share of the full lines that end inside a sentence
_AT_ONE = 0.6  # share of the lines cut inside a sentence that end at the same column, where any may be cut
_LONGEST = 400  # lines of a paragraph
_SLACK = 5  # columns that stay free at a line's end since no line begins with a stop
_DRAWN = re.compile(r"[+|│┃┌├└┏┣┗╔╠╚]|[-=─━═](?:\s*[-=─━═]){2}")
_BEGINS = re.compile(
    r"""
    [#*•●◆■□☐☑·-]                                                 # what Markdown and lists begin with
  | 第[\s零一二三四五六七八九十百0-9]{1,6}[编章节条款项]
  | [一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]
  | [0-9]{1,3}(?:[.．][0-9]{1,3}){0,4}[.．、)）\s]
  | [①-⑳]|附件[一二三四五六七八九十0-9\s：:]
    """,
    re.VERBOSE,
)
_QUOTE = re.compile(r"\s*(?:> ?)*\s*")
_MARKER = re.compile(r"\s*(?:> ?)*\s*(?:(?:[-*+#]+|[(（]?[0-9a-zA-Z]{1,4}[.)）])\s+)?")
_LABEL = re.compile(r"[\u4e00-\u9fff（）()／/]{2,14}[：:]")
_STOPS = re.compile(r"[。；：！？;:!?][”’》）)】]?\s*\Z")
_LETTERS = re.compile(r"[A-Za-z0-9,.;:)]\Z")
_LETTER = re.compile(r"[A-Za-z0-9(]")


@dataclass(frozen=True, slots=True)
class _Fold:
    """Where lines end: at which column, and whether only at spaces."""

    width: int
    at_spaces: bool


def unfolded(lines: list[str]) -> list[str]:
    """Join the lines that one line was folded into.

    Args:
        lines: A text's lines.

    Returns:
        The very same where no program folded them.
    """
    fold = _fold_anywhere(lines) or _fold_at_spaces(lines)
    if fold is None:
        return lines
    joined: list[list[str]] = []
    before = ""
    for line in lines:
        if joined and len(joined[-1]) < _LONGEST and _goes_on(before, line, fold):
            joined[-1][-1] = joined[-1][-1].rstrip()
            joined[-1].append(_rest(before, line, fold))
        else:
            joined.append([line])
        before = line
    return ["".join(pieces) for pieces in joined]


def unfolded_cell(lines: list[str], width: int) -> str:
    """Join the lines of a cell that its width folded, and leave out empty ones.

    Args:
        lines: Its lines, without space around them.
        width: The columns that its text may take.
    """
    joined: list[list[str]] = []
    before = ""
    for line in lines:
        goes_on = bool(before and line) and line[0] not in "(（"
        if goes_on and columns(before) + columns(line[0]) > width:
            joined[-1].append(line)
        elif goes_on and _filled(before, line) > width and not _BEGINS.match(line):
            joined[-1].append(f" {line}")
        elif line:
            joined.append([line])
        before = line
    return "\n".join("".join(pieces) for pieces in joined)


def columns(text: str) -> int:
    """Return the columns that a text takes on a screen, two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _fold_at_spaces(lines: list[str]) -> _Fold | None:
    """The fold that no line with a space crosses, with lines cut where the next one's first word did not fit."""
    breakable = [columns(line) for line in lines if _is_prose(line) and " " in _MARKER.sub("", line, count=1)]
    pairs = [
        (_is_cut(one, other), _filled(one, other))
        for one, other in itertools.pairwise(lines)
        if _is_prose(one) and _is_prose(other)
    ]
    if len(breakable) < _FEWEST:
        return None  # of lines without a space every next one is a word that would not have fitted
    for column in _COLUMNS:
        crossing = sum(one > column for one in breakable)
        full = [is_cut for is_cut, filled in pairs if filled > column]
        cut = sum(full)
        if crossing <= _OUTLIERS * len(breakable) and cut >= max(_FEWEST, _CUT * len(full), _CUT * len(pairs)):
            return _Fold(column, at_spaces=True)
    return None


def _is_cut(line: str, behind: str) -> bool:
    """True where a line ends inside a sentence that the next one may carry on: no number or label begins that."""
    rest = behind.lstrip()
    return not (_STOPS.search(line) or _LABEL.match(rest) or _BEGINS.match(rest))


def _filled(line: str, behind: str) -> int:
    """The columns that a line would take with the next one's first word."""
    words = _QUOTE.sub("", behind, count=1).split(maxsplit=1)
    return columns(line) + 1 + (columns(words[0]) if words else 0)


def _fold_anywhere(lines: list[str]) -> _Fold | None:
    """The fold at whose column most of the lines end that end inside a sentence."""
    widths = Counter(columns(line.rstrip()) for line in lines if _is_prose(line))
    cut = Counter(
        columns(one.rstrip())
        for one, other in itertools.pairwise(lines)
        if _is_prose(one) and _is_prose(other) and not _STOPS.search(one) and not _opens(one, other)
    )
    near = {column: sum(cut[one] for one in range(column - _SLACK, column + 2)) for column in cut}
    column = max((one for one in near if _NARROWEST <= one <= _WIDEST), key=lambda one: (near[one], one), default=0)
    wide = sum(count for one, count in widths.items() if one > column / 2)
    if not column or near[column] < max(_FEWEST, _CUT * wide, _AT_ONE * cut.total()):
        return None
    return _Fold(column, at_spaces=False)


def _is_prose(line: str) -> bool:
    text = line.lstrip()
    return bool(text) and not _DRAWN.match(text)


def _goes_on(line: str, behind: str, fold: _Fold) -> bool:
    """True where the next line is the rest of a line."""
    if not _is_prose(line) or not _is_prose(behind):
        return False
    if fold.at_spaces:
        return _filled(line, behind) > fold.width
    return columns(line.rstrip()) > fold.width - _SLACK and not _begins(line, behind)


def _opens(line: str, behind: str) -> bool:
    """True where the next line may well be a paragraph of its own, so that it tells nothing of a fold."""
    return _begins(line, behind) or _LABEL.match(behind.lstrip()) is not None


def _begins(line: str, behind: str) -> bool:
    """True where the next line is a paragraph of its own: it is set in, numbered, or a label behind a whole line."""
    rest = behind.lstrip()
    is_label = _STOPS.search(line) and _LABEL.match(rest)
    return bool(is_label) or _indent(behind) > max(_indent(line), 1) or _BEGINS.match(rest) is not None


def _indent(line: str) -> int:
    return columns(line[: len(line) - len(line.lstrip())])


def _rest(line: str, behind: str, fold: _Fold) -> str:
    """What the next line adds to a line, with the space before it that the fold took."""
    rest = _QUOTE.sub("", behind, count=1) if line.lstrip().startswith(">") else behind.lstrip()
    apart = fold.at_spaces or (_LETTERS.search(line.rstrip()) and _LETTER.match(rest))
    return f" {rest}" if apart else rest
