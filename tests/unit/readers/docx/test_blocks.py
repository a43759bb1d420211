from __future__ import annotations

from pipeline.model.document import Mark, Paragraph, Table
from pipeline.model.flow import flow
from tests.word_files import lines, p, r, read_body


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def tbl(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def table(body: str, **more: object) -> Table:
    block = read_body(body, **more).blocks[0]
    assert isinstance(block, Table)
    return block


def shape(found: Table) -> list[list[tuple[str, int, int, int, int]]]:
    return [[(c.text, c.row, c.column, c.row_span, c.column_span) for c in row] for row in found.rows]


LINES = (
    "<w:tblBorders>"
    + "".join(f'<w:{s} w:val="single"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
    + "</w:tblBorders>"
)


def test_merged_cells_come_once() -> None:
    found = table(
        tbl(
            tr(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙", '<w:vMerge w:val="restart"/>')),
            tr(tc("丙"), tc("丁"), tc("", "<w:vMerge/>")),
            tr(tc("戊"), tc("己"), tc("庚")),
        )
    )
    assert shape(found) == [
        [("甲", 0, 0, 1, 2), ("乙", 0, 2, 2, 1)],
        [("丙", 1, 0, 1, 1), ("丁", 1, 1, 1, 1)],
        [("戊", 2, 0, 1, 1), ("己", 2, 1, 1, 1), ("庚", 2, 2, 1, 1)],
    ]


def test_a_continued_cell_without_a_beginning_is_a_cell() -> None:
    assert shape(table(tbl(tr(tc("甲", "<w:vMerge/>"))))) == [[("甲", 0, 0, 1, 1)]]


def test_old_horizontal_merges_and_gaps() -> None:
    body = tbl(
        tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙")),
        tr(tc("丙"), properties='<w:gridBefore w:val="2"/>'),
    )
    assert shape(table(body)) == [[("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)], [("丙", 1, 2, 1, 1)]]


def test_header_rows_and_rows_deleted_with_changes_tracked() -> None:
    body = tbl(
        tr(tc("名称"), properties="<w:tblHeader/>"),
        tr(tc("旧"), properties='<w:del w:id="1" w:author="a"/>'),
        tr(tc("新")),
    )
    found = table(body)
    assert [(row[0].text, row[0].header) for row in found.rows] == [("名称", True), ("新", False)]


def test_nested_tables_drop_the_paragraph_that_word_demands() -> None:
    body = tbl(tr(tc(p("前") + tbl(tr(tc("内"))) + "<w:p/>")))
    (cell,) = table(body).rows[0]
    assert [type(block) for block in cell.blocks] == [Paragraph, Table]
    kept = tbl(tr(tc(tbl(tr(tc("内"))) + p("后"))))
    assert len(table(kept).rows[0][0].blocks) == 2


def test_content_controls_around_rows_and_cells() -> None:
    def sdt(content: str) -> str:
        return f'<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'

    body = tbl(sdt(tr(tc("甲"), sdt(tc("乙")))))
    found = table(body)
    assert found.text == "甲\t乙"
    cell = found.rows[0][1].blocks[0]
    assert isinstance(cell, Paragraph)
    assert cell.runs[0].name == "t"


def test_ruled_or_layout() -> None:
    assert table(tbl(tr(tc("甲"), tc("乙")), properties=LINES)).ruled
    assert not table(tbl(tr(tc("甲"), tc("乙")))).ruled
    rule = '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>'
    assert not table(tbl(tr(tc("甲"), tc("", rule)))).ruled
    boxed = '<w:tcBorders><w:bottom w:val="single"/><w:end w:val="single"/></w:tcBorders>'
    assert table(tbl(tr(tc("甲", boxed), tc("", boxed)))).ruled
    erased = (
        "<w:tcBorders>"
        + "".join(f'<w:{s} w:val="nil"/>' for s in ("top", "left", "bottom", "right"))
        + "</w:tcBorders>"
    )
    assert not table(tbl(tr(tc("甲", erased), tc("乙", erased)), properties=LINES)).ruled
    style = f'<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr>{LINES}</w:tblPr></w:style>'
    assert table(tbl(tr(tc("甲"), tc("乙")), properties='<w:tblStyle w:val="Grid"/>'), styles=style).ruled


def test_equal_neighbours_are_one_run_and_boxes_their_own() -> None:
    (line,) = lines(read_body(p(r("甲"), r("方□"), r("是", "<w:b/>"))))
    assert [(run.text, run.marks) for run in line.runs] == [("甲方", Mark.NONE), ("□", Mark.BOX), ("是", Mark.BOLD)]


def test_places_count_what_is_not_read() -> None:
    merged = tbl(tr(tc("甲", '<w:vMerge w:val="restart"/>')), tr(tc("", "<w:vMerge/>")))
    found = lines(read_body(p("前") + merged + p("后")))
    assert [(line.text, line.place.part, line.place.paragraph) for line in found] == [
        ("前", "word/document.xml", 0),
        ("甲", "word/document.xml", 1),
        ("后", "word/document.xml", 3),
    ]


def test_text_boxes_stand_behind_their_paragraph() -> None:
    box = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    inner = p("框", box.format(p("框中框")))
    found = lines(read_body(p("前", box.format(inner), "后") + p("末")))
    assert [(line.text, line.boxed, line.place.paragraph) for line in found] == [
        ("前后", False, 0),
        ("框", True, 1),
        ("框中框", True, 2),
        ("末", False, 3),
    ]


def test_placeholders_of_content_controls() -> None:
    def control(properties: str, text: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"

    choices = '<w:dropDownList><w:listItem w:displayText="现金" w:value="1"/><w:listItem w:value="转账"/><w:listItem w:displayText="请选择" w:value=""/></w:dropDownList>'
    body = p("付款：", control(f'<w:tag w:val="pay"/><w:showingPlcHdr/>{choices}', r("请选择")))
    body += control('<w:alias w:val="备注"/><w:showingPlcHdr/>', p("单击此处"))
    body += control('<w:tag w:val="done"/>', p("已填"))
    first, second, third = lines(read_body(body))
    assert first.runs[1].marks == Mark.CONTROL
    assert (first.runs[1].name, first.runs[1].choices) == ("pay", ("现金", "转账"))
    assert (second.runs[0].marks, second.runs[0].name) == (Mark.CONTROL, "备注")
    assert (third.runs[0].marks, third.runs[0].name) == (Mark.NONE, "done")


def test_block_wrappers_are_looked_through() -> None:
    toc = "<w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = toc.format(p("目录")) + f"<w:customXml>{p('包')}</w:customXml>"
    body += f"<mc:AlternateContent><mc:Choice Requires='x'>{p('选')}</mc:Choice><mc:Fallback>{p('旧')}</mc:Fallback></mc:AlternateContent>"
    assert [line.text for line in lines(read_body(body))] == ["目录", "包", "选"]


def test_a_deleted_paragraph_is_not_there() -> None:
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:del w:id="2" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>'
    document = read_body(p("甲") + gone + p("乙"))
    assert flow(document).text == "甲\n乙"


def test_headers_footers_and_notes_are_furniture() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("线")}</w:footnote><w:footnote w:id="1">{p("注")}</w:footnote>'
    )
    document = read_body(p("正文"), related={"header": p("页眉"), "footer": p("页脚"), "footnotes": notes})
    assert [(b.text, b.place.part) for b in document.furniture if isinstance(b, Paragraph)] == [
        ("页眉", "word/header.xml"),
        ("页脚", "word/footer.xml"),
        ("注", "word/footnotes.xml"),
    ]
    assert flow(document).text == "正文"


def test_what_the_document_says_of_itself() -> None:
    document = read_body(p("甲"))
    assert (document.format, document.name, len(document.sha256), document.record) == ("docx", "试.docx", 64, None)
    assert document.diagnostics == ()
