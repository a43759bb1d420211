from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch.errors import NumberUnknown, StateWrong
from pipeline.batch.register import Application, Register, Result, State
from pipeline.batch.register.reports import export, history, listing, verify
from pipeline.batch.stores import open_store
from tests.batch_made import csv_of, run

DAY = date(2026, 11, 22)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    run(csv_of(5, tmp_path / "a.csv", lambda n: "CRASH" if n == 3 else ""), tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def register(out: Path) -> Iterator[Register]:
    made = Register(str(out / "register.sqlite"))
    yield made
    made.close()


def tamper(out: Path, statement: str) -> None:
    with sqlite3.connect(out / "register.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def faults(register: Register, out: Path) -> str:
    return "；".join(verify(register, open_store(str(out)).get).faults)


def test_an_untouched_register_verifies(register: Register, out: Path) -> None:
    found = verify(register, open_store(str(out)).get)
    assert (found.contracts, found.events, found.faults) == (5, 9, ())
    assert len(found.head) == 64


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE contracts SET number = 'X' WHERE ordinal = 2", "X 的状态或编号与变更记录不符"),
        ("UPDATE contracts SET state = 'void' WHERE ordinal = 2", "2026-00002 的状态或编号"),
        ("UPDATE contracts SET files = '[]' WHERE ordinal = 2", "2026-00002 的文件清单"),
        ("DELETE FROM contracts WHERE ordinal = 2", "1 份合同在台账里找不到"),
        ("UPDATE events SET cause = '改' WHERE id = 2", "变更记录第2条被改动"),
        ("DELETE FROM events WHERE id = 2", "变更记录第2条被改动，或它之前有记录被删除"),
        ("DELETE FROM events WHERE id = 9", "状态或编号与变更记录不符"),
        ("UPDATE events SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE id = 9", "变更记录第9条被改动"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(statement: str, said: str, register: Register, out: Path) -> None:
    tamper(out, statement)
    assert said in faults(register, out)


def test_changed_and_missing_files_are_found(register: Register, out: Path) -> None:
    (out / "000001-001000" / "2026-00001.docx").write_bytes(b"forged")
    (out / "000001-001000" / "2026-00002.json").unlink()
    assert faults(register, out) == (
        "合同 2026-00001 的文件 000001-001000/2026-00001.docx 被改动；"
        "合同 2026-00002 的文件 000001-001000/2026-00002.json 不见了"
    )


def test_a_void_contract_keeps_its_number_and_is_not_issued_again(
    register: Register, out: Path, tmp_path: Path
) -> None:
    register.void("2026-00002", "客户取消")
    assert [change["after"] for change in history(register, "2026-00002")] == ["待出具", "已出具", "已作废"]
    assert history(register, "2026-00002")[-1]["cause"] == "客户取消"
    progress = run(csv_of(6, tmp_path / "a.csv", lambda n: "CRASH" if n == 3 else ""), out).progress
    assert (progress.skipped, progress.issued, progress.rejected) == (4, 1, 1)
    assert [each.number for each in listing(register, states=(State.VOID,))] == ["2026-00002"]
    assert faults(register, out) == ""


def test_only_issued_contracts_can_be_made_void(register: Register) -> None:
    with pytest.raises(NumberUnknown):
        register.void("2026-99999", "")
    register.void("2026-00001", "错")
    with pytest.raises(StateWrong, match="已作废"):
        register.void("2026-00001", "错")


def test_the_export_lists_everything_as_text(register: Register, out: Path) -> None:
    assert export(register, out / "台账.xlsx") == 5
    sheet = openpyxl.load_workbook(out / "台账.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("合同编号", "状态", "合同名称")
    assert rows[1][:5] == ("2026-00001", "已出具", "测试合同", "甲方：公司1", "a.csv")
    assert "程序内部错误" in str(rows[3][8])


def application(key: str, row: int, **more: object) -> Application:
    return Application(key=key, row=row, source=f"第{row}行", **more)  # type: ignore[arg-type]


def test_marking_leaves_alone_what_is_no_longer_planned(tmp_path: Path) -> None:
    register = Register(str(tmp_path / "r.sqlite"))
    batch = register.begin("b", {}, DAY)
    register.plan(batch, [application("k1", 1, number="N1"), application("k2", 2)], None)
    register.mark(batch, [Result(key="k1", files=({"path": "a", "sha256": "0", "bytes": 1},))])
    register.mark(batch, [Result(key="k1", problems=({"message": "late"},)), Result(key="k2")])
    assert [(each.number, each.state) for each in listing(register)] == [("N1", State.ISSUED), ("", State.ISSUED)]
    register.close()


def test_numbers_of_one_series_go_on_over_batches(tmp_path: Path) -> None:
    from pipeline.batch.numbers import numbering

    register = Register(str(tmp_path / "r.sqlite"))
    given = []
    for name in ("b1", "b2"):
        batch = register.begin(name, {}, DAY)
        numbers = numbering("{year}-{seq:03d}", day=DAY, category="", batch=name)
        planned = register.plan(batch, [application(f"{name}{n}", n, wants_number=True) for n in range(3)], numbers)
        given += [known.number for known in planned.values()]
    register.close()
    assert given == [f"2026-{n:03d}" for n in range(1, 7)]
