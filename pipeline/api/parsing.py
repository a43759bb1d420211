"""A file → Document → Template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline import readers
from pipeline.api.shipped import AnyPath
from pipeline.collector import paused
from pipeline.model.document import Document
from pipeline.model.flow import Flow, flow
from pipeline.model.template import Template
from pipeline.parsing.parse import parse as understand


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A file, read and understood: its document, the flow of its text, and the template."""

    document: Document
    flow: Flow
    template: Template


def read(path: AnyPath) -> Document:
    """Return the document in a file.

    Raises:
        ReadError: The file can't be read; see `pipeline.readers.read`.
    """
    path = Path(path)
    return readers.read(readers.read_bytes(path), name=path.name)


@paused()
def parse_document(document: Document) -> Parsed:
    """Return what a document says, understood. Never fails on content: what is odd becomes a diagnostic."""
    text = flow(document)
    return Parsed(document=document, flow=text, template=understand(document, text))


def parse(path: AnyPath) -> Parsed:
    """Return what a file says, understood.

    Raises:
        ReadError: The file can't be read.
    """
    return parse_document(read(path))
