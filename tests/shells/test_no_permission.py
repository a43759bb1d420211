"""A user who may not write or read somewhere: every command ends with a typed failure and leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from tests.shells.conftest import ROOT

SAMPLES = ROOT / "samples" / "non-disclosure"
# Each command line in a process of its own would take a minute: one process runs them all.
_RUNNER = """
import contextlib, io, json, sys, cli
for arguments in json.load(sys.stdin):
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            cli.main(arguments)
    except SystemExit as ended:
        print(json.dumps([ended.code, said.getvalue()]))
"""


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder with one that may not be written to (shut) and one that may not be entered (locked)."""
    for name in ("shut", "locked"):
        (tmp_path / name).mkdir()
        shutil.copy(SAMPLES / "record.yaml", tmp_path / name / "record.yaml")
    (tmp_path / "shut").chmod(0o555)
    (tmp_path / "locked").chmod(0)
    yield tmp_path
    for name in ("shut", "locked"):
        (tmp_path / name).chmod(0o755)


def _run(commands: list[list[str]], folder: Path) -> list[tuple[int, str]]:
    start = [sys.executable, "-c", _RUNNER]
    if os.geteuid() == 0:  # the superuser may write everywhere, unless it gives that up
        if shutil.which("setpriv") is None:
            pytest.skip("run as root, and setpriv (util-linux) is not installed")
        start = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", *start]
    given = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        start, input=json.dumps(commands), capture_output=True, text=True, check=False, cwd=folder, env=given
    )
    assert not ran.stderr, ran.stderr
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(found) == len(commands)
    return [(code, said) for code, said in found]


def test_where_nothing_may_be_written_nothing_is(places: Path) -> None:
    blank = str(next(SAMPLES.glob("*.docx")))
    bad = places / "坏.csv"
    bad.write_text("披露方\n甲公司\n", "utf-8")
    batch = ["batch", "non-disclosure", str(SAMPLES / "batch.csv"), "--engine", "serial"]
    fill = ["fill", "non-disclosure", str(SAMPLES / "record.yaml"), "--formats", "docx,json"]
    commands = [
        [*verb, "-o", f"{folder}{name}"]
        for folder in ("shut", "locked")
        for verb, names in (
            (["parse", blank], ("", "/t")),
            (["form", "non-disclosure"], ("/f.xlsx", "/f.yaml")),
            (fill, ("", "/o")),
            (batch, ("", "/o")),
            (["batch", "non-disclosure", str(bad), "--engine", "serial", "--dry-run"], ("",)),
            (["extract", blank, blank], ("/e.xlsx",)),
            (["compare", blank, blank], ("/c.html", "/c.docx")),
        )
        for name in names
    ]
    for command, (code, said) in zip(commands, _run(commands, places), strict=True):
        assert code == cli.Exit.WRITE, (command, said)
        assert "权限" in said, (command, said)
        assert ".part" not in said, (command, said)
    (places / "locked").chmod(0o755)
    assert [path.name for folder in ("shut", "locked") for path in (places / folder).iterdir()] == ["record.yaml"] * 2


def test_what_may_not_be_read_is_named(places: Path) -> None:
    unread = places / "密.yaml"
    shutil.copy(SAMPLES / "record.yaml", unread)
    unread.chmod(0)
    commands = [
        ["parse", "locked/合同.docx"],
        ["check", "locked/合同.docx"],
        ["compare", "locked/合同.docx", "non-disclosure"],
        ["calc", "locked/record.json"],
        ["form", "locked", "-o", "f.xlsx"],
        ["fill", "locked", "record.yaml", "-o", "o"],
        ["fill", "non-disclosure", "locked/record.yaml", "-o", "o"],
        ["fill", "non-disclosure", unread.name, "-o", "o"],
        ["fill", "non-disclosure", str(SAMPLES / "record.yaml"), "--annexes", "locked", "-o", "o"],
        ["batch", "non-disclosure", "locked/a.csv", "-o", "o"],
        ["batch", "locked", str(SAMPLES / "batch.csv"), "-o", "o"],
    ]
    for command, (code, said) in zip(commands, _run(commands, places), strict=True):
        assert code == cli.Exit.READ, (command, said)
        assert "没有读取权限" in said, (command, said)
    assert not (places / "o").exists()
    assert not (places / "f.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["parse", "{}.docx"], cli.Exit.READ),
        (["fill", "{}", "{}.yaml", "-o", "o"], cli.Exit.READ),
        (["fill", "non-disclosure", "{}.yaml", "-o", "o"], cli.Exit.READ),
        (["fill", "non-disclosure", str(SAMPLES / "record.yaml"), "-o", "o", "--annexes", "{}"], cli.Exit.READ),
        (["form", "non-disclosure", "-o", "{}.xlsx"], cli.Exit.WRITE),
        (["batch", "non-disclosure", str(SAMPLES / "batch.csv"), "-o", "{}"], cli.Exit.WRITE),
        (["register", "list", "{}"], cli.Exit.WRITE),
        (["extract", str(SAMPLES / "record.yaml"), "--templates", "{}"], cli.Exit.TEMPLATE),
    ],
)
def test_names_that_no_system_takes(
    arguments: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main([argument.replace("{}", "名" * 120) for argument in arguments])
    assert ended.value.code == code, capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
