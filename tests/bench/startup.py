"""Start-up: what a person waits for before anything is done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tests.bench.contracts import ROOT, TEMPLATE
from tests.bench.measure import Row, seconds

SOURCE = TEMPLATE / "source.docx"


def _hetong(*arguments: str) -> None:
    command = [sys.executable, "-c", "import cli; cli.main()", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def measure() -> Iterator[Row]:
    """Time the command line and the interpreter alone."""
    python = seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True), times=5)
    for what, arguments, wanted in (
        ("hetong --help", ("--help",), "≤ 0.6 s"),
        ("hetong parse, a contract of two pages", ("parse", str(SOURCE), "--json"), ""),
    ):
        taken = seconds(lambda a=arguments: _hetong(*a), times=5)  # type: ignore[misc]
        yield Row(what=what, value=f"{taken:.2f} s", peer=f"python -c '' {python:.2f} s", wanted=wanted)
