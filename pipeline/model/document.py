"""What a reader returns: the blocks of a file, with where each came from."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic


class Mark(enum.IntFlag):
    """What a run's characters look like or are, as far as finding blanks needs it."""

    NONE = 0
    UNDERLINE = 1  # underlined, or standing on a drawn rule (PDF) or a border (HTML)
    BOLD = 2
    HIDDEN = 4  # vanish, white on white, 1 pt: visible to a program only
    INSERTED = 8  # a tracked insertion
    FIELD = 16  # the placeholder of a form field, merge field, input or AcroForm widget: a blank by itself
    CONTROL = 32  # the placeholder of a content control: a blank by itself
    BOX = 64  # a check-box symbol, written here as □ (empty), ☑ or ☒ (ticked), whatever font drew it
    HIGHLIGHT = 128  # highlighted or shaded, as drafters mark what is to be filled
    GREY = 256  # grey or otherwise coloured hint text
    UNSURE = 512  # recognised in a picture, without certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    r"""A stretch of characters that look alike.

    Attributes:
        text: The characters; a tab is "\t", a line break inside the paragraph "\n".
        marks: How they look.
        name: Name or tag of the field, content control or widget that the characters stand in.
        choices: The entries of a drop-down, or the two states of a check box.
    """

    text: str
    marks: Mark = Mark.NONE
    name: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a paragraph stands in its file.

    Attributes:
        part: Package part of a DOCX ("word/document.xml"); "" for formats without parts.
        paragraph: Ordinal of the paragraph in the part, counting every w:p in document order that is not
            inside mc:Fallback; for other formats the ordinal of the line or element.
        page: Page number from 1, None where the format has no pages.
    """

    part: str = ""
    paragraph: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    r"""A paragraph (段落).

    Attributes:
        runs: Its text; "".join of the runs' texts is the paragraph's *own text*, and character offsets into it
            are the same that `ooxml.spans` counts.
        number: Automatic number as the program that made the file prints it ("第一条", "1.1", "（1）"),
            without the separator; "" if there is none. It is not part of the runs.
        separator: What the program prints after the number: "", " " or "\t".
        place: Where the paragraph stands.
        level: Outline level, 0 = highest heading, None = body text.
        align: "left", "center", "right" or "both".
        indent: First-line indent in characters (may be fractional), 0 if none.
        left: Left indent in characters.
        style: Name of the paragraph style, "" if none.
        boxed: Stands in a text box.
    """

    runs: tuple[Run, ...] = ()
    number: str = ""
    separator: str = ""
    place: Place = Place()
    level: int | None = None
    align: str = "left"
    indent: float = 0.0
    left: float = 0.0
    style: str = ""
    boxed: bool = False

    @property
    def text(self) -> str:
        """The paragraph's own text, without its automatic number."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell; a merged cell is given once, at its upper left corner."""

    blocks: tuple[Block, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False

    @property
    def text(self) -> str:
        """The text of the cell's paragraphs and nested tables, one line each."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table (表格): rows of cells; `ruled` is False for a table that only lays out text."""

    rows: tuple[tuple[Cell, ...], ...]
    ruled: bool = True

    @property
    def text(self) -> str:
        """The text of the table: cells joined by a tab, rows by a line end."""
        return "\n".join("\t".join(cell.text for cell in row) for row in self.rows)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page that was recognised from its picture (原件图像): its number from 1, and what it looks like, as a JPEG."""

    page: int
    jpeg: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as read (文档).

    Attributes:
        blocks: The body in reading order; text boxes stand after the paragraph that they hang on.
        furniture: Headers and footers, not part of the text.
        format: "docx", "pdf", "html", "markdown", "text", "image", "doc" for what is read by way of a DOCX.
        name: File name without folders.
        sha256: Of the bytes as received, lower-case hexadecimal.
        diagnostics: What the reader found (repairs, tracked changes, hidden text …).
        record: The contract record embedded in an issued file, as bytes; None if there is none.
        wrapped: Read from pages by what stands where: lines and pages broke its paragraphs.
        pictures: Pages whose text was recognised, to be compared with it.
    """

    blocks: tuple[Block, ...]
    format: str
    name: str
    sha256: str
    furniture: tuple[Block, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    record: bytes | None = None
    wrapped: bool = False
    pictures: tuple[Picture, ...] = ()
