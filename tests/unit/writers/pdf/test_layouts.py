"""Line heights, indents and spacing as Word counts them."""

from __future__ import annotations

import pytest

from pipeline.ooxml.package import open_package
from pipeline.ooxml.spans import paragraphs
from pipeline.writers.pdf.fonts import Face
from pipeline.writers.pdf.layouts import Layout, Paragraphs
from pipeline.writers.pdf.looks import Leading
from pipeline.writers.pdf.styles import StyleSheet
from tests.word_files import p, word_file

SONG = Face(families=("S",), natural=1.3, grid=1.15, half=True, bold=False, latin="times")


@pytest.mark.parametrize(
    ("leading", "size", "height"),
    [
        (Leading(), 12, 15.6),
        (Leading(amount=1.5), 12, 23.4),
        (Leading(pitch=15.6), 10.5, 15.6),
        (Leading(pitch=15.6), 16, 31.2),
        (Leading(pitch=15.6, amount=1.5), 10.5, 23.4),
        (Leading(rule="exact", amount=28), 16, 28),
        (Leading(rule="exact", amount=10), 16, 10),
        (Leading(rule="atLeast", amount=20), 12, 20),
        (Leading(rule="atLeast", amount=10), 12, 15.6),
    ],
)
def test_height_of_a_line(leading: Leading, size: float, height: float) -> None:
    assert leading.line(size, SONG).height == pytest.approx(height)


def test_what_a_multiple_adds_hangs_below_and_what_a_minimum_adds_stands_above() -> None:
    single = Leading().line(12, SONG)
    assert Leading(amount=2).line(12, SONG).depth == pytest.approx(single.depth + 15.6)
    assert Leading(rule="atLeast", amount=40).line(12, SONG).depth == pytest.approx(single.depth)


def _layout(properties: str, styles: str = "", *, size: float = 10.5, pitch: float = 0.0) -> Layout:
    package = open_package(word_file(p("文", properties=properties), styles=styles))
    sheet = StyleSheet(package)
    paragraph = paragraphs(package.trees[package.document])[0]
    return Paragraphs(sheet, 10.5).layout(paragraph, None, "", pitch, size)


def test_an_indent_in_characters_outweighs_the_one_in_twips() -> None:
    layout = _layout('<w:ind w:firstLine="420" w:firstLineChars="200" w:left="300"/>', size=14)
    assert layout.first == 28
    assert layout.left == 15


def test_a_hanging_indent_is_a_negative_first_line() -> None:
    assert _layout('<w:ind w:left="720" w:hanging="360"/>').first == -18


def test_a_hanging_indent_replaces_the_first_line_of_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:ind w:firstLine="400" w:firstLineChars="200"/>'
        '<w:jc w:val="center"/></w:pPr></w:style>'
    )
    layout = _layout('<w:pStyle w:val="A"/><w:ind w:hanging="200"/>', styles)
    assert layout.first == -10
    assert layout.align == "center"


def test_properties_come_down_through_base_styles() -> None:
    styles = (
        '<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:keepNext/></w:pPr></w:style>'
    )
    layout = _layout('<w:pStyle w:val="B"/>', styles)
    assert (layout.justify, layout.keep_next, layout.after) == (True, True, 8)


def test_styles_based_on_each_other_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style>'
    )
    package = open_package(word_file(p("文"), styles=styles))
    assert [step.get(step.attrib.keys()[-1]) for step in StyleSheet(package).chain("A")] == ["B", "A"]


def test_spacing_in_lines_is_that_of_the_grid() -> None:
    layout = _layout('<w:spacing w:beforeLines="50" w:before="10"/>', pitch=20)
    assert layout.before == 10


def test_tab_stops_add_up_and_are_cleared() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:tabs><w:tab w:val="left" w:pos="400"/>'
        '<w:tab w:val="right" w:leader="dot" w:pos="8000"/></w:tabs></w:pPr></w:style>'
    )
    tabs = '<w:tabs><w:tab w:val="clear" w:pos="400"/><w:tab w:val="center" w:pos="4000"/></w:tabs>'
    layout = _layout(f'<w:pStyle w:val="A"/>{tabs}<w:ind w:left="200"/>', styles)
    assert [(stop.at, stop.align, stop.leader) for stop in layout.stops] == [(190, "center", ""), (390, "right", "dot")]


def test_bold_of_paragraph_and_character_style_cancel_each_other() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:b/></w:rPr></w:style>'
    )
    package = open_package(word_file(p("文"), styles=styles))
    sheet = StyleSheet(package)
    run = open_package(word_file('<w:p><w:r><w:rPr><w:rStyle w:val="C"/></w:rPr></w:r></w:p>'))
    rpr = next(run.trees[run.document].iter("{*}rPr"))
    assert sheet.run(sheet.runs("A"), rpr)["b"] == "0"
    assert sheet.run({}, rpr)["b"] == "1"
