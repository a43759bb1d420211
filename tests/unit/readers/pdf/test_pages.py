"""What stands on the pages of a PDF, as paragraphs and tables."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.model.document import Document, Mark, Paragraph, Table
from pipeline.readers.pdf import read
from tests.pdf_made import frame, one_page, pages, rule, text, written

WALLS = (72, 180, 360, 520)


def _read(*contents: str) -> Document:
    return read(pages(*contents), name="合同.pdf")


def _paragraphs(document: Document) -> list[str]:
    return ["".join(run.text for run in b.runs) for b in document.blocks if isinstance(b, Paragraph)]


def _table(top: float, *lines: tuple[str, ...], walls: tuple[int, ...] = WALLS) -> str:
    """Operators that draw a grid with 24 points a row."""
    bottom = top - 24 * len(lines)
    drawn = [rule(walls[0], walls[-1], top - 24 * i) for i in range(len(lines) + 1)]
    drawn += [f"{x} {top} m {x} {bottom} l S\n" for x in walls]
    drawn += [
        text(left + 4, top - 24 * row - 16, words)
        for row, line in enumerate(lines)
        for (left, _), words in zip(pairwise(walls), line, strict=True)
        if words
    ]
    return "".join(drawn)


def _words(table: Table) -> list[list[str]]:
    return [
        ["".join(run.text for b in cell.blocks if isinstance(b, Paragraph) for run in b.runs) for cell in row]
        for row in table.rows
    ]


def test_a_table_goes_on_at_the_top_of_the_next_page() -> None:
    above = text(72, 700, "设备清单") + _table(160, ("序号", "名称", "单价"), ("", "", ""))
    document = _read(above, _table(780, ("", "", ""), ("", "", "")) + text(72, 600, "备注：无。"))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [4]
    assert _paragraphs(document) == ["设备清单", "备注：无。"]


def test_a_head_printed_again_on_the_next_page_counts_once() -> None:
    head = ("序号", "名称", "单价")
    document = _read(_table(160, head, ("1", "", "")), _table(780, head, ("2", "", "")))
    tables = [_words(block) for block in document.blocks if isinstance(block, Table)]
    assert tables == [[["序号", "名称", "单价"], ["1", "", ""], ["2", "", ""]]]


def test_tables_with_other_walls_or_words_between_them_are_two() -> None:
    first = _table(160, ("序号", "名称", "单价"), ("", "", ""))
    other = _read(first, _table(780, ("甲", "乙", "丙"), ("", "", ""), walls=(72, 200, 400, 520)))
    apart = _read(first, text(72, 780, "附件二") + _table(740, ("", "", ""), ("", "", "")))
    for document in (other, apart):
        assert sum(isinstance(block, Table) for block in document.blocks) == 2


def test_lines_that_never_fill_the_column_are_paragraphs_of_their_own() -> None:
    lines = [
        "股权转让协议",
        "转让方：张某某",
        "身份证号码：甲",
        "1.1 标的股权指全部股权，无质押。",
        "1.2 交割日指完成之日，以登记为准。",
    ]
    document = _read("".join(text(90, 780 - 24 * i, line) for i, line in enumerate(lines)))
    assert ["".join(words.split()) for words in _paragraphs(document)] == ["".join(line.split()) for line in lines]


def test_lines_that_fill_the_column_go_on_in_the_next() -> None:
    full = "本合同自双方签字盖章之日起生效，一式四份，双方各执两份，均具有同等法律效力"  # as wide as the column
    lines = [full, "，特此约定。", full, "，另行商定。", full, "，不得撤销。"]
    document = _read("".join(text(72, 780 - 24 * i, line) for i, line in enumerate(lines)))
    assert _paragraphs(document) == [full + "，特此约定。", full + "，另行商定。", full + "，不得撤销。"]


def test_the_number_of_a_page_with_a_wide_lower_margin_is_no_text() -> None:
    first = text(72, 700, "第一条标的") + text(290, 160, "1")
    document = _read(first, text(72, 700, "第二条价款") + text(290, 160, "- 2 -"))
    assert _paragraphs(document) == ["第一条标的", "第二条价款"]


def test_a_rule_beside_a_label_is_a_blank() -> None:
    (block,) = _read(text(72, 700, "甲方：") + rule(108, 300, 698) + text(300, 700, "。")).blocks
    assert isinstance(block, Paragraph)
    assert [(bool(run.text.strip()), Mark.UNDERLINE in run.marks) for run in block.runs] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_struck_words_are_not_read_and_underlined_ones_are() -> None:
    line = text(72, 700, "租金按月支付") + rule(72, 96, 704) + rule(108, 132, 698)  # 租金 struck, 月支 underlined
    document = _read(line + text(72, 660, "押金一次付清"))
    assert _paragraphs(document) == ["按月支付", "押金一次付清"]
    assert [d.code for d in document.diagnostics] == ["TRU002"]


def test_a_rule_from_edge_to_edge_that_a_line_ran_into_strikes_nothing() -> None:
    document = _read(text(96, 700, "出卖人对质量负责的条件和期限按国家标准执行：") + rule(72, 520, 704))
    assert "出卖人对质量负责" in _paragraphs(document)[0]


def test_spread_letters_in_a_bright_colour_over_rules_of_it_are_a_tracked_change() -> None:
    blue = "0 0 1 rg 0 0 1 RG "
    spread = "".join(blue + text(72 + 22 * i, 700, letter) for i, letter in enumerate("甲方应当通知乙方"))
    (block,) = _read(spread + blue + rule(72, 250, 698)).blocks
    assert isinstance(block, Paragraph)
    assert not any(run.marks & Mark.UNDERLINE for run in block.runs)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("双方约定租赁期限内承租人可以自行选择的其他费用包括燃气费和【", "】，由乙方承担。"),
        ("房屋所在楼栋总层数十八层，房屋所在层数为六层，所在楼栋电梯数量", "台，房屋总建筑面积另行测量。"),
        ("甲方办理完托运手续即视为交货，运输过程中的运费和保险费用均由", "方负责。"),
        ("经甲方书面同意后，乙方可以行使的权利还有", "。（其他）"),
        ("甲方应当在合同签订之日向乙方交付仓库的全部钥匙以及门禁卡，其中钥匙", "把、门禁卡另行交付。"),
        ("双方一致确认本次转让的全部价款为人民币，具体的价款金额如下（大写）", "元整。"),
    ],
)
def test_a_blank_whose_spaces_the_line_end_took_is_one(above: str, below: str) -> None:
    full = "本合同自双方签字盖章之日起生效，一式四份，双方各执两份，均具有同等法律效力"
    lines = [full, "，特此约定。", above.rjust(37, "一") if len(above) > 25 else above, below, full, "，不得撤销。"]
    document = _read("".join(text(72, 780 - 24 * i, line) for i, line in enumerate(lines)))
    (broken,) = [b for b in document.blocks if isinstance(b, Paragraph) and below in b.text]
    assert Mark.UNDERLINE in [run.marks for run in broken.runs]
    assert sum(run.marks & Mark.UNDERLINE for b in document.blocks if isinstance(b, Paragraph) for run in b.runs) == 1


def test_a_full_line_lost_a_blank_before_a_full_stop_where_no_other_line_begins_so() -> None:
    full = "本合同自双方签字盖章之日起生效，一式四份，双方各执两份，均具有同等法律效力"
    set_well = [full, "特此约定。"] * 26 + [full, "。"]
    set_badly = [full, "，特此约定。", full, "。"]
    for lines, count in ((set_well, 1), (set_badly, 0)):
        contents = [lines[i : i + 30] for i in range(0, len(lines), 30)]
        document = _read(*("".join(text(72, 800 - 24 * i, x) for i, x in enumerate(page)) for page in contents))
        assert "".join(_blanks(document)).count("_") == count


def test_a_word_that_ends_with_what_also_counts_is_no_count() -> None:
    full = "本合同自双方签字盖章之日起生效，一式四份，双方各执两份，均具有同等法律效力"
    lines = [
        full,
        "特此约定。",
        "当事人应当将本合同网上签约备案，办理备案的平台为本市的租赁合同备案服务平",
        "台，备案不收费用。",
    ]
    document = _read("".join(text(72, 780 - 24 * i, line) for i, line in enumerate(lines)))
    assert not any("_" in words for words in _blanks(document))


def test_the_lines_of_a_cell_go_on_however_far_apart() -> None:
    walls = (72, 180, 300)
    drawn = [rule(72, 300, y) for y in (780, 660)] + [f"{x} 780 m {x} 660 l S\n" for x in walls]
    words = ["按照国家规定的标准", "验收并且出具书面的", "报告"]
    cell = "".join(text(184, 760 - 24 * i, line) for i, line in enumerate(words))
    (table,) = _read("".join(drawn) + text(76, 760, "验收") + cell).blocks
    assert isinstance(table, Table)
    assert _words(table)[0][1] == "".join(words)


@pytest.mark.parametrize(
    "shifts",
    [((0, 0), (0.4, 0)), ((0, 0), (0.3, 0), (0, 0.3), (0.3, 0.3)), ((0, 0), (0, 0))],
)
def test_words_printed_over_themselves_are_read_once_and_bold(shifts: tuple[tuple[float, float], ...]) -> None:
    document = _read("".join(text(72 + x, 700 + y, "人民币人人") for x, y in shifts) + text(72, 688, "人民币人人"))
    bold, plain = document.blocks
    assert isinstance(bold, Paragraph)
    assert isinstance(plain, Paragraph)
    assert (bold.text, plain.text) == ("人民币人人", "人民币人人")
    assert [run.marks for run in (*bold.runs, *plain.runs)] == [Mark.BOLD, Mark.NONE]
    assert document.diagnostics == ()


def test_what_stands_outside_the_page_that_is_shown_is_not_read() -> None:
    content = (text(72, 700, "甲方") + text(72, 50, "页外")).encode()
    document = read(written(one_page(content, page=b"/CropBox[0 100 595 842]")), name="合同.pdf")
    assert _paragraphs(document) == ["甲方"]
    assert [d.code for d in document.diagnostics] == ["HID023"]


def test_a_page_whose_corner_is_elsewhere_is_read_to_its_edges() -> None:
    content = (text(590, 900, "甲方") + text(90, 900, "页外")).encode()
    assert _paragraphs(read(written(one_page(content, box=b"200 100 795 942")), name="合同.pdf")) == ["甲方"]


def _blanks(document: Document) -> list[str]:
    """The paragraphs, every stretch of blank rule as one underscore."""
    return [
        "".join("_" if Mark.UNDERLINE in run.marks and not run.text.strip() else run.text for run in block.runs)
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]


def test_a_frame_to_paste_something_into_is_no_blank() -> None:
    document = _read(text(72, 760, "附件一：权属证明") + frame(72, 400, 400, 340) + text(200, 600, "粘贴处"))
    assert [words.strip() for words in _blanks(document)] == ["附件一：权属证明", "粘贴处"]


def test_an_empty_frame_as_high_as_a_line_is_a_blank_and_one_around_words_is_none() -> None:
    line = text(72, 700, "联系电话：") + frame(136, 696, 120, 18) + text(258, 700, "。")
    document = _read(line + text(72, 660, "特别提示") + frame(66, 656, 400, 18))
    assert _blanks(document) == ["联系电话：_。", "特别提示"]


def test_a_rule_that_a_mark_in_the_margin_touches_is_a_blank() -> None:
    bar = "108 690 m 108 720 l S\n"
    assert _blanks(_read(text(72, 700, "甲方：") + rule(108, 300, 698) + bar)) == ["甲方：_"]


def test_the_lines_of_a_contents_page_are_paragraphs_of_their_own() -> None:
    lines = ["一、合同标的" + "." * 25 + "1", "违约责任" + "." * 26 + "12", "其他" + "." * 28 + "13"]
    drawn = "".join(text(72, 780 - 24 * i, line) for i, line in enumerate(lines))
    assert _paragraphs(_read(drawn)) == lines


@pytest.mark.parametrize("matrix", ["0 1 -1 0 500 100", "-1 0 0 -1 500 700", "0 -1 1 0 100 700"])
def test_a_page_that_is_set_sideways_is_turned(matrix: str) -> None:
    upright = text(0, 0, "甲方：") + rule(40, 200, -2) + text(202, 0, "。") + text(0, -24, "乙方")
    document = _read(f"q {matrix} cm {upright} Q\n")
    assert _blanks(document) == ["甲方：_。", "乙方"]
    assert document.diagnostics == ()


def test_columns_of_text_are_read_one_after_the_other() -> None:
    left = ["第一条承租人应当按照约定的时间支付", "租金，逾期支付的每日按照应付租金的", "千分之一支付违约金。"] * 3
    right = ["第二条出租人应当按照约定的时间交付", "房屋，逾期交付的应当返还已经收取的", "全部租金。"] * 3
    drawn = "".join(
        text(72, 760 - 20 * i, one) + text(304, 754 - 20 * i, other)
        for i, (one, other) in enumerate(zip(left, right, strict=True))
    )
    document = _read(text(240, 800, "租赁合同") + drawn + text(72, 500, "（以下无正文）"))
    clauses = ["".join(left[:3])] * 3 + ["".join(right[:3])] * 3
    assert _paragraphs(document) == ["租赁合同", *clauses, "（以下无正文）"]


def test_a_rule_above_or_below_columns_that_fill_their_page_is_kept() -> None:
    words = ["第一条承租人应当按照约定的时间支付", "租金，逾期支付的每日按照应付租金的", "千分之一支付违约金。"] * 3
    columns = "".join(text(x, 760 - 20 * i, line) for i, line in enumerate(words) for x in (72, 304))
    drawn = rule(80, 200, 800) + columns + rule(310, 420, 540)
    assert sum(line.count("_") for line in _blanks(_read(drawn))) == 2


def test_the_places_of_two_parties_are_read_line_by_line() -> None:
    labels = [
        "（盖章）：",
        "住所地址：",
        "开户银行：",
        "银行账号：",
        "联系电话：",
        "电子邮箱：",
        "邮政编码：",
        "签订日期：",
    ]
    drawn = "".join(
        text(x, 760 - 20 * i, label) + rule(x + 60, x + 200, 758 - 20 * i)
        for i, label in enumerate(labels)
        for x in (72, 304)
    )
    lines = [words.split("_") for words in _blanks(_read(drawn))]
    assert [[piece.strip() for piece in line if piece.strip()] for line in lines] == [[label] * 2 for label in labels]


def test_a_watermark_set_askew_is_reported_and_not_read() -> None:
    document = _read(text(72, 700, "甲方") + "q 0.8 0.6 -0.6 0.8 100 500 cm " + text(0, 0, "样本", size=40) + "Q\n")
    assert _paragraphs(document) == ["甲方"]
    assert [d.code for d in document.diagnostics] == ["PDF012"]


FULL_LINE = "本合同自双方签字盖章之日起生效，一式四份，双方各执两份，均具有同等法律效力"


@pytest.mark.parametrize(
    ("above", "kept"),
    [
        (text(72, 740, "价格另行商定") + rule(72, 216, 132), "价格另行商定"),
        (text(72, 740, "价格另行商定") + text(144, 746, "1", size=6) + text(150, 740, "。"), "价格另行商定。"),
    ],
)
def test_footnotes_are_no_text_of_the_contract(above: str, kept: str) -> None:
    note = text(72, 120, "1 由双方填写。", size=8)
    document = _read(text(72, 764, FULL_LINE + "。") + above + text(72, 716, "特此约定。") + note + text(290, 40, "1"))
    assert _paragraphs(document) == [f"{FULL_LINE}。{kept}", "特此约定。"]
    (found,) = document.furniture
    assert isinstance(found, Paragraph)
    assert found.text.split() == ["1", "由双方填写。"]


def test_small_words_below_a_text_are_no_footnotes_without_a_sign_of_it() -> None:
    document = _read(text(72, 764, FULL_LINE) + text(72, 740, "特此约定。") + text(72, 120, "1 本表一式两份。", size=8))
    assert [words.replace(" ", "") for words in _paragraphs(document)][-1] == "1本表一式两份。"
    assert document.furniture == ()


def test_a_bracket_that_the_edge_of_its_cell_cuts_open_holds_a_blank() -> None:
    (table,) = _read(_table(700, ("物品", "状况"), ("沙发", "【正常】【"), walls=(72, 180, 360))).blocks
    assert isinstance(table, Table)
    (cut,) = table.rows[1][1].blocks
    assert isinstance(cut, Paragraph)
    assert (cut.text, cut.runs[-1].marks) == ("【正常】【  ", Mark.UNDERLINE)


def test_room_below_a_label_is_empty_lines_and_room_between_paragraphs_is_none() -> None:
    lines = [
        (780, "一、设备已经运到。"),
        (760, "二、验收意见："),
        (660, "三、附记。"),
        (580, "四、一式两份。"),
        (560, "五、完。"),
    ]
    document = _read("".join(text(90, y, words) for y, words in lines))
    words = [words for _, words in lines]
    assert _paragraphs(document) == [*words[:2], "", "", "", *words[2:]]


def test_a_rule_alone_below_the_end_of_a_sentence_has_its_own_line() -> None:
    full = "承揽人应当按照约定的期限向定作人交付定作物并提交技术资料和质量证明文件。"
    document = _read(text(72, 760, full) + text(72, 740, full) + rule(72, 400, 718) + text(72, 690, "（一）验收"))
    assert _paragraphs(document)[-2:] == [" " * 55, "（一）验收"]


def test_a_line_of_short_words_and_rules_keeps_its_rules() -> None:
    places = (
        (72, "日期："),
        (140, "年"),
        (180, "月"),
        (220, "日"),
        (320, "日期："),
        (388, "年"),
        (428, "月"),
        (468, "日"),
    )
    rules = "".join(rule(x, x + 26, 696) for x in (110, 153, 193, 358, 401, 441))
    document = _read("".join(text(x, 700, words) for x, words in places) + rules)
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert sum(Mark.UNDERLINE in run.marks for run in paragraph.runs) == 6


def test_large_faint_letters_under_the_text_are_no_words() -> None:
    body = "".join(text(72, 760 - 20 * i, "承揽人应当按照约定的期限向定作人交付工作成果。") for i in range(5))
    mark = "0.9 g " + text(90, 690, "样本", size=60) + "0 g "
    title = "0.8 g " + text(200, 740, "加工承揽合同", size=30) + "0 g "
    first = _read(mark + body, mark + text(72, 400, "第二条 交付"))
    assert "样" not in "".join(_paragraphs(first))
    assert "加工承揽合同" in "".join(_paragraphs(_read(title + text(72, 640, "第一条 标的") + text(72, 600, "无。"))))
