"""Blocks → the XML of a body in the house style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from pipeline.model.document import Block, Cell, Mark, Paragraph, Run, Table
from pipeline.writers.house.roles import RoleOf, kept, roles

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_PIECES = re.compile("([\n\t])")
_PROPERTIES = (  # in the order in which CT_RPr wants them
    (Mark.BOLD, "<w:b/>"),
    (Mark.HIDDEN, "<w:vanish/>"),
    (Mark.GREY, '<w:color w:val="808080"/>'),
    (Mark.HIGHLIGHT, '<w:highlight w:val="yellow"/>'),
    (Mark.UNDERLINE, '<w:u w:val="single"/>'),
)
_NAME_LENGTH = 64
_FULL_WIDTH = 8504  # twips between the margins: A4 less 3 cm on both sides
_STYLES = {
    RoleOf.TITLE: "HouseTitle", RoleOf.SUBTITLE: "HouseSubtitle", RoleOf.CHAPTER: "HouseChapter",
    RoleOf.ARTICLE: "HouseArticle", RoleOf.LABEL: "HouseLabel", RoleOf.BODY: "HouseBody",
}  # fmt: skip
_LONG_TITLE = 16
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def body_xml(blocks: tuple[Block, ...]) -> str:
    """Return the XML of the blocks, to stand in a w:body."""
    outside = [block for block in blocks if isinstance(block, Paragraph)]
    known = dict(zip(map(id, outside), roles(outside), strict=True))
    together = {id(outside[index]) for index in kept(outside)}
    return "".join(
        _paragraph(block, known[id(block)], keep=id(block) in together, below_table=isinstance(above, Table))
        if isinstance(block, Paragraph)
        else _table(block, _FULL_WIDTH)
        for above, block in zip((None, *blocks), blocks, strict=False)
    )


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _text(text: str) -> str:
    """Return characters as children of a w:r."""
    clean = _legal(text)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(
        marks.get(piece) or f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
        for piece in _PIECES.split(clean)
        if piece
    )


def _properties(marks: Mark) -> str:
    content = "".join(xml for mark, xml in _PROPERTIES if mark in marks)
    return f"<w:rPr>{content}</w:rPr>" if content else ""


def _run(run: Run) -> str:
    properties = _properties(run.marks)
    plain = f"<w:r>{properties}{_text(run.text)}</w:r>"
    if Mark.FIELD in run.marks:
        plain = _form_field(run, properties, plain)
        return _control(run, plain) if run.choices and Mark.BOX not in run.marks else plain
    return _control(run, plain) if Mark.CONTROL in run.marks or run.name else plain


def _form_field(run: Run, properties: str, plain: str) -> str:
    """Return a field that Word fills in as a form; the reader finds the same placeholder in it."""
    name = f'<w:name w:val="{escape(_legal(run.name[:_NAME_LENGTH]))}"/><w:enabled/><w:calcOnExit w:val="0"/>'
    if run.text in {"□", "☑"}:
        state = f'<w:checkBox><w:sizeAuto/><w:default w:val="{int(run.text == "☑")}"/></w:checkBox>'
        kind, result = "FORMCHECKBOX", ""
    else:
        default = escape(_legal(run.text)).replace("\n", "&#10;").replace("\t", "&#9;")
        state = f'<w:textInput><w:default w:val="{default}"/></w:textInput>'
        kind, result = "FORMTEXT", plain
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"><w:ffData>{name}{state}</w:ffData></w:fldChar></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {kind} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>{result}'
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _control(run: Run, content: str) -> str:
    tag = f'<w:tag w:val="{escape(_legal(run.name[:_NAME_LENGTH]))}"/>' if run.name else ""
    shown = "<w:showingPlcHdr/>" if Mark.CONTROL in run.marks else ""
    choices = [escape(_legal(choice)) for choice in run.choices if choice]
    items = "".join(f'<w:listItem w:displayText="{choice}" w:value="{choice}"/>' for choice in choices)
    kind = f"<w:dropDownList>{items}</w:dropDownList>" if items else "<w:text/>" if shown else ""
    return f"<w:sdt><w:sdtPr>{tag}{shown}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _paragraph(paragraph: Paragraph, role: RoleOf | None, *, keep: bool = False, below_table: bool = False) -> str:
    """Return a paragraph; None for one in a table, `keep` for one that stays on the page of the next."""
    style = "HouseCell" if role is None else _STYLES[role]
    text = paragraph.number + paragraph.separator + paragraph.text
    if role is RoleOf.TITLE and len(text.strip()) > _LONG_TITLE:
        style = "HouseLongTitle"
    aligned = paragraph.align in {"center", "right"} and role not in {RoleOf.TITLE, RoleOf.SUBTITLE, RoleOf.CHAPTER}
    properties = f'<w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}'
    if role is RoleOf.LABEL and "\t" in text:
        properties += f'<w:tabs><w:tab w:val="left" w:pos="{_FULL_WIDTH // 2}"/></w:tabs>'
    if below_table and role in {RoleOf.BODY, RoleOf.LABEL}:
        properties += '<w:spacing w:before="120"/>'  # else its characters touch the table's edge
    if role is RoleOf.BODY and (aligned or text[:1].isspace()):
        properties += '<w:ind w:firstLineChars="0" w:firstLine="0"/>'  # it brings its own indent
    if aligned:
        properties += f'<w:jc w:val="{paragraph.align}"/>'
    number = Run(text=paragraph.number + paragraph.separator)
    runs = "".join(_run(run) for run in ((number, *paragraph.runs) if number.text else paragraph.runs))
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _table(table: Table, width: int) -> str:
    columns = max((cell.column + cell.column_span for row in table.rows for cell in row), default=1)
    widths = _widths(table, columns, width)
    line = 'w:val="single" w:sz="4" w:space="0" w:color="auto"' if table.ruled else 'w:val="none"'
    borders = "".join(f"<w:{side} {line}/>" for side in _BORDERS)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(table, columns, widths))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _widths(table: Table, columns: int, width: int) -> list[int]:
    """Return column widths in twips: wide where the text is long, but none too narrow to write in."""
    weights = [6.0] * columns
    for row in table.rows:
        for cell in row:
            longest = max((len(line) for line in cell.text.split("\n")), default=0)
            share = min(longest, 30) / cell.column_span
            for column in range(cell.column, min(cell.column + cell.column_span, columns)):
                weights[column] = max(weights[column], share)
    total = sum(weights)
    return [int(width * weight / total) for weight in weights]


def _rows(table: Table, columns: int, widths: list[int]) -> Iterator[str]:
    above: dict[int, Cell] = {}  # column → a cell that reaches down into this row
    for index, row in enumerate(table.rows):
        here = {cell.column: cell for cell in row}
        cells: list[str] = []
        column = before = 0
        while column < columns:
            cell = here.get(column)
            reaching = above.get(column)
            if cell is None and reaching is None:
                before += not cells
                if cells and any(c > column for c in (*here, *above)):
                    cells.append(_cell(None, widths[column : column + 1], first=True))
                column += 1
                continue
            shown = cell or reaching
            assert shown is not None
            span = max(1, min(shown.column_span, columns - column))
            cells.append(_cell(shown, widths[column : column + span], first=cell is not None))
            column += span
        yield _row_xml(row, cells, before if cells else 0, widths)
        above = {c: cell for c, cell in (above | here).items() if cell.row + cell.row_span > index + 1}


def _row_xml(row: tuple[Cell, ...], cells: list[str], before: int, widths: list[int]) -> str:
    cells = cells or [_cell(None, widths, first=True)]
    header = "<w:tblHeader/>" if row and row[0].header else ""
    gap = f'<w:gridBefore w:val="{before}"/>' if before else ""
    properties = f"<w:trPr>{gap}<w:cantSplit/>{header}</w:trPr>"
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _cell(cell: Cell | None, widths: list[int], *, first: bool) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    merge = ""
    if cell is not None and cell.row_span > 1:
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    blocks = cell.blocks if cell is not None and first else ()
    content = "".join(
        _paragraph(block, None) if isinstance(block, Paragraph) else _table(block, sum(widths) - 200)
        for block in blocks
    )
    if not blocks or isinstance(blocks[-1], Table):
        content += '<w:p><w:pPr><w:pStyle w:val="HouseCell"/></w:pPr></w:p>'  # every cell ends with a paragraph
    align = '<w:vAlign w:val="center"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{merge}{align}</w:tcPr>{content}</w:tc>'
