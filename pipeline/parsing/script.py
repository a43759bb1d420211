"""Flow in traditional characters ↔ flow in simplified ones: the dictionaries know one script, labels keep the other."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from pipeline.diagnostics import Diagnostic
from pipeline.model.flow import Flow
from pipeline.model.template import Slot, Template
from pipeline.text.repair.script import as_traditional
from pipeline.text.repair.script import in_simplified as in_simplified_text

# What the code itself made, not the contract: names of keys, units and kinds by which other rooms go.
_OWN = frozenset(("key", "unit", "category", "sha256", "format", "name", "text", "shape", "party", "pair", "code"))


def in_simplified(flow: Flow) -> Flow | None:
    """Return a flow that is printed in traditional characters in simplified ones, None for any other flow.

    Args:
        flow: A document's text. The flow returned has the same offsets.
    """
    text = in_simplified_text(flow.text)
    return None if text is None else replace(flow, text=text)


@dataclass(frozen=True)
class _Printer:
    """Turns what was read in simplified characters back into what is printed."""

    read: str
    printed: str

    def words(self, words: str) -> str:
        """Return words as the contract prints them; words that it does not have in traditional characters."""
        at = self.read.find(words)
        return self.printed[at : at + len(words)] if at >= 0 else as_traditional(words)

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
    """Return a template that was read in simplified characters with its labels, titles and roles as printed.

    Args:
        template: The template.
        read: The flow that it was read from.
        printed: The same flow as the document has it.
    """
    return cast("Template", replace(_Printer(read.text, printed.text).value(template), text=printed.text))
