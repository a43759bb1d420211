"""Small words in the margin beside the text."""

from __future__ import annotations

from pipeline.model.document import Paragraph
from pipeline.readers.pdf import read
from tests.pdf_made import pages, text

_TEXT = "发包人应当在开工以前把现场交给承包人，并办妥开工所需的各项手续"


def _paragraphs(content: str) -> list[str]:
    blocks = read(pages(content), name="合同.pdf").blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def _page(notes: tuple[tuple[str, ...], ...], size: float = 9) -> str:
    """A page of articles of two lines each, the lines of a note beside each."""
    shown = ""
    for at, note in enumerate(notes):
        top = 760 - 60 * at
        shown += text(150, top, _TEXT) + text(150, top - 20, "，费用由其承担。")
        shown += "".join(text(50, top + 1 - 12 * down, line, size) for down, line in enumerate(note))
    return shown


def test_words_in_the_margin_are_lines_of_their_own() -> None:
    found = _paragraphs(_page((("现场的交", "付"), ("手续", "费用"), ("其他",))))
    whole = f"{_TEXT}，费用由其承担。"
    assert found == ["现场的交付", whole, "手续费用", whole, "其他", whole]


def test_words_as_large_as_the_text_or_labels_stay_on_their_lines() -> None:
    assert _paragraphs(_page((("现场",), ("手续",)), size=12))[0].startswith("现场 ")
    assert _paragraphs(_page((("现场：",), ("手续：",))))[0].startswith("现场： ")


def test_a_single_small_word_before_a_line_is_no_note() -> None:
    assert _paragraphs(_page((("现场",), ())))[0].startswith("现场 ")
