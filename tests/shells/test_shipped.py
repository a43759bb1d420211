"""Every shipped template with its sample: what is issued is what tests/golden says.

HETONG_UPDATE_GOLDEN=1 writes the golden files anew; read what changed before committing it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

import cli
from pipeline import api, readers
from pipeline.api.extracting import extract_parsed
from pipeline.api.parsing import parse_document
from pipeline.errors import TemplateError
from pipeline.filling import RecordRefused, compile_template
from pipeline.model.flow import flow
from pipeline.model.record import Record
from pipeline.model.template import Kind
from pipeline.ooxml.package import open_package
from tests.pdf_files import logical_text, page_texts

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
SHIPPED = sorted(path.parent.name for path in ROOT.glob("templates/*/template.yaml"))
# What differs from release to release, or between machines with other fonts and zlibs.
OWN = ("outputs", "provenance")


@lru_cache(maxsize=1)
def issued(name: str) -> tuple[api.LoadedTemplate, api.Issued]:
    """Return a shipped template and what its sample record makes of it."""
    loaded = api.load_template(ROOT / "templates" / name)
    annexes = ROOT / "samples" / name / "annexes"
    issue = api.Issue(annexes=(annexes,) if annexes.is_dir() else (), strict=annexes.is_dir(), pdf_engine="typst")
    record = api.read_record(ROOT / "samples" / name / "record.yaml", loaded.template)
    return loaded, api.Issuer(loaded, issue).run(record)


def compare(path: Path, text: str) -> None:
    if os.environ.get("HETONG_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_issued_text_and_record_are_the_golden_ones(name: str) -> None:
    loaded, made = issued(name)
    text = flow(readers.read(made.files["docx"], name="合同.docx")).text
    compare(GOLDEN / name / "contract.txt", text + "\n")
    record = {key: value for key, value in json.loads(made.files["json"]).items() if key not in OWN}
    for annex in record["annexes"]:
        annex.pop("file", None)
    compare(GOLDEN / name / "record.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    parts = {member.name for member in open_package(loaded.source).members}
    assert parts <= {member.name for member in open_package(made.files["docx"]).members}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_shows_every_value(name: str) -> None:
    _, made = issued(name)
    page = "".join(logical_text(made.files["pdf"]).split())
    printed = ["".join(one.text.split()) for one in made.contract.placements]
    assert [text for text in printed if text not in page] == []


SIGNED = re.compile("盖章|签章|公章|签字[）)]|签名[）)]")


@pytest.mark.parametrize("name", SHIPPED)
def test_nobody_signs_a_page_that_holds_nothing_of_the_contract(name: str) -> None:
    _, made = issued(name)
    pages = [page for page in page_texts(made.files["pdf"]) if "以下无正文" in page]
    assert len(pages) == 1
    before, _, signatures = pages[0].partition("（以下无正文）")
    assert SIGNED.search(signatures)
    assert [line for line in before.split("\n") if len(line) > 8]  # longer than the header


@pytest.mark.parametrize("name", SHIPPED)
def test_the_sample_has_no_error_and_no_warning(name: str) -> None:
    _, made = issued(name)
    assert [d for d in made.contract.diagnostics if d.severity != "note"] == []


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("name", SHIPPED)
def test_what_the_sample_issues_reads_back_without_alarm(name: str, form: str) -> None:
    loaded, made = issued(name)
    document = readers.read(made.files[form], name=f"合同.{form}")
    by_record = extract_parsed(parse_document(document))
    by_template = extract_parsed(parse_document(replace(document, record=None)), loaded)
    assert (by_record.origin, by_template.origin) == ("record", "template")
    for read in (by_record, by_template):
        assert [d for d in read.diagnostics if d.code.startswith(("TAMPER", "TPL"))] == []
        tables = [b.key for b in loaded.template.blanks if b.kind is Kind.TABLE and b.key in made.contract.values]
        assert [read.fields[key].value for key in tables] == [made.contract.values[key].data for key in tables]


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "crm-service"])
@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_every_form_of_the_sample_says_the_same(name: str, ending: str) -> None:
    loaded, made = issued(name)
    issuer = api.Issuer(loaded, api.Issue(formats=("json",)))
    again = issuer.bind(api.read_record(ROOT / "samples" / name / f"record.{ending}", loaded.template))
    assert {k: v.data for k, v in again.values.items()} == {k: v.data for k, v in made.contract.values.items()}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_sample_batch_is_issued_whole(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = ROOT / "samples" / name / "batch.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = len(list(csv.DictReader(file)))
    settings = ("--engine", "serial", "--formats", "docx,json", "--json")
    with pytest.raises(SystemExit) as left:
        cli.main(["batch", name, str(source), "-o", str(tmp_path), *settings])
    assert left.value.code == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["issued"], said["rejected"]) == (rows, 0)
    assert rows >= 3


@pytest.mark.parametrize("name", SHIPPED)
def test_the_blank_contract_of_the_samples_is_the_source_of_the_template(name: str) -> None:
    (blank,) = (ROOT / "samples" / name).glob("空白合同.*")
    received = yaml.safe_load((ROOT / "templates" / name / "template.yaml").read_text("utf-8"))["source"]["received"]
    assert hashlib.sha256(blank.read_bytes()).hexdigest() == received["sha256"]


MILESTONES = [
    ("64万", [128000, 128000, 224000, 160000], "陆拾肆万", "640,000.00"),
    ("100001.10", ["33333.70", "33333.70", "33333.70"], "壹拾万零壹元壹角", "100,001.10"),
    (None, [20000, "30,000.50"], "伍万元伍角", "50,000.50"),
]


@pytest.mark.parametrize(("total", "amounts", "capitals", "digits"), MILESTONES)
def test_the_milestones_add_up_to_the_price_and_its_capitals(
    total: str | None, amounts: list[object], capitals: str, digits: str
) -> None:
    loaded = api.load_template(ROOT / "templates" / "software-development")
    record = api.read_record(ROOT / "samples" / "software-development" / "record.yaml", loaded.template)
    given = dict(record.values)
    stages = [{"milestone": f"第{i}期", "due_date": "2027-01-29"} for i in range(1, len(amounts) + 1)]
    given["milestones"] = [
        {**stage, "deliverable": "文档", "ratio": 10, "amount": amount}
        for stage, amount in zip(stages, amounts, strict=True)
    ]
    given["total_amount"] = total or "50000.50"
    contract = compile_template(loaded.template).bind(Record(values=given, source="试"))
    shown = {key: value.text for key, value in contract.values.items()}
    assert shown["milestones_total"].startswith(digits)
    assert shown["total_amount"].startswith(digits)
    assert shown["total_amount_upper"].startswith(capitals)
    assert {key for key, value in contract.values.items() if value.derived} >= {
        "milestones_total",
        "total_amount_upper",
    }
    with pytest.raises(RecordRefused) as refused:
        compile_template(loaded.template).bind(Record(values={**given, "milestones_total": 1}, source="试"))
    assert "SUM002" in {found.code for found in refused.value.diagnostics}


def test_every_kind_of_blank_is_used() -> None:
    kinds = {b.kind for name in SHIPPED for b in api.load_template(ROOT / "templates" / name).template.blanks}
    assert kinds == set(Kind)


WRONG = [
    ("house-lease", {"end_date": "2027-11-30"}, "DAT003"),
    ("house-lease", {"lease_term": 252, "end_date": "2047-11-30"}, "CIV705"),
    ("house-lease", {"copies_each": 2}, "CPY001"),
    ("goods-purchase", {"total_amount": "635460"}, "SUM002"),
    ("goods-purchase", {"final_payment_ratio": 6}, "PCT001"),
    ("labour-contract", {"probation_term": 7}, "LAB019"),
    ("non-disclosure", {"party_b.name": "云杉动力科技有限公司"}, "PTY002"),
    ("software-development", {"milestones_total": 639999}, "SUM002"),
    ("software-development", {"court_name": "厦门市湖里区"}, "REQ007"),
]


@pytest.mark.parametrize(("name", "change", "code"), WRONG)
def test_a_wrong_value_is_found(name: str, change: dict[str, object], code: str) -> None:
    loaded = api.load_template(ROOT / "templates" / name)
    settings = tuple(f"{key}={value}" for key, value in change.items())
    record = api.read_record(ROOT / "samples" / name / "record.yaml", loaded.template, settings)
    with io.StringIO() as said:
        try:
            contract = api.Issuer(loaded, api.Issue(formats=("json",))).bind(record)
        except api.ChecksFailed as failed:
            said.write(" ".join(d.code for d in failed.diagnostics))
        except Exception as refused:  # noqa: BLE001 - refused before the checks
            said.write(" ".join(d.code for d in getattr(refused, "diagnostics", ())))
        else:
            said.write(" ".join(d.code for d in contract.diagnostics))
        assert code in said.getvalue().split()


def test_a_shipped_template_goes_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert api.load_template(Path("labour-contract")).template.title == "劳动合同书"
    (tmp_path / "labour-contract").mkdir()
    with pytest.raises(TemplateError, match="缺少"):  # a folder of one's own comes first
        api.load_template(Path("labour-contract"))
    rows = next(rows for title, rows in api.environment().items() if title.startswith("随附模板"))
    assert {name for name, _, _ in rows} == set(SHIPPED)
