from __future__ import annotations

import io

import docx
import pytest

from pipeline.ooxml.anchors import anchor_for
from pipeline.ooxml.package import open_package
from pipeline.readers.docx import read
from pipeline.writers.docx import compile_docx
from tests.word_files import TYPES, fill, lines, p, parts_of, texts, word_file, zipped

SOURCE = word_file(p("甲方：____"))
RECORD = '{"title": "A & B <合同>", "note": "第一行\\n第二行"}\r\n'.encode()


def record_of(data: bytes) -> bytes | None:
    return read(data, name="").record


@pytest.mark.parametrize(
    "record",
    [RECORD, b"{}", b"", b"\x00\xff not text", "\ufffe".encode(), b"]]>&amp;", "  前后  \n".encode()],
    ids=["json", "empty object", "nothing", "bytes", "no character", "markup", "white space"],
)
def test_the_record_comes_back_exactly(record: bytes) -> None:
    assert record_of(fill(SOURCE, (0, 3, 7, "值"), record=record)) == record


def test_a_record_that_is_there_is_replaced() -> None:
    first = fill(SOURCE, (0, 3, 7, "____"), record=b"one")
    second = fill(first, (0, 3, 7, "值"), record=b"two")
    assert record_of(second) == b"two"
    assert sorted(open_package(first).names) == sorted(open_package(second).names)


def test_the_record_is_tied_to_the_document() -> None:
    package = open_package(fill(SOURCE, (0, 3, 7, "值"), record=RECORD))
    assert list(package.related("word/document.xml", "customXml")) == ["customXml/item1.xml"]
    assert list(package.related("customXml/item1.xml", "customXmlProps")) == ["customXml/itemProps1.xml"]
    assert b"/customXml/itemProps1.xml" in package.texts["[Content_Types].xml"]


def test_other_custom_parts_stay() -> None:
    source = zipped(parts_of(p("甲方：____"), extra={"customXml/item1.xml": "<a/>"}))
    package = open_package(fill(source, (0, 3, 7, "值"), record=RECORD))
    assert package.texts["customXml/item1.xml"] == b"<a/>"
    assert b"hetong" in package.texts["customXml/item2.xml"]


def test_a_draft_says_so_in_its_properties() -> None:
    data = fill(SOURCE, (0, 3, 7, "值"), draft=True, record=RECORD)
    assert docx.Document(io.BytesIO(data)).core_properties.content_status == "草稿"
    issued = fill(SOURCE, (0, 3, 7, "值"), record=RECORD)
    assert "docProps/core.xml" not in open_package(issued).names
    again = fill(data, (0, 3, 4, "新"), draft=True)
    assert open_package(again).texts["docProps/core.xml"].count("草稿".encode()) == 1


@pytest.mark.parametrize("record", [None, RECORD])
@pytest.mark.parametrize("headers", [{}, {"header": p("页眉：__")}], ids=["no header", "header"])
def test_a_draft_shows_on_every_page(headers: dict[str, str], record: bytes | None) -> None:
    source = word_file(p("甲方：____") + "<w:sectPr/>", related=headers)
    data = fill(source, (0, 3, 7, "值"), draft=True, record=record)
    package = open_package(data)
    (name,) = package.related(package.document, "header")
    assert 'string="草稿"' in package.texts[name].decode()
    made = docx.Document(io.BytesIO(data))
    assert 'string="草稿"' in made.sections[0].header._element.xml or headers
    assert texts(data)[0] == "甲方：值"
    if headers:
        assert texts(fill(source, (0, 3, 7, "值"), (1, 3, 5, "7"), draft=True))[1] == "页眉：7"


@pytest.mark.parametrize("controls", [False, True])
def test_other_programs_open_it(*, controls: bool) -> None:
    data = fill(SOURCE, (0, 3, 7, "某公司"), record=RECORD, draft=True, controls=controls)
    (paragraph,) = docx.Document(io.BytesIO(data)).paragraphs
    assert "".join(paragraph._p.xpath(".//w:t/text()")) == "甲方：某公司"


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert fill(SOURCE, (0, 3, 7, "值"), record=RECORD) == fill(SOURCE, (0, 3, 7, "值"), record=RECORD)


def test_a_template_is_used_again_and_again() -> None:
    paragraph = lines(read(SOURCE, name=""))[0]
    from pipeline.model.contract import Placement

    anchor = anchor_for(paragraph, 3, 7)
    template = compile_docx(SOURCE, [anchor])
    out = [template.render([Placement(anchor=anchor, text=text, key="k")], record=text.encode()) for text in "甲乙"]
    assert [texts(data)[0] for data in out] == ["甲方：甲", "甲方：乙"]
    assert [record_of(data) for data in out] == ["甲".encode(), "乙".encode()]
    assert texts(template.render([])) == ["甲方：____"]


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize("record", [None, RECORD])
def test_macros_are_not_issued(record: bytes | None) -> None:
    vba = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    extra: dict[str, str | bytes] = {
        "word/vbaProject.bin": b"\xd0\xcf",
        "[Content_Types].xml": TYPES.replace(MAIN, MACRO).replace("</Types>", vba),
    }
    rel = '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
    source = zipped(parts_of(p("甲方：____"), extra=extra, external=rel))
    data = fill(source, (0, 3, 7, "值"), record=record)
    package = open_package(data)
    assert not any("vba" in name for name in package.names)
    assert b"vba" not in b"".join(package.texts.values()).lower()
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "甲方：值"
    assert record_of(data) == record


def test_a_template_is_issued_as_a_document() -> None:
    template = TYPES.replace(MAIN, MAIN.replace("document.main", "template.main"))
    data = fill(zipped(parts_of(p("甲方：____"), extra={"[Content_Types].xml": template})), (0, 3, 7, "值"))
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "甲方：值"
