"""Template + any valid records → DOCX and PDF → every value again, from the visible text and from the record inside.

HETONG_RECORDS=500 reads back as many records of every template.
"""

from __future__ import annotations

import io
import os
import zipfile
from functools import lru_cache
from pathlib import Path

import pikepdf
import pytest

from pipeline import readers
from tests.round_trip import Tally, Trip, trip
from tests.saved_again import needs_libreoffice

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path.parent for path in ROOT.glob("templates/*/template.yaml"))
CORPUS = sorted((ROOT / ".." / "shared" / "corpus" / "files").glob("*.docx"))[::2][:20]
ASKED = int(os.environ.get("HETONG_RECORDS", "0"))
COUNTS = (ASKED,) if ASKED else (2, pytest.param(40, marks=pytest.mark.slow))
CORPUS_COUNT = ASKED or 4
SAVED_COUNT = min(ASKED or 8, 100)  # it takes a second a file


@lru_cache(maxsize=2)
def _made(path: Path, folder: Path) -> Trip:
    return trip(path, folder)


def _wrong(tally: Tally) -> tuple[object, ...]:
    return (*tally.lost[:5], *tally.wrong[:5], *tally.alarms[:5])


def assert_all_back(tally: Tally, records: int) -> None:
    """Assert that contracts were read, that every value came back, and that no finding did."""
    assert tally.records == records
    assert tally.given >= records
    assert tally.is_exact, _wrong(tally)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_records_of_a_template_come_back(folder: Path, form: str, count: int) -> None:
    assert_all_back(_made(folder, folder).run(range(count), form), count)


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_records_come_back_from_files_that_libreoffice_saved_again(folder: Path) -> None:
    assert_all_back(_made(folder, folder).run(range(SAVED_COUNT), "resaved"), SAVED_COUNT)


@pytest.fixture(scope="session")
def made_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that template folders are made in."""
    return tmp_path_factory.mktemp("made")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_records_of_an_official_contract_come_back(path: Path, form: str, made_of: Path) -> None:
    assert_all_back(_made(path, made_of / path.stem).run(range(CORPUS_COUNT), form), CORPUS_COUNT)


def _without_record(data: bytes, form: str) -> bytes:
    """Return an issued file without the record that it carries."""
    out = io.BytesIO()
    if form == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for name in list(pdf.attachments):
                del pdf.attachments[name]
            pdf.save(out)
        return out.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if not name.startswith("customXml/"):
                target.writestr(name, source.read(name))
    return out.getvalue()


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_the_visible_text_is_the_same_without_the_record(folder: Path, form: str) -> None:
    made = _made(folder, folder)
    data = made.issued(made.contract(1), form)
    whole, bare = (readers.read(one, name=f"a.{form}") for one in (data, _without_record(data, form)))
    assert whole.record
    assert bare.record is None
    assert bare.blocks == whole.blocks
