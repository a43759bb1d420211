"""Rules that words alone decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.checks.statutes.facts import Facts, Sentence
from pipeline.checks.statutes.verdicts import Verdict, broken, kept, unknown

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
    # One search of the whole text a pattern spares a search of every sentence for those that stand nowhere.
    live = {name: [p for p in parameters.get(name, ()) if facts.has(p)] for name in ("broken", "unknown", "kept")}
    if not any(live.values()):
        return
    roles = tuple(name for p in facts.subject.template.parties for name in (p.role, *p.aliases) if len(name) > 1)
    for sentence in facts.sentences:
        if any(re.search(p, sentence.text) for p in parameters.get("unless", ())):
            if _found(sentence, live["broken"]) or _found(sentence, live["kept"]):
                yield kept(sentence.start, sentence.end)
            continue
        yield from _judged(sentence, {**parameters, **live}, roles)


def _judged(sentence: Sentence, parameters: Mapping[str, Any], roles: tuple[str, ...]) -> Iterator[Verdict]:
    match = _found(sentence, parameters.get("broken", ()))
    if match and not (parameters.get("third_party") and any(role in match[0] for role in roles)):
        yield broken(sentence.start + match.start(), sentence.start + match.end(), found=match[0].strip())
    elif match := _found(sentence, parameters.get("unknown", ())):
        yield unknown(
            parameters.get("reason", "约定不明确"), sentence.start + match.start(), sentence.start + match.end()
        )
    elif match := _found(sentence, parameters.get("kept", ())):
        yield kept(sentence.start + match.start(), sentence.start + match.end())


def _found(sentence: Sentence, patterns: list[str]) -> re.Match[str] | None:
    return next((m for p in patterns for m in (re.search(p, sentence.text),) if m), None)


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
