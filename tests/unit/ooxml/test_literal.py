"""Literal paragraphs are read from their bytes as from their elements; where bytes may deceive, none is literal."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.model.document import Document, Mark
from pipeline.ooxml.literal import literals
from pipeline.ooxml.names import PARAGRAPH, W_URI
from pipeline.ooxml.spans import Walk, paragraphs
from pipeline.readers.docx import read, story
from tests.word_files import lines, part, parts_of, zipped

SHOWN, HIDDEN = '<w:rPr><w:sz w:val="21"/></w:rPr>', "<w:rPr><w:vanish/></w:rPr>"


def run(text: str, properties: str = "", prefix: str = "w") -> str:
    return f"<{prefix}:r>{properties}<{prefix}:t>{text}</{prefix}:t></{prefix}:r>"


def body(*runs: str) -> str:
    return f'<w:p xmlns:w="{W_URI}">{"".join(runs)}</w:p>'


def texts(xml: str) -> list[str | None]:
    """Return the characters of the literal paragraphs, after they were compared with those of the elements."""
    root = etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True))
    elements = paragraphs(root)
    found = literals(xml.encode(), sum(1 for _ in root.iter(PARAGRAPH)))
    shown = [None if each is None else "".join(characters for characters, _, _ in each.pieces) for each in found]
    assert all(text is None or text == Walk(p).text for text, p in zip(shown, elements, strict=True))
    return shown


LITERAL = {
    "runs": body(run("甲", SHOWN), run("方", HIDDEN)),
    "properties of the paragraph": body("<w:pPr><w:jc/><w:rPr><w:b/></w:rPr></w:pPr>", run("甲方")),
    "several in a run": body("<w:r><w:t>甲</w:t><w:tab/><w:br/><w:lastRenderedPageBreak/><w:t>方</w:t></w:r>"),
    "spaces that are kept": body('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r>'),
    "spaces that do not count": body(run(" 甲 "), run(" "), "<w:r><w:tab/><w:t> 乙</w:t></w:r>"),
    "spaces that all count": body(run(" 甲 "), run(" ")).replace("<w:p ", '<w:p xml:space="preserve" ', 1),
    "marks between runs": body('<w:bookmarkStart w:id="1"/>', run("甲"), '<w:proofErr w:type="x"/>', run("方")),
    "empty": body("<w:pPr><w:jc/></w:pPr>", '<w:bookmarkEnd w:id="1"/>'),
}


@pytest.mark.parametrize("name", LITERAL)
def test_literal(name: str) -> None:
    assert texts(LITERAL[name]) == [Walk(etree.fromstring(LITERAL[name])).text]


def test_properties_and_runs_are_told() -> None:
    (found,) = literals(body("<w:pPr><w:jc/></w:pPr>", run("甲", SHOWN), run("乙")).encode(), 1)
    assert found == (b"<w:jc/>", [("甲", 0, b'<w:sz w:val="21"/>'), ("乙", 1, b"")])


NOT_LITERAL = {
    "entity": body(run("&lt;甲&#x4e59;")),
    "line end": body(run("甲\n乙")),
    "spaces of which it is said further out whether they count": body(run(" 甲")).replace(
        "<w:r>", '<w:r xml:space="preserve">'
    ),
    "spaces that an attribute seems to keep": body(run(" 甲")).replace(
        "<w:p ", "<w:p w:rsidR=' xml:space=\"preserve\"' ", 1
    ),
    "characters of a section": body(run("<![CDATA[甲]]>")),
    "insertion": body(f"<w:ins>{run('甲')}</w:ins>"),
    "page break": body('<w:r><w:br w:type="page"/></w:r>'),
    "symbol": body('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'),
    "field": body('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
    "changed properties": body(
        run("甲", "<w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>")
    ),
    "changed properties of the paragraph": body(
        "<w:pPr><w:b/><w:pPrChange><w:pPr><w:i/></w:pPr></w:pPrChange></w:pPr>", run("甲")
    ),
    "closed at once": body('<w:r w:id="1"/>', run("甲")),
    "comment": body("<!-- -->", run("甲")),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_LITERAL)
def test_not_literal(name: str) -> None:
    assert texts(NOT_LITERAL[name]) == [None]


def test_a_paragraph_in_a_text_box_is_literal_and_the_one_around_it_is_not() -> None:
    inner = body(run("框"))
    box = f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"
    assert texts(body("<w:pPr/>", box)) == [None, "框"]
    assert texts(body(run("甲"), box)) == [None, "框"]


DECEIVING = {
    "comment": body(f"<!-- <w:p>{run('丙', SHOWN)}</w:p> -->", run("甲", HIDDEN), run("乙", SHOWN)),
    "comment instead of an element": body(
        "<!-- <w:p> -->", run("乙", SHOWN), f'<x:r xmlns:x="{W_URI}"><x:rPr><x:vanish/></x:rPr><x:t>甲</x:t></x:r>'
    ),
    "end in a comment": body(
        run("乙", "<w:rPr><!-- </w:rPr> --><w:b/></w:rPr>"), run("甲", "<w:rPr><!-- </w:rPr> --><w:vanish/></w:rPr>")
    ),
    "prefix with two meanings": body(
        '<w:r xmlns:q="urn:other"><w:rPr><q:vanish/></w:rPr><w:t>乙</w:t></w:r>'
        f'<w:r xmlns:q="{W_URI}"><w:rPr><q:vanish/></w:rPr><w:t>甲</w:t></w:r>'
    ),
    "address in disguise": body(
        f"<!-- <w:p>{run('乙', SHOWN)}</w:p> -->", run("乙", SHOWN),
        f'<x:r xmlns:x="{W_URI.replace(":", "&#58;")}"><x:rPr><x:vanish/></x:rPr><x:t>甲</x:t></x:r>',
    ),
    "another prefix": f'<v:p xmlns:v="{W_URI}">{run("甲", "<v:rPr><v:vanish/></v:rPr>", "v")}</v:p>',
}  # fmt: skip


@pytest.mark.parametrize("name", DECEIVING)
def test_where_bytes_may_deceive_none_is_literal(name: str) -> None:
    assert set(texts(DECEIVING[name])) == {None}


@pytest.mark.parametrize("name", [*LITERAL, *NOT_LITERAL, *DECEIVING])
def test_both_ways_of_reading_agree(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    xml = (LITERAL | NOT_LITERAL | DECEIVING)[name]

    def read_it() -> Document:
        document = part("document", f"<w:body>{xml}</w:body>")
        return read(zipped(parts_of("") | {"word/document.xml": document}), name="x")

    found = read_it()
    if name in DECEIVING:
        assert "".join(r.text for line in lines(found) for r in line.runs if Mark.HIDDEN in r.marks) == "甲"
    monkeypatch.setattr(story, "literals", lambda _text, count: [None] * count)
    assert read_it() == found
