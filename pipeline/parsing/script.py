"""Flow in traditional characters ↔ flow in simplified ones: the dictionaries know one script, labels keep the other."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Protocol, cast

from pipeline.diagnostics import Diagnostic
from pipeline.model.flow import Flow
from pipeline.model.template import Slot, Template
from pipeline.text.patterns import late
from pipeline.text.repair.script import simplify

# Characters that every contract in traditional script has and none in simplified script.
_SIGNS = late("[條約簽雙權義務當協議實際執則費業關係為於與個們電話號碼單價間發賃買賣]")
_FEWEST = 5
_SHARE = 50  # at least one of so many characters
# What the code itself made, not the contract: names of keys, units and kinds by which other rooms go.
_OWN = frozenset(("key", "unit", "category", "sha256", "format", "name", "text", "shape", "party", "pair", "code"))


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@functools.cache
def _traditional() -> _Converter:
    import opencc

    return cast("_Converter", opencc.OpenCC("s2t"))


def in_simplified(flow: Flow) -> Flow | None:
    """Return a flow that is printed in traditional characters in simplified ones, None for any other flow.

    Args:
        flow: A document's text. The flow returned has the same offsets.
    """
    if _SIGNS.search(flow.text) is None:
        return None
    count = len(_SIGNS.findall(flow.text))
    if count < _FEWEST or count * _SHARE < len(flow.text):
        return None
    return replace(flow, text=simplify(flow.text))


@dataclass(frozen=True)
class _Printer:
    """Turns what was read in simplified characters back into what is printed."""

    read: str
    printed: str

    def words(self, words: str) -> str:
        """Return words as the contract prints them; words that it does not have in traditional characters."""
        at = self.read.find(words)
        return self.printed[at : at + len(words)] if at >= 0 else _traditional().convert(words)

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
