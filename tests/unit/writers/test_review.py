"""The page on which a person looks over what was found."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import pytest
from PIL import Image

from pipeline import readers
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.extracting.extract import extract
from pipeline.model.document import Document, Mark, Paragraph, Picture, Run
from pipeline.model.flow import flow
from pipeline.parsing.parse import parse
from pipeline.writers.review import review_html


def _page(document: Document, *pictures: Picture) -> str:
    return review_html(parse(document), document, flow(document), pictures)


def _text(text: str) -> Document:
    return readers.read(text.encode(), name="合同.txt")


def _jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (20, 30), 240).save(buffer, "JPEG")
    return buffer.getvalue()


def test_blanks_are_numbered_and_empty_ones_never_break_over_a_line() -> None:
    page = _page(_text("服务合同\n甲方：______\n乙方：______\n第一条 服务费为____元。\n"))
    assert page.count('class="row"') == 3
    assert page.count(' room"') == 3
    assert 'id="b3"' in page
    assert "原件图像" not in page


def test_a_blank_that_stands_twice_is_numbered_twice_and_linked_to_once() -> None:
    document = _text("服务合同\n甲方：______\n乙方：______\n第一条 服务费为____元。\n甲方（盖章）：______\n")
    found = parse(document)
    first = found.blanks[0]
    twice = replace(found, blanks=(replace(first, repeats=(found.blanks[1].slots,)),))
    page = review_html(twice, document, flow(document))
    assert page.count("<sup") == 2
    assert page.count('id="b1"') == 1


def test_what_the_page_holds_is_shown_and_never_run() -> None:
    page = _page(_text("服务合同\n甲方：<script>alert(1)</script>______\n"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_pages_of_a_scan_stand_below_what_was_recognised_in_them() -> None:
    pictures = [Picture(page=number, jpeg=_jpeg()) for number in (1, 3)]
    page = _page(_text("服务合同\n甲方：______\n"), *pictures)
    assert page.count("<figure>") == 2
    assert "第 3 页" in page
    assert base64.b64encode(_jpeg()).decode() in page
    assert "img-src data:" in page


def test_lines_that_were_not_read_for_sure_are_quoted() -> None:
    found = Diagnostic(severity=Severity.WARNING, code="OCR002", message="有 1 行文字识别把握不大", quote="甲方: 某某")
    document = Document(blocks=(Paragraph(runs=(Run(text="甲方：______"),)),), format="pdf", name="a", sha256="",
                        diagnostics=(found,))  # fmt: skip
    assert "「甲方: 某某」" in _page(document)


@pytest.mark.parametrize(("marks", "worth"), [(Mark.NONE, 1.0), (Mark.UNSURE, 0.7)])
def test_a_value_in_characters_that_were_not_read_for_sure_is_less_sure(marks: Mark, worth: float) -> None:
    lines = ("服务合同", "甲方：山海科技有限公司", "乙方：周明", "第一条 服务费", "服务费总额为人民币8600元。")
    blocks = tuple(
        Paragraph(runs=(Run(text=line, marks=marks if "8600" in line else Mark.NONE),)) for line in lines
    )  # fmt: skip
    template = parse(Document(blocks=blocks, format="pdf", name="a", sha256=""))
    sure = parse(_text("\n".join(lines)))
    money, plain = extract(template).elements["total_amount"], extract(sure).elements["total_amount"]
    assert money.value == plain.value
    assert money.confidence == pytest.approx(plain.confidence * worth, abs=0.011)
    assert len(template.unsure) == (marks is Mark.UNSURE)


def test_an_annex_that_only_stands_in_the_body_is_counted_and_named() -> None:
    page = _page(
        _text("租赁合同\n甲方：____\n第一条 设备见附件一。\n甲方（盖章）：\n\n附件一：设备清单\n一号设备两台。\n")
    )
    assert "附件 <b>1</b> 份" in page
    assert "附件一 设备清单 " in page
    assert "正文内有此附件，未列入清单" in page
