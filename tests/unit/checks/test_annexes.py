"""Annexes: matching of files, findings, graph and statuses."""

from __future__ import annotations

import pytest

from pipeline.checks import Subject, annex_graph, annex_statuses, run_checks, subject_of
from pipeline.checks.annex_names import Name, file_name, likeness, name_of, number_of
from pipeline.diagnostics import Severity
from pipeline.model.contract import SuppliedAnnex
from pipeline.model.template import Annex, AnnexReference, Template
from tests.unit.checks.building import contract, found

TITLES = ("项目方案", "系统设计文档", "系统操作手册", "保密协议")


def _template(titles: tuple[str, ...] = TITLES, body: str = "按照系统操作手册执行。\n", tail: str = "") -> Template:
    text = body + "附件清单：\n" + "".join(f"{i}.{t}\n" for i, t in enumerate(titles, 1)) + tail
    listed = tuple(Annex(number=f"{i}.", title=t, listed=text.index(f"{i}.{t}")) for i, t in enumerate(titles, 1))
    return Template(title="合同", text=text, format="text", name="x", sha256="", annexes=listed)


def _file(path: str, heading: str = "") -> SuppliedAnnex:
    return SuppliedAnnex(path=path, sha256=path, bytes=10, format="docx", heading=heading, text_length=50)


def _subject(*files: SuppliedAnnex, template: Template | None = None) -> Subject:
    return subject_of(template or _template(), supplied=files)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("附件一", "1"), ("附件1", "1"), ("附件（1）", "1"), ("附件 12", "12"), ("附件十二", "12"), ("附件二十", "20"),
        ("附录A", "A"), ("1.", "1"), ("（三）", "3"), ("附表 1—2", "1-2"), ("第3号附件", "3"), ("附件", ""), ("操作手册", ""),
        ("Annex B", "B"),
    ],
)  # fmt: skip
def test_numbers_in_any_writing(printed: str, number: str) -> None:
    assert number_of(printed) == number


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("资料/附件3 操作手册.docx", Name(number="3", title="操作手册")),
        ("附件三：操作手册（终稿）.pdf", Name(number="3", title="操作手册")),
        ("03_操作手册_20260301.docx", Name(number="3", title="操作手册")),
        ("3.操作手册 v2.docx", Name(number="3", title="操作手册")),
        ("（二）验收标准.docx", Name(number="2", title="验收标准")),
        ("2024年度计划.docx", Name(number="", title="2024年度计划")),
        ("服务合同附件4保密协议.docx", Name(number="4", title="保密协议")),
        ("附件.pdf", Name(number="", title="")),
        ("7.pdf", Name(number="7", title="")),
    ],
)
def test_file_names(path: str, name: Name) -> None:
    assert file_name(path) == name


def test_a_heading_is_split_the_same_way() -> None:
    assert name_of("附件二　验收标准") == Name(number="2", title="验收标准")


@pytest.mark.timeout(120)  # to begin again at every sign takes minutes
@pytest.mark.parametrize("sign", ["_", " ", "-", "一", "(1)", "终稿"])
def test_a_heading_of_a_million_signs_is_looked_through_once(sign: str) -> None:
    name_of(sign * 1_000_000 + "x")
    number_of(sign * 1_000_000 + "x")


def test_likeness_tells_siblings_apart() -> None:
    assert likeness("系统设计文档", "系统操作手册") < 85
    assert likeness("《操作手册》", "操作手册") == 100
    assert likeness("操作手册", "客户管理系统操作手册") == 90
    assert likeness("承租人的证件复印件", "承租人证件复印件") >= 85


@pytest.mark.parametrize(
    ("file", "title"),
    [
        (_file("附件1.docx"), "项目方案"),
        (_file("2 系统设计文档.docx"), "系统设计文档"),
        (_file("操作手册.docx"), "系统操作手册"),
        (_file("扫描0001.pdf", "附件四 保密协议"), "保密协议"),
        (_file("扫描0002.pdf", "保密协议书"), "保密协议"),
    ],
)
def test_a_file_is_matched(file: SuppliedAnnex, title: str) -> None:
    rows = [row for row in annex_graph(_template(), (file,)) if row.files]
    assert [(row.title, row.status) for row in rows] == [(title, "supplied")]


@pytest.mark.parametrize("path", ["系统文档.docx", "附件9.docx", "会议纪要.pdf"])
def test_a_file_that_is_none_is_not_guessed(path: str) -> None:
    assert annex_statuses(_template(), (_file(path),))[-1].status == "unlisted"


def test_a_file_that_may_be_two_is_asked_for() -> None:
    diagnostic = found(_subject(_file("附件1 保密协议.docx")))["ANX010"]
    assert "项目方案" in diagnostic.message
    assert "保密协议" in diagnostic.message


def test_the_heading_settles_what_the_name_leaves_open() -> None:
    files = (_file("附件1 保密协议.docx", "保密协议"),)
    assert next(s for s in annex_statuses(_template(), files) if s.title == "保密协议").status == "supplied"


def test_without_files_a_blank_template_is_warned_of_all() -> None:
    diagnostics = [d for d in run_checks(_subject()) if d.code == "ANX001"]
    assert len(diagnostics) == 4
    assert {d.severity for d in diagnostics} == {Severity.WARNING}
    assert {d.severity for d in run_checks(_subject(), strict=True) if d.code == "ANX001"} == {Severity.ERROR}


def test_where_annex_files_are_named_all_must_be_there() -> None:
    made = _template()
    silent = subject_of(made, contract=contract(made, {}))
    assert found(silent)["ANX001"].severity is Severity.WARNING
    empty_folder = subject_of(made, contract=contract(made, {}), asked=True)
    assert found(empty_folder)["ANX001"].severity is Severity.ERROR


def _inline(body: str) -> Template:
    made = _template(("项目方案", "保密协议"), tail=f"附件一 项目方案\n{body}")
    start = made.text.rindex("附件一 项目方案")
    headed = Annex(number="附件一", title="项目方案", headed=start)
    return Template(title="合同", text=made.text, format="text", name="x", sha256="", annexes=(*made.annexes, headed))


def test_an_annex_whose_text_stands_in_the_contract_need_not_be_supplied() -> None:
    rows = annex_graph(_inline("一、建设目标和主要内容如下所述。\n"), ())
    assert [row.status for row in rows] == ["inline", "missing"]


def test_a_heading_alone_is_not_its_text() -> None:
    assert [row.status for row in annex_graph(_inline("无\n"), ())] == ["missing", "missing"]


def test_references_stand_in_the_graph() -> None:
    made = _template()
    start = made.text.index("系统操作手册")
    reference = AnnexReference(number="", title="系统操作手册", start=start, end=start + 6, by="plain", clause="1.3")
    made = Template(
        title="合同", text=made.text, format="text", name="x", sha256="", annexes=made.annexes,
        annex_references=(reference,),
    )  # fmt: skip
    assert [row.referenced for row in annex_graph(made, ())] == [(), (), ("1.3",), ()]


def test_a_reference_to_the_only_annex_needs_no_number() -> None:
    made = _template(("项目方案",), body="详见附件。\n")
    made = Template(
        title="合同", text=made.text, format="text", name="x", sha256="", annexes=made.annexes,
        annex_references=(AnnexReference(number="", title="", start=2, end=4),),
    )  # fmt: skip
    assert not {"ANX003", "ANX004"} & set(found(_subject(_file("附件1 项目方案.docx", "项目方案"), template=made)))
