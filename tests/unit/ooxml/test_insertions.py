"""Values that go where no characters are: behind labels, into empty paragraphs and cells."""

from __future__ import annotations

import pytest

from pipeline.model.document import Mark
from tests.word_files import LINE, fill, p, r, runs_of, texts, word_file, xml


def test_inserted_behind_a_label_it_is_not_underlined() -> None:
    assert runs_of(fill(word_file(p(r("地址：", "<w:b/>"))), (0, 3, 3, "某路"))) == [("地址：某路", Mark.BOLD)]
    data = fill(word_file(p(r("地址：", LINE + "<w:b/>"))), (0, 3, 3, "某路"))
    assert runs_of(data) == [("地址：", Mark.BOLD | Mark.UNDERLINE), ("某路", Mark.BOLD)]


def test_inserted_within_a_line_it_stands_on_the_line() -> None:
    assert runs_of(fill(word_file(p(r("    ", LINE))), (0, 2, 2, "值"))) == [("  值  ", Mark.UNDERLINE)]


def test_an_underline_from_a_style_is_switched_off_for_an_insertion() -> None:
    style = f'<w:style w:type="character" w:styleId="L"><w:name w:val="L"/><w:rPr>{LINE}</w:rPr></w:style>'
    data = fill(word_file(p(r("甲：", '<w:rStyle w:val="L"/><w:lang w:val="x"/>')), styles=style), (0, 2, 2, "值"))
    assert runs_of(data) == [("甲：", Mark.UNDERLINE), ("值", Mark.NONE)]
    assert '<w:u w:val="none"/><w:lang' in xml(data)


def test_an_insertion_beside_hidden_text_is_visible() -> None:
    data = fill(word_file(p(r("暗", "<w:vanish/>"))), (0, 1, 1, "明"))
    assert runs_of(data) == [("暗", Mark.HIDDEN), ("明", Mark.NONE)]


def test_inserted_before_the_first_character() -> None:
    assert texts(fill(word_file(p("元")), (0, 0, 0, "5"))) == ["5元"]
    assert texts(fill(word_file(p("<w:r><w:tab/></w:r>")), (0, 0, 0, "5"))) == ["5\t"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "<w:p/>",
        '<w:p w14:paraId="1"/>',
        "<w:p></w:p>",
        "<w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr></w:p>",
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    ],
)
@pytest.mark.parametrize("controls", [False, True])
def test_empty_paragraphs_take_values(paragraph: str, *, controls: bool) -> None:
    data = fill(word_file(p("前") + paragraph), (1, 0, 0, "值"), controls=controls)
    assert texts(data) == ["前", "值"]
    assert (runs_of(data, 1)[0][1] == Mark.BOLD) == ("<w:b/>" in paragraph)


def test_an_empty_cell_does_not_take_a_hidden_or_tracked_mark() -> None:
    mark = '<w:pPr><w:rPr><w:ins w:id="1" w:author="a"/><w:vanish/><w:b/></w:rPr></w:pPr>'
    data = fill(word_file(f"<w:p>{mark}</w:p>"), (0, 0, 0, "值"))
    assert runs_of(data) == [("值", Mark.BOLD)]
