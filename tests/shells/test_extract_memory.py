"""`hetong extract` over a thousand files takes no more memory than over a hundred."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.contracts import issuer, records

# Runs the command and says how much memory it took at most, in kilobytes as Linux counts.
_RUN = """
import resource, sys
from cli import hetong
try:
    hetong(sys.argv[1:], standalone_mode=False)
finally:
    sys.stderr.write(f"\\npeak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")
"""


def _peak(paths: list[Path], out: Path) -> int:
    command = [sys.executable, "-c", _RUN, "extract", *map(str, paths), "-o", str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=800)
    assert len(out.read_text("utf-8").splitlines()) == len(paths)
    return int(done.stderr.rpartition("peak ")[2])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize(("form", "few", "many"), [("docx", 100, 1000), ("pdf", 20, 200)])
def test_memory_does_not_grow_with_the_number_of_files(form: str, few: int, many: int, tmp_path: Path) -> None:
    ours = issuer(form)
    paths = []
    for number, record in enumerate(records(many)):
        paths.append(tmp_path / f"{number}.{form}")
        paths[-1].write_bytes(ours.run(record).files[form])
    assert _peak(paths, tmp_path / "many.jsonl") < 1.15 * _peak(paths[:few], tmp_path / "few.jsonl")
