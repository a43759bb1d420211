"""Sources of a size that only streaming reads."""

from __future__ import annotations

import json
import resource
from datetime import date
from pathlib import Path

import pytest

from pipeline.readers.records import read_rows
from tests.batch_made import TEMPLATE, csv_of, run


@pytest.mark.slow
def test_a_gigabyte_of_jsonl_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    filler = "长" * 3000
    lines = (1 << 30) // 9100
    with path.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"合同编号": f"A{n:07d}", "甲方": f"公司{n}", "合同总价": n, "备注": filler}, ensure_ascii=False)
            + "\n"
            for n in range(lines)
        )
    assert path.stat().st_size > 1_000_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    count = 0
    for count, row in enumerate(read_rows(path, template=TEMPLATE), 1):
        if count % 10_000 == 1:
            assert row.record.values["contract_no"] == f"A{count - 1:07d}"
            assert row.number == count
    assert count == lines
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10
    path.unlink()


@pytest.mark.slow
def test_the_coordinators_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    run(csv_of(2_000, tmp_path / "a.csv"), tmp_path / "small", chunk=64)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (
        run(csv_of(20_000, tmp_path / "b.csv"), tmp_path / "large", chunk=64, day=date(2026, 1, 1)).progress.issued
        == 20_000
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10
