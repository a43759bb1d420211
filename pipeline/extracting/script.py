"""Template as printed → the same in known signs (simplified characters, one colon), and what was read as it is printed.

The words that tell what a value is are known in simplified characters; offsets are the same in both scripts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.model.extracted import Extracted, Found, Obligation, ReadParty, Sum
from pipeline.model.record import JsonValue
from pipeline.model.template import Clause, Party, Template
from pipeline.text.repair.script import as_traditional, in_simplified, simplify
from pipeline.text.width import with_colons


def in_known_signs(template: Template) -> Template | None:
    """Return a contract in simplified characters and with the usual colon, None for one that has these already.

    Args:
        template: The contract as parsing understood it.
    """
    simplified = in_simplified(template.text)
    text = with_colons(template.text if simplified is None else simplified)
    if text == template.text:
        return None
    if simplified is None:
        return replace(template, text=text)
    return replace(
        template, text=text, title=simplify(template.title), parties=tuple(map(_party, template.parties)),
        clauses=tuple(map(_clause, template.clauses)),
    )  # fmt: skip


def _party(party: Party) -> Party:
    return replace(
        party, role=simplify(party.role), label=simplify(party.label), aliases=tuple(map(simplify, party.aliases))
    )


def _clause(clause: Clause) -> Clause:
    return replace(
        clause, number=simplify(clause.number), title=simplify(clause.title),
        children=tuple(map(_clause, clause.children)),
    )  # fmt: skip


def as_printed(read: Extracted, printed: Template) -> Extracted:
    """Return what was read in known signs in the contract's own; units of lengths and shares stay.

    Args:
        read: What was read of the contract in known signs.
        printed: The contract.
    """
    own = _Words(read.template.text, printed.text)
    return replace(
        read, template=printed,
        elements={name: _found(one, own) for name, one in read.elements.items()},
        parties=tuple(_read_party(one, own) for one in read.parties),
        obligations=tuple(_obligation(one, own) for one in read.obligations),
        sums=tuple(_sum(one, own) for one in read.sums),
        diagnostics=tuple(_diagnostic(one, own) for one in read.diagnostics),
    )  # fmt: skip


_BRACKETS = re.compile(r"([()（）])")


class _Words:
    """Words in known signs → the same as printed: where they stand, else where they stand first."""

    def __init__(self, read: str, printed: str) -> None:
        self._read, self._printed = read, printed
        self._traditional = in_simplified(printed) is not None

    def __call__(self, words: str, start: int | None = None, end: int | None = None) -> str:
        if words.isascii():
            return words
        at = self._read.find(words, start, end)
        at = at if at >= 0 else self._read.find(words)
        if at >= 0:
            return self._printed[at : at + len(words)]
        parts = _BRACKETS.split(words)
        if len(parts) > 1:  # 採購人（甲方）, put together of what stands in two places
            return "".join(part if _BRACKETS.fullmatch(part) else self(part, start, end) for part in parts if part)
        return as_traditional(words) if self._traditional else words


def _found(one: Found, own: _Words) -> Found:
    value = _each(one.value, lambda words: own(words, one.start, one.end))
    return replace(one, value=value, words=own(one.words, one.start, one.end), clause=own(one.clause))


def _each(value: JsonValue, own: Callable[[str], str]) -> JsonValue:
    if isinstance(value, str):
        return own(value)
    return [_each(one, own) for one in value] if isinstance(value, list) else value


def _read_party(one: ReadParty, own: _Words) -> ReadParty:
    values = {name: _found(found, own) for name, found in one.values.items()}
    return replace(one, role=own(one.role), label=own(one.label), values=values)


def _obligation(one: Obligation, own: _Words) -> Obligation:
    def near(words: str) -> str:
        return own(words, one.start, one.end)

    return replace(
        one, who=near(one.who), what=near(one.what), modal=near(one.modal), by=near(one.by), since=near(one.since),
        clause=own(one.clause),
    )  # fmt: skip


def _sum(one: Sum, own: _Words) -> Sum:
    begin = max(0, one.start - _BEFORE)
    return replace(
        one, purpose=own(one.purpose, begin, one.end), words=own(one.words, one.start, one.end), clause=own(one.clause)
    )


_BEFORE = 80  # characters before an amount in which the words stand that say what it is for


def _diagnostic(one: Diagnostic, own: _Words) -> Diagnostic:
    return replace(one, quote=own(one.quote, one.start, one.end))
