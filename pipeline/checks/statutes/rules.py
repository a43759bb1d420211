"""YAML → rules: what a statute asks of a contract, as data, one file a law."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Severity

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law: full title, the short one that findings use, where it was published, its first and last day in force."""

    title: str
    short: str
    source: str
    in_force_from: date
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a law that a program can test.

    Attributes:
        code: Code of its finding.
        law: The law.
        article: The article, "第五百八十六条"; several where the rule stands in several.
        title: What it asks, in a few Chinese words.
        predicate: Name of the function in `predicates.PREDICATES` that tests it.
        parameters: What that function is given.
        applies: Words in the contract's title or kind, one of which it must have; () for every contract.
        unless: Words in the title or kind that exempt it.
        severity: Weight of a breach.
        certainty: H the law's text was read, M secondary sources, L convention only.
        message: Wording of the finding, with names of the verdict's words in braces.
        hint: What to do.
        in_force_from: First day on which a contract signed is judged by it.
        in_force_until: Last such day, None while it is in force.
    """

    code: str
    law: Law
    article: str
    title: str
    predicate: str
    severity: Severity
    certainty: str
    message: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    applies: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    hint: str = ""
    in_force_from: date
    in_force_until: date | None = None

    @property
    def cited(self) -> str:
        """The rule as a finding cites it: 民法典第五百八十六条."""
        return self.law.short + self.article


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, laws in the order of their file names, rules in the order of the file."""
    return tuple(rule for path in sorted(_FOLDER.glob("*.yaml")) for rule in _read(path))


def _read(path: Path) -> tuple[Rule, ...]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - both loaders are the safe ones
    law = Law(**data["law"])
    return tuple(_rule(law, entry) for entry in data["rules"])


def _rule(law: Law, entry: dict[str, Any]) -> Rule:
    return Rule(
        **{
            "in_force_from": law.in_force_from,
            "in_force_until": law.in_force_until,
            **entry,
            "law": law,
            "severity": Severity(entry["severity"]),
            "applies": tuple(entry.get("applies", ())),
            "unless": tuple(entry.get("unless", ())),
        }
    )
