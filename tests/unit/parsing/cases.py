"""Text cases: title, input, expected, parted by lines of dashes; cases by lines of equals signs."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.document import Document, Mark, Paragraph, Run
from pipeline.model.flow import Flow, flow
from pipeline.parsing.structure import Structure, read_structure

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def cases(name: str) -> list[tuple[str, str, list[str]]]:
    """Return (title, input, expected lines) of every case in the fixture files of a folder."""
    found = []
    for file in sorted((FIXTURES / name).glob("*.txt")):
        for case in file.read_text("utf-8").split("\n====\n"):
            title, given, expected = (case.strip("\n") + "\n").split("\n----\n")
            found.append((f"{file.stem}: {title}", given, expected.splitlines()))
    return found


def paragraph(line: str) -> Paragraph:
    """Return a line as a paragraph: **bold**, ^centred, {第一条}behind an automatic number."""
    number, align, marks = "", "left", Mark.NONE
    if line.startswith("^"):
        line, align = line[1:], "center"
    if line.startswith("{"):
        number, _, line = line[1:].partition("}")
    if line.startswith("**") and line.endswith("**") and len(line) > 4:
        line, marks = line[2:-2], Mark.BOLD
    runs = (Run(text=line.replace("\\t", "\t").replace("\\n", "\n"), marks=marks),)
    return Paragraph(runs=runs, number=number, separator="\t" if number else "", align=align)


def document(text: str) -> Document:
    """Return a document with one paragraph a line."""
    return Document(
        blocks=tuple(paragraph(line) for line in text.splitlines()), format="text", name="合同.txt", sha256="0" * 64
    )


def read(text: str) -> tuple[Flow, Structure]:
    """Return the flow and the structure of a text."""
    contract = flow(document(text))
    return contract, read_structure(contract)
