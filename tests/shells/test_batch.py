"""hetong batch and hetong register, as an office uses them on the shipped template."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "templates" / "crm-service"
SAMPLE = ROOT / "samples" / "crm-service" / "batch.csv"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "合同"


def sample_rows() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def form_labels(folder: Path) -> set[str]:
    """The headings that `hetong form` prints, as a person copies them."""
    import openpyxl

    with pytest.raises(SystemExit):
        cli.main(["form", str(TEMPLATE), "-o", str(folder / "form.xlsx")])
    rows = openpyxl.load_workbook(folder / "form.xlsx").worksheets[0].iter_rows(values_only=True)
    header = next(row for row in rows if any(str(cell).startswith("合同编号") for cell in row))
    return {str(cell).removesuffix("*").strip() for cell in header if cell}


def table(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main([str(argument) for argument in arguments])
    printed, told = capsys.readouterr()
    return int(ended.value.code or 0), printed, told


def batch(
    capsys: pytest.CaptureFixture[str], source: Path, out: Path, *more: str | Path
) -> tuple[int, dict[str, object], str]:
    code, printed, told = run(capsys, "batch", TEMPLATE, source, "-o", out, "--engine", "serial", "--json", *more)
    return code, json.loads(printed), told


def test_the_sample_is_headed_as_the_form_and_issued_whole(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, out: Path
) -> None:
    assert set(sample_rows()[0]) <= form_labels(tmp_path)
    code, summary, told = batch(capsys, SAMPLE, out)
    assert (code, summary["issued"], summary["rejected"]) == (cli.Exit.OK, 12, 0)
    assert "出具 12 份" in told
    assert len(list(out.rglob("*.docx"))) == len(list(out.rglob("*.json"))) == 12
    code, summary, _ = batch(capsys, SAMPLE, out)
    assert (code, summary["issued"], summary["skipped"]) == (cli.Exit.OK, 0, 12)


def test_of_many_missing_files_some_are_told_and_all_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, out: Path
) -> None:
    batch(capsys, SAMPLE, out)
    code, _, told = run(capsys, "register", "verify", out, "--store", tmp_path / "别处")
    assert code == cli.Exit.FINDINGS
    assert told.count("不见了") == 20
    assert "另有 4 处" in told
    assert "发现 24 处问题" in told
    code, printed, _ = run(capsys, "register", "verify", out, "--store", tmp_path / "别处", "--json")
    assert len(json.loads(printed)["faults"]) == 24


def test_rejected_rows_are_told_mended_and_run_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, out: Path
) -> None:
    import openpyxl

    rows = [row | {"合同编号": ""} for row in sample_rows()[:4]]
    rows[1] |= {"有效期（年）": "很久", "签订日期": "2026-02-30"}
    rows[2] |= {"服务费用总额（元）": ""}
    source = table(tmp_path / "客户.csv", rows, "gb18030")
    code, summary, told = batch(capsys, source, out, "--number", "{year}-服-{seq:03d}")
    assert (code, summary["issued"], summary["rejected"]) == (cli.Exit.PARTLY, 2, 2)
    assert "rejected.xlsx" in told
    sheet = openpyxl.load_workbook(out / "rejected.xlsx").active
    header, *refused = [list(row) for row in sheet.iter_rows(values_only=True)]
    problems = [dict(zip(header, row, strict=True))["#问题"] for row in refused]
    assert "有效期" in problems[0]
    assert "签订日期" in problems[0]
    assert "服务费用" in problems[1]
    for row, mended in zip(range(2, 4), (sample_rows()[1], sample_rows()[2]), strict=True):
        for title in ("有效期（年）", "签订日期", "服务费用总额（元）"):
            sheet.cell(row, header.index(title) + 1).value = mended[title]
    sheet.parent.save(tmp_path / "改正.xlsx")
    code, summary, _ = batch(capsys, tmp_path / "改正.xlsx", out, "--number", "{year}-服-{seq:03d}")
    assert (code, summary["issued"]) == (cli.Exit.OK, 2)
    code, printed, _ = run(capsys, "register", "list", out / "register.sqlite", "--state", "issued", "--json")
    numbers = sorted(json.loads(line)["number"] for line in printed.splitlines())
    assert numbers == [f"{time.strftime('%Y')}-服-{n:03d}" for n in range(1, 5)]


def test_a_dry_run_checks_everything_and_issues_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, out: Path
) -> None:
    rows = sample_rows()[:3]
    rows[1] |= {"有效期（年）": "很久"}
    source = table(tmp_path / "客户.csv", [*rows])
    code, summary, told = batch(capsys, source, out, "--dry-run")
    assert (code, summary["valid"], summary["issued"], summary["rejected"]) == (cli.Exit.PARTLY, 2, 0, 1)
    assert "没有出具合同" in told
    assert [path.name for path in out.iterdir()] == ["rejected.xlsx"]
    code, summary, _ = batch(capsys, table(tmp_path / "好.csv", [rows[0], rows[2]]), out, "--dry-run")
    assert code == cli.Exit.OK
    assert not list(out.iterdir())


@pytest.mark.parametrize(
    ("first", "then", "what"),
    [
        (["--formats", "json"], ["--formats", "docx,json"], "格式"),
        ([], ["--strict"], "从严"),
        ([], ["--annexes", "samples/crm-service/annexes"], "附件"),
        (["--formats", "json,pdf"], ["--formats", "json,pdf", "--pdf-engine", "libreoffice"], "PDF 引擎"),
        (["--formats", "json,pdf"], ["--formats", "json,pdf", "--font-path", "字体"], "字体文件夹"),
        ([], ["--store", "别处"], "存放处"),
    ],
)
def test_a_batch_can_not_go_on_with_other_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, out: Path,
    first: list[str], then: list[str], what: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(ROOT)
    batch(capsys, SAMPLE, out, *first, "--limit", "1")
    code, _, told = run(capsys, "batch", TEMPLATE, SAMPLE, "-o", out, "--engine", "serial", *then)
    assert code == cli.Exit.RECORD
    assert what in told


def test_records_come_through_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, out: Path
) -> None:
    import io

    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in sample_rows()[:2])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
    code, _, _ = run(capsys, "batch", TEMPLATE, "-", "-o", out, "--engine", "serial", "--formats", "json")
    assert code == cli.Exit.OK
    assert len(list(out.rglob("*.json"))) == 2


class TestRegister:
    @pytest.fixture
    def register(self, capsys: pytest.CaptureFixture[str], out: Path, tmp_path: Path) -> Path:
        batch(capsys, SAMPLE, out, "--limit", "3", "--store", tmp_path / "文件")
        return out / "register.sqlite"

    def test_files_are_verified_where_they_went(
        self, capsys: pytest.CaptureFixture[str], register: Path, tmp_path: Path
    ) -> None:
        code, printed, _ = run(capsys, "register", "verify", register, "--json")
        assert (code, json.loads(printed)["contracts"]) == (cli.Exit.OK, 3)
        (tmp_path / "文件").rename(tmp_path / "搬走")
        code, _, told = run(capsys, "register", "verify", register)
        assert code == cli.Exit.FINDINGS
        assert "不见了" in told
        assert run(capsys, "register", "verify", register, "--store", tmp_path / "搬走")[0] == cli.Exit.OK
        next((tmp_path / "搬走").rglob("*.docx")).write_bytes(b"other")
        code, _, told = run(capsys, "register", "verify", register, "--store", tmp_path / "搬走")
        assert code == cli.Exit.FINDINGS
        assert "被改动" in told

    def test_a_contract_is_shown_exported_and_made_void(
        self, capsys: pytest.CaptureFixture[str], register: Path, tmp_path: Path
    ) -> None:
        import openpyxl

        number = sample_rows()[0]["合同编号"]
        assert run(capsys, "register", "void", register, number, "--cause", "客户取消")[0] == cli.Exit.OK
        _, printed, _ = run(capsys, "register", "show", register, number)
        assert "客户取消" in printed.splitlines()[-1]
        assert run(capsys, "register", "export", register, "-o", tmp_path / "台账.xlsx")[0] == cli.Exit.OK
        sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").active
        assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["已作废", "已出具", "已出具"]

    def test_a_register_that_is_not_there_is_told(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        assert run(capsys, "register", "list", tmp_path / "没有.sqlite")[0] == cli.Exit.READ


def issued(out: Path) -> int:
    """How many contracts the register of a run that is under way calls issued."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(out / "register.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM contracts WHERE state = 'issued'").fetchone()[0])
    return 0


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a process group")
@pytest.mark.slow  # a fast machine may be done before the signal comes
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, out: Path
) -> None:
    source = table(tmp_path / "客户.csv", [row | {"合同编号": ""} for row in sample_rows() * 60])
    numbers = ["--number", "C-{seq:05d}"]
    arguments = ["batch", str(TEMPLATE), str(source), "-o", str(out), "--workers", "2", *numbers]
    # The whole group gets the signal, as from a terminal's Ctrl-C.
    process = subprocess.Popen(
        [sys.executable, "-c", "import cli; cli.main()", *arguments],
        cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    out.mkdir()
    while not issued(out) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == cli.Exit.INTERRUPTED
    assert "再次执行同一条命令" in told
    assert "Traceback" not in told
    assert not list(out.rglob("*.part"))
    code, summary, _ = batch(capsys, source, out, *numbers)
    assert code == cli.Exit.OK
    assert int(str(summary["skipped"])) > 0
    batch(capsys, source, tmp_path / "平静", *numbers)
    calm, disturbed = (
        {path.name: path.read_bytes() for path in place.glob("*/*.*")} for place in (tmp_path / "平静", out)
    )
    assert len(calm) == 1440
    assert disturbed == calm


def test_what_was_checked_before_it_had_a_number_is_issued_as_if_it_had_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, out: Path
) -> None:
    """Checks run once, with a number that stands in for the contract's own; the record must not tell."""
    source = table(tmp_path / "客户.csv", [row | {"合同编号": ""} for row in sample_rows()])
    batch(capsys, source, out, "--number", "服-{seq:04d}", "--formats", "json")
    owned = [row | {"合同编号": f"服-{n:04d}"} for n, row in enumerate(sample_rows(), 1)]
    batch(capsys, table(tmp_path / "另" / "客户.csv", owned), tmp_path / "另", "--formats", "json")
    files = [sorted(place.glob("*/*.json")) for place in (out, tmp_path / "另")]
    assert len(files[0]) == 12
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert json.loads(files[0][0].read_bytes())["diagnostics"]
