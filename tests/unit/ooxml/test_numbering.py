from __future__ import annotations

import pytest

from pipeline.model.document import Paragraph
from tests.word_files import lines, p, read_body


def level(index: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(list_id: int, index: int = 0) -> str:
    return p("款", properties=f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>')


def numbers(numbering: str, body: str, styles: str = "") -> list[str]:
    return [line.number for line in lines(read_body(body, numbering=numbering, styles=styles))]


CLAUSES = abstract(
    0,
    level(0, "chineseCountingThousand", "第%1条", '<w:suff w:val="space"/>'),
    level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    level(2, "decimalEnclosedCircle", "%3", '<w:suff w:val="nothing"/>'),
)


def test_levels_count_and_restart() -> None:
    body = item(1) + item(1, 1) + item(1, 1) + item(1, 2) + item(1) + item(1, 1) + item(1, 2)
    assert numbers(CLAUSES + num(1, 0), body) == ["第一条", "1.1", "1.2", "①", "第二条", "2.1", "①"]


def test_separators() -> None:
    found = lines(read_body(item(1) + item(1, 1) + item(1, 2), numbering=CLAUSES + num(1, 0)))
    assert [line.separator for line in found] == [" ", "\t", ""]


def test_without_legal_style_each_level_keeps_its_format() -> None:
    numbering = abstract(0, level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2")) + num(1, 0)
    assert numbers(numbering, item(1) + item(1, 1)) == ["I", "I.1"]


def test_a_missing_parent_counts_as_its_first() -> None:
    assert numbers(CLAUSES + num(1, 0), item(1, 1) + item(1)) == ["1.1", "第二条"]


def test_lists_of_one_definition_count_on_unless_they_override_the_start() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = CLAUSES + num(1, 0) + num(2, 0) + num(3, 0, override)
    assert numbers(numbering, item(1) + item(2) + item(3) + item(3) + item(1)) == [
        "第一条",
        "第二条",
        "第五条",
        "第六条",
        "第七条",
    ]


def test_a_level_may_be_overridden_whole() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "（%1）")}</w:lvlOverride>'
    assert numbers(CLAUSES + num(1, 0, override), item(1)) == ["（1）"]


def test_a_list_has_nine_levels_at_most() -> None:
    deep = 2_000_000_000  # counting would never end
    assert numbers(abstract(0, level(deep, "decimal", "%1")) + num(1, 0), item(1, deep)) == [""]


def test_restart_rules() -> None:
    never = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')) + num(1, 0)
    assert numbers(never, item(1) + item(1, 1) + item(1) + item(1, 1)) == ["1", "1", "2", "2"]
    chapters = abstract(
        0, level(0, "decimal", "%1"), level(1, "decimal", "%2"), level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>')
    )
    body = item(1) + item(1, 1) + item(1, 2) + item(1, 1) + item(1, 2) + item(1) + item(1, 2)
    assert numbers(chapters + num(1, 0), body) == ["1", "1", "1", "2", "2", "2", "1"]


def test_numbers_from_styles() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="款"/><w:basedOn w:val="Clause"/></w:style>'
    )
    numbering = abstract(
        0,
        level(0, "decimal", "第%1条", '<w:pStyle w:val="Clause"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/>'),
    )
    body = p("条", properties='<w:pStyle w:val="Clause"/>') + p("款", properties='<w:pStyle w:val="Sub"/>')
    off = p("无", properties='<w:pStyle w:val="Clause"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbers(numbering + num(1, 0), body + off, style) == ["第1条", "1.1", ""]


def test_numbering_styles_are_followed() -> None:
    style = '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    linked = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
    assert numbers(CLAUSES + linked + num(1, 1) + num(2, 0), item(1) + item(2), style) == ["第一条", "第二条"]


def test_bullets_are_the_characters_that_they_look_like() -> None:
    wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    numbering = abstract(0, level(0, "bullet", "\uf06c", wingdings), level(1, "bullet", "\uf0b7"), level(2, "none", ""))
    assert numbers(numbering + num(1, 0), item(1) + item(1, 1) + item(1, 2)) == ["●", "•", ""]


def test_custom_formats_and_hidden_numbers() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    hidden = level(1, "decimal", "%2", "<w:rPr><w:vanish/></w:rPr>")
    assert numbers(abstract(0, custom, hidden) + num(1, 0), item(1) + item(1, 1)) == ["001", ""]


def test_unknown_lists_and_levels_print_nothing() -> None:
    assert numbers(CLAUSES + num(1, 0), item(9) + item(1, 8)) == ["", ""]


def test_numbers_go_on_in_tables() -> None:
    body = item(1) + f"<w:tbl><w:tr><w:tc>{item(1)}</w:tc></w:tr></w:tbl>" + item(1)
    assert numbers(CLAUSES + num(1, 0), body) == ["第一条", "第二条", "第三条"]


def test_indents_of_a_level_reach_the_paragraph() -> None:
    numbering = abstract(0, level(0, "decimal", "%1", '<w:pPr><w:ind w:left="420" w:hanging="210"/></w:pPr>')) + num(
        1, 0
    )
    (line,) = lines(read_body(item(1), numbering=numbering))
    assert isinstance(line, Paragraph)
    assert (line.left, line.indent) == (2.1, -1.05)


def saved_by(application: str) -> dict[str, str]:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return {"docProps/app.xml": f'<Properties xmlns="{space}"><Application>{application}</Application></Properties>'}


@pytest.mark.parametrize(
    ("application", "printed"), [("LibreOffice/7.4.7.2$Linux_X86_64", "1.1"), ("Microsoft Office Word", "一.1")]
)
def test_libreoffice_forgets_that_a_level_is_legal(application: str, printed: str) -> None:
    forgotten = CLAUSES.replace("<w:isLgl/>", "") + num(1, 0)
    document = read_body(item(1) + item(1, 1) + item(1, 2), numbering=forgotten, extra=saved_by(application))
    assert [line.number for line in lines(document)] == ["第一条", printed, "①"]


def test_libreoffice_leaves_numbers_that_are_not_chinese() -> None:
    numbering = abstract(0, level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2")) + num(1, 0)
    document = read_body(item(1) + item(1, 1), numbering=numbering, extra=saved_by("LibreOffice/7.4"))
    assert [line.number for line in lines(document)] == ["I", "I.1"]
