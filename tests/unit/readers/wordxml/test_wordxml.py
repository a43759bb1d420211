"""Word's XML files say what a DOCX says."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest

from pipeline.errors import ReadError
from pipeline.model.document import Document, Mark, Paragraph, Table
from pipeline.readers import read, sniff
from tests.word_files import parts_of, zipped

PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
WML = "http://schemas.microsoft.com/office/word/2003/wordml"
NAMES = (
    f'xmlns:w="{WML}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:st1="urn:schemas-microsoft-com:office:smarttags"'
)
BODY = (
    '<w:p><w:r><w:t>租金</w:t></w:r><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">   </w:t></w:r>'
    "<w:r><w:t>元</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>名称</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


def flat(parts: dict[str, str | bytes]) -> bytes:
    """Return the parts as the one XML file that Word saves them in."""
    content = ""
    for name, part in parts.items():
        words = part if isinstance(part, str) else part.decode()
        content += (
            f'<pkg:part pkg:name="/{name}" pkg:contentType="application/xml"><pkg:xmlData>'
            f"{re.sub(r'^<[?]xml.*?[?]>', '', words).strip()}</pkg:xmlData></pkg:part>"
        )
    picture = base64.encodebytes(b"\x89PNG" * 40).decode()
    content += f'<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>{picture}</pkg:binaryData></pkg:part>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="{PACKAGE}">{content}</pkg:package>'
    ).encode()


def word_2003(body: str, others: str = "") -> Document:
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument {NAMES} xml:space="preserve">{others}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>'
    ).encode()
    assert sniff(data, "合同.xml") == "wordxml"
    return read(data, name="合同.xml")


def numbered(document: Document) -> list[tuple[str, str]]:
    return [(block.number, block.text) for block in document.blocks if isinstance(block, Paragraph)]


def test_a_package_in_one_file_is_read_as_the_package() -> None:
    parts = {name: part for name, part in parts_of(BODY).items() if name != "[Content_Types].xml"}
    data = flat(parts)
    assert sniff(data, "合同.xml") == "wordxml"
    one, package = read(data, name="合同.xml"), read(zipped(parts_of(BODY)), name="合同.docx")
    assert one == replace(package, name="合同.xml", format="doc", sha256=one.sha256)
    assert one.blocks


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('pkg:name="/word/document.xml"', 'pkg:name="/../document.xml"'),
        ('pkg:name="/word/document.xml"', 'pkg:name="/word/media/a.png"'),
        ('pkg:name="/word/document.xml"', ""),
        ("<pkg:binaryData>", "<pkg:binaryData>é"),
        ("<pkg:package", "<!DOCTYPE x><pkg:package"),
        ("</pkg:package>", ""),
    ],
)
def test_a_package_in_one_file_that_is_broken_is_refused(old: str, new: str) -> None:
    data = flat(parts_of(BODY)).decode()
    assert old in data
    with pytest.raises(ReadError):
        read(data.replace(old, new).encode(), name="合同.xml")


def test_word_2003_runs_and_tables() -> None:
    document = word_2003(
        '<w:p><w:r><w:t>租金</w:t></w:r><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>   </w:t></w:r>'
        '<st1:place><w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r></st1:place></w:p>'
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>名称</w:t></w:r></w:p></w:tc></w:tr>'
        '<w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>'
        "<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        '<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr>'
    )
    paragraph, table = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert [(run.text, run.marks) for run in paragraph.runs] == [
        ("租金", Mark.NONE), ("   ", Mark.UNDERLINE), ("□", Mark.BOX),
    ]  # fmt: skip
    assert [[(c.row_span, c.column_span) for c in row] for row in table.rows] == [[(1, 2)], [(2, 1), (1, 1)], [(1, 1)]]


def test_word_2003_numbers_are_counted_from_its_lists() -> None:
    lists = (
        '<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="39"/>'
        '<w:suff w:val="Nothing"/><w:lvlText w:val="第%1条"/></w:lvl></w:listDef>'
        '<w:list w:ilfo="7"><w:ilst w:val="0"/></w:list></w:lists>'
    )
    item = (
        '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="7"/></w:listPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    document = word_2003(item.format("标的") + item.format("价款"), lists)
    assert numbered(document) == [("第一条", "标的"), ("第二条", "价款")]


def test_a_number_of_word_2003_without_a_list_stands_as_it_was_printed() -> None:
    document = word_2003('<w:p><w:pPr><w:listPr><wx:t wx:val="1."/></w:listPr></w:pPr><w:r><w:t>标的</w:t></w:r></w:p>')
    assert numbered(document) == [("", "1.标的")]


def test_word_2003_insertions_are_read_and_deletions_not() -> None:
    annotation = '<aml:annotation aml:id="1" w:type="Word.{}"><aml:content>{}</aml:content></aml:annotation>'
    document = word_2003(
        "<w:p>"
        + annotation.format("Insertion", "<w:r><w:t>十日</w:t></w:r>")
        + annotation.format("Deletion", "<w:r><w:delText>五日</w:delText></w:r>")
        + annotation.format("Comment", "<w:p><w:r><w:t>批注</w:t></w:r></w:p>")
        + "</w:p>"
    )
    assert [text for _, text in numbered(document)] == ["十日"]
    assert {d.code for d in document.diagnostics} >= {"TRU001", "TRU002"}


@pytest.mark.parametrize("head", ['<!DOCTYPE x [<!ENTITY a "b">]>', "<!DOCTYPE x>"])
def test_word_2003_with_a_document_type_is_refused(head: str) -> None:
    data = f'<?xml version="1.0"?>{head}<w:wordDocument {NAMES}><w:body/></w:wordDocument>'
    with pytest.raises(ReadError, match="DOCTYPE"):
        read(data.encode(), name="a.xml")


LIBREOFFICE = (
    '<o:CustomDocumentProperties xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:dt="uuid:C2F41010-65B3-11d1-A29F-00AA00C14882">'
    '<o:Editor dt:dt="string">LibreOffice/7.4$Linux_X86_64</o:Editor></o:CustomDocumentProperties>'
    '<w:styles><w:style w:type="paragraph" w:styleId="P1"><w:pPr><w:tabs><w:tab w:val="left" w:pos="4000"/></w:tabs>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="P2"><w:basedOn w:val="P1"/></w:style></w:styles>'
)


def line_of_runs(style: str, *runs: tuple[str, str]) -> str:
    written = (f'<w:r><w:rPr><w:rStyle w:val="{look}"/></w:rPr><w:t>{words}</w:t></w:r>' for look, words in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(written)}</w:p>'


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((("T1", "阳台有"), ("T1", "个，")), "阳台有\t个，"),
        ((("T1", "交货点："), ("T2", "。")), "交货点：\t。"),
        ((("T2", "；"),), "\t；"),
        ((("T2", " "), ("T1", "。")), " \t。"),
        ((("T1", "电话"), ("T2", " "), ("T1", "邮编")), "电话\t 邮编"),
        ((("T1", "包装标准："), ("T2", "第五条 "), ("T3", "检验期限")), "包装标准：\t第五条 检验期限"),
        ((("T1", "买方："), ("T2", "签订地点"), ("T1", "：")), "买方：\t签订地点："),
        ((("T1", "说明："), ("T2", "本表一式两份")), "说明：本表一式两份"),
        ((("T1", "（"), ("T1", "1）运费")), "（1）运费"),
        ((("T1", "逾期 3%"), ("T1", "的违约金")), "逾期 3%的违约金"),
        ((("T1", "买卖"), ("T2", "合同")), "买卖合同"),
    ],
)
def test_tabs_that_libreoffice_leaves_out_are_put_back(runs: tuple[tuple[str, str], ...], expected: str) -> None:
    (line,) = word_2003(line_of_runs("P2", *runs), LIBREOFFICE).blocks
    assert isinstance(line, Paragraph)
    assert line.text == expected


def test_no_tab_is_put_into_a_line_without_stops_or_a_file_that_another_program_wrote() -> None:
    runs = (("T1", "阳台有"), ("T1", "个，"))
    assert [block.text for block in word_2003(line_of_runs("P9", *runs), LIBREOFFICE).blocks] == ["阳台有个，"]
    assert [block.text for block in word_2003(line_of_runs("P1", *runs)).blocks] == ["阳台有个，"]
