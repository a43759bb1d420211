from __future__ import annotations

import io
from dataclasses import replace

import docx
import docx.shared
import pytest

from pipeline.model.document import Block, Cell, Document, Mark, Paragraph, Run, Table
from pipeline.model.flow import flow
from pipeline.ooxml.package import open_package
from pipeline.readers.docx import read
from pipeline.writers.house import set_house
from pipeline.writers.house.roles import RoleOf, kept, roles


def para(text: str, marks: Mark = Mark.NONE, **more: object) -> Paragraph:
    return Paragraph(runs=(Run(text=text, marks=marks),) if text else (), **more)  # type: ignore[arg-type]


def document(*blocks: Block) -> Document:
    return Document(blocks=blocks, format="text", name="试.txt", sha256="0" * 64)


def again(*blocks: Block) -> Document:
    return read(set_house(document(*blocks)), name="试.docx")


def cell(row: int, column: int, *blocks: Block, **more: int) -> Cell:
    return Cell(blocks=blocks or (para(""),), row=row, column=column, **more)  # type: ignore[arg-type]


def test_page() -> None:
    section = docx.Document(io.BytesIO(set_house(document(para("甲"))))).sections[0]
    sizes = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(size.cm, 1) for size in sizes if size] == [21.0, 29.7, 2.5, 2.5, 3.0, 3.0]


def test_footer_counts_pages() -> None:
    package = open_package(set_house(document(para("甲"))))
    (name,) = package.related(package.document, "footer")
    assert "".join(str(t) for t in package.trees[name].itertext()).replace(" ", "") == "第PAGE1页共NUMPAGES1页"


def test_numbers_are_written_out() -> None:
    (line,) = again(para("租赁物", number="第一条", separator="\t")).blocks
    assert (line.text, getattr(line, "number", None)) == ("第一条\t租赁物", "")


@pytest.mark.parametrize(
    "run",
    [
        Run(text="      ", marks=Mark.UNDERLINE),
        Run(text="甲", marks=Mark.BOLD | Mark.UNDERLINE | Mark.HIGHLIGHT),
        Run(text="暗", marks=Mark.HIDDEN),
        Run(text="请填写", marks=Mark.GREY),
        Run(text="\u2002\u2002", marks=Mark.FIELD, name="party_a"),
        Run(text="请填写\t姓名", marks=Mark.FIELD, name="n&<"),
        Run(text="□", marks=Mark.FIELD | Mark.BOX, name="c", choices=("□", "☑")),
        Run(text="☑", marks=Mark.FIELD | Mark.BOX, name="c", choices=("□", "☑")),
        Run(text="现金", marks=Mark.FIELD, name="pay", choices=("现金", "转账")),
        Run(text="请选择", marks=Mark.CONTROL, name="pay", choices=("现金", "转账")),
        Run(text="请填写", marks=Mark.CONTROL),
        Run(text="张三", name="party_a"),
        Run(text="☒", marks=Mark.BOX),
        Run(text="一\n二\t三"),
    ],
    ids=lambda run: f"{run.text!r} {run.marks!r}",
)
def test_runs_come_back_as_they_were(run: Run) -> None:
    (line,) = again(Paragraph(runs=(Run(text="前"), run, Run(text="后")))).blocks
    assert isinstance(line, Paragraph)
    assert line.runs[1] == run if run.marks or run.name else run.text in line.text


def test_characters_that_xml_refuses_keep_their_place() -> None:
    (line,) = again(para("甲\x0c乙\x00丙")).blocks
    assert line.text == "甲\ufffd乙\ufffd丙"


def test_tables_come_back_as_they_were() -> None:
    nested = Table(rows=((cell(0, 0, para("内")),),), ruled=False)
    table = Table(
        rows=(
            (cell(0, 0, para("名称"), column_span=2, header=1), cell(0, 2, para("备注"), row_span=3, header=1)),
            (cell(1, 0, para("甲")), cell(1, 1, para("乙"), para("丙"))),
            (cell(2, 1, para("前"), nested),),
            (cell(3, 0), cell(3, 1), cell(3, 2)),
        )
    )
    before, after = flow(document(para("表"), table)), flow(again(para("表"), table))
    assert before.text == after.text
    assert before.ruled == after.ruled

    def shape(cells: tuple[object, ...]) -> list[tuple[object, ...]]:
        return [(c.row, c.column, c.row_span, c.column_span, bool(c.header)) for c in cells]  # type: ignore[attr-defined]

    assert shape(before.cells) == shape(after.cells)


def test_a_row_all_merged_from_above() -> None:
    table = Table(rows=((cell(0, 0, para("甲"), row_span=2), cell(0, 1, para("乙"), row_span=2)), ()))
    assert flow(again(table)).text == flow(document(table)).text == "甲\t乙\n"


def test_a_paragraph_does_not_touch_the_table_above_it() -> None:
    table = Table(rows=((cell(0, 0, para("名称")),),))
    made = docx.Document(
        io.BytesIO(set_house(document(para("一、货物如下。"), table, para("二、价款如下。"), para("三、交付。"))))
    )
    assert [p.paragraph_format.space_before for p in made.paragraphs] == [None, docx.shared.Pt(6), None]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert set_house(document(para("甲"))) == set_house(document(para("甲")))


CONTRACT = (
    (para("编号：____"), RoleOf.LABEL),
    (para("房屋租赁合同", align="center"), RoleOf.TITLE),
    (para("（示范文本）", align="center"), RoleOf.SUBTITLE),
    (para(""), RoleOf.BODY),
    (para("出租人：________"), RoleOf.LABEL),
    (para("根据有关法律，双方达成协议。"), RoleOf.BODY),
    (para("（二）租期：____年"), RoleOf.BODY),
    (para("甲方承诺：房屋权属清楚；无抵押。"), RoleOf.BODY),
    (para("地　　址：____"), RoleOf.LABEL),
    (para("第一章 总则"), RoleOf.CHAPTER),
    (para("租赁房屋", number="第一条", separator="\t"), RoleOf.ARTICLE),
    (para("第二条 租期自签字之日起算，共三年，期满另议。"), RoleOf.BODY),
    (para("一、价款"), RoleOf.ARTICLE),
    (para("甲方（盖章）　　　　乙方（盖章）"), RoleOf.LABEL),
    (para("附件一：房屋清单"), RoleOf.ARTICLE),
)


def test_roles() -> None:
    assert list(roles([paragraph for paragraph, _ in CONTRACT])) == [role for _, role in CONTRACT]


def test_a_text_without_title_has_none() -> None:
    found = roles([para("第一条 总则"), para("本合同")])
    assert RoleOf.TITLE not in found


def test_signatures_stay_with_each_other_and_with_the_last_lines() -> None:
    lines = [
        "八、其他",
        "本合同一式两份。",
        "",
        "（以下无正文）",
        "",
        "甲方（盖章）：",
        "地址：",
        "",
        "乙方（盖章）：",
        "",
        "附录",
    ]
    assert sorted(kept([para(line) for line in lines])) == [1, 2, 3, 4, 5, 6, 7]
    assert not kept([para("甲方应当在签字后五日内付款。"), para("第三条 盖章"), para("一、签字")])
    made = docx.Document(io.BytesIO(set_house(document(*map(para, lines)))))
    assert [paragraph.paragraph_format.keep_with_next for paragraph in made.paragraphs] == [
        None, *[True] * 7, None, None, None
    ]  # fmt: skip


def test_looks() -> None:
    made = docx.Document(io.BytesIO(set_house(document(*(paragraph for paragraph, _ in CONTRACT)))))
    styles = {paragraph.text: paragraph.style.name for paragraph in made.paragraphs if paragraph.style}
    assert styles["房屋租赁合同"] == "合同标题"
    assert styles["第一条\t租赁房屋"] == "合同条题"
    assert styles["根据有关法律，双方达成协议。"] == "合同正文"
    assert replace(document(), name="x").name == "x"


@pytest.mark.parametrize("marks", [Mark.FIELD, Mark.CONTROL])
def test_names_and_choices_with_characters_that_no_word_file_may_hold_are_set(marks: Mark) -> None:
    named = Run(text="____", marks=marks, name="甲\x01方\ud800", choices=("一\x02", "二"))
    written = read(set_house(document(Paragraph(runs=(Run(text="甲方："), named)))), name="a.docx")
    (field,) = (run for block in written.blocks for run in block.runs if run.choices)  # type: ignore[union-attr]
    assert field.choices == ("一\ufffd", "二")
    assert field.text == "____"
