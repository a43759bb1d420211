"""Rules that words alone decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.checks.memory import MOST, on_forget
from pipeline.checks.statutes.facts import Facts, Sentence
from pipeline.checks.statutes.verdicts import Outcome, Verdict, broken, kept, unknown
from pipeline.model.template import Template

# A contract shorter than this is an order form or a fragment: what it lacks may stand elsewhere.
_WHOLE_CONTRACT = 300


def phrase(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test the wording of sentences.

    Args:
        facts: What is known of the contract.
        parameters: `broken`, `unknown`, `kept`: patterns, tried in this order; `unless`: what exempts a sentence;
            `unless_text`: what exempts the contract; `reason`: why an unknown one is unknown;
            `third_party`: true if words that name a party of the contract break nothing.

    Yields:
        A verdict for every sentence that one of the patterns is found in.
    """
    if any(facts.has(p) for p in parameters.get("unless_text", ())):
        exempt = next(m for p in parameters["unless_text"] for m in (re.search(p, facts.text),) if m)
        if any(facts.has(p) for name in ("broken", "unknown") for p in parameters.get(name, ())):
            yield kept(exempt.start(), exempt.end())
        return
    wording = _wording(parameters, facts.subject.template)
    known = wording.read(facts.sentences)
    for sentence in facts.sentences:
        told = known[sentence.text]
        if told is not None:
            yield _verdict(sentence, *told, parameters)


_Told = tuple[Outcome, int, int]


@dataclass(slots=True, kw_only=True, eq=False)
class _Wording:
    """A rule's patterns, compiled, and what each sentence met so far says of it.

    Attributes:
        broken: What breaks the rule.
        unknown: What leaves open whether it is kept.
        kept: What keeps it.
        unless: What exempts a sentence.
        own: Names of parties that break nothing.
        known: Sentence → outcome and the words that decide; None if it does not touch the rule.
    """

    broken: tuple[re.Pattern[str], ...]
    unknown: tuple[re.Pattern[str], ...]
    kept: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    own: tuple[str, ...]
    known: dict[str, _Told | None] = field(default_factory=dict)

    def read(self, sentences: tuple[Sentence, ...]) -> Mapping[str, _Told | None]:
        """Return what sentences say of the rule."""
        if len(self.known) > MOST:
            self.known = {}  # others may still be reading the old one
        known = self.known
        fresh = [s.text for s in sentences if s.text not in known]
        if not fresh:
            return known
        # One search of them all spares a search of each for what stands in none.
        joined = "\n".join(fresh)
        if not any(p.search(joined) for p in (*self.broken, *self.unknown, *self.kept)):
            known.update(dict.fromkeys(fresh))
        else:
            known.update((text, self._judged(text)) for text in fresh)
        return known

    def _judged(self, sentence: str) -> _Told | None:
        if any(p.search(sentence) for p in self.unless):
            touched = _found(sentence, self.broken) or _found(sentence, self.kept)
            return (Outcome.KEPT, 0, len(sentence)) if touched else None
        match = _found(sentence, self.broken)
        if match and not any(role in match[0] for role in self.own):
            return (Outcome.BROKEN, *match.span())
        if match := _found(sentence, self.unknown):
            return (Outcome.UNKNOWN, *match.span())
        match = _found(sentence, self.kept)
        return (Outcome.KEPT, *match.span()) if match else None


_wordings: dict[int, tuple[Mapping[str, Any], tuple[str, ...], _Wording]] = {}
on_forget(_wordings.clear)


def _wording(parameters: Mapping[str, Any], template: Template) -> _Wording:
    """Return a rule's wording, compiled once for the contracts of the same parties' roles."""
    own: tuple[str, ...] = ()
    if parameters.get("third_party"):
        own = tuple(name for p in template.parties for name in (p.role, *p.aliases) if len(name) > 1)
    known = _wordings.get(id(parameters))
    if known is None or known[0] is not parameters or known[1] != own:
        broken, unknown, kept, unless = (
            tuple(re.compile(p) for p in parameters.get(name, ())) for name in ("broken", "unknown", "kept", "unless")
        )
        wording = _Wording(broken=broken, unknown=unknown, kept=kept, unless=unless, own=own)
        known = _wordings[id(parameters)] = (parameters, own, wording)
    return known[2]


def _verdict(sentence: Sentence, outcome: Outcome, first: int, last: int, parameters: Mapping[str, Any]) -> Verdict:
    start, end = sentence.start + first, sentence.start + last
    if outcome is Outcome.BROKEN:
        return broken(start, end, found=sentence.text[first:last].strip())
    if outcome is Outcome.UNKNOWN:
        return unknown(parameters.get("reason", "约定不明确"), start, end)
    return kept(start, end)


def _found(sentence: str, patterns: tuple[re.Pattern[str], ...]) -> re.Match[str] | None:
    return next((m for p in patterns for m in (p.search(sentence),) if m), None)


def terms_present(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Test that a contract has the terms that a statute lists.

    Args:
        facts: What is known of the contract.
        parameters: `terms`: name of a term → pattern that shows it.

    Yields:
        One verdict; unknown for a text too short to be a whole contract.
    """
    missing = [name for name, pattern in parameters["terms"].items() if not facts.has(pattern)]
    if len(facts.text) < _WHOLE_CONTRACT and missing:
        yield unknown("文本太短，不像一份完整的合同")
    elif missing:
        yield broken(found="、".join(missing))
    else:
        yield kept()
