"""Lines that a program folded at a width, and line ends that it doubled."""

from __future__ import annotations

from pipeline.readers.doubled import halved
from pipeline.readers.folded import columns, unfolded, unfolded_cell
from pipeline.readers.text import read

CLAUSES = [
    f"第{number}条 乙方应当按照本合同的约定按时交付设备并负责安装，安装期间 所需的水电由甲方提供，"
    f"费用由 承担；验收合格之日起 日内，甲方向乙方支付第{number}期 价款，逾期支付的按日计付违约金。"
    for number in "一二三四五六七八九十"
]


def folded(line: str, width: int, *, at_spaces: bool) -> list[str]:
    """Fold a line as a program does: at spaces only, or wherever the width is used up."""
    lines = [""]
    for piece in line.split(" ") if at_spaces else line:
        apart = " " if at_spaces and lines[-1] else ""
        if lines[-1] and columns(lines[-1] + apart + piece) > width:
            lines.append(piece)
        else:
            lines[-1] += apart + piece
    return lines


def test_lines_folded_at_spaces_are_joined_with_the_space() -> None:
    text = [line for clause in CLAUSES for line in [*folded(clause, 72, at_spaces=True), ""]]
    assert [line for line in unfolded(text) if line] == CLAUSES


def test_lines_folded_anywhere_are_joined_as_they_were() -> None:
    bare = [clause.replace(" ", "") for clause in CLAUSES]
    text = [line for clause in bare for line in [*folded(clause, 78, at_spaces=False), ""]]
    assert [line for line in unfolded(text) if line] == bare


def test_a_numbered_line_begins_a_paragraph_behind_a_full_line() -> None:
    bare = [clause.replace(" ", "") for clause in CLAUSES]
    text = [line for clause in bare for line in folded(clause, 78, at_spaces=False)]
    assert unfolded(text) == bare


def test_paragraphs_of_a_line_each_stay() -> None:
    assert unfolded(CLAUSES) is CLAUSES
    form = ["甲方：____", "乙方：____", "签订地点：____", "第一条 标的", "设备一台。"] * 4
    assert unfolded(form) is form


def test_lines_without_spaces_were_not_folded_at_any() -> None:
    entry = "自现场具备吊装条件之日起二十个日历天，乙方每提前一天获得奖励，每拖延一天支付罚款，依此类推"
    listed = [
        line
        for at, title in enumerate(("工期", "价款", "付款", "验收", "保修", "违约", "争议"))
        for line in (title, entry[at * 2 :])
    ]
    assert unfolded(listed) is listed


def test_columns_of_a_form_were_not_folded() -> None:
    rule, labels = "_" * 20, ("甲方", "地址", "电话", "邮编", "账号", "联系人", "开户行", "税号")
    form = [f"{label}：{rule} {label}：{rule}" for label in labels]
    assert unfolded(form) is form


def test_headings_before_paragraphs_without_a_space_stay() -> None:
    text = [
        line
        for number in "一二三四五六七八九十"
        for line in (f"第{number}条　设备的交付与安装", "乙方按照约定交付设备并负责安装、调试，" * 3 + "费用自理。")
    ]
    assert unfolded(text) is text
    parted = ["设备安装合同", "", "甲方：甲公司", "", "乙方：乙公司", "", "双方约定：", "", *text]
    assert unfolded(parted) is parted


def test_drawn_lines_are_no_prose() -> None:
    table = ["+----+----+", "| 甲 |    |", "+----+----+"]
    text = [*table, *(line for clause in CLAUSES for line in [*folded(clause, 72, at_spaces=True), ""])]
    assert unfolded(text)[:3] == table


def test_a_cell_is_joined_where_its_width_folded_it() -> None:
    assert unfolded_cell(["房", "屋", "坐", "落"], 2) == "房屋坐落"
    assert unfolded_cell(["出租人", "", "承租人"], 6) == "出租人\n承租人"
    assert unfolded_cell(["备注", "（元）"], 5) == "备注\n（元）"
    assert unfolded_cell(["□ 整租", "□ 分租"], 20) == "□ 整租\n□ 分租"


def test_doubled_line_ends_are_halved() -> None:
    assert halved("\n\n".join(CLAUSES * 2)) == "\n".join(CLAUSES * 2)
    assert halved("\n\n\n\n".join(CLAUSES + CLAUSES)) == "\n\n".join(CLAUSES + CLAUSES)
    assert halved("\n".join(CLAUSES * 2)) == "\n".join(CLAUSES * 2)


def test_cells_of_a_text_with_doubled_line_ends_are_a_table() -> None:
    cells = ["设备安装合同", *CLAUSES, "姓名", "", "性别", "□男 □女", "出生日期", "", "联系电话", "", "以上。"]
    blocks = read("\n\n".join(cells).encode(), name="a.txt").blocks
    assert [type(block).__name__ for block in blocks[-2:]] == ["Table", "Paragraph"]


def test_that_lines_were_joined_or_halved_is_told_once() -> None:
    bare = [clause.replace(" ", "") for clause in CLAUSES]
    folds = [folded(clause, 78, at_spaces=False) for clause in bare]
    joined = sum(len(fold) - 1 for fold in folds)

    def told(text: str) -> list[str]:
        return [d.message for d in read(text.encode(), name="a.txt").diagnostics if d.code == "REP006"]

    assert told("\n".join(line for fold in folds for line in fold)) == [
        f"原文的换行由程序加过，已复原：接回被折断的行{joined}处"
    ]
    assert told("\n\n".join(bare * 2)) == ["原文的换行由程序加过，已复原：成双的换行减为一个"]
    assert told("\n".join(bare)) == []
