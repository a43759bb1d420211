"""What a person does wrong, or the machine: every message says what, where and what to do, and nothing is half done."""

from __future__ import annotations

import errno
import importlib.util
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import cli
from pipeline import api
from pipeline.api.issuing import UnknownEngine, UnknownFormat
from pipeline.batch.stores import open_store
from pipeline.console.printing import print_findings
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import DependencyError
from tests.shells.conftest import ROOT, Hetong

RECORD = ROOT / "samples" / "house-lease" / "record.yaml"


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "供货.txt"
    path.write_text("供货合同\n甲方：海河食品有限公司\n乙方：白洋粮油有限公司\n第一条 标的\n乙方供应面粉。\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--workers", "-1"], "参数 --workers 的值不对，应是不小于 0 的整数"),
        (["--limit", "三"], "参数 --limit 的值不对，应是不小于 0 的整数"),
    ],
)
def test_a_wrong_number_is_worded_in_chinese(hetong: Hetong, arguments: list[str], message: str) -> None:
    ran = hetong("batch", "house-lease", "x.csv", "-o", "o", *arguments)
    assert ran.code == cli.Exit.USAGE
    assert message in ran.err


def test_help_ends_with_examples(hetong: Hetong) -> None:
    assert "例：\n  hetong fill 模板 填写.xlsx -o 出具 --annexes 附件\n" in hetong("fill", "--help").out


@pytest.mark.parametrize("formats", ["", " , ", "docx,doc"])
def test_formats_that_make_no_files_are_refused(hetong: Hetong, formats: str, tmp_path: Path) -> None:
    ran = hetong("fill", "house-lease", RECORD, "-o", tmp_path / "o", "--formats", formats)
    assert ran.code == cli.Exit.WRITE
    assert "可用：docx、pdf、json" in ran.err
    assert not (tmp_path / "o").exists()


def test_a_program_is_told_of_formats_and_engines_too() -> None:
    with pytest.raises(UnknownFormat, match="doc"):
        api.Issue(formats=("doc",))
    with pytest.raises(UnknownFormat, match="没有说要输出什么格式"):
        api.Issue(formats=())
    with pytest.raises(UnknownEngine, match="word"):
        api.Issue(pdf_engine="word")


def test_a_font_folder_that_is_none(hetong: Hetong, tmp_path: Path) -> None:
    ran = hetong("fill", "house-lease", RECORD, "-o", tmp_path / "o", "--font-path", tmp_path / "字体")
    assert ran.code == cli.Exit.DEPENDENCY
    assert f"{tmp_path / '字体'}：没有这个字体文件夹" in ran.err


def test_a_template_by_a_wrong_name(hetong: Hetong, tmp_path: Path) -> None:
    ran = hetong("form", "house-leas", "-o", tmp_path / "f.xlsx")
    assert ran.code == cli.Exit.TEMPLATE
    assert "house-leas：没有这个文件夹，也没有这个名称的随附模板" in ran.err
    assert "crm-service、goods-purchase、house-lease、" in ran.err


def test_a_folder_without_templates(hetong: Hetong, contract: Path, tmp_path: Path) -> None:
    ran = hetong("extract", contract, "--templates", tmp_path)
    assert ran.code == cli.Exit.TEMPLATE
    assert f"{tmp_path}：文件夹里没有模板" in ran.err
    assert "没有这个文件夹" in hetong("extract", contract, "--templates", tmp_path / "无").err


def test_a_workbook_is_no_contract(hetong: Hetong) -> None:
    ran = hetong("parse", RECORD.with_suffix(".xlsx"))
    assert ran.code == cli.Exit.READ
    assert "record.xlsx：不是 Word 文件（.docx），是 Excel 表格" in ran.err


def test_a_file_without_blanks_is_said_to_have_none(hetong: Hetong, contract: Path) -> None:
    assert "没有找到空白处" in hetong("parse", contract).out


def test_a_refusal_ends_with_its_reason(hetong: Hetong, tmp_path: Path) -> None:
    ran = hetong("fill", "house-lease", RECORD, "-o", tmp_path / "o", "--set", "月租金=很多")
    assert ran.code == cli.Exit.RECORD
    assert ran.err.rstrip().endswith("合同未生成")


def test_the_register_is_exported_as_a_workbook_only(hetong: Hetong, tmp_path: Path) -> None:
    batch = RECORD.with_name("batch.csv")
    assert (
        hetong("batch", "house-lease", batch, "-o", tmp_path, "--formats", "json", "--limit", "1").code == cli.Exit.OK
    )
    ran = hetong("register", "export", tmp_path, "-o", tmp_path / "台账.csv")
    assert ran.code == cli.Exit.WRITE
    assert "可用后缀：.xlsx" in ran.err
    assert not (tmp_path / "台账.csv").exists()


def test_a_store_whose_package_is_missing_is_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DependencyError, match=r"hetong\[s3\]"):
        open_store("s3://bucket")


@pytest.mark.parametrize("ending", ["xlsx", "jsonl"])
def test_an_export_to_a_full_disk(
    hetong: Hetong, contract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    output = tmp_path / f"结果.{ending}"
    output.write_bytes(b"before")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", full)
    monkeypatch.setattr("pipeline.api.extracting.jsonl_line", full)
    ran = hetong("extract", contract, "-o", output)
    assert ran.code == cli.Exit.WRITE
    assert f"{output}：磁盘已满" in ran.err
    assert output.read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((contract.name, output.name))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_stdout(contract: Path) -> None:
    command = [sys.executable, "-c", "import cli; cli.main()", "parse", str(contract), "--json"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert ended.returncode == cli.Exit.WRITE
    assert ended.stderr.decode() == "失败 磁盘已满，结果没有全部写出（请清理磁盘，或把输出转到别处）\n"


def test_many_notes_of_one_kind_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    notes = [Diagnostic(severity=Severity.NOTE, code="NAM001", message=f"第 {n} 处") for n in range(1, 10)]
    errors = [replace(note, severity=Severity.ERROR, code="REQ001") for note in notes]
    print_findings((*notes, *errors))
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["错误"] * 9 + ["提示"] * 7
    assert lines[-1] == "提示 NAM001 另有 3 条同类提示，用 --json 可看到全部"


def test_a_table_from_standard_input_says_its_format(
    hetong: Hetong, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = RECORD.with_name("batch.csv").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
    ran = hetong("batch", "house-lease", "-", "-o", tmp_path / "o", "--dry-run")
    assert ran.code == cli.Exit.USAGE
    assert "--input-format csv" in ran.err
    assert not (tmp_path / "o").exists()


def test_a_folder_is_no_table(hetong: Hetong, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    ran = hetong("batch", "house-lease", ".", "-o", tmp_path / "o", "--dry-run")
    assert ran.code == cli.Exit.READ
    assert "标准输入" not in ran.err


@pytest.mark.parametrize("ending", ["xlsx", "yaml", "json", "schema.json"])
def test_a_form_without_values_is_written_again(hetong: Hetong, tmp_path: Path, ending: str) -> None:
    form = tmp_path / f"表.{ending}"
    assert hetong("form", "house-lease", "-o", form).code == cli.Exit.OK
    if ending == "yaml":
        form.write_text(form.read_text("utf-8") + "\n# 一句说明\n", "utf-8")
    assert hetong("form", "house-lease", "-o", form).code == cli.Exit.OK


@pytest.mark.parametrize("ending", ["xlsx", "yaml", "json"])
def test_a_form_that_was_filled_in_is_kept(hetong: Hetong, tmp_path: Path, ending: str) -> None:
    form = tmp_path / f"表.{ending}"
    form.write_bytes(RECORD.with_suffix(f".{ending}").read_bytes())
    ran = hetong("form", "house-lease", "-o", form)
    assert ran.code == cli.Exit.WRITE
    assert f"{form}：文件已经存在" in ran.err
    assert form.read_bytes() == RECORD.with_suffix(f".{ending}").read_bytes()
    assert hetong("form", "house-lease", "-o", form, "--overwrite").code == cli.Exit.OK
    assert form.read_bytes() != RECORD.with_suffix(f".{ending}").read_bytes()


def test_what_is_no_form_at_all_is_kept(hetong: Hetong, tmp_path: Path) -> None:
    form = tmp_path / "预算.xlsx"
    form.write_bytes(b"not a workbook")
    assert hetong("form", "house-lease", "-o", form).code == cli.Exit.WRITE
    assert form.read_bytes() == b"not a workbook"


def test_a_file_called_source_is_kept(hetong: Hetong, contract: Path, tmp_path: Path) -> None:
    (tmp_path / "source.docx").write_bytes(b"mine")
    ran = hetong("parse", contract, "-o", tmp_path)
    assert ran.code == cli.Exit.WRITE
    assert (tmp_path / "source.docx").read_bytes() == b"mine"
    assert not (tmp_path / "template.yaml").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    "command",
    [
        ["parse", "管道.docx"], ["extract", "管道.docx"], ["check", "管道.docx"], ["calc", "管道.docx"],
        ["fill", "house-lease", "管道.yaml", "-o", "出具"], ["batch", "house-lease", "管道.csv", "-o", "出具"],
        ["fill", "house-lease", str(RECORD), "-o", "出具", "--annexes", "管道.docx"], ["parse", "/dev/zero"],
    ],
)  # fmt: skip
def test_a_pipe_or_a_device_is_not_waited_for(
    hetong: Hetong, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("管道.docx", "管道.yaml", "管道.csv"):
        os.mkfifo(tmp_path / name)
    ran = hetong(*command)
    assert (ran.code, "不是普通文件" in ran.err) == (cli.Exit.READ, True)


def test_no_output_takes_the_place_of_an_input(hetong: Hetong, tmp_path: Path, contract: Path) -> None:
    page, record = tmp_path / "收到.html", tmp_path / "甲.json"
    page.write_text("<p>供货合同</p><p>甲方：海河食品有限公司</p>", "utf-8")
    values = yaml.safe_load(RECORD.read_text("utf-8"))
    record.write_text(json.dumps(values, default=str), "utf-8")
    (tmp_path / "链接.html").symlink_to(page)
    wrong = [
        ("compare", page, contract, "-o", page), ("compare", contract, page, "-o", tmp_path / "链接.html"),
        ("extract", record, "-o", record),
        ("fill", "house-lease", record, "-o", tmp_path, "--name", "甲", "--formats", "json"),
    ]  # fmt: skip
    for command in wrong:
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        ran = hetong(*command)
        assert (ran.code, "输出会盖掉输入文件" in ran.err) == (cli.Exit.WRITE, True)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_contract_record_is_replaced_by_its_next_one(hetong: Hetong, tmp_path: Path) -> None:
    fill = ["fill", "house-lease", "-o", tmp_path, "--name", "甲", "--formats", "json"]
    assert hetong(*fill[:2], RECORD, *fill[2:]).code == 0
    assert hetong(*fill[:2], tmp_path / "甲.json", *fill[2:]).code == 0


@pytest.mark.parametrize("command", ["parse", "check", "extract", "compare"])
def test_a_file_of_values_is_no_contract(hetong: Hetong, contract: Path, command: str) -> None:
    more: dict[str, list[str | Path]] = {"parse": ["-o", contract.parent / "模板"], "compare": [contract]}
    ran = hetong(command, RECORD, *more.get(command, []))
    assert (ran.code, "这是数据文件，不是合同文件" in ran.err) == (cli.Exit.READ, True)
    assert not (contract.parent / "模板").exists()
