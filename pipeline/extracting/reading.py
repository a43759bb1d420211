"""Template → Reading: the text folded, its sentences and articles, ready for the grammars to look at."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

from pipeline.model.extracted import Found
from pipeline.model.record import JsonValue
from pipeline.model.template import Clause, Section, Template
from pipeline.text.width import fold

_UNCLEAR = 0.7  # what a value's certainty is worth where its characters were recognised without any
_STOP = re.compile(r"[。;\n\t!?]++")
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
    stops = (0, *(match.end() for match in _STOP.finditer(text)))
    return Reading(template=template, text=text, stops=stops, articles=tuple(_articles(template.clauses)))


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
