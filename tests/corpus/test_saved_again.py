"""Official contracts, issued and saved again by LibreOffice: every value is there, and no alarm is raised."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import readers
from tests.round_trip import Tally, Trip, trip

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
FILES = sorted(SHARED.glob("*.docx"))[::6]
SEEDS = range(3)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine"),
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Templates of official contracts by file, and the folder of what was issued of them and saved again."""

    trips: dict[Path, Trip]
    folder: Path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """Contracts issued with their record, all saved by LibreOffice in one go."""
    made, out = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("saved")
    trips = {path: trip(path, made / path.stem) for path in FILES}
    for path, one in trips.items():
        for seed in SEEDS:
            (made / f"{path.stem}.{seed}.docx").write_bytes(one.issued(one.contract(seed), "docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{made}/profile", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(out), *map(str, sorted(made.glob("*.docx")))],
        check=True, capture_output=True, timeout=800,
    )  # fmt: skip
    return Saved(trips=trips, folder=out)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_saving_in_libreoffice_is_no_change(saved: Saved, path: Path) -> None:
    one, tally = saved.trips[path], Tally()
    for seed in SEEDS:
        data = (saved.folder / f"{path.stem}.{seed}.docx").read_bytes()
        one.compare(tally, seed, one.contract(seed), readers.read(data, name="saved.docx"))
    assert tally.records == len(SEEDS)
    assert tally.is_exact, (tally.lost[:5], tally.wrong[:5], tally.alarms[:5])
