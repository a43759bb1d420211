"""Subject → Facts: what the tests of the rules look at, worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.checks.dates import ranges, term_of
from pipeline.checks.figures import Figure, amounts, durations, sentences
from pipeline.checks.payments import total_amount
from pipeline.checks.stated import stated
from pipeline.checks.subject import Subject
from pipeline.model.template import Kind, Section
from pipeline.text.options import without_unchosen

GAP = re.compile(r"(?<![_＿])[_＿]{2,}+")
_MONTHS = {"年": Decimal(12), "季度": Decimal(3), "月": Decimal(1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and its offset in the text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a contract.

    Attributes:
        subject: What is checked.
        text: Its text with the values printed in, the notes to the drafter blanked out.
        sentences: Its sentences.
        kind: Title and kind of the contract in one string, for rules that apply to some kinds only.
        signed: Signing date, None if unknown.
        first: First day of its term, None if unknown.
        last: Last day of its term, None if unknown.
        total: Total price, None if unknown.
    """

    subject: Subject
    text: str
    sentences: tuple[Sentence, ...]
    kind: str
    signed: date | None
    first: date | None
    last: date | None
    total: Decimal | None

    def with_words(self, pattern: str) -> Iterator[Sentence]:
        """Yield the sentences in which a pattern is found."""
        compiled = re.compile(pattern)
        # One search of the whole spares a search of each where it stands in none.
        return (s for s in (self.sentences if compiled.search(self.text) else ()) if compiled.search(s.text))

    def has(self, pattern: str) -> bool:
        """True where a pattern is found in the text."""
        return re.search(pattern, self.text) is not None

    def article(self, offset: int) -> str:
        """Return the text of the article that a character stands in, its paragraph where there are no articles."""
        at = self.subject.span(offset, offset)[0]
        for clause in self.subject.template.clauses:
            for article in clause.children if clause.level == 0 else (clause,):
                if article.start <= at < article.end:
                    return self.subject.template.text[article.start : article.end]
        return self.text[self.text.rfind("\n", 0, offset) + 1 : (self.text + "\n").find("\n", offset)]


def facts_of(subject: Subject) -> Facts:
    """Work out what the rules ask about.

    Args:
        subject: What is checked.

    Returns:
        The facts; what the contract does not say is None.
    """
    dated = tuple(v for v in stated(subject) if v.blank.kind is Kind.DATE)
    first, last = term_of(subject, dated, ranges(subject.text))
    text = _contract_text(subject)
    return Facts(
        subject=subject, text=text, kind=f"{subject.template.title} {subject.template.category}",
        sentences=tuple(Sentence(text=words, start=start) for start, words in sentences(text)),
        signed=subject.signed, first=first, last=last, total=total_amount(subject),
    )  # fmt: skip


def _contract_text(subject: Subject) -> str:
    """The text with notes to the drafter and options not chosen blanked out, offsets kept: they bind nobody."""
    text = subject.text
    for region in subject.template.regions:
        if region.section in (Section.NOTES, Section.CONTENTS):
            start, end = subject.printed_at(region.start), subject.printed_at(region.end)
            text = text[:start] + "\n" * (end - start) + text[end:]
    return without_unchosen(text)


def months(figure: Figure) -> Decimal | None:
    """Return a duration in months, None for one that is counted in days or hours."""
    return figure.value * _MONTHS[figure.unit] if figure.unit in _MONTHS else None


def near(sentence: str, words: re.Match[str], figure: Figure, *, behind: int = 30, before: int = 12) -> bool:
    """True where a figure belongs to some words of its sentence.

    Args:
        sentence: The sentence.
        words: What the figure may belong to.
        figure: The figure.
        behind: How far behind the words it may stand.
        before: How far before them.

    Returns:
        False where what stands between leads to something else: 支付定金后3日内支付首付款5万元.
    """
    if figure.start >= words.end():
        between = sentence[words.end() : figure.start]
        return len(between) <= behind and not _ELSEWHERE.search(between)
    between = sentence[figure.end : words.start()]
    return 0 <= words.start() - figure.end <= before and not re.search(r"[，,]", between)


_ELSEWHERE = re.compile(
    r"[，,；;。][^，,]*[，,]|后|之前|以外|除外|剩余|首付|首期|余款|尾款|另行|违约金|返还|退还|[_＿]{2}"
)


def amounts_in(sentence: Sentence) -> tuple[Figure, ...]:
    """Return the amounts of a sentence, offsets within it."""
    return amounts(sentence.text)


def durations_in(sentence: Sentence) -> tuple[Figure, ...]:
    """Return the durations of a sentence, offsets within it."""
    return durations(sentence.text)
