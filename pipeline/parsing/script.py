"""Flow as printed ↔ flow in the signs that the dictionaries know: simplified characters, one colon."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from pipeline.diagnostics import Diagnostic
from pipeline.model.flow import Flow
from pipeline.model.template import Slot, Template
from pipeline.text.repair.script import as_traditional, in_simplified
from pipeline.text.width import with_colons

# What the code itself made, not the contract: names of keys, units and kinds by which other rooms go.
_OWN = frozenset(("key", "unit", "category", "sha256", "format", "name", "text", "shape", "party", "pair", "code"))


def in_known_signs(flow: Flow) -> Flow | None:
    """Return a flow in simplified characters and with the usual colon, None for one that has these already.

    Args:
        flow: A document's text. The flow returned has the same offsets.
    """
    simplified = in_simplified(flow.text)
    text = with_colons(flow.text if simplified is None else simplified)
    return None if text == flow.text else replace(flow, text=text)


@dataclass(frozen=True)
class _Printer:
    """Turns what was read in known signs back into what is printed."""

    read: str
    printed: str
    traditional: bool

    def words(self, words: str) -> str:
        """Return words as the contract prints them; words that it does not have in its own script."""
        at = self.read.find(words)
        if at >= 0:
            return self.printed[at : at + len(words)]
        return as_traditional(words) if self.traditional else words

    def value(self, value: Any) -> Any:
        """Return any value of a template with its words as printed."""
        if type(value) is str:
            return self.words(value) if not value.isascii() else value
        if isinstance(value, tuple):
            return tuple(map(self.value, value))
        if is_dataclass(value) and not isinstance(value, (type, Slot, Diagnostic)):
            own = {f.name: self.value(getattr(value, f.name)) for f in fields(value) if f.name not in _OWN and f.init}
            return replace(value, **own)
        return value


def as_printed(template: Template, read: Flow, printed: Flow) -> Template:
    """Return a template that was read in known signs with its labels, titles and roles as printed.

    Args:
        template: The template.
        read: The flow that it was read from.
        printed: The same flow as the document has it.
    """
    printer = _Printer(read.text, printed.text, traditional=in_simplified(printed.text) is not None)
    return cast("Template", replace(printer.value(template), text=printed.text))
