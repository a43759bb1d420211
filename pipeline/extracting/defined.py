"""Reading → the paragraphs that describe a party and name its role at their end: 某某公司，住所地为…（“披露方”）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extracting.labels import Mark, role_names
from pipeline.extracting.numbering import NUMBER
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words

_CALLED = r"(?:(?:以下|下文|下)?(?:统|均)?(?:简称|称)(?:为|作)?)?\s?[:]?\s?"
_FIRM = rf"[^\s,;。:、()“”]{{2,40}}?(?:{alternatives(words('party', 'firm'))})(?:\([^()\n]{{2,8}}\))?"
_ROLE_BEHIND = r"[“\"「『‘]?(?P<role>{either})[”\"」』’]?\s?"
_BEFORE = r"(?:^|(?<=[\n,;。、:与和 ]))"
_PERSON = r"[\u4e00-\u9fff·]{2,10}(?=,[^\n。]{0,60}(?:身份证|公民身份号码|护照|[男女],))"


def defined_marks(reading: Reading, known: Sequence[Mark]) -> list[Mark]:
    """Return a role's mark before every paragraph above the first article that ends with the role in brackets.

    Args:
        reading: The contract.
        known: The roles that stand before a colon; a paragraph with one of them has its party already.
    """
    names = role_names(reading.template)
    if not names:
        return []
    paragraph = re.compile(
        rf"(?:^|(?<=\n))[ ]{{0,12}}{NUMBER}?(?P<name>{_FIRM}|{_PERSON})(?=,)(?P<rest>[^\n]{{0,300}}?)"
        rf"\(\s?{_CALLED}[“\"「『]?(?P<role>{alternatives(tuple(names))})[”\"」』]?\s?[,)或]"
    )
    return [
        Mark(name="role", owner=names[match["role"]], start=match.start("name"), end=match.start("name"), bare=True)
        for match in paragraph.finditer(reading.text, 0, reading.head)
        if not any(match.start() <= mark.start < match.end() for mark in known)
    ]


@dataclass(frozen=True, slots=True)
class Introduced:
    """A name that a sentence introduces: the key of its party, and its offsets."""

    owner: str
    start: int
    end: int


def introduced_names(reading: Reading) -> Iterator[Introduced]:
    """Yield every name that the words above the first article introduce.

    某某公司（以下简称“甲方”）; 张三（身份证号：…，以下简称乙方）; 甲方为某某公司.

    Args:
        reading: The contract.
    """
    names = role_names(reading.template)
    if not names:
        return
    either = alternatives(tuple(names))
    role = _ROLE_BEHIND.format(either=either)
    told = r"(?:[^()\n]{2,120}?[,;])?"
    for pattern in (
        rf"{_BEFORE}(?P<name>[^\s,;。:、与和“”]{{2,40}}?)\s{{0,4}}\({told}(?:以下|下文|下)?(?:简称|称)(?:为|作)?\s?[:]?\s?{role}\)",
        rf"{_BEFORE}(?P<role>{either})\s?[为是系指]\s?(?P<name>{_FIRM})(?=[,;。(])",
    ):
        for match in re.finditer(pattern, reading.text[: reading.head]):
            yield Introduced(names[match["role"]], *match.span("name"))
    # …派遣至丙方（某某公司）: wherever a role stands with a firm's name in brackets
    for match in re.finditer(rf"(?P<role>{either})\((?P<name>{_FIRM})\)", reading.text):
        yield Introduced(names[match["role"]], *match.span("name"))


def described_marks(reading: Reading, introduced: Sequence[Introduced], known: Sequence[Mark]) -> list[Mark]:
    """Return a mark at every name that a sentence introduces: what the sentence says next is of that party.

    Args:
        reading: The contract.
        introduced: The names that its sentences introduce.
        known: The roles that stand before a colon or a paragraph; a line with one of them needs no other.
    """
    text = reading.text
    lines = {text.count("\n", 0, mark.start) for mark in known}
    return [
        Mark(name="described", owner=one.owner, start=one.start, end=one.end, bare=True)
        for one in introduced
        if text.count("\n", 0, one.start) not in lines
    ]
