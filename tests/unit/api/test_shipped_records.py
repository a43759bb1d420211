"""The contract record of every template that ships: described by its schema, and true of the files beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from pipeline import api
from pipeline.filling import compile_template
from pipeline.writers.record import record_schema
from tests import generated

TEMPLATES = sorted(path for path in (Path(__file__).resolve().parents[3] / "templates").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("seed", [5, 6])
def test_records_keep_to_the_schema_and_to_the_files(folder: Path, seed: int) -> None:
    loaded = api.load_template(folder)
    issuer = api.Issuer(loaded, api.Issue(formats=("docx", "json")))
    _, drawn = generated.contract(compile_template(loaded.template), seed)
    issued = issuer.run(generated.accepted(issuer, drawn))
    record = json.loads(issued.files["json"])
    jsonschema.Draft202012Validator(record_schema()).validate(record)
    assert {output["format"]: output["sha256"] for output in record["outputs"]} == {
        "docx": hashlib.sha256(issued.files["docx"]).hexdigest()
    }
    assert record["provenance"]["template_sha256"] == record["contract"]["template"]["sha256"]
    for deadline in record["deadlines"]:
        assert deadline["due"] is None or deadline["due"] >= deadline["from"]
