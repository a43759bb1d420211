"""Official model contracts, the whole way: template folder, a record, and the issued DOCX and PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import api
from pipeline.filling import compile_template
from tests import generated
from tests.hanzi import first_lost, hanzi, hanzi_of_docx
from tests.pdf_files import beyond, logical_text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
FILES = sorted(SHARED.glob("*.docx"))


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_contract_is_issued_with_all_its_characters_on_its_pages(path: Path, tmp_path: Path) -> None:
    api.make_template(path, tmp_path)
    loaded = api.load_template(tmp_path)
    _, record = generated.contract(compile_template(loaded.template), seed=7)
    issuer = api.Issuer(loaded, api.Issue(pdf_engine="typst", formats=("docx", "pdf")))
    issued = issuer.run(generated.accepted(issuer, record))
    written = hanzi_of_docx(issued.files["docx"])
    assert beyond(issued.files["pdf"]) == []
    assert first_lost(written, hanzi(logical_text(issued.files["pdf"]))) is None
