"""Findings that need the file as read: hidden text, what the reader reports, tables on the page."""

from __future__ import annotations

from dataclasses import replace

from pipeline.checks import Subject, run_checks, subject_of
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.document import Block, Cell, Document, Mark, Paragraph, Run, Table
from pipeline.model.flow import flow
from pipeline.model.template import Party, Template

TRACKED = Diagnostic(severity=Severity.WARNING, code="TRU001", message="有 1 处修订插入未接受")


def _subject(*blocks: Block, diagnostics: tuple[Diagnostic, ...] = ()) -> Subject:
    document = Document(blocks=blocks, format="docx", name="x.docx", sha256="", diagnostics=diagnostics)
    template = Template(title="合同", text=flow(document).text, format="docx", name="x.docx", sha256="")
    return subject_of(template, document=document)


def _codes(subject: Subject) -> set[str]:
    return {d.code for d in run_checks(subject)}


def test_hidden_text_is_told_with_its_words() -> None:
    runs = (Run(text="甲方付款"), Run(text="，但不付", marks=Mark.HIDDEN))
    found = next(d for d in run_checks(_subject(Paragraph(runs=runs))) if d.code == "HID001")
    assert "但不付" in found.message
    assert found.start == 4


def test_what_the_reader_reports_is_passed_on_and_may_refuse() -> None:
    subject = _subject(Paragraph(runs=(Run(text="甲方付款"),)), diagnostics=(TRACKED,))
    assert TRACKED in run_checks(subject)
    assert [d.severity for d in run_checks(subject, strict=True) if d.code == "TRU001"] == [Severity.ERROR]


def test_hidden_text_is_told_once() -> None:
    told = Diagnostic(severity=Severity.WARNING, code="HID001", message="有 1 处看不见的文字")
    runs = (Run(text="甲方", marks=Mark.HIDDEN),)
    found = run_checks(_subject(Paragraph(runs=runs), diagnostics=(told,)))
    assert [d for d in found if d.code == "HID001"] == [told]


def _table(*rows: tuple[str, ...]) -> Table:
    return Table(
        rows=tuple(
            tuple(Cell(blocks=(Paragraph(runs=(Run(text=text),)),), row=i, column=j) for j, text in enumerate(row))
            for i, row in enumerate(rows)
        )
    )


HEAD = ("名称", "数量", "单价（元）", "金额（元）")


def test_a_table_on_the_page_that_adds_up() -> None:
    table = _table(HEAD, ("桌", "2张", "200", "400.00"), ("椅", "3", "100", "300"), ("合计", "", "", "700"))
    assert not {"SUM001", "SUM002"} & _codes(_subject(table))


def test_a_line_on_the_page_that_does_not() -> None:
    assert "SUM001" in _codes(_subject(_table(HEAD, ("桌", "2", "200", "410"))))


def test_a_total_on_the_page_that_does_not() -> None:
    table = _table(HEAD, ("桌", "2", "200", "400"), ("合计", "人民币500元", "", ""))
    assert "SUM002" in _codes(_subject(table))


def test_units_in_the_heading_count() -> None:
    table = _table(("名称", "数量", "单价（元）", "金额（万元）"), ("设备", "2", "50000", "10"))
    assert "SUM001" not in _codes(_subject(table))


def test_a_form_with_empty_rows_says_nothing() -> None:
    assert not {"SUM001", "SUM002"} & _codes(_subject(_table(HEAD, ("", "", "", ""), ("合计", "", "", ""))))


def test_a_day_beside_a_signature_is_no_part_of_the_name() -> None:
    text = "借款合同\n出借人（甲方）：桂明远，男\n借款人（乙方）：纪云舒，女\n第一条 借款\n甲方（签字）：桂明远 日期：2026年1月1日\n"
    parties = tuple(
        Party(key=f"party_{key}", role=role, label=role, start=0, aliases=(short,))
        for key, role, short in (("a", "出借人", "甲方"), ("b", "借款人", "乙方"))
    )
    template = Template(title="借款合同", text=text, format="text", name="x.txt", sha256="", parties=parties)
    assert "PTY003" not in _codes(subject_of(template))
    other = template.text.replace("签字）：桂明远", "签字）：桂明达")
    assert "PTY003" in _codes(subject_of(replace(template, text=other)))
