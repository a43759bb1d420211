"""Contract of a hand-tagged template → the same contract with a text of its own.

The tags decide what stands in the contract. So it is rendered first, and what is issued, checked and recorded is the
text that came out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import readers
from pipeline.model.contract import Contract
from pipeline.model.document import Document
from pipeline.model.template import Anchor, Blank, Slot, Template

if TYPE_CHECKING:
    from pipeline.api.loaded import LoadedTemplate
    from pipeline.writers.tagged import TaggedTemplate

_NAME = "source.docx"


def tagged_template(loaded: LoadedTemplate, anchors: Sequence[Anchor]) -> TaggedTemplate | None:
    """Return the template ready to be rendered; None where none of its tags computes anything.

    Raises:
        TemplateError: A tag can't be used.
    """
    document = loaded.document
    if "{" not in loaded.template.text and not any("{" in block.text for block in document.furniture):
        return None
    from pipeline.writers.tagged import compile_tagged

    return compile_tagged(loaded.source, anchors)


def render(tagged: TaggedTemplate, contract: Contract, *, controls: bool = False) -> tuple[Contract, Document]:
    """Return the contract with the text that its values make of the tags, and that text as read.

    Args:
        tagged: The template.
        contract: The contract as bound.
        controls: Wrap the values written at anchors in content controls tagged with their keys.

    Raises:
        TemplateError: A tag can't be used.
        RecordError: The record lacks a value that a tag turned out to need.
        WriteError: A value can't be written.
    """
    source = tagged.render(contract, controls=controls)
    document = read_source(source)
    from pipeline.api.parsing import parse_document  # most contracts do without it

    template = _issued(contract, parse_document(document).template)
    return replace(contract, template=template, placements=(), source=source), document


def read_source(source: bytes) -> Document:
    """Return the document in a DOCX that was made here."""
    return readers.read(source, name=_NAME)


def _issued(contract: Contract, rendered: Template) -> Template:
    """Return the template with the rendered text, each value at its first place there."""
    made = contract.template
    return replace(
        rendered, title=made.title, category=made.category, format=made.format, name=made.name, sha256=made.sha256,
        id=made.id, blanks=tuple(_located(contract, rendered.text)), filled=(), diagnostics=made.diagnostics,
    )  # fmt: skip


def _located(contract: Contract, text: str) -> list[Blank]:
    found, behind = [], 0
    for blank in contract.template.blanks:
        value = contract.values.get(blank.key)
        if value is None:
            continue
        start = text.find(value.text, behind)
        start = text.find(value.text) if start < 0 else start
        behind = max(behind, start)
        slot = Slot(start=max(start, 0), end=max(start, 0) + (len(value.text) if start >= 0 else 0))
        found.append(replace(blank, slots=(slot,), repeats=(), options=(), clause=""))
    return found
