"""Reading back: files a second, with the embedded record, by the template, and by the words alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline import api
from tests.bench.contracts import issuer, records
from tests.bench.measure import Row, seconds, size


def measure() -> Iterator[Row]:
    """Issue contracts and read them back."""
    count = size(20, 100, "READ_BACK")
    ours = issuer("docx", "pdf")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n, record in enumerate(records(count)):
            for ending, data in ours.run(record).files.items():
                (folder / f"{n}.{ending}").write_bytes(data)
        for ending, wanted in (("docx", "≥ 20 /s"), ("pdf", "")):
            paths = sorted(folder.glob(f"*.{ending}"))
            _read(paths[:1])
            rate = count / seconds(lambda p=paths: _read(p), times=2)  # type: ignore[misc]
            yield Row(what=f"read back an issued {ending.upper()}, verified", value=f"{rate:.1f} /s", wanted=wanted)


def _read(paths: list[Path]) -> None:
    failed = [each.error for each in api.extract_files(paths) if each.error]
    assert not failed
