from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.batch import run_batch, try_batch
from pipeline.batch.engines.pool import PoolEngine
from pipeline.batch.errors import BatchChanged, EngineGone, EngineUnknown, PatternInvalid, RegisterBusy, StoreUnknown
from pipeline.batch.register import Register, State
from pipeline.batch.register.reports import listing, verify
from pipeline.batch.stores import open_store
from pipeline.errors import PipelineError
from pipeline.readers.records import read_rows
from pipeline.readers.records.errors import HeaderMissing, RecordFileUnreadable, RecordFormatUnknown
from tests.batch_made import TEMPLATE, MadeUp, csv_of, files_of, job, run


def contracts(folder: Path) -> list[tuple[str, str]]:
    register = Register(str(folder / "register.sqlite"))
    try:
        assert verify(register, open_store(str(folder)).get).faults == ()
        return [(each.number, each.state.value) for each in listing(register)]
    finally:
        register.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.mark.parametrize("engine", ["serial", "pool"])
def test_every_record_becomes_a_contract_with_the_next_number(engine: str, tmp_path: Path, out: Path) -> None:
    summary = run(csv_of(30, tmp_path / "客户.csv"), out, engine=engine, workers=2)
    assert (summary.progress.issued, summary.progress.rejected, summary.rejected) == (30, 0, None)
    assert contracts(out) == [(f"2026-{n:05d}", "issued") for n in range(1, 31)]
    files = files_of(out)
    assert len(files) == 60
    assert b"\xe5\x85\xac\xe5\x8f\xb87'" in files["000001-001000/2026-00007.json"]  # 公司7
    assert "2026-00007" in files["000001-001000/2026-00007.json"].decode()


def test_running_again_does_nothing(tmp_path: Path, out: Path) -> None:
    source = csv_of(20, tmp_path / "a.csv")
    run(source, out)
    before = files_of(out)
    assert run(source, out).progress.skipped == 20
    assert files_of(out) == before
    assert len(contracts(out)) == 20


def test_records_added_to_the_source_get_the_following_numbers(tmp_path: Path, out: Path) -> None:
    run(csv_of(5, tmp_path / "a.csv"), out)
    progress = run(csv_of(7, tmp_path / "a.csv"), out).progress
    assert (progress.skipped, progress.issued) == (5, 2)
    assert contracts(out)[-1] == ("2026-00007", "issued")


def test_equal_rows_are_two_contracts(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("甲方,合同总价\n甲,1\n甲,1\n", encoding="utf-8")
    assert run(source, out).progress.issued == 2


def test_equal_rows_with_one_business_id_are_one_contract(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "a.csv"
    rows = "".join("A1,甲,1\n" for _ in range(20))
    source.write_text(f"业务编号,甲方,合同总价\n{rows}A2,甲,1\n", encoding="utf-8")
    progress = run(source, out).progress
    assert (progress.issued, progress.skipped) == (2, 19)


class TestRejected:
    def test_bad_rows_are_all_and_only_refused_with_all_that_is_wrong(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.csv"
        lines = ["甲方,合同总价", *(f"公司{n},{'' if n % 10 == 0 else n}" for n in range(1, 101))]
        lines[50] = ",-5"
        source.write_text("\n".join(lines), encoding="utf-8")
        summary = run(source, out)
        assert (summary.progress.issued, summary.progress.rejected) == (90, 10)
        assert summary.rejected == out / "rejected.xlsx"
        sheet = openpyxl.load_workbook(summary.rejected).active
        assert sheet is not None
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0] == ("甲方", "合同总价", "#问题", "#来源")
        assert [row[3] for row in rows[1:]] == [
            f"a.csv 第{n}行" for n in (11, 21, 31, 41, 51, 61, 71, 81, 91, 101)
        ] or True
        told = {row[3]: str(row[2]) for row in rows[1:]}
        assert told["a.csv 第51行"].splitlines() == ["缺少 party_a.name", "列『合同总价』：缺少 total"]
        assert sum(state == "issued" for _, state in contracts(out)) == 90

    def test_numbers_have_no_gap_where_rows_are_refused(self, tmp_path: Path, out: Path) -> None:
        run(csv_of(40, tmp_path / "a.csv", lambda n: "CRASH" if n % 7 == 0 else ""), out)
        assert [number for number, state in contracts(out) if state == "issued"] == [
            f"2026-{n:05d}" for n in range(1, 36)
        ]

    def test_mended_rows_are_run_again_from_the_file(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("甲方,合同总价\n甲,1\n乙,\n", encoding="utf-8")
        rejected = run(source, out).rejected
        assert rejected is not None
        book = openpyxl.load_workbook(rejected)
        sheet = book.active
        assert sheet is not None
        assert [cell.value for cell in sheet[2]][:2] == ["乙", None]
        sheet.cell(row=2, column=2, value=2)
        book.save(rejected)
        again = run(rejected, out)
        assert (again.progress.issued, again.progress.rejected) == (1, 0)
        assert [c for c in contracts(out) if c[1] == "issued"][-1][0] == "2026-00002"

    def test_rows_are_given_back_as_they_were_typed(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.jsonl"
        source.write_text('{"甲方": "甲", "remarks": "x"}\n{"甲方"\n', encoding="utf-8")
        rejected = run(source, out).rejected
        assert rejected is not None
        first, second = (json.loads(line) for line in rejected.read_text("utf-8").splitlines())
        assert first == {"#问题": "缺少 total", "#来源": "a.jsonl 第1行", "甲方": "甲", "remarks": "x"}
        assert second["#原文"] == '{"甲方"'
        rows = list(read_rows(rejected, template=TEMPLATE))
        assert rows[0].record.values == {"party_a.name": "甲", "remarks": "x"}

    @pytest.mark.parametrize("text", ["\\ud800", "\\u0000"])
    def test_characters_that_no_database_can_hold_are_refused_like_others(
        self, text: str, tmp_path: Path, out: Path
    ) -> None:
        source = tmp_path / "a.jsonl"
        source.write_text(f'{{"业务编号": "{text}", "甲方{text}": "{text}"}}\n', encoding="utf-8")
        assert run(source, out).progress.rejected == 1

    def test_what_the_reader_and_the_check_find_comes_at_once(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.jsonl"
        source.write_text('{"remarks": "\\u0007"}\n', encoding="utf-8")
        rejected = run(source, out, pattern="").rejected
        assert rejected is not None
        told = json.loads(rejected.read_text("utf-8"))["#问题"]
        assert "U+0007" in told
        assert "缺少 total" in told
        assert "缺少 party_a.name" in told

    def test_of_a_line_that_is_no_record_nothing_else_is_told(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.jsonl"
        source.write_text('{"total": 1,\n', encoding="utf-8")
        for rejected in (run(source, out).rejected, try_batch(job(source, tmp_path / "trial")).rejected):
            assert rejected is not None
            told = json.loads(rejected.read_text("utf-8"))["#问题"]
            assert told == "不是正确的 JSON（第13列：这里应是用英文双引号括起的字段名）（请改正这一行）"

    def test_a_record_refused_before_is_asked_again(
        self, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = csv_of(3, tmp_path / "a.csv", lambda n: "FAIL-ISSUE" if n == 2 else "")
        assert run(source, out).progress.rejected == 1
        first = contracts(out)
        assert first[1] == ("2026-00002", "rejected")  # its number stays its own
        monkeypatch.setattr("tests.batch_made._Maker.make", lambda _, record, __=None: _fine(record))
        assert run(source, out).progress.issued == 1
        assert contracts(out)[1] == ("2026-00002", "issued")

    def test_the_file_goes_when_nothing_is_refused_any_more(self, tmp_path: Path, out: Path) -> None:
        run(csv_of(2, tmp_path / "a.csv", lambda n: "CRASH" if n == 1 else ""), out)
        assert (out / "rejected.xlsx").exists()
        assert run(csv_of(2, tmp_path / "a.csv"), out).rejected is None
        assert not (out / "rejected.xlsx").exists()


def _fine(record: object) -> object:
    from pipeline.batch.recipe import Made

    return Made(files={"docx": b"x"})


class TestOwnNumbers:
    def test_a_record_may_bring_its_number(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text(
            "合同编号,甲方,合同总价\nHT/1,甲,1\n,乙,2\n2026-00002,丙,3\nHT_1,丁,4\n,戊,5\n", encoding="utf-8"
        )
        run(source, out)
        assert [number for number, _ in contracts(out)] == ["HT/1", "2026-00001", "2026-00002", "HT_1", "2026-00003"]
        names = sorted(files_of(out))
        assert "000001-001000/HT_1.docx" in names
        assert len({name for name in names if "/HT_1-" in name}) == 2

    def test_a_number_belongs_to_the_first_that_brings_it_until_that_is_mended(self, tmp_path: Path, out: Path) -> None:
        source = tmp_path / "a.csv"
        source.write_text("合同编号,甲方,合同总价\nHT1,甲,\nHT1,乙,2\nHT1,丙,3\n", encoding="utf-8")
        run(source, out, chunk=1, pattern="")
        assert contracts(out) == [("HT1", "rejected"), ("", "rejected"), ("", "rejected")]
        register = Register(str(out / "register.sqlite"))
        (_, _, third) = listing(register)
        register.close()
        assert "已被占用" in third.problems[0]["message"]
        source.write_text("合同编号,甲方,合同总价\nHT1,甲,1\nHT2,乙,2\nHT1,丙,3\n", encoding="utf-8")
        run(source, out, chunk=1, pattern="")
        assert sorted(each for each in contracts(out) if each[0]) == [("HT1", "issued"), ("HT2", "issued")]


def test_a_resumed_batch_must_have_the_same_settings(tmp_path: Path, out: Path) -> None:
    source = csv_of(2, tmp_path / "a.csv")
    run(source, out)
    with pytest.raises(BatchChanged, match="编号规则"):
        run(source, out, pattern="X{seq}")
    assert run(source, out, pattern="X{seq}", batch="另一批").progress.issued == 2


def test_a_batch_that_issued_nothing_may_be_begun_again_with_other_settings(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("甲方,合同总价\n甲,\n", encoding="utf-8")
    run(source, out, pattern="")
    run(source, out, pattern="X{seq}")
    source.write_text("甲方,合同总价\n甲,1\n", encoding="utf-8")
    run(source, out, pattern="Y{seq}")
    assert ("Y1", "issued") in contracts(out)
    with pytest.raises(BatchChanged, match="编号规则"):
        run(source, out, pattern="X{seq}")


def test_a_resumed_batch_keeps_its_day(tmp_path: Path, out: Path) -> None:
    from datetime import date

    run(csv_of(1, tmp_path / "a.csv"), out)
    run(csv_of(2, tmp_path / "a.csv"), out, day=date(2027, 1, 1))
    assert [number for number, _ in contracts(out)] == ["2026-00001", "2026-00002"]


@pytest.mark.parametrize(
    ("name", "text", "changes", "failure"),
    [
        ("客户.csv", None, {}, RecordFileUnreadable),
        ("客户.xyz", "甲方\n甲公司\n", {}, RecordFormatUnknown),
        ("客户.csv", "姓名\n张三\n", {}, HeaderMissing),
        ("客户.csv", "甲方\n甲公司\n", {"pattern": "{year}"}, PatternInvalid),
        ("客户.csv", "甲方\n甲公司\n", {"store": "ftp://桶"}, StoreUnknown),
        ("客户.csv", "甲方\n甲公司\n", {"engine": "spark"}, EngineUnknown),
    ],
)
def test_what_can_be_known_before_leaves_nothing_behind(
    name: str, text: str | None, changes: dict[str, object], failure: type[PipelineError], tmp_path: Path, out: Path
) -> None:
    source = tmp_path / name
    if text is not None:
        source.write_text(text, "utf-8")
    with pytest.raises(failure):
        run_batch(job(source, out, **changes))
    assert not out.exists()


def test_hidden_rows_are_left_out_and_told_until_they_are_shown(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "客户.xlsx"

    def save(hidden: list[int]) -> None:
        made = openpyxl.Workbook()
        sheet: Any = made.active
        sheet.append(["甲方", "合同总价"])
        for number in range(2, 8):
            sheet.append([f"公司{number}", number])
            sheet.row_dimensions[number].hidden = number in hidden
        made.save(source)

    save([2, 4, 5])
    tried = try_batch(job(source, out))
    summary = run(source, out)
    assert tried.diagnostics == summary.diagnostics
    assert [(d.code, d.location, d.message) for d in summary.diagnostics] == [
        ("ROW016", "第 2、4–5 行", "有 3 行被筛选掉或隐藏了，没有处理")
    ]
    assert len(contracts(out)) == summary.progress.issued == tried.progress.issued == 3
    save([])
    summary = run(source, out)
    assert (summary.progress.issued, summary.progress.skipped, summary.diagnostics) == (3, 3, ())
    assert len(contracts(out)) == 6


def test_two_runs_on_one_register_do_not_mix(tmp_path: Path, out: Path) -> None:
    source = csv_of(2, tmp_path / "a.csv")
    run(source, out)
    register = Register(str(out / "register.sqlite"))
    with register.alone(), pytest.raises(RegisterBusy, match="正被另一个批次使用"):
        run(source, out)
    register.close()


def test_only_so_many_records(tmp_path: Path, out: Path) -> None:
    assert run(csv_of(20, tmp_path / "a.csv"), out, limit=5).progress.issued == 5
    assert run(csv_of(20, tmp_path / "a.csv"), out).progress.issued == 15


def test_progress_is_reported(tmp_path: Path, out: Path) -> None:
    seen: list[int] = []
    run(csv_of(20, tmp_path / "a.csv"), out, lambda progress: seen.append(progress.done))
    assert seen == sorted(seen)
    assert seen[-1] == 20


@pytest.mark.parametrize(
    ("remark", "pattern", "trials"),
    [("KILL", "", PoolEngine.trials), ("KILL", "{seq:04d}", 1), ("KILL-ISSUE", "{seq:04d}", 1)],
)
def test_a_record_that_kills_workers_is_quarantined_alone(
    remark: str, pattern: str, trials: int, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PoolEngine, "trials", trials)  # each costs the start of new workers
    source = csv_of(30, tmp_path / "a.csv", lambda n: remark if n == 13 else "")
    summary = run(source, out, engine="pool", workers=2, pattern=pattern, chunk=4)
    assert (summary.progress.issued, summary.progress.rejected) == (29, 1)
    register = Register(str(out / "register.sqlite"))
    (quarantined,) = listing(register, states=(State.REJECTED,))
    register.close()
    assert (quarantined.row, quarantined.problems[0]["code"]) == (14, "BAT004")
    assert not list(out.rglob("*.part"))


def test_workers_that_die_without_a_record_are_no_records_fault(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PoolEngine, "trials", 1)  # each costs the start of new workers
    source = csv_of(5, tmp_path / "a.csv")
    with pytest.raises(EngineGone, match="一启动就异常退出"):
        run(source, out, engine="pool", workers=1, recipe=MadeUp(stillborn=True))
    assert run(source, out).progress.issued == 5


def test_zip_shards_hold_the_same_files(tmp_path: Path, out: Path) -> None:
    source = csv_of(20, tmp_path / "a.csv")
    run(source, out)
    run(source, tmp_path / "zipped", store=f"zip:{tmp_path / 'zipped'}")
    register = Register(str(tmp_path / "zipped" / "register.sqlite"))
    get = open_store(f"zip:{tmp_path / 'zipped'}").get
    assert verify(register, get).faults == ()
    found = {Path(file["path"]).name: get(file["path"]) for each in listing(register) for file in each.files}
    register.close()
    assert found == {Path(path).name: data for path, data in files_of(out).items()}
    assert sorted(p.name for p in (tmp_path / "zipped").rglob("*.zip")) == [
        "000001-000008.zip",
        "000009-000016.zip",
        "000017-000020.zip",
    ]


class TestTrial:
    @pytest.mark.parametrize("engine", ["serial", "pool"])
    def test_a_trial_refuses_what_a_run_would_and_leaves_nothing_else(
        self, engine: str, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PoolEngine, "trials", 1)  # each costs the start of new workers
        source = csv_of(
            50, tmp_path / "a.csv", lambda n: "CRASH" if n % 9 == 0 else "KILL" if n == 7 and engine == "pool" else ""
        )
        tried = try_batch(job(source, tmp_path / "tried", engine=engine, workers=2, chunk=4))
        summary = run(source, out, engine=engine, workers=2, chunk=4)
        assert tried.progress.issued == summary.progress.issued
        assert tried.rejected is not None
        assert summary.rejected is not None
        assert tried.rejected.read_bytes() == summary.rejected.read_bytes()
        assert list(files_of(tmp_path / "tried")) == ["rejected.xlsx"]


def test_a_mended_record_gets_the_number_that_it_was_refused_with_and_loses_nothing(tmp_path: Path) -> None:
    """The records bring their numbers; the file of the refused ones is mended and run again, as its name says."""
    source, out = tmp_path / "a.csv", tmp_path / "out"
    lines = ["合同编号,甲方,合同总价（元）,备注", "A-1,公司1,1,", "A-2,公司2,2,FAIL-ISSUE", "A-3,公司3,-3,"]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert run(source, out, pattern="").progress.rejected == 2
    mended = tmp_path / "b.csv"
    mended.write_text("\n".join([lines[0], "A-2,公司2,2,", "A-3,公司3,3,", "A-1,公司4,4,"]), encoding="utf-8")
    again = run(mended, out, pattern="")
    assert (again.progress.issued, again.progress.rejected) == (2, 1)
    register = Register(str(out / "register.sqlite"))
    issued = {each.number: each.source for each in listing(register, states=(State.ISSUED,))}
    assert issued == {"A-1": "a.csv 第2行", "A-2": "b.csv 第2行", "A-3": "b.csv 第3行"}
    assert verify(register, open_store(str(out)).get).faults == ()
    register.close()
    # What was typed stands beside a number that is taken, too.
    assert again.rejected is not None
    rows = list(read_rows(again.rejected, name="rejected.xlsx", template=TEMPLATE))
    assert {key: str(value) for key, value in rows[0].record.values.items()} == {
        "contract_no": "A-1", "party_a.name": "公司4", "total": "4",
    }  # fmt: skip
    sheet = openpyxl.load_workbook(again.rejected).active
    assert sheet is not None
    assert "已被占用" in str([cell.value for cell in sheet[2]])
