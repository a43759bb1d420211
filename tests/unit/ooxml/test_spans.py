from __future__ import annotations

import ast
from pathlib import Path

import pytest
from lxml import etree

from pipeline.ooxml.names import PARAGRAPH
from pipeline.ooxml.spans import Walk, paragraphs
from tests.word_files import NAMESPACES

CASES = Path(__file__).resolve().parents[2] / "fixtures/docx/own_text.txt"


def cases() -> list[tuple[str, str, str]]:
    found = []
    for case in CASES.read_text("utf-8").split("\n=== ")[1:]:
        title, rest = case.split("\n", 1)
        xml, expected = rest.rsplit("\n---\n", 1)
        found.append((title, xml, ast.literal_eval(expected.strip())))
    return found


@pytest.mark.parametrize(("title", "xml", "expected"), cases(), ids=[case[0] for case in cases()])
def test_own_text(title: str, xml: str, expected: str) -> None:
    assert Walk(etree.fromstring(f"<w:p {NAMESPACES}>{xml}</w:p>")).text == expected


def walk(xml: str) -> Walk:
    return Walk(etree.fromstring(f"<w:p {NAMESPACES}>{xml}</w:p>"))


def form_text(result: str, default: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="T1"/><w:textInput>'
        f'<w:default w:val="{default}"/></w:textInput></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t xml:space="preserve">{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("result", "default", "is_blank"),
    [("\u2002" * 5, "", True), ("请填写", "请填写", True), ("张三", "", False), ("张三", "请填写", False)],
)
def test_a_form_field_somebody_filled_is_no_placeholder(result: str, default: str, *, is_blank: bool) -> None:
    (atom,) = walk(form_text(result, default)).atoms
    assert (atom.text, atom.frame.name, atom.frame.is_field) == (result, "T1", is_blank)


def test_text_behind_a_field_is_not_in_it() -> None:
    atoms = walk(form_text("\u2002") + "<w:r><w:t>元</w:t></w:r>").atoms
    assert [(atom.text, atom.frame.is_field, atom.frame.name) for atom in atoms] == [
        ("\u2002", True, "T1"),
        ("元", False, ""),
    ]


def test_merge_field_names() -> None:
    xml = "<w:fldSimple w:instr=' MERGEFIELD \"甲方 名称\" \\* MERGEFORMAT '><w:r><w:t>«x»</w:t></w:r></w:fldSimple>"
    (atom,) = walk(xml).atoms
    assert (atom.frame.name, atom.frame.is_field) == ("甲方 名称", True)


def test_ordinals_do_not_count_the_copy_of_a_text_box() -> None:
    xml = {title: xml for title, xml, _ in cases()}["text boxes are paragraphs of their own"]
    root = etree.fromstring(f"<w:body {NAMESPACES}><w:p>{xml}</w:p><w:p/></w:body>")
    assert [Walk(paragraph).text for paragraph in paragraphs(root)] == ["前后", "框", ""]
    assert len(list(root.iter(PARAGRAPH))) == 4
