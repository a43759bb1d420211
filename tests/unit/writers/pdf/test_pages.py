"""Tables, sections, furniture, notes and drawings end up on the page, or a finding names them."""

from __future__ import annotations

import base64
import io

import pikepdf
import pytest
from PIL import Image

from pipeline.ooxml.package import open_package
from pipeline.writers.pdf import PdfTemplate, compile_pdf
from pipeline.writers.pdf.grid import grid_of
from tests.pdf_files import beyond, logical_text, page_texts
from tests.word_files import p, part, r, relation, word_file

A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800"/>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def compiled(body: str, **more: object) -> PdfTemplate:
    return compile_pdf(word_file(body, **more), [], title="试", system_fonts=False)


def rendered(body: str, **more: object) -> bytes:
    return compiled(body, **more).render([], record=None)


def codes(template: PdfTemplate) -> list[str]:
    return [diagnostic.code for diagnostic in template.diagnostics]


def field(instruction: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return f"{mark('begin')}{inner}{mark('separate')}{r('99')}{mark('end')}"


PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def furnished(kind: str, content: str, body: str, section: str = "") -> bytes:
    reference = f'<w:{kind}Reference w:type="default" r:id="rId7"/>'
    return rendered(
        f"{body}<w:sectPr>{reference}{A4}{section}</w:sectPr>",
        external=relation(7, kind, "side.xml"),
        extra={"word/side.xml": part("ftr" if kind == "footer" else "hdr", content)},
    )


def test_page_numbers_are_counted_not_copied() -> None:
    pdf = furnished("footer", p("第", field("PAGE"), "页 共", field("NUMPAGES"), "页"), p("一", PAGE_BREAK, "二"))
    last_lines = [text.split("\n")[-1].replace(" ", "") for text in page_texts(pdf)]
    assert last_lines == ["第1页共2页", "第2页共2页"]


def test_page_numbers_have_the_form_and_start_of_their_section() -> None:
    numbers = '<w:pgNumType w:fmt="upperRoman" w:start="3"/>'
    assert "IV" in page_texts(furnished("footer", p(field("PAGE")), p("一", PAGE_BREAK, "二"), numbers))[1]


def test_a_simple_field_is_a_page_number_too() -> None:
    pdf = furnished("header", p('<w:fldSimple w:instr="PAGE"><w:r><w:t>9</w:t></w:r></w:fldSimple>'), p("一"))
    assert page_texts(pdf)[0].startswith("1")


def test_a_header_that_is_higher_than_the_margin_pushes_the_text_down() -> None:
    low = furnished("header", p("页眉"), p("正文"))
    high = furnished("header", p("页眉") * 12, p("正文"))
    assert _height_of(high, "正") < _height_of(low, "正") - 60


def _height_of(pdf: bytes, character: str) -> float:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        return float(page.height - next(c["top"] for c in page.chars if c["text"] == character))


def test_sections_have_pages_of_their_own_size() -> None:
    wide = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    pdf = rendered(p("横", properties=wide) + p("竖") + f"<w:sectPr>{A4}</w:sectPr>")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        widths = [round(float(page.mediabox[2])) for page in file.pages]
    assert widths == [842, 595]


COLUMN_BREAK = '<w:r><w:br w:type="column"/></w:r>'


def test_columns_of_unlike_width_stand_side_by_side() -> None:
    columns = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2000" w:space="40"/><w:col w:w="7000"/></w:cols>'
    title = "商品房买卖合同示范文本"
    template = compiled(p("编号") + p(COLUMN_BREAK, title) + f"<w:sectPr>{A4}{columns}</w:sectPr>")
    assert template.diagnostics == ()
    pdf = template.render([], record=None)
    (text,) = page_texts(pdf)
    assert f"编号 {title}" in text
    assert abs(_height_of(pdf, "编") - _height_of(pdf, "商")) < 1


def test_columns_of_unlike_width_without_their_breaks_are_named() -> None:
    columns = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2000" w:space="40"/><w:col w:w="7000"/></w:cols>'
    assert "PDF010" in codes(compiled(p("编号") * 3 + f"<w:sectPr>{A4}{columns}</w:sectPr>"))


def test_a_page_number_that_is_hidden_does_not_show() -> None:
    hidden = field("PAGE").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    assert logical_text(rendered(p("正文", hidden))) == "正文"


def box(style: str, content: str) -> str:
    shape = (
        f'<v:shape style="position:absolute;{style}"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>'
    )
    return f"<w:r><w:pict>{shape}</v:shape></w:pict></w:r>"


@pytest.mark.parametrize(
    "style",
    [
        "margin-left:0;margin-top:737pt;width:90pt;height:40pt",
        "margin-left:0;margin-top:900pt;width:90pt;height:40pt;mso-position-vertical-relative:page",
        "margin-left:0;margin-top:-200pt;width:90pt;height:40pt",
        "margin-left:600pt;margin-top:0;width:90pt;height:40pt;mso-position-horizontal-relative:page",
    ],
)
def test_a_box_that_would_leave_the_page_moves_onto_it(style: str) -> None:
    pdf = rendered(p("文", box(style, p("旁注"))))
    assert beyond(pdf) == []
    assert sorted(logical_text(pdf)) == ["文", "旁", "注"]


def test_a_box_stands_as_far_down_the_page_as_it_says_however_long_its_paragraph_is() -> None:
    aside = box("margin-left:0;margin-top:300pt;width:90pt;height:40pt;mso-position-vertical-relative:page", p("旁"))
    short, long = (_height_of(rendered(p("文" * count, aside)), "旁") for count in (1, 300))
    assert short == pytest.approx(long, abs=0.1)


def test_a_page_number_in_a_box_that_fits_its_text_stands_where_the_footer_is() -> None:
    drawing = (
        '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><wp:anchor>'
        '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1828800" cy="1828800"/><wp:wrapNone/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{p(field('PAGE'))}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"><a:spAutoFit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    pdf = furnished("footer", p(r("", ""), f"<w:r>{drawing}</w:r>"), p("正文"))
    assert _height_of(pdf, "1") < 60
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        number = next(c for c in document.pages[0].chars if c["text"] == "1")
    assert (number["x0"] + number["x1"]) / 2 == pytest.approx(595.3 / 2, abs=1)


def test_a_table_that_outgrows_its_frame_is_set_smaller() -> None:
    rows = "<w:tr>" + cell("甲乙丙丁") + "</w:tr>"
    body = "<w:p/>" * 30 + p(
        box("margin-left:0;margin-top:20pt;width:200pt;height:90pt", f"<w:tbl>{rows * 40}</w:tbl>")
    )
    pdf = rendered(body)
    assert beyond(pdf) == []
    assert logical_text(pdf).count("甲乙丙丁") == 40


@pytest.mark.parametrize("word", ["HT-2026-5305-ABCDEFGHIJKLMNOPQRST", "A" * 300, "0" * 3000])
def test_a_word_longer_than_its_line_breaks(word: str) -> None:
    narrow = '<w:ind w:left="6000"/>'
    pdf = rendered(p("编号：", word, properties=narrow) + f"<w:sectPr>{A4}</w:sectPr>")
    assert beyond(pdf) == []
    assert word in logical_text(pdf)


def _marks(pdf: bytes) -> list[tuple[float, float]]:
    """Return where the drawn shapes of the first page stand."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        return [(shape["x0"], shape["top"]) for shape in (*page.curves, *page.rects)]


@pytest.mark.parametrize("kind", ["dot", "underDot", "comma", "circle"])
def test_emphasis_stands_at_every_character_but_punctuation(kind: str) -> None:
    pdf = rendered(p(r("甲方，应当", f'<w:em w:val="{kind}"/>')))
    assert logical_text(pdf) == "甲方，应当"
    assert len(_marks(pdf)) == 4


@pytest.mark.parametrize("per_cent", [50, 95, 150])
def test_characters_are_as_wide_as_the_file_says(per_cent: int) -> None:
    import pdfplumber

    def width(properties: str) -> float:
        with pdfplumber.open(io.BytesIO(rendered(p(r("商品房买卖合同", properties), "终")))) as document:
            first, *_, last = document.pages[0].chars
            return float(last["x0"] - first["x0"])

    assert width(f'<w:w w:val="{per_cent}"/>') == pytest.approx(width("") * per_cent / 100, rel=0.02)


def test_a_distributed_line_reaches_both_edges() -> None:
    import pdfplumber

    pdf = rendered(p("市场监管", properties='<w:jc w:val="distribute"/>') + f"<w:sectPr>{A4}</w:sectPr>")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        first, *_, last = document.pages[0].chars
    assert last["x1"] - first["x0"] == pytest.approx(595.3 - 180, abs=2)


KEPT = "<w:keepNext/>"


def test_a_table_whose_rows_are_kept_stays_whole_with_the_lines_before_it() -> None:
    def row(text: str, properties: str) -> str:
        return f"<w:tr><w:tc>{p(text, properties=properties)}</w:tc></w:tr>"

    signatures = f"<w:tbl>{row('甲方盖章', KEPT)}{row('乙方盖章', '')}</w:tbl>"
    body = p("前") * 50 + p("末条", properties=KEPT) + p("", properties=KEPT) + signatures + p("")
    first, second = page_texts(rendered(f"{body}<w:sectPr>{A4}</w:sectPr>"))
    assert "末条" not in first
    assert second.split() == ["末条", "甲方盖章", "乙方盖章"]


def test_no_page_ends_with_a_heading() -> None:
    body = p("前") * 52 + p("第三章　房屋状况") + p("第四条　房屋") + p("该房屋坐落于本市。") + p("后") * 3
    first, second = page_texts(rendered(f"{body}<w:sectPr>{A4}</w:sectPr>"))
    assert "章" not in first
    assert second.startswith("第三章")
    sentence = p("前") * 52 + p("第四条　甲方应当按期付款。") + p("后") * 3
    assert "第四条" in page_texts(rendered(f"{sentence}<w:sectPr>{A4}</w:sectPr>"))[0]


def test_lines_are_never_drawn_over_each_other() -> None:
    squeezed = '<w:spacing w:line="12" w:lineRule="auto"/>'
    pdf = rendered(p("上行", properties=squeezed) + p("下行", properties=squeezed))
    assert _height_of(pdf, "上") - _height_of(pdf, "下") > 7


def test_lines_that_shall_stay_together_do() -> None:
    lines = p("同页" * 120, properties="<w:keepLines/>")
    pdf = rendered(p("前") * 50 + lines + f"<w:sectPr>{A4}</w:sectPr>")
    assert [text.count("同") for text in page_texts(pdf)] == [0, 120]


def test_hidden_text_and_deletions_do_not_show() -> None:
    hidden = r("看不见", "<w:vanish/>")
    deleted = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    assert logical_text(rendered(p("看得见", hidden, deleted))) == "看得见"


def test_automatic_numbers_are_set() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/>'
        '<w:suff w:val="space"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("定义", properties=numbered) + p("期限", properties=numbered)
    assert logical_text(rendered(body, numbering=numbering)) == "第一条 定义第二条 期限"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_stand_once_and_gaps_are_filled() -> None:
    rows = (
        "<w:tr>" + cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙", '<w:gridSpan w:val="2"/>') + "</w:tr>"
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("丙") + "</w:tr>"
    )
    package = open_package(word_file(f"<w:tbl>{rows}</w:tbl>" + p("")))
    grid = grid_of(next(package.trees[package.document].iter("{*}tbl")), 300)
    shape = [[(b.column, b.columns, b.rows, b.element is None) for b in row] for row in grid.boxes]
    assert shape == [[(0, 1, 2, False), (1, 2, 1, False)], [(1, 1, 1, False), (2, 1, 1, True)]]
    assert sum(grid.widths) == pytest.approx(300)


def test_rows_beside_a_merged_cell_break_over_pages_though_no_row_may_split() -> None:
    whole = "<w:trPr><w:cantSplit/></w:trPr>"
    first = f"<w:tr>{whole}" + cell("类", '<w:vMerge w:val="restart"/>') + cell("一") + "</w:tr>"
    others = (f"<w:tr>{whole}" + cell("", "<w:vMerge/>") + cell("又") + "</w:tr>") * 80
    pdf = rendered(f"<w:tbl>{first}{others}</w:tbl>" + p("后") + f"<w:sectPr>{A4}</w:sectPr>")
    assert beyond(pdf) == []
    assert [text.count("又") > 20 for text in page_texts(pdf)] == [True, True]


def test_a_cell_reaches_the_reader_in_its_place() -> None:
    rows = (
        "<w:tr>" + cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙") + "</w:tr>"
        "<w:tr>" + cell("", "<w:vMerge/>") + cell("丙") + "</w:tr>"
    )
    assert logical_text(rendered(p("前") + f"<w:tbl>{rows}</w:tbl>" + p("后"))) == "前甲乙丙后"


def test_a_footnote_stands_on_the_page_of_its_reference() -> None:
    notes = '<w:footnote w:id="2">' + p("按实际天数计算。") + "</w:footnote>"
    body = p("租期", '<w:r><w:footnoteReference w:id="2"/></w:r>', "届满")
    text = logical_text(rendered(body, related={"footnotes": notes}))
    assert "按实际天数计算。" in text
    assert "届满" in text


DRAWING = (
    '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<wp:inline><wp:extent cx="635000" cy="635000"/><wp:docPr id="1" name="图" descr="公章"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:blipFill><a:blip r:embed="rId8"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing>"
)


def pictured(content: bytes, name: str) -> PdfTemplate:
    return compiled(p(f"<w:r>{DRAWING}</w:r>"), external=relation(8, "image", name), extra={f"word/{name}": content})


def test_a_picture_is_set_with_its_description() -> None:
    template = pictured(PNG, "a.png")
    pdf = template.render([], record=None)
    assert template.diagnostics == ()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        figures = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == ["公章"]
        images = [o for o in file.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert images


def test_a_picture_of_another_format_is_turned_into_one_that_shows() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(buffer, "BMP")
    template = pictured(buffer.getvalue(), "a.bmp")
    assert template.diagnostics == ()
    assert template.render([], record=None)


def _saved(form: str, mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    noise = Image.effect_noise((60, 60), 80)
    Image.merge(mode, [noise] * len(mode)).save(buffer, form)
    return buffer.getvalue()


def test_a_picture_in_printing_colours_is_set_in_those_of_screens() -> None:
    template = pictured(_saved("JPEG", "CMYK"), "a.jpg")
    assert template.diagnostics == ()
    with pikepdf.open(io.BytesIO(template.render([], record=None))) as file:
        images = [o for o in file.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert images
        assert all(image.get("/ColorSpace") != "/DeviceCMYK" for image in images)


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_picture_that_is_cut_off_is_named_and_the_contract_set(form: str) -> None:
    content = _saved(form)
    template = pictured(content[: len(content) // 2], f"a.{form.lower()}")
    assert codes(template) == ["PDF002"]
    assert template.render([], record=None)


@pytest.mark.parametrize("content", [b"\xd7\xcd\xc6\x9a" + bytes(40), b"\x01\x00\x00\x00" + bytes(100), b""])
def test_a_picture_that_cannot_be_shown_is_named(content: bytes) -> None:
    template = pictured(content, "a.emf")
    assert codes(template) == ["PDF002"]
    assert "EMF" in template.diagnostics[0].message
    assert template.render([], record=None)


def test_a_picture_outside_the_file_is_never_fetched() -> None:
    template = compiled(
        p(f"<w:r>{DRAWING}</w:r>"), external=relation(8, "image", "https://example.com/a.png", external=True)
    )
    assert codes(template) == ["PDF002"]


def test_the_text_of_a_box_is_set_once() -> None:
    box = (
        '<w:pict><v:shape style="position:absolute;margin-left:10pt;margin-top:5pt;width:100pt;height:40pt">'
        f"<v:textbox><w:txbxContent>{p('框中文字')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    template = compiled(p("框外文字", f"<w:r>{box}</w:r>"))
    text = logical_text(template.render([], record=None))
    assert sorted((text.count("框中文字"), text.count("框外文字"))) == [1, 1]
    assert template.diagnostics == ()


def test_a_box_that_text_should_run_around_is_set_and_named() -> None:
    box = (
        '<w:pict><v:shape xmlns:w10="urn:schemas-microsoft-com:office:word" '
        'style="position:absolute;width:100pt;height:40pt">'
        f"<v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox>"
        '<w10:wrap type="square"/></v:shape></w:pict>'
    )
    template = compiled(p("文", f"<w:r>{box}</w:r>"))
    assert codes(template) == ["PDF003"]
    assert sorted(logical_text(template.render([], record=None))) == ["文", "框"]


def test_what_is_not_set_as_word_does_is_named() -> None:
    math = "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"
    assert codes(compiled(p("式：", math))) == ["PDF005"]
    private = "<w:r><w:t>\ue123</w:t></w:r>"
    assert codes(compiled(p("符：", private))) == ["PDF006"]
    floating = "<w:tbl><w:tblPr><w:tblpPr/></w:tblPr><w:tr>" + cell("甲") + "</w:tr></w:tbl>"
    assert codes(compiled(floating + p(""))) == ["PDF007"]


def test_the_blank_line_of_a_wide_blank_is_drawn_on_both_lines() -> None:
    import pdfplumber

    blank = r(" " * 200, '<w:u w:val="single"/>')
    pdf = rendered(p("地址：", blank, "（后）"))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        heights = {round(line["top"]) for line in (*page.lines, *page.rects, *page.curves)}
    assert len(heights) >= 2
    assert logical_text(pdf) == "地址：（后）"
