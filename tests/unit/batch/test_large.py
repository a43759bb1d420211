"""Sources of a size that only streaming reads."""

from __future__ import annotations

import json
import resource
from datetime import date
from pathlib import Path
from random import Random

import pytest

from pipeline.batch.register import Register, State
from pipeline.batch.register.reports import listing
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
@pytest.mark.parametrize("engine", ["serial", "pool"])
def test_of_ten_thousand_rows_all_and_only_the_bad_ones_are_refused_each_with_all_its_errors(
    engine: str, tmp_path: Path
) -> None:
    source = csv_of(10_000, tmp_path / "a.csv")
    lines = source.read_text(encoding="utf-8").split("\n")
    bad = sorted(Random(20261122).sample(range(1, 10_001), 100))
    for number in bad:
        lines[number] = ",,没有甲方也没有价款"
    source.write_text("\n".join(lines), encoding="utf-8")
    summary = run(source, tmp_path / "out", engine=engine, workers=2, chunk=64)
    assert (summary.progress.issued, summary.progress.rejected) == (9_900, 100)
    register = Register(str(tmp_path / "out" / "register.sqlite"))
    refused = list(listing(register, states=(State.REJECTED,)))
    register.close()
    assert [each.row for each in refused] == [number + 1 for number in bad]
    for each in refused:
        assert {problem["key"] for problem in each.problems} == {"total", "party_a.name"}


@pytest.mark.slow
def test_the_coordinators_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    run(csv_of(2_000, tmp_path / "a.csv"), tmp_path / "small", chunk=64)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (
        run(csv_of(20_000, tmp_path / "b.csv"), tmp_path / "large", chunk=64, day=date(2026, 1, 1)).progress.issued
        == 20_000
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10
