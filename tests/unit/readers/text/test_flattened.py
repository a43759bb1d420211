"""Tables of which a plain text kept nothing but the cells, a line each; and lines that are no cells."""

from __future__ import annotations

import pytest

from pipeline.model.document import Table
from pipeline.model.flow import flow
from pipeline.parsing.parse import parse
from pipeline.readers.text import read

PROSE = "双方应当按照本合同的约定全面履行各自的义务，不得擅自变更。\n"
AFTER = "本附件与合同正文具有同等效力，由双方共同遵守。\n"


def tables(text: str) -> list[list[list[str]]]:
    """The tables that the reader makes of a text: rows of cells."""
    blocks = read(f"{PROSE}{text}{AFTER}".encode(), name="a.txt").blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def blanks(text: str) -> list[str]:
    """The kinds and labels of the blanks in it."""
    document = read(f"{PROSE}{text}{AFTER}".encode(), name="a.txt")
    return [f"{blank.kind} {blank.label}" for blank in parse(document, flow(document)).blanks]


def lines(*cells: str) -> str:
    return "".join(f"{cell}\n" for cell in cells)


def test_words_that_ask_and_empty_lines_are_a_form() -> None:
    text = lines("姓名", "", "性别", "□男 □女", "出生日期", "", "联系电话", "")
    assert tables(text) == [[["姓名", ""], ["性别", "□男 □女"], ["出生日期", ""], ["联系电话", ""]]]
    assert [one.split()[0] for one in blanks(text)] == ["person", "choice", "date", "phone"]


def test_heads_and_empty_lines_are_a_list() -> None:
    text = lines("序号", "设备名称", "规格", "数量", *[""] * 12)
    assert tables(text) == [[["序号", "设备名称", "规格", "数量"], *[[""] * 4] * 3]]
    assert [one.split()[0] for one in blanks(text)] == ["table"]


def test_rows_that_are_numbered_are_a_list() -> None:
    text = lines("序号", "附件名称", "页数", "备注", "1", "房屋平面图", "", "", "2", "权属证明复印件", "", "")
    assert tables(text) == [
        [["序号", "附件名称", "页数", "备注"], ["1", "房屋平面图", "", ""], ["2", "权属证明复印件", "", ""]]
    ]


def test_a_cell_that_several_rows_share_is_given_once() -> None:
    rows = [["客厅", "沙发", "", ""], ["", "茶几", "", ""], ["", "电视柜", "", ""]]
    text = lines("位置", "物品名称", "数量", "备注", *(cell for row in rows for cell in row))
    assert tables(text) == [[["位置", "物品名称", "数量", "备注"], rows[0], rows[1][1:], rows[2][1:]]]
    (block,) = [b for b in read(f"{PROSE}{text}{AFTER}".encode(), name="a.txt").blocks if isinstance(b, Table)]
    assert block.rows[1][0].row_span == 3


def test_a_numbered_line_spans_its_row() -> None:
    rows = [["一、总部"], ["主管", "", "", ""], ["会计", "", "", ""], ["二、现场"], ["经理", "", "", ""]]
    text = lines("岗位名称", "姓名", "职务", "职称", *(cell for row in rows for cell in row))
    assert tables(text) == [[["岗位名称", "姓名", "职务", "职称"], *rows]]


def test_words_with_the_same_number_of_cells_behind_them_are_a_form() -> None:
    text = lines("林班号", "", "", "小班号", "", "", "树种", "", "", "面积（亩）", "", "")
    assert [row[0] for row in tables(text)[0]] == ["林班号", "小班号", "树种", "面积（亩）"]


def test_words_whose_cells_span_the_grid_are_a_form() -> None:
    rows = (("地块四至", "东"), ("南",), ("西",), ("起始日期",), ("终止日期",))
    text = lines(*(cell for row in rows for cell in (*row, "", "", "", "")))
    assert tables(text) == [[[*row, ""] for row in rows]]
    names = ("原金额", "增加金额", "已付金额", "结算金额")
    settled = lines(*(cell for name in names for cell in ("1", "", "", "", name, "", "", "", "")))
    assert tables(settled) == [[row for name in names for row in (["1"], [name, ""])]]


def test_words_to_tick_with_room_behind_the_boxes_are_rows_of_three() -> None:
    text = lines(
        *(cell for name in ("门窗", "地面", "墙面") for cell in (name, "□完好 □破损", "", "")), "备注", "□有 □无"
    )
    assert tables(text)[0][:2] == [["门窗", "□完好 □破损", ""], ["地面", "□完好 □破损", ""]]


def test_a_word_for_all_rows_below_the_heads_is_no_cell_of_each() -> None:
    text = lines("类别", "名称", "数量", "", "遥控器", "", "", "门禁卡", "", "", "钥匙", "")
    assert tables(text) == [[["类别", "名称", "数量"], ["遥控器", ""], ["门禁卡", ""], ["钥匙", ""]]]


def test_a_unit_below_its_head_belongs_to_it() -> None:
    text = lines("序号", "材料名称", "单价", "（元）", "数量", *[""] * 8)
    assert tables(text)[0][0] == ["序号", "材料名称", "单价\n（元）", "数量"]


def test_cells_with_tabs_between_are_a_table() -> None:
    text = lines("姓名\t\t性别\t", "身份证号\t\t联系电话\t")
    assert tables(text) == [[["姓名", "", "性别", ""], ["身份证号", "", "联系电话", ""]]]
    assert [one.split()[0] for one in blanks(text)] == ["person", "text", "id_no", "phone"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lines("房屋租赁合同", "（示范文本）", "", "", "", "", "", "", "签订须知"), id="cover"),
        pytest.param(lines("姓名", "李明", "性别", "男", "联系电话", "13800000000"), id="filled form"),
        pytest.param(lines("序号", "名称", "数量", "1", "水泵", "2", "2", "阀门", "8"), id="filled list"),
        pytest.param(lines("甲方（盖章）：", "", "乙方（盖章）：", "", "签订日期：", ""), id="signatures"),
        pytest.param(lines("第一条 标的", "", "第二条 数量", "", "第三条 期限", ""), id="headings"),
        pytest.param(lines("38. 竣工日期", "", "63. 暂列金额", "", "（三）付款方式", ""), id="numbered headings"),
        pytest.param(lines("一、项目名称", "见附件", "二、交货时间", "见附件"), id="items"),
        pytest.param(lines("总则\t1", "项目名称\t2", "交货时间\t3"), id="contents"),
        pytest.param(lines("甲方代表\t\t乙方代表", "李明\t\t王芳"), id="two columns"),
        pytest.param(lines("（一）现金", "（二）转账", "", "（三）支票", ""), id="options"),
    ],
)
def test_what_is_no_table_stays_lines(text: str) -> None:
    assert tables(text) == []


def test_empty_lines_between_paragraphs_are_no_cells() -> None:
    paragraphs = ["甲方应当在收到货物后及时组织验收，并出具书面意见。"] * 6
    text = "\n\n".join([*paragraphs[:3], "项目名称", "交货时间", "验收标准", "联系电话", *paragraphs[3:]])
    blocks = read(text.encode(), name="a.txt").blocks
    assert not any(isinstance(block, Table) for block in blocks)


def test_words_in_a_row_of_heads_are_no_form() -> None:
    heads = ["货物名称", "品牌", "规格型号", "", "数量", "", "单价", "", "金额", "", "交货时间及地点", "", "", ""]
    assert not any(one.startswith(("number", "amount")) for one in blanks(lines("合同标的", *heads)))


def test_empty_paragraphs_before_the_word_of_a_row_are_the_cells() -> None:
    rows = ["项目经理", "", "", "", "质量管理", "", "", "", "", "", "其他人员", "", "", ""]
    (table,) = tables(lines("名称", "姓名", "职务", "职称", *rows))
    assert [row[0] for row in table] == ["名称", "项目经理", "质量管理", "其他人员"]


def test_heads_with_an_empty_line_behind_some_of_them_are_a_list() -> None:
    heads = ["桥梁名称", "建设规模", "", "结构形式", "", "开工日期", "", "竣工日期"]
    assert tables(lines(*heads, *[""] * 15)) == [[[head for head in heads if head], *[[""] * 5] * 3]]


def test_heads_with_little_room_below_are_a_form() -> None:
    (table,) = tables(lines("桥梁名称", "建设规模", "", "结构形式", "", "开工日期", "", "竣工日期", "", ""))
    assert table == [["建设规模", ""], ["结构形式", ""], ["开工日期", ""], ["竣工日期", ""]]


def test_the_word_for_others_stands_beside_the_empty_rows_below_it() -> None:
    names = ["队长", "会计", "驾驶员", "其他人员"]
    (table,) = tables(lines("名称", "姓名", "职务", *(cell for name in names for cell in (name, "", "")), *[""] * 6))
    assert [len(row) for row in table] == [3, 3, 3, 3, 3, 2, 2]


def test_empty_rows_below_another_word_have_all_cells() -> None:
    names = ["队长", "会计", "驾驶员", "炊事员"]
    (table,) = tables(lines("名称", "姓名", "职务", *(cell for name in names for cell in (name, "", "")), *[""] * 6))
    assert {len(row) for row in table} == {3}
