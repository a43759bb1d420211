"""The values of one record while they are bound: what is known, what was derived, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import JsonValue


@dataclass(slots=True)
class Sheet:
    """A record in the making (one for each record, gone when it is bound).

    Attributes:
        data: Field key → canonical value.
        derived: Keys whose value was computed.
        failed: Keys whose value was given but can't be used: nothing is derived for or from them.
        findings: What is wrong.
    """

    data: dict[str, JsonValue] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    findings: list[Diagnostic] = field(default_factory=list)

    def derive(self, key: str, value: JsonValue) -> None:
        """Set a computed value, unless one was given, rightly or wrongly."""
        if key not in self.data and key not in self.failed:
            self.data[key] = value
            self.derived.add(key)


Rule = Callable[[Sheet], None]
"""One derivation, compiled for a template: it fills in what follows and reports what disagrees."""
