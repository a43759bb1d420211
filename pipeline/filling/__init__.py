"""Template + Record → Contract: bind what was given, derive what follows, place what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.filling.binder import Binder, compile_template
from pipeline.filling.refusal import BlankUnusable, RecordRefused
from pipeline.model.contract import Contract
from pipeline.model.record import Record
from pipeline.model.template import Template


def fill(
    template: Template,
    record: Record,
    *,
    draft: bool = False,
    provenance: Mapping[str, str] | None = None,
    today: date | None = None,
) -> Contract:
    """Return the contract that one record makes of a template; for many records compile the template once.

    Args:
        template: A template whose blanks have keys and whose slots have anchors.
        record: The values as given.
        draft: Leave what is missing blank instead of refusing.
        provenance: What made the contract.
        today: The day on which it is made, to question dates of signing far from it.

    Raises:
        RecordRefused: The record can't be used; `diagnostics` holds everything that is wrong with it.
        BlankUnusable: The template can't be filled.
    """
    return compile_template(template).bind(record, draft=draft, provenance=provenance, today=today)


__all__ = ["Binder", "BlankUnusable", "RecordRefused", "compile_template", "fill"]
