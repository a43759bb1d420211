"""Template → Reading: the text folded, its sentences and articles, ready for the grammars to look at."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extracting.numbering import NUMBER
from pipeline.model.extracted import Found
from pipeline.model.record import JsonValue
from pipeline.model.template import Clause, Section, Template
from pipeline.text.width import fold

_UNCLEAR = 0.7  # what a value's certainty is worth where its characters were recognised without any
_STOP = re.compile(r"[。;\n\t!?]++")
_ROOM_BEHIND = re.compile(r"[ \u3000\xa0]{0,4}[_＿]{2}[_＿ \u3000\xa0]{0,80}(?:[省市区县镇乡村路街号楼室层])")
_FILL = str.maketrans("_\u25a1", "  ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A filled contract, ready to be read.

    Attributes:
        template: The contract as understood.
        text: Its text in half width, underscores as spaces: the same length, so offsets hold for both.
        stops: Where sentences begin.
        articles: The articles (level 1) of the body, in reading order.
    """

    template: Template
    text: str
    stops: tuple[int, ...]
    articles: tuple[Clause, ...]

    @property
    def head(self) -> int:
        """Offset where the first article begins; the end of the text if there are none."""
        return self.articles[0].start if self.articles else len(self.text)

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return start and end of the sentence that a character stands in."""
        index = bisect.bisect_right(self.stops, offset)
        end = self.stops[index] if index < len(self.stops) else len(self.text)
        return self.stops[index - 1], end

    def article(self, offset: int) -> Clause | None:
        """Return the article that a character stands in, None outside articles."""
        index = bisect.bisect_right(self.articles, offset, key=lambda c: c.start) - 1
        return self.articles[index] if index >= 0 and offset < self.articles[index].end else None

    def number(self, offset: int) -> str:
        """Return the number of the article that a character stands in."""
        article = self.article(offset)
        return article.number if article else ""

    def is_left_open(self, end: int) -> bool:
        """True where room to write in goes on behind a place's first words: 上海市______区______路."""
        return bool(_ROOM_BEHIND.match(self.template.text, end))

    def found(self, value: JsonValue, start: int, end: int, confidence: float) -> Found:
        """Return a value with the words between two offsets, less sure where a picture shows them unclearly."""
        if any(first < end and last > start for first, last in self.template.unsure):
            confidence *= _UNCLEAR
        return Found(
            value=value, start=start, end=end, words=self.template.text[start:end].strip(),
            confidence=round(min(confidence, 1.0), 2), clause=self.number(start),
        )  # fmt: skip


def reading(template: Template) -> Reading:
    """Return a contract ready to be read.

    Args:
        template: The contract as parsing understood it.
    """
    text = fold(template.text).translate(_FILL)
    stops = (0, *_stops(text))
    return Reading(template=template, text=text, stops=stops, articles=tuple(_articles(template.clauses)))


def _stops(text: str) -> Iterator[int]:
    """Yield where sentences begin: behind stops and at lines, save those that only the width of the page has parted."""
    stops = list(_STOP.finditer(text))
    broken = {stop.start() for stop in stops if stop[0] == "\n" and _goes_on(text, stop.start())}
    wrapped = len(broken) > max(_FEWEST, text.count("\n") * _SHARE)
    for stop in stops:
        paused = stop.start() in broken and text[stop.start() - 1] in _PAUSES
        if not (paused or (wrapped and stop.start() in broken)):
            yield stop.end()


# Texts in which so many lines end in the midst of a sentence are broken into lines of one width, as for printing.
_FEWEST, _SHARE = 6, 0.15
_PAUSES = ("、", ",")  # a line that ends with one goes on even where no other does
_NARROWEST, _WIDEST = 18, 60  # characters of a line that the width of a page has ended
_CONTINUED = re.compile(rf"\n(?!\s*{NUMBER}|第|[^\n:]{{1,16}}:)[\u4e00-\u9fff]")


def _goes_on(text: str, at: int) -> bool:
    """True at a line end in the midst of a sentence: a full line before it, no label or number behind it."""
    length = at - text.rfind("\n", 0, at) - 1
    return _NARROWEST <= length <= _WIDEST and text[at - 1] != ":" and bool(_CONTINUED.match(text, at))


def _articles(clauses: tuple[Clause, ...]) -> list[Clause]:
    found: list[Clause] = []
    for clause in clauses:
        if clause.section is not Section.BODY:
            continue
        if clause.level == 0:
            found += _articles(clause.children)
        elif clause.level == 1:
            found.append(clause)
    return found
