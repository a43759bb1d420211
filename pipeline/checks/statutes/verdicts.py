"""What the test of a rule says of a contract."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Outcome(enum.Enum):
    """A rule is kept, broken, or the contract does not say enough to tell."""

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One verdict.

    Attributes:
        outcome: Kept, broken or unknown.
        start: Where in the text the words stand that decided, None if it is the whole.
        end: Behind them.
        words: What the rule's message names in braces; "reason" of an unknown one says why.
    """

    outcome: Outcome
    start: int | None = None
    end: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def kept(start: int | None = None, end: int | None = None) -> Verdict:
    """Return the verdict that the rule is kept."""
    return Verdict(outcome=Outcome.KEPT, start=start, end=end)


def broken(start: int | None = None, end: int | None = None, **words: str) -> Verdict:
    """Return the verdict that the rule is broken, with the words for its message."""
    return Verdict(outcome=Outcome.BROKEN, start=start, end=end, words=words)


def unknown(reason: str, start: int | None = None, end: int | None = None) -> Verdict:
    """Return the verdict that the contract does not say enough, with the reason in Chinese."""
    return Verdict(outcome=Outcome.UNKNOWN, start=start, end=end, words={"reason": reason})
