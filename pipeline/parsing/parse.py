"""Document → Template."""

from __future__ import annotations

from pipeline.model.document import Document
from pipeline.model.flow import Flow, flow, furniture_lines, hidden, unsure
from pipeline.model.template import Template
from pipeline.parsing.annexes import annexes
from pipeline.parsing.blanks import find_blanks
from pipeline.parsing.contract_kind import contract_kind
from pipeline.parsing.definitions import definitions
from pipeline.parsing.formulas import formulas
from pipeline.parsing.items import items
from pipeline.parsing.payments import payments
from pipeline.parsing.repeats import joined
from pipeline.parsing.script import as_printed, in_known_signs
from pipeline.parsing.structure import read_structure
from pipeline.parsing.tagged import with_tags


def parse(document: Document, text: Flow | None = None) -> Template:
    """Return what a document says, understood. It never fails on content: what is odd becomes a diagnostic.

    Args:
        document: A document as a reader returned it.
        text: Its flow, where the caller has it already.
    """
    text = flow(document) if text is None else text
    known = in_known_signs(text)
    if known is not None:
        return as_printed(_parse(document, known), known, text)
    return _parse(document, text)


def _parse(document: Document, text: Flow) -> Template:
    structure = read_structure(text)
    found = with_tags(find_blanks(text, structure), text)
    listed, references = annexes(text.text, structure)
    entries, cut_off = items(text.text, structure, document.diagnostics)
    roles = tuple(name for party in structure.parties for name in (party.role, *party.aliases))
    return Template(
        title=structure.title,
        text=text.text,
        format=document.format,
        name=document.name,
        sha256=document.sha256,
        category=contract_kind(structure.title, roles, text.text),
        blanks=joined(found.blanks, structure),
        filled=found.filled,
        parties=structure.parties,
        regions=structure.regions,
        clauses=structure.clauses,
        annexes=listed,
        annex_references=references,
        definitions=definitions(text.text, structure),
        formulas=formulas(text.text),
        payments=payments(text.text, structure),
        items=entries,
        diagnostics=(*document.diagnostics, *structure.diagnostics, *cut_off, *found.diagnostics),
        hidden=hidden(text),
        unsure=unsure(text),
        furniture=furniture_lines(document.furniture),
    )
