"""What another program saves again comes back whole, and raises no alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import extract, load_template
from pipeline.filling import compile_template
from pipeline.model.contract import Contract
from pipeline.writers.docx import compile_docx
from pipeline.writers.record import contract_record, record_bytes
from tests import generated
from tests.saved_again import needs_libreoffice, saved_again
from tests.unit.extracting.test_aligned import TEMPLATES, assert_read_back

SEEDS = range(4)


def _contract(folder: Path, seed: int) -> Contract:
    return generated.contract(compile_template(load_template(folder).template), seed)[0]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Contracts of every template, with and without record, saved by LibreOffice in one go."""
    out = tmp_path_factory.mktemp("saved")
    made: dict[str, bytes] = {}
    for folder in TEMPLATES:
        loaded = load_template(folder)
        docx = compile_docx(loaded.source, compile_template(loaded.template).anchors)
        for seed in SEEDS:
            contract = _contract(folder, seed)
            record = record_bytes(contract_record(contract))
            made[f"{folder.name}.{seed}.bare.docx"] = docx.render(contract.placements)
            made[f"{folder.name}.{seed}.docx"] = docx.render(contract.placements, record=record)
    for name, data in zip(made, saved_again(list(made.values())), strict=True):
        (out / name).write_bytes(data)
    return out


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
def test_saving_in_libreoffice_is_no_change(saved: Path, folder: Path, seed: int) -> None:
    contract = _contract(folder, seed)
    data = (saved / f"{folder.name}.{seed}.bare.docx").read_bytes()
    assert_read_back(contract, data, "a.docx", load_template(folder))
    read = extract(saved / f"{folder.name}.{seed}.docx")
    assert read.origin == "record"
    assert [d for d in read.diagnostics if d.code.startswith("TAMPER")] == []
    for key, value in contract.values.items():
        assert value.data == [] or read.fields[key].value == value.data
