from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.document import Document, Mark, Paragraph, Table
from pipeline.readers.encoding import BinaryFile, TextTooLarge
from pipeline.readers.html import read
from pipeline.readers.html.source import NoPage, PageTooComplex


def page(body: str, head: str = "") -> Document:
    return read(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), name="a.html")


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def first(document: Document) -> Paragraph:
    block = document.blocks[0]
    assert isinstance(block, Paragraph)
    return block


def looks(document: Document) -> list[tuple[str, Mark]]:
    return [(run.text, run.marks) for run in first(document).runs]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲方</p><p>乙方</p>", ["甲方", "乙方"]),
        ("甲方<br>乙方<br/>丙方", ["甲方", "乙方", "丙方"]),
        ("<div><div>甲方</div>乙方</div>", ["甲方", "乙方"]),
        ("<p>  甲方\n  和\n乙方  </p>", ["甲方和乙方"]),
        ("<p>the  first\nparty</p>", ["the first party"]),
        ("<pre>一\n  二</pre>", ["一", "  二"]),
        ("<p>甲&nbsp;&nbsp;方\u3000（章）</p>", ["甲\xa0\xa0方\u3000（章）"]),
        ("<p>&nbsp;</p><p></p><p>甲方</p><p><br></p>", ["", "甲方", ""]),
        ("<p>甲方：   乙方：  \n  </p>", ["甲方：   乙方："]),
        ("<nav>首页</nav><aside>广告</aside><script>x()</script><style>p{}</style><p>甲方</p>", ["甲方"]),
        ("<p>&lt;甲方&gt; &amp; 乙方</p>", ["<甲方> & 乙方"]),
        ("<p>甲<span>方<b>和</b></span>乙方</p>", ["甲方和乙方"]),
    ],
)
def test_reads_text_as_a_browser_shows_it(body: str, expected: list[str]) -> None:
    assert lines(page(body)) == expected


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p>租金<u>&nbsp;&nbsp;&nbsp;</u>元</p>", ""),
        ("<p>租金<span style='text-decoration:underline'>&nbsp;&nbsp;&nbsp;</span>元</p>", ""),
        ("<p>租金<span style='BORDER-BOTTOM: black 1px solid'>&nbsp;&nbsp;&nbsp;</span>元</p>", ""),
        (
            "<p>租金<span class='line x'>&nbsp;&nbsp;&nbsp;</span>元</p>",
            "<style>span.line{border-bottom:1px solid}</style>",
        ),
    ],
)
def test_finds_blanks_that_are_underlined(body: str, head: str) -> None:
    assert looks(page(body, head)) == [("租金", Mark.NONE), ("\xa0\xa0\xa0", Mark.UNDERLINE), ("元", Mark.NONE)]


def test_an_empty_ruled_box_is_a_blank_of_its_width() -> None:
    document = page("<p>租金<span style='display:inline-block;width:70px;border-bottom:1px solid #000'></span>元</p>")
    assert looks(document) == [("租金", Mark.NONE), (" " * 10, Mark.UNDERLINE), ("元", Mark.NONE)]


SIZED = "border-bottom:1px solid #000;padding:0 35px"  # 70 px are ten spaces


@pytest.mark.parametrize(
    ("element", "sheet"),
    [
        (f"<span style='{SIZED}'></span>", ""),
        (f"<span style='{SIZED}'>&nbsp;</span>", ""),
        (f"<span style='{SIZED}'> <b></b></span>", ""),
        ("<span style='border-bottom:1px solid;padding-left:70px'></span>", ""),
        ("<span style='border-bottom:1px solid;padding:1px 30px 2px 40px'></span>", ""),
        ("<span style='border-bottom:1px solid;width:70px'>&nbsp;</span>", ""),
        ("<span style='border-bottom:.5pt solid;width:70px'></span>", ""),
        ("<span style='border-bottom:1px solid rgb(0, 0, 0);width:70px'></span>", ""),
        ("<span style='border:none;border-bottom:1px solid;width:70px'></span>", ""),
        ("<span style='border-width:0 0 1px 0;border-style:solid;width:70px'></span>", ""),
        ("<div style='border-bottom:1px solid;width:70px;display:inline-block'></div>", ""),
        ("<u style='padding:0 35px'></u>", ""),
        ("<span id=a class='b c'></span>", "#a{border-bottom:1px solid}.c{padding:0 35px}"),
        ("<i></i>", f"div i{{ {SIZED} }}"),
        ("<i class=b></i>", f".x, body div > i.b{{ {SIZED} }}"),
        ("<i class=b></i>", f"@charset 'utf-8';@media screen{{.b{{ {SIZED} }} }}"),
        ("<i class=b></i>", f"i{{border-bottom:none}}.b{{ {SIZED} }}@media print{{.b{{border-bottom:none}} }}"),
        ("<i class=b></i>", f"/* .b{{border:1px solid}} */.b{{ {SIZED} }}.y .b,.b::after,*{{padding:0}}"),
    ],
)
def test_what_is_drawn_as_a_line_is_a_blank_as_wide_as_it_looks(element: str, sheet: str) -> None:
    document = page(f"<div>租金{element}元</div>", f"<style>{sheet}</style>")
    assert looks(document) == [("租金", Mark.NONE), (" " * 10, Mark.UNDERLINE), ("元", Mark.NONE)]


def test_an_empty_square_is_a_box_to_tick() -> None:
    square = "<span style='border:1px solid;width:12px;height:12px;display:inline-block'></span>"
    assert looks(page(f"<p>{square}同意</p>")) == [("□", Mark.BOX), ("同意", Mark.NONE)]


def test_blocks_set_side_by_side_share_a_line() -> None:
    halves = "".join(f"<div style='display:inline-block;width:20%'>{who}（盖章）</div>" for who in ("甲方", "乙方"))
    assert lines(page(f"<div>{halves}</div>")) == ["甲方（盖章）    乙方（盖章）"]


def test_a_span_shown_as_a_block_is_a_line_of_its_own() -> None:
    assert lines(page("<b style='display:block'>第一条</b><span class=x>正文</span>")) == ["第一条", "正文"]


@pytest.mark.parametrize(
    "style",
    [
        "border-bottom:none", "border-bottom:0px", "border-bottom:0 solid", "border:1px solid;border-bottom:1px solid",
        "border-bottom:1px solid transparent", "border-width:1px 0;border-style:solid",
    ],
)  # fmt: skip
def test_no_line_no_blank(style: str) -> None:
    assert looks(page(f"<p>甲<span style='{style}'>方</span></p>")) == [("甲方", Mark.NONE)]


def test_reads_form_controls() -> None:
    document = page(
        "<p>租金<input name=rent>元<input type=checkbox>月付<input type=radio checked>季付"
        "<select name=bank><option>甲行<option selected>乙行</select><input type=hidden value=x></p>"
    )
    runs = [(run.text, run.marks, run.name, run.choices) for run in first(document).runs if run.marks]
    assert runs == [
        ("____", Mark.FIELD, "rent", ()),
        ("□", Mark.BOX, "", ()),
        ("☑", Mark.BOX, "", ()),
        ("乙行", Mark.FIELD, "bank", ("甲行", "乙行")),
    ]


def test_a_control_is_called_what_it_shows_and_offers_no_prompt() -> None:
    document = page(
        "<p><input name=a placeholder=请输入开户行><select><option value=''>请选择</option><option>月付<option>季付</select>"
        "<span contenteditable=true data-x></span><span contenteditable id=b>请填写联系地址</span></p>"
    )
    assert [(run.text, run.marks, run.name, run.choices) for run in first(document).runs] == [
        ("____", Mark.FIELD, "开户行", ()),
        ("____", Mark.FIELD, "", ("月付", "季付")),
        ("____", Mark.FIELD, "", ()),
        ("请填写联系地址", Mark.FIELD, "联系地址", ()),
    ]


def test_a_page_that_may_be_edited_is_no_field() -> None:
    assert looks(page("<div contenteditable><p>甲方<u>&nbsp;&nbsp;</u></p></div>"))[0] == ("甲方", Mark.NONE)


def test_a_line_under_a_link_is_no_place_to_write() -> None:
    document = page("<p>见<a href=x>说明</a></p>", "<style>a{border-bottom:1px dotted}</style>")
    assert looks(document) == [("见说明", Mark.NONE)]


def test_numbers_lists_as_a_browser_does() -> None:
    document = page(
        "<ol><li>一号<li value=5>五号<ol type=a><li>甲</ol><li>六号</ol>"
        "<ol style='list-style-type:cjk-ideographic' start=3><li><p>总则</p><p>说明</p></ol>"
        "<ul><li>圆点</ul><ol type=I><li>罗马</ol><p>正文</p>"
    )
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert [(p.number, p.text) for p in paragraphs] == [
        ("1.", "一号"), ("5.", "五号"), ("a.", "甲"), ("6.", "六号"), ("三、", "总则"), ("", "说明"), ("", "圆点"),
        ("I.", "罗马"), ("", "正文"),
    ]  # fmt: skip


def test_headings_carry_their_level_and_paragraphs_their_layout() -> None:
    document = page("<h2 align=center>第一章</h2><p style='text-indent:2em;text-align:justify'>正文</p>")
    heading, body = (block for block in document.blocks if isinstance(block, Paragraph))
    assert (heading.level, heading.align) == (1, "center")
    assert (body.level, body.align, body.indent) == (None, "both", 2.0)


def test_reads_tables_with_spans() -> None:
    document = page(
        "<table border=1><tr><th rowspan=2>名称<th colspan=2>数量<tr><td>甲<td>乙"
        "<tr><td>合计<td colspan=2><u>&nbsp;&nbsp;</u></table>"
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[(c.text, c.row, c.column, c.row_span, c.column_span) for c in row] for row in table.rows] == [
        [("名称", 0, 0, 2, 1), ("数量", 0, 1, 1, 2)],
        [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1)],
        [("合计", 2, 0, 1, 1), ("\xa0\xa0", 2, 1, 1, 2)],
    ]
    assert table.ruled
    assert [cell.header for cell in table.rows[0]] == [True, True]


def test_a_table_of_one_cell_is_a_frame() -> None:
    assert lines(page("<table><tr><td><p>甲方</p><p>乙方</p></td></tr></table>")) == ["甲方", "乙方"]


def test_a_table_without_lines_lays_out_text() -> None:
    (table,) = page("<table border=0><tr><td>甲方：<td>乙方：</table>").blocks
    assert isinstance(table, Table)
    assert not table.ruled


def test_reads_what_word_makes_of_lists_and_symbols() -> None:
    document = page(
        "<p class=MsoNormal><!--[if !supportLists]--><span style='mso-list:Ignore'>第一条<span>&nbsp;&nbsp;</span></span>"
        "<!--[endif]-->标的<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p><span style='font-family:Wingdings'>o</span>同意<span style='mso-hide:all'>隐藏</span></p>"
    )
    head, empty, box = (block for block in document.blocks if isinstance(block, Paragraph))
    assert (head.number, head.text, empty.text) == ("第一条", "标的", "")
    assert [(run.text, run.marks) for run in box.runs] == [("□", Mark.BOX), ("同意", Mark.NONE)]


def test_leaves_out_hidden_and_struck_words_and_says_so() -> None:
    document = page("<p>租金<del>一千</del><ins>二千</ins><span style='display:none'>三千</span>元</p>")
    assert lines(document) == ["租金二千元"]
    assert {d.code: d.quote for d in document.diagnostics} == {"TRU002": "一千", "HID001": "三千"}


def test_marks_white_words_as_hidden() -> None:
    document = page("<p>甲方<span style='color:#FFF'>白字</span></p>")
    assert looks(document)[1] == ("白字", Mark.HIDDEN)
    assert [d.code for d in document.diagnostics] == ["HID001"]


@pytest.mark.parametrize(
    "body",
    [
        "<table border=1><tr style='background:#333'><th style='color:#fff'>项目<th><i style='color:white'>金额</i></table>",
        "<div style='font-size:0'><span style='font-size:14px'>甲方</span></div>",
        "<div style='color:#fff'><p style='color:#000'>甲方</p></div>",
        "<div style='background:#036;color:#fff'><h1>合同</h1></div>",
    ],
)
def test_words_that_are_seen_are_not_hidden(body: str) -> None:
    assert page(body).diagnostics == ()


@pytest.mark.parametrize(
    "body",
    [
        "<div style='color:#fff'><p>甲方</p></div>",
        "<p style='background:#fff;color:#fff'>甲方</p>",
        "<div style='font-size:0'><p>甲方</p></div>",
    ],
)
def test_words_that_inherit_what_hides_them_are_hidden(body: str) -> None:
    assert [d.code for d in page(body).diagnostics] == ["HID001"]


def test_words_struck_by_the_longer_property_are_left_out() -> None:
    assert lines(page("<p>租金<span style='text-decoration-line:line-through'>一百</span>二百元</p>")) == ["租金二百元"]


@pytest.mark.timeout(120)  # to copy what is joined for each piece takes minutes
def test_a_paragraph_of_many_pieces_is_joined_once() -> None:
    document = page("<p>" + ("<b></b>" + "甲" * 200) * 20_000 + "</p>")
    assert len(first(document).text) == 4_000_000


@pytest.mark.timeout(120)  # to look for its end from every character takes hours
def test_a_style_sheet_that_never_ends_is_looked_through_once() -> None:
    assert page("<p>甲方</p>", "<style>" + "a" * 4_000_000).blocks == ()
    assert page("<p>甲方</p>", "<style>" + "{@media" * 200_000 + "</style>").blocks


def test_fetches_and_runs_nothing_but_names_what_points_to_local_files() -> None:
    document = page(
        "<p>甲<a href='javascript:x()'>方</a><img src='file:///etc/passwd'><img src='http://127.0.0.1/x'></p>"
    )
    assert lines(document) == ["甲方"]
    assert {d.code for d in document.diagnostics} == {"TRU004", "TRU009"}


TEXT = "<p>甲方：____，乙方：____。</p>"


@pytest.mark.parametrize(
    "data",
    [
        f"<meta charset=gb2312>{TEXT}".encode("gb18030"),
        f'<meta http-equiv="Content-Type" content="text/html; charset=gbk">{TEXT}'.encode("gb18030"),
        f"<meta charset=big5>{TEXT}".encode("big5"),
        f"<meta charset=utf-8>{TEXT}".encode("utf-8-sig"),
        f"<meta charset=utf-8>{TEXT}".encode("gb18030"),
        f"<html>{TEXT}".encode("utf-16"),
        f"<meta charset=utf-16>{TEXT}".encode(),
        f"<meta charset=nonsense>{TEXT}".encode(),
        TEXT.encode("gb18030"),
        f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=gb2312\n"
        f"Content-Transfer-Encoding: 8bit\n\n{TEXT}\n--b--\n".encode("gb18030"),
    ],
)
def test_reads_pages_in_every_encoding(data: bytes) -> None:
    assert lines(read(data, name="a.html"))[-1] == "甲方：____，乙方：____。"


def test_replaces_bytes_that_no_encoding_reads_and_says_so() -> None:
    document = read(b"<meta charset=utf-8><p>\xe7\x94\xb2\xff\x30\xfe\xff</p>", name="a.html")
    assert first(document).text.startswith("甲")
    assert [d.code for d in document.diagnostics] == ["ENC003"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<div>" * 200_000, PageTooComplex),
        (b"<div>" * 100_000, PageTooComplex),
        (b"<div>" * 300 + b"x", PageTooComplex),
        (b"<p " + b" ".join(b"a%d=1" % i for i in range(300)) + b">x", PageTooComplex),
        (b"<p x='>'" + b"".join(b'a%d="1"' % i for i in range(300)) + b">x", PageTooComplex),
        (b"<p>" + b"_" * (41 << 20), TextTooLarge),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", NoPage),
        (b"<html>" + b"\x00\x01" * 40, BinaryFile),
    ],
)
def test_refuses_what_is_no_page(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(data, name="a.html")


def test_the_words_of_a_script_are_no_attributes() -> None:
    words = "a <b c " * 300
    assert page(f"<script>{words}</script><!-- {words} --><p>甲方</p>").blocks[0].text == "甲方"


def test_repairs_a_damaged_page_and_keeps_how_it_looks() -> None:
    document = page(
        "<p>雙方經(jīng)協(xié)商<u>&nbsp;&nbsp;</u>達(dá)成<b>協(xié)議</b></p><table border=1><tr><td>設(shè)備<td>數(shù)量</table>"
    )
    paragraph, table = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert [(run.text, run.marks) for run in paragraph.runs] == [
        ("双方经协商", Mark.NONE), ("\xa0\xa0", Mark.UNDERLINE), ("达成", Mark.NONE), ("协议", Mark.BOLD),
    ]  # fmt: skip
    assert table.text == "设备\t数量"
    assert [d.code for d in document.diagnostics] == ["REP001"]


def test_reads_the_damaged_page_as_the_clean_contract(shared: Path) -> None:
    text = next((shared / "seed").glob("000_*.txt")).read_text(encoding="utf-8")
    clean = (shared / "seed" / "clean.txt").read_text(encoding="utf-8").strip("\n")
    document = page("".join(f"<div>{line}</div>" for line in text.split("\n")))
    assert "\n".join(lines(document)) == clean
