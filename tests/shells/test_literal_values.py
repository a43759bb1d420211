"""Values are words, whatever they look like to a program: they arrive as they are, or are refused in plain words."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline import api
from pipeline.errors import PipelineError
from pipeline.model.record import Record
from pipeline.writers.form import form_xlsx
from pipeline.writers.pdf.coverage import MissingGlyph
from tests.pdf_files import logical_text
from tests.shells.conftest import Hetong

BLANK = """采购合同

合同编号：__________
甲方：____________
乙方：____________

一、价款
1.1 价款为人民币______元（大写：__________元整）。

二、其他约定
2.1 其他约定：____________________

签订日期：____年____月____日
"""
VALUES = {"contract_no": "HT-1", "party_a.name": "甲公司", "party_b.name": "乙公司", "sign_date": "2026-11-23"}
LITERAL = [
    "张三 & 李四 <甲>", "{{7*7}}", "{% for x in y %}", "{# 注 #}", "${jndi:ldap://x}", "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)",
    '#read("/etc/passwd")', "#{import sys}", "$x^2$ *粗* _斜_ `码` @标 <标> // 注 /* 注 */ = 题", "\\u{7b} \\n \\", "[链接](javascript:alert(1))", "</w:t></w:p><w:p/>",
    "<!DOCTYPE x>", "]]>", "&lt;&#x4e00;", "%s %d {0}", "'; DROP TABLE t;--", '"引号" ‘单’ “双”', "𬇙㼆", "  前后空格  ", "~破折—号…", "1. 编号",
]  # fmt: skip


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> api.Issuer:
    folder = tmp_path_factory.mktemp("literal")
    (folder / "空白.txt").write_text(BLANK, "utf-8")
    api.make_template(folder / "空白.txt", folder / "t")
    return api.Issuer(api.load_template(folder / "t"), api.Issue(pdf_engine="typst"))


def values(issuer: api.Issuer, text: str) -> dict[str, object]:
    amount = next(b.key for b in issuer.loaded.template.blanks if b.kind == "amount")
    other = next(b.key for b in issuer.loaded.template.blanks if b.label == "其他约定")
    return {**VALUES, amount: "12万", other: text, "party_a.name": " ".join(text.split())}


def word_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


@pytest.mark.parametrize("text", LITERAL, ids=ascii)
def test_arrives_literally_in_every_file(issuer: api.Issuer, text: str) -> None:
    issued = issuer.run(Record(values=values(issuer, text)))
    page = squeezed(logical_text(issued.files["pdf"]))
    for words in (f"其他约定：{text.strip()}", f"甲方：{' '.join(text.split())}"):
        assert words in word_text(issued.files["docx"])
        assert squeezed(words) in page
    fields = json.loads(issued.files["json"])["fields"]
    assert text.strip() in [field["value"] for field in fields.values()]


@pytest.mark.parametrize("unit", ["甲", "汉字，", "a", "很长的一段话。\n", "word "], ids=ascii)
def test_ten_thousand_characters_arrive(issuer: api.Issuer, unit: str) -> None:
    text = (unit * 10_000)[:10_000].strip()
    record = {**values(issuer, text), "party_a.name": "甲公司"}
    issued = issuer.run(Record(values=record))
    assert text in word_text(issued.files["docx"])
    assert squeezed(text) in squeezed(logical_text(issued.files["pdf"]))


@pytest.mark.parametrize(
    ("text", "words"),
    [("甲\x00乙", "U+0000"), ("甲\u202e乙", "U+202E"), ("\ud800", "U+D800"), ("甲\ufffe", "U+FFFE"), ("甲\x1b[31m", "U+001B"), ("大" * 400_000, "1 MiB")],
    ids=ascii,
)  # fmt: skip
def test_what_no_reader_could_see_is_refused_by_name(issuer: api.Issuer, text: str, words: str) -> None:
    with pytest.raises(PipelineError) as refused:
        issuer.run(Record(values={**values(issuer, "无"), "party_b.name": text}))
    assert words in str(refused.value)
    assert "『乙方』" in str(refused.value)


@pytest.mark.parametrize("text", ["合作愉快😀", "👨‍👩‍👧", "\ue000", "\U000f0000"], ids=ascii)
def test_a_character_is_drawn_or_named_never_a_box(issuer: api.Issuer, text: str) -> None:
    record = Record(values={**values(issuer, "无"), "party_b.name": text})
    assert f"乙方：{text}" in word_text(
        api.Issuer(issuer.loaded, api.Issue(formats=("docx",))).run(record).files["docx"]
    )
    said = ""
    try:
        shown = logical_text(issuer.run(record).files["pdf"])
    except MissingGlyph as missing:
        said = str(missing)
    if said:
        assert f"U+{next(ord(c) for c in text if c > chr(0xDFFF)):04X}" in said
        assert "party_b.name" in said
    else:
        assert f"乙方：{text}" in shown


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_of_a_form_computes(issuer: api.Issuer, text: str) -> None:
    template = issuer.loaded.template
    book = openpyxl.load_workbook(io.BytesIO(form_xlsx(template, [Record(values=values(issuer, text))])))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert text in [cell.value for cell in cells]


def test_the_same_by_the_command_line(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    text = '#read("/etc/passwd") & {{7*7}} <甲>'
    ran = hetong(
        "fill", template, samples / "record.yaml", "--set", f"party_a.contact={text}", "--name", "x", "-o", tmp_path
    )
    assert ran.code == 0
    assert f"联系人：{text}" in word_text((tmp_path / "x.docx").read_bytes())
    assert squeezed(f"联系人：{text}") in squeezed(logical_text((tmp_path / "x.pdf").read_bytes()))
