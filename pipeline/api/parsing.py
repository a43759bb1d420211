"""A file → Document → Template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline import readers
from pipeline.api.shipped import AnyPath
from pipeline.collector import paused
from pipeline.errors import ReadError
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


# Plain text by its bytes, and values by its name: a form, a table of records, the record beside an issued contract.
_DATA = frozenset((".json", ".jsonl", ".ndjson", ".csv", ".yaml", ".yml"))


class NoContract(ReadError):
    """The file holds values and no contract; read as a text it would give nonsense."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "这是数据文件，不是合同文件", location=name,
            hint="请给出合同本身（Word、PDF、网页、文本）；用数据出具合同请用 hetong fill 模板 数据",
        )  # fmt: skip


def read(path: AnyPath) -> Document:
    """Return the document in a file.

    Raises:
        ReadError: The file can't be read; see `pipeline.readers.read`.
        NoContract: It is a file of values.
    """
    path = Path(path)
    return read_contract(readers.read_bytes(path), name=path.name)


def read_contract(data: bytes, *, name: str) -> Document:
    """Return the document that the bytes of a contract hold; see `read` for what is raised."""
    if PurePath(name).suffix.lower() in _DATA and readers.sniff(data, name) == "text":
        raise NoContract(name)
    return readers.read(data, name=name)


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
