"""Boxes and pictures end up on the pages."""

from __future__ import annotations

import base64
import io

import pdfplumber
import pikepdf
import pytest
from PIL import Image

from pipeline.writers.pdf import PdfTemplate
from tests.pdf_files import beyond, logical_text
from tests.pdf_set import box, codes, compiled, field, furnished, height_of, rendered
from tests.word_files import p, r, relation

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


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
    short, long = (height_of(rendered(p("文" * count, aside)), "旁") for count in (1, 300))
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
    assert height_of(pdf, "1") < 60
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        number = next(c for c in document.pages[0].chars if c["text"] == "1")
    assert (number["x0"] + number["x1"]) / 2 == pytest.approx(595.3 / 2, abs=1)


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


@pytest.mark.parametrize(
    "shape",
    [
        'line style="position:absolute" from="0,0" to="120pt,30pt"',
        'shape style="position:absolute;width:120pt;height:30pt" coordsize="1000,1000" path="m0,0l1000,1000e"',
        'shape style="position:absolute;width:100pt;height:30pt" coordsize="1000,1000" path="m0,0l1200,1000,0,1000xe"',
    ],
    ids=["line", "path of one line", "path beyond its box"],
)
def test_a_path_is_as_long_as_its_shape_says(shape: str) -> None:
    pdf = rendered(p(f'<w:r><w:pict><v:{shape} filled="f" strokeweight="1pt"/></w:pict></w:r>', r("甲方")))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        drawn = [*page.lines, *page.curves, *page.rects]
        assert max((one["x1"] - one["x0"] for one in drawn), default=0) == pytest.approx(120, abs=2)
        assert max(one["bottom"] - one["top"] for one in drawn) == pytest.approx(30, abs=2)


def _line_of(properties: str) -> str:
    """A straight line of DrawingML in the line of the text."""
    namespaces = (
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    size = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="0"/></a:xfrm><a:prstGeom prst="line"/>'
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = f"<wps:wsp><wps:spPr>{size}{properties}</wps:spPr></wps:wsp>"
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{shape}</a:graphicData></a:graphic>'
    return f'<w:drawing><wp:inline {namespaces}><wp:extent cx="1270000" cy="0"/>{graphic}</wp:inline></w:drawing>'


@pytest.mark.parametrize(
    ("shape", "drawn"),
    [
        ('<w:pict><v:line from="0,0" to="100pt,0"/></w:pict>', 1),
        ('<w:pict><v:line from="0,0" to="100pt,0" stroked="f"/></w:pict>', 0),
        (_line_of(""), 1),
        (_line_of("<a:ln><a:noFill/></a:ln>"), 0),
    ],
)
def test_a_line_without_a_stroke_is_not_drawn(shape: str, drawn: int) -> None:
    pdf = rendered(p(f"<w:r>{shape}</w:r>", r("甲方")))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        assert len([*page.lines, *page.curves, *page.rects]) == drawn
