"""Tables that a page's end cuts as browsers do: within a row, without a rule there."""

from __future__ import annotations

from pipeline.model.document import Document, Paragraph, Table
from pipeline.readers.pdf import read
from tests.pdf_made import pages, rule, text

WALLS = (72, 180, 360, 520)


def _grid(floors: tuple[int, ...], top: int, bottom: int, *, first: int = 0) -> str:
    """Operators that draw walls from top to bottom, and floors from the wall with that number on."""
    walls = "".join(f"{x} {top} m {x} {bottom} l S\n" for x in WALLS)
    return walls + "".join(rule(WALLS[first], WALLS[-1], y) for y in floors)


def _tables(*contents: str) -> list[list[list[str]]]:
    document: Document = read(pages(*contents), name="合同.pdf")
    found = [block for block in document.blocks if isinstance(block, Table)]
    assert not [block for block in document.blocks if isinstance(block, Paragraph) and block.text]
    return [[["".join(cell.text.split()) for cell in row] for row in table.rows] for table in found]


def test_a_row_that_the_page_cuts_is_one() -> None:
    above = _grid((160, 130, 100), 160, 60) + text(76, 140, "器材") + text(76, 110, "名称") + text(76, 80, "手持式")
    below = _grid((740, 710), 780, 710) + text(76, 760, "扫描器") + text(76, 720, "电缆")
    assert _tables(above, below) == [
        [["器材", "", ""], ["名称", "", ""], ["手持式扫描器", "", ""], ["电缆", "", ""]],
    ]


def test_rows_between_which_the_page_ends_are_two() -> None:
    above = _grid((160, 130, 100), 160, 100) + text(76, 140, "器材") + text(76, 110, "名称")
    below = _grid((740, 710), 780, 710) + text(76, 760, "扫描器") + text(76, 720, "电缆")
    assert _tables(above, below) == [[["器材", "", ""], ["名称", "", ""], ["扫描器", "", ""], ["电缆", "", ""]]]


def test_a_cell_that_goes_on_over_the_page_has_its_wall() -> None:
    above = _grid((160, 130), 160, 60) + text(76, 140, "类别") + text(184, 110, "绳")
    above += rule(180, 520, 95) + text(184, 75, "网")
    below = _grid((740, 700), 780, 660, first=1) + text(184, 750, "兜") + text(184, 720, "钩") + text(184, 680, "扣")
    assert _tables(above, below) == [
        [["类别", "", ""], ["", "绳", ""], ["网兜", ""], ["钩", ""], ["扣", ""]],
    ]


def test_words_set_downwards_have_no_room_before_a_comma() -> None:
    grid = "".join(f"{x} 700 m {x} 500 l S\n" for x in (72, 92, 300)) + rule(72, 300, 700) + rule(72, 300, 500)
    letters = "".join(text(76, 680 - 16 * at, letter) for at, letter in enumerate("四、安装"))
    assert _tables(grid + letters + rule(92, 300, 600)) == [[["四、安装", ""], [""]]]


def test_a_frame_that_the_page_cuts_is_no_blank() -> None:
    framed = "".join(f"{x} 160 m {x} 60 l S\n" for x in (72, 520)) + rule(72, 520, 160) + text(76, 140, "委托书")
    document = read(pages(text(72, 180, "附件1") + framed), name="合同.pdf")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["附件1", "委托书"]
