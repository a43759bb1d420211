"""Fields to fill in of a PDF form, from the file to the blanks."""

from __future__ import annotations

import pytest

from pipeline.model.document import Mark, Paragraph
from pipeline.model.flow import flow
from pipeline.model.template import Blank, Template
from pipeline.parsing.parse import parse
from pipeline.readers.pdf import read
from tests.pdf_made import frame, one_page, rule, text, written

Box = tuple[float, float, float, float]  # left, bottom, width, height


def _said(words: str) -> bytes:
    return b"<feff" + words.encode("utf-16-be").hex().encode() + b">"


def field(box: Box, name: str, *, kind: str = "Tx", more: bytes = b"", shown: str = "") -> bytes:
    """Return a widget that is a field of its own."""
    x, y, width, height = box
    label = b"/TU" + _said(shown) if shown else b""
    return (
        b"<</Type/Annot/Subtype/Widget/F 4/FT/%s/T(%s)/Rect[%g %g %g %g]%s%s>>"
        % (kind.encode(), name.encode(), x, y, x + width, y + height, label, more)
    )  # fmt: skip


def form(content: str, *widgets: bytes, shared: tuple[bytes, ...] = ()) -> Template:
    """Return a page with widgets, read and understood; objects 6 and on are `shared`, then the widgets."""
    first = 6 + len(shared)
    references = b" ".join(b"%d 0 R" % (first + i) for i in range(len(widgets)))
    root = b"/AcroForm<</Fields[%s]>>" % references
    objects = one_page(content.encode(), page=b"/Annots[%s]" % references, root=root, more=(*shared, *widgets))
    return parse(read(written(objects), name="表单.pdf"))


HEAD = text(230, 780, "车位租赁合同", 18)


def faces(template: Template) -> list[tuple[str, str]]:
    return [(blank.label, blank.kind.value) for blank in template.blanks]


def only(template: Template) -> Blank:
    (blank,) = template.blanks
    return blank


def test_every_field_is_the_blank_that_the_words_beside_it_ask_for() -> None:
    page = HEAD + text(72, 700, "出租方：") + text(320, 700, "联系电话：")
    page += text(72, 670, "租期自") + text(210, 670, "起，月租金") + text(345, 670, "元。")
    template = form(
        page,
        field((122, 697, 160, 16), "a"),
        field((382, 697, 120, 16), "b"),
        field((112, 667, 92, 16), "c"),
        field((272, 667, 68, 16), "d", more=b"/Ff 16777216/MaxLen 8"),  # a comb: one square a digit
    )
    assert faces(template) == [
        ("出租方", "party"),
        ("出租方联系电话", "phone"),
        ("租期起始日期", "date"),
        ("月租金", "amount"),
    ]


def test_a_field_that_stands_alone_on_its_line_is_one_and_named_as_it_is_shown() -> None:
    page = HEAD + text(72, 700, "姓名") + text(232, 700, "出生日期") + text(72, 640, "服务单位")
    template = form(
        page,
        field((72, 676, 140, 16), "n", shown="姓名"),
        field((232, 676, 140, 16), "b", shown="出生日期"),
        field((72, 616, 200, 16), "u", shown="服务单位"),
    )
    assert faces(template) == [("姓名", "person"), ("出生日期", "date"), ("服务单位", "text")]


def test_several_lines_to_write_on_below_a_heading_are_its_blank() -> None:
    page = HEAD + text(72, 700, "第一条 其他约定") + text(72, 560, "第二条 双方各执一份。")
    assert faces(form(page, field((72, 590, 400, 90), "x", more=b"/Ff 4096"))) == [("其他约定", "text")]


def test_what_is_printed_under_a_field_is_no_second_blank() -> None:
    page = HEAD + text(72, 700, "出借方：") + rule(120, 300, 696) + text(72, 670, "借用方：" + "_" * 20)
    page += (
        text(72, 640, "归还方式：")
        + frame(140, 640, 10, 10)
        + text(154, 640, "自取")
        + text(200, 640, "□")
        + text(214, 640, "快递")
    )
    template = form(
        page,
        field((124, 697, 170, 14), "a"),
        field((122, 667, 150, 16), "b"),
        field((140, 640, 10, 10), "c", kind="Btn", more=b"/AS/Off"),
        field((200, 640, 11, 11), "d", kind="Btn", more=b"/AS/Off"),
    )
    assert faces(template) == [("出借方", "party"), ("借用方", "party"), ("归还方式", "choice")]
    assert [option.label for option in template.blanks[2].options] == ["自取", "快递"]


def test_radio_buttons_are_one_choice() -> None:
    radio = b"<</FT/Btn/Ff 32768/T(fee)/V/Off/Kids[7 0 R 8 0 R]>>"
    one = b"<</Type/Annot/Subtype/Widget/Parent 6 0 R/AS/Off/Rect[160 698 171 709]>>"
    other = b"<</Type/Annot/Subtype/Widget/Parent 6 0 R/AS/Off/Rect[210 698 221 709]>>"
    page = HEAD + text(72, 700, "是否含税：") + text(175, 700, "是") + text(225, 700, "否")
    blank = only(form(page, one, other, shared=(radio,)))
    assert (blank.label, blank.kind.value, [o.label for o in blank.options]) == ("是否含税", "choice", ["是", "否"])


@pytest.mark.parametrize("flags", [1 << 17, 0])
def test_a_list_to_choose_from_has_its_answers_as_they_are_shown(flags: int) -> None:
    listed = b"/Ff %d/Opt[[(m)%s][(q)%s]%s]" % (flags, _said("按月"), _said("按季"), _said("按年"))
    blank = only(form(HEAD + text(72, 700, "支付周期："), field((140, 697, 90, 16), "c", kind="Ch", more=listed)))
    assert (blank.label, blank.kind.value) == ("支付周期", "choice")
    assert [option.label for option in blank.options] == ["按月", "按季", "按年"]


def test_what_is_filled_in_is_a_value_as_it_is_shown() -> None:
    page = (
        HEAD
        + text(72, 700, "出租方：")
        + text(72, 670, "支付周期：")
        + text(72, 640, "付款方式：")
        + text(160, 640, "现金")
    )
    page += text(220, 640, "转账") + text(72, 610, "备注：")
    listed = b"/Ff 131072/V(q)/Opt[[(m)%s][(q)%s]]" % (_said("按月"), _said("按季"))
    template = form(
        page,
        field((122, 697, 160, 16), "a", more=b"/V" + _said("云溪停车有限公司")),
        field((140, 667, 90, 16), "c", kind="Ch", more=listed),
        field((145, 640, 11, 11), "d", kind="Btn", more=b"/AS/Yes"),
        field((205, 640, 11, 11), "e", kind="Btn", more=b"/AS/Off"),
        field((122, 590, 200, 36), "f", more=b"/Ff 4096/V" + _said("车位朝南\r不得转租")),
    )
    assert template.blanks == ()
    assert "出租方：云溪停车有限公司" in "".join(template.text.split(" "))
    assert "支付周期：按季" in "".join(template.text.split(" "))
    assert "☑现金" in template.text
    assert "备注：车位朝南不得转租" in "".join(template.text.split(" "))


@pytest.mark.parametrize(
    "widget",
    [
        field((122, 697, 60, 16), "a", kind="Btn", more=b"/Ff 65536"),  # a push button
        field((122, 697, 60, 16), "a", kind="Sig"),
        field((122, 697, 60, 16), "a").replace(b"/F 4", b"/F 2"),  # hidden
        field((122, 697, 60, 16), "a").replace(b"/F 4", b"/F 32"),  # not shown on a screen
    ],
)
def test_buttons_signatures_and_hidden_fields_are_nothing_to_fill_in(widget: bytes) -> None:
    template = form(HEAD + text(72, 700, "双方应当按约履行。"), widget)
    assert template.blanks == ()
    assert template.text == "车位租赁合同\n双方应当按约履行。"


def test_a_box_that_does_not_say_its_state_is_as_the_value_of_its_field() -> None:
    radio = b"<</FT/Btn/Ff 32768/T(fee)/V/yes/Kids[7 0 R 8 0 R]>>"
    looks = b"<</Type/Annot/Subtype/Widget/Parent 6 0 R/AP<</N<</%s 5 0 R/Off 5 0 R>>>>/Rect[%d 698 %d 709]>>"
    page = HEAD + text(72, 700, "是否含税：") + text(175, 700, "是") + text(225, 700, "否")
    template = form(page, looks % (b"yes", 160, 171), looks % (b"no", 210, 221), shared=(radio,))
    assert "☑是" in template.text
    assert "□否" in template.text


@pytest.mark.parametrize(
    "broken",
    [
        b"<</Type/Annot/Subtype/Widget/Rect[122 697 300 713]/FT 7/V[[]]/Ff/x/F(4)>>",
        b"<</Type/Annot/Subtype/Widget/Rect[122 697 300 713]/FT/Ch/T(a)/Opt 3>>",
        b"<</Type/Annot/Subtype/Widget/Rect[122 697 300 713]/FT/Ch/T(a)/Opt[[] null 7 [[]]]>>",
        b"<</Type/Annot/Subtype/Widget/Rect[122 697 300 713]/Parent 6 0 R>>",  # its own parent
        b"<</Type/Annot/Subtype/Widget/Rect[122 697 300 713]/Parent 99 0 R/FT/Tx/TU 99 0 R/AP 3>>",
        b"<</Type/Annot/Subtype/Widget/FT/Btn/AS[]/AP<</N 99 0 R>>/Rect[122 697 300 713]>>",
    ],
)
def test_a_broken_field_harms_no_page(broken: bytes) -> None:
    assert form(HEAD + text(72, 700, "双方应当按约履行。"), broken).text.startswith("车位租赁合同\n")


def test_a_field_keeps_its_name_and_marks() -> None:
    page = (HEAD + text(72, 700, "编号：")).encode()
    objects = one_page(page, page=b"/Annots[6 0 R]", more=(field((110, 697, 100, 16), "no"),))
    document = read(written(objects), name="a.pdf")
    runs = [run for block in document.blocks if isinstance(block, Paragraph) for run in block.runs]
    assert [(run.name, run.text.strip()) for run in runs if run.marks & Mark.FIELD] == [("no", "")]
    assert flow(document).text.startswith("车位租赁合同\n编号：")
