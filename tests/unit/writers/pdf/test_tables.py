"""Tables end up on the pages, cell by cell."""

from __future__ import annotations

import pytest

from pipeline.ooxml.package import open_package
from pipeline.writers.pdf.grid import grid_of
from tests.pdf_files import beyond, logical_text, page_texts
from tests.pdf_set import A4, box, cell, rendered
from tests.word_files import p, word_file


def test_a_table_that_outgrows_its_frame_is_set_smaller() -> None:
    rows = "<w:tr>" + cell("甲乙丙丁") + "</w:tr>"
    body = "<w:p/>" * 30 + p(
        box("margin-left:0;margin-top:20pt;width:200pt;height:90pt", f"<w:tbl>{rows * 40}</w:tbl>")
    )
    pdf = rendered(body)
    assert beyond(pdf) == []
    assert logical_text(pdf).count("甲乙丙丁") == 40


KEPT = "<w:keepNext/>"


def test_a_table_whose_rows_are_kept_stays_whole_with_the_lines_before_it() -> None:
    def row(text: str, properties: str) -> str:
        return f"<w:tr><w:tc>{p(text, properties=properties)}</w:tc></w:tr>"

    signatures = f"<w:tbl>{row('甲方盖章', KEPT)}{row('乙方盖章', '')}</w:tbl>"
    body = p("前") * 50 + p("末条", properties=KEPT) + p("", properties=KEPT) + signatures + p("")
    first, second = page_texts(rendered(f"{body}<w:sectPr>{A4}</w:sectPr>"))
    assert "末条" not in first
    assert second.split() == ["末条", "甲方盖章", "乙方盖章"]


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
