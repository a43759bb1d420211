"""How many records a source holds, about."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.counting import count_records


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("a.csv", "甲方,金额\n一,1\n二,2\n", 2),
        ("a.csv", "甲方,金额\n一,1\n二,2", 2),
        ("a.csv", '甲方,备注\n一,"两\n行"\n二,"带""引号""的\n"\n', 2),
        ("a.csv", "", 0),
        ("a.jsonl", '{"a": 1}\n{"a": 2}', 2),
        ("a.ndjson", '{"a": "\\n"}\n', 1),
    ],
)
def test_lines_are_counted(name: str, text: str, count: int, tmp_path: Path) -> None:
    assert count_records(text.encode(), name) == count
    (tmp_path / name).write_bytes(text.encode("gb18030"))
    assert count_records(tmp_path / name, name) == count


def test_a_workbook_says_how_long_it_is(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in range(31):
        book.worksheets[0].append([f"公司{row}", row])
    book.save(tmp_path / "a.xlsx")
    assert count_records(tmp_path / "a.xlsx", "a.xlsx") == 30


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a", "没有.csv", "坏.xlsx"])
def test_what_is_not_known_is_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK no zip")
    assert count_records(tmp_path / name, name) is None
