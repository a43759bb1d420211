"""The command line: help in Chinese, mistakes in Chinese, an exit code for every failure."""

from __future__ import annotations

import contextlib
import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import cli
import pipeline
from pipeline.errors import PipelineError


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def leaves(kind: type[PipelineError]) -> list[type[PipelineError]]:
    return [kind, *(leaf for sub in kind.__subclasses__() for leaf in leaves(sub))]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_is_in_the_readme(readme: str) -> None:
    text = (Path(cli.__file__).parent / readme).read_text("utf-8")
    for name in cli.hetong.commands:
        assert f"hetong {name}" in text or f"hetong register {name}" in text


def test_every_failure_has_an_exit_code() -> None:
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        with contextlib.suppress(ModuleNotFoundError):  # of an extra that is not installed
            importlib.import_module(module.name)
    found = leaves(PipelineError)
    assert len(found) > 20
    for kind in found:
        error = kind.__new__(kind)
        assert cli.exit_code(error) in cli.EXITS.values()


@pytest.mark.parametrize("name", [None, *cli.hetong.commands])
def test_help_is_chinese(capsys: pytest.CaptureFixture[str], name: str | None) -> None:
    code, out, _ = run(capsys, *([name] if name else []), "--help")
    assert code == 0
    assert "用法：" in out
    for english in ("Usage", "Options", "Commands", "Show this", "[OPTIONS]", "default:"):
        assert english not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "没有命令 'nothing'"),
        (["parse"], "缺少参数 文件"),
        (["parse", "--what", "x"], "没有选项 --what"),
        (["fill", "a", "b"], "缺少参数 -o 文件夹"),
        (["fill", "a", "b", "-o", "c", "--pdf-engine", "word"], "参数 --pdf-engine 的值不对"),
        (["doctor", "more"], "多余的参数：more"),
    ],
)
def test_mistakes_are_worded_in_chinese(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    code, out, err = run(capsys, *arguments)
    assert code == cli.Exit.USAGE
    assert not out
    assert message in err


def test_without_arguments_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys)
    assert code == cli.Exit.USAGE
    assert "用法：" in err


def test_a_missing_file_says_where(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "parse", str(tmp_path / "没有.docx"))
    assert code == cli.Exit.READ
    assert not out
    assert "没有这个文件" in err
    assert "没有.docx" in err


def test_missing_records_say_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "fill", "labour-contract", str(tmp_path / "没有.yaml"), "-o", str(tmp_path / "o"))
    assert code == cli.Exit.READ
    assert "没有这个文件" in err


def test_a_failure_is_json_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    code, out, _ = run(capsys, "parse", str(empty), "--json")
    assert code == cli.Exit.READ
    assert json.loads(out)["error"]["type"] == "FileEmpty"


def test_a_folder_that_is_no_template(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "form", str(tmp_path), "-o", str(tmp_path / "f.yaml"))
    assert code == cli.Exit.TEMPLATE
    assert "template.yaml" in err


def test_a_bug_is_reported_not_hidden(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr(cli.hetong.commands["doctor"], "callback", broken)
    code, _, err = run(capsys, "doctor")
    assert code == cli.Exit.BUG
    assert "程序内部错误" in err


def test_interruption_has_its_code(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.hetong.commands["doctor"], "callback", interrupted)
    code, _, err = run(capsys, "doctor")
    assert code == cli.Exit.INTERRUPTED
    assert "已中断" in err


def test_the_machine_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "doctor", "--json")
    assert code == cli.Exit.OK
    extras = {row["name"]: row["advice"] for row in json.loads(out)["可选"]}
    assert set(extras) == {"cluster", "s3", "ocr", "parquet", "postgres"}
    assert extras["ocr"] in ("", "读取扫描件和图片时需要：pip install 'hetong[ocr]'")
