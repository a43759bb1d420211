from __future__ import annotations

import pytest

from pipeline.model.document import Mark
from pipeline.ooxml.archive import DamagedPackage
from tests.word_files import lines, p, r, read_body

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="N"/>'
    '<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="U"><w:name w:val="Line"/><w:basedOn w:val="S"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("style", "properties", "expected"),
    [
        ("", "", Mark.NONE),
        ("", "<w:b/>", Mark.BOLD),
        ("", '<w:b w:val="0"/>', Mark.NONE),
        ("H", "", Mark.BOLD),
        ("H", '<w:b w:val="false"/>', Mark.NONE),
        ("H2", "", Mark.BOLD),
        ("H", '<w:rStyle w:val="S"/>', Mark.NONE),  # two toggles cancel
        ("", '<w:rStyle w:val="U"/>', Mark.BOLD | Mark.UNDERLINE),
        ("", '<w:rStyle w:val="U"/><w:u w:val="none"/>', Mark.BOLD),
        ("", '<w:u w:val="wave"/>', Mark.UNDERLINE),
        ("", "<w:vanish/>", Mark.HIDDEN),
        ("", '<w:color w:val="FFFFFF"/>', Mark.HIDDEN),
        ("", '<w:color w:themeColor="background1" w:val="auto"/>', Mark.HIDDEN),
        ("", '<w:color w:themeColor="background1" w:themeShade="BF" w:val="BFBFBF"/>', Mark.GREY),
        ("", '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', Mark.HIGHLIGHT),
        ("", '<w:sz w:val="2"/>', Mark.HIDDEN),
        ("", '<w:color w:val="808080"/>', Mark.GREY),
        ("", '<w:color w:val="1A1A1A"/>', Mark.NONE),
        ("", '<w:color w:val="nonsense"/>', Mark.NONE),
        ("", '<w:highlight w:val="yellow"/>', Mark.HIGHLIGHT),
        ("", '<w:highlight w:val="none"/>', Mark.NONE),
        ("", '<w:shd w:val="clear" w:fill="auto"/>', Mark.NONE),
    ],
)
def test_marks(style: str, properties: str, expected: Mark) -> None:
    body = p(r("字", properties), properties=f'<w:pStyle w:val="{style}"/>' if style else "")
    assert lines(read_body(body, styles=STYLES))[0].runs[0].marks == expected


def test_paragraph_properties() -> None:
    body = p("题", properties='<w:pStyle w:val="H2"/>') + p(
        "文", properties='<w:ind w:firstLineChars="200" w:firstLine="480"/>'
    )
    body += p("右", properties='<w:jc w:val="end"/><w:ind w:left="480"/><w:outlineLvl w:val="9"/>')
    heading, text, right = lines(read_body(body, styles=STYLES))
    assert (heading.level, heading.align, heading.style) == (1, "center", "heading 2")
    assert (text.level, text.align, text.indent, text.style) == (None, "left", 2.0, "Normal")
    assert (right.align, right.left, right.level) == ("right", 2.0, None)


def test_an_indent_nearer_to_the_paragraph_wins() -> None:
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="I"><w:name w:val="I"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="480"/></w:pPr></w:style>'
    )
    body = p("文", properties='<w:pStyle w:val="I"/><w:ind w:firstLine="0"/>')
    assert lines(read_body(body, styles=styles))[0].indent == 0


def test_styles_that_are_based_on_themselves_are_refused() -> None:
    cycle = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    with pytest.raises(DamagedPackage, match="样式"):
        read_body(p("字", properties='<w:pStyle w:val="A"/>'), styles=cycle)


def test_tabs_with_a_drawn_leader_are_lines_to_write_on() -> None:
    body = p(
        "<w:r><w:t>甲方</w:t><w:tab/></w:r>",
        properties='<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="4000"/></w:tabs>',
    )
    assert [(run.text, run.marks) for run in lines(read_body(body))[0].runs] == [
        ("甲方", Mark.NONE),
        ("\t", Mark.UNDERLINE),
    ]
