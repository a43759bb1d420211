"""What was filled into a template comes back exactly, and what was changed afterwards is found."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import readers, values
from pipeline.api import extract, load_template, make_template
from pipeline.api.extracting import extract_parsed
from pipeline.api.loaded import LoadedTemplate
from pipeline.api.parsing import parse_document
from pipeline.extracting.verified import load, verify
from pipeline.filling import compile_template
from pipeline.model.contract import Contract
from pipeline.model.flow import flow
from pipeline.model.record import JsonValue, Record
from pipeline.ooxml.anchors import AnchorLost
from pipeline.writers.docx import compile_docx
from pipeline.writers.pdf import compile_pdf
from pipeline.writers.record import contract_record, record_bytes, record_schema
from tests import generated
from tests.word_files import p, r, word_file

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(path for path in (ROOT / "templates").iterdir() if (path / "template.yaml").is_file())


def _shown(contract: Contract, key: str, data: JsonValue) -> list[str]:
    blank = contract.template.blank(key)
    assert blank
    stops = sorted({s.start for b in contract.template.blanks for s in b.slots})
    printed = values.printer(blank, values.gaps(blank, blank.slots, contract.template.text, stops))(data)
    return [p.text for p in printed]


def assert_read_back(contract: Contract, data: bytes, name: str, loaded: LoadedTemplate) -> None:
    """Assert that every value comes back; where the template prints only a part of it, that part."""
    read = extract_parsed(parse_document(readers.read(data, name=name)), loaded)
    assert read.origin == "template"
    assert not [d for d in read.diagnostics if d.code.startswith("TPL")]
    for key, value in contract.values.items():
        if value.data == []:
            continue
        assert key in read.fields, (key, value.data)
        have = read.fields[key].value
        assert have == value.data or _shown(contract, key, have) == _shown(contract, key, value.data), key


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("seed", range(3))
def test_a_filled_docx_reads_back_exactly(folder: Path, seed: int) -> None:
    loaded = load_template(folder)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, seed)[0]
    data = compile_docx(loaded.source, binder.anchors).render(contract.placements)
    assert_read_back(contract, data, "filled.docx", loaded)


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("seed", range(3))
def test_a_filled_pdf_reads_back_exactly(folder: Path, seed: int) -> None:
    loaded = load_template(folder)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, seed)[0]
    pdf = compile_pdf(loaded.source, binder.anchors, title=loaded.template.title)
    assert_read_back(contract, pdf.render(contract.placements, record=None), "filled.pdf", loaded)


@pytest.fixture(scope="module")
def issued() -> tuple[LoadedTemplate, Contract, bytes]:
    """A contract of the first template as issued: with its record inside."""
    loaded = load_template(TEMPLATES[0])
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 3)[0]
    record = record_bytes(contract_record(contract))
    return loaded, contract, compile_docx(loaded.source, binder.anchors).render(contract.placements, record=record)


def _findings(data: bytes, name: str) -> list[str]:
    document = readers.read(data, name=name)
    assert document.record
    record = load(document.record)
    assert record
    return [d.code for d in verify(record, flow(document), wrapped=name.endswith(".pdf"))]


def _edited(docx: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, edit(body.decode()).encode() if name == part else body)
    return out.getvalue()


def test_the_record_still_fits_its_schema(issued: tuple[LoadedTemplate, Contract, bytes]) -> None:
    import jsonschema

    jsonschema.validate(contract_record(issued[1]), record_schema())


def test_an_unchanged_file_raises_no_alarm(issued: tuple[LoadedTemplate, Contract, bytes]) -> None:
    loaded, contract, docx = issued
    assert _findings(docx, "a.docx") == []
    pdf = compile_pdf(loaded.source, compile_template(loaded.template).anchors, title=loaded.template.title)
    record = record_bytes(contract_record(contract))
    assert _findings(pdf.render(contract.placements, record=record), "a.pdf") == []


HIDDEN = "<w:vanish/>"


def test_what_the_file_hides_is_no_part_of_what_a_page_is_compared_with(tmp_path: Path) -> None:
    words = p("第一条 租金为", r("        ", '<w:u w:val="single"/>'), "元。", r("同时言", HIDDEN))
    source = tmp_path / "blank.docx"
    source.write_bytes(word_file(p("房屋租赁合同") + words + p("第二条 本合同一式两份。")))
    make_template(source, tmp_path / "made")
    loaded = load_template(tmp_path / "made")
    contract = generated.contract(loaded.binder, 1)[0]
    record = record_bytes(contract_record(contract))
    anchors = loaded.binder.anchors
    docx = compile_docx(loaded.source, anchors).render(contract.placements, record=record)
    pdf = compile_pdf(loaded.source, anchors, title="合同", system_fonts=False).render(
        contract.placements, record=record
    )
    assert "同时言" not in flow(readers.read(pdf, name="a.pdf")).text
    for data, name in ((docx, "a.docx"), (pdf, "a.pdf")):
        assert _findings(data, name) == []
        document = replace(readers.read(data, name=name), record=None)
        assert [d for d in extract_parsed(parse_document(document), loaded).diagnostics if d.code[:3] == "TPL"] == []


def _digits(xml: str) -> list[int]:
    return [
        m.start(1) + n
        for m in re.finditer(r"<w:t[ >][^<]*?>?([^<>]*)</w:t>", xml)
        for n, c in enumerate(m[1])
        if c.isdigit()
    ]


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_digit_is_found_in_a_docx(issued: tuple[LoadedTemplate, Contract, bytes], seed: int) -> None:
    dice = random.Random(seed)

    def edit(xml: str) -> str:
        at = dice.choice(_digits(xml))
        return xml[:at] + str((int(xml[at]) + dice.randrange(1, 10)) % 10) + xml[at + 1 :]

    assert "TAMPER001" in _findings(_edited(issued[2], edit), "a.docx")


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_digit_is_found_in_a_pdf(issued: tuple[LoadedTemplate, Contract, bytes], seed: int) -> None:
    dice = random.Random(seed)
    loaded, contract, _ = issued
    numbered = [n for n, p in enumerate(contract.placements) if any(c.isdigit() for c in p.text)]
    index = dice.choice(numbered)
    text = contract.placements[index].text
    at = dice.choice([n for n, c in enumerate(text) if c.isdigit()])
    changed = replace(contract.placements[index], text=text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :])
    placements = (*contract.placements[:index], changed, *contract.placements[index + 1 :])
    pdf = compile_pdf(loaded.source, compile_template(loaded.template).anchors, title=loaded.template.title)
    data = pdf.render(placements, record=record_bytes(contract_record(contract)))
    assert "TAMPER001" in _findings(data, "a.pdf")


def test_a_finding_names_both_readings(issued: tuple[LoadedTemplate, Contract, bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(_edited(issued[2], lambda xml: xml.replace("本合同", "本协议", 1)))
    read = extract(path)
    assert read.origin == "record"
    (finding,) = [d for d in read.diagnostics if d.code.startswith("TAMPER")]
    assert "本合同" in finding.message
    assert "本协议" in finding.message


def test_an_edited_record_is_found(issued: tuple[LoadedTemplate, Contract, bytes]) -> None:
    contract = issued[1]
    record = contract_record(contract)
    key = next(k for k, v in contract.values.items() if contract.template.blank(k).kind == "amount")  # type: ignore[union-attr]
    record["fields"][key]["value"] = "1.00"  # type: ignore[index, call-overload]
    with zipfile.ZipFile(io.BytesIO(issued[2])) as package:
        part = next(n for n in package.namelist() if b"schema_version" in package.read(n))
    wrong = record_bytes(record).decode().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    data = _edited(
        issued[2],
        lambda xml: re.sub(r"(<record[^>]*>).*(</record>)", lambda m: m[1] + wrong + m[2], xml, flags=re.DOTALL),
        part,
    )
    assert "TAMPER002" in _findings(data, "a.docx")


def test_words_changed_by_hand_are_reported_at_their_clause() -> None:
    loaded = load_template(TEMPLATES[0])
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 5)[0]
    data = compile_docx(loaded.source, binder.anchors).render(contract.placements)
    clause = next(c for c in loaded.template.clauses if c.level == 1 and c.title)
    changed = _edited(data, lambda xml: xml.replace(clause.title, f"{clause.title}（修订）", 1))
    read = extract_parsed(parse_document(readers.read(changed, name="a.docx")), loaded)
    found = [d for d in read.diagnostics if d.code == "TPL001"]
    assert found
    assert any("修订" in d.message for d in found)
    assert set(contract.values) - set(read.fields) == set()


def test_another_contract_is_not_read_by_the_template() -> None:
    path = ROOT / "tests" / "fixtures" / "extracting" / "lease.txt"
    read = extract(path, load_template(TEMPLATES[0]))
    assert read.origin == "text"
    assert "TPL005" in {d.code for d in read.diagnostics}


@pytest.mark.parametrize("edit", ["drop", "turn"])
def test_a_digit_left_out_or_turned_round_is_found_in_a_pdf(
    issued: tuple[LoadedTemplate, Contract, bytes], edit: str
) -> None:
    loaded, contract, _ = issued
    index = next(n for n, p in enumerate(contract.placements) if re.search(r"1[02-9]|[2-9][01]", p.text))
    text = contract.placements[index].text
    at = next(n for n in range(len(text) - 1) if text[n : n + 2].isdigit() and text[n] != text[n + 1])
    middle = text[at + 1] if edit == "drop" else text[at + 1] + text[at]
    changed = replace(contract.placements[index], text=text[:at] + middle + text[at + 2 :])
    placements = (*contract.placements[:index], changed, *contract.placements[index + 1 :])
    pdf = compile_pdf(loaded.source, compile_template(loaded.template).anchors, title=loaded.template.title)
    data = pdf.render(placements, record=record_bytes(contract_record(contract)))
    assert "TAMPER001" in _findings(data, "a.pdf")


def _without_text(contract: Contract) -> dict[str, JsonValue]:
    """Return a record as earlier versions wrote it."""
    return {key: value for key, value in contract_record(contract).items() if key != "text"}


def test_a_record_without_text_raises_no_alarm(issued: tuple[LoadedTemplate, Contract, bytes]) -> None:
    loaded, contract, docx = issued
    pdf = compile_pdf(loaded.source, compile_template(loaded.template).anchors, title=loaded.template.title)
    for name, data in (("a.docx", docx), ("a.pdf", pdf.render(contract.placements, record=None))):
        found = verify(_without_text(contract), flow(readers.read(data, name=name)), wrapped=name.endswith("pdf"))
        assert [d.code for d in found] == []


def test_a_changed_party_is_found_without_the_text(issued: tuple[LoadedTemplate, Contract, bytes]) -> None:
    _, contract, docx = issued
    record = _without_text(contract)
    fields = record["fields"]
    assert isinstance(fields, dict)
    names = [f["text"] for f in fields.values() if isinstance(f, dict) and f["kind"] == "party" and f["text"]]
    changed = flow(readers.read(_edited(docx, lambda xml: xml.replace(str(names[0]), "别家公司")), name="a.docx"))
    codes = {d.code for d in verify(record, changed, wrapped=False)}
    assert codes == {"TAMPER002"}


TRIALS = 34  # a template: 204 trials


def _value_digits(contract: Contract) -> list[tuple[int, int]]:
    """Return which placement and which of its characters are digits."""
    return [(i, at) for i, p in enumerate(contract.placements) for at, c in enumerate(p.text) if c.isdigit()]


@pytest.mark.slow
@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
def test_any_changed_digit_is_found_in_a_docx(folder: Path) -> None:
    loaded, dice = load_template(folder), random.Random(folder.name)
    contract = generated.contract(loaded.binder, 9)[0]
    record = record_bytes(contract_record(contract))
    data = compile_docx(loaded.source, loaded.binder.anchors).render(contract.placements, record=record)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    for at in dice.choices(_digits(xml), k=TRIALS):
        changed = xml[:at] + str((int(xml[at]) + dice.randrange(1, 10)) % 10) + xml[at + 1 :]
        findings = _findings(_edited(data, lambda _, now=changed: now), "a.docx")  # type: ignore[misc]
        assert "TAMPER001" in findings, xml[at - 20 : at + 20]


@pytest.mark.slow
@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
def test_any_changed_digit_of_a_value_is_found_in_a_pdf(folder: Path) -> None:
    loaded, dice = load_template(folder), random.Random(folder.name)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 7)[0]
    record = contract_record(contract)
    pdf = compile_pdf(loaded.source, binder.anchors, title=loaded.template.title)
    for index, at in dice.choices(_value_digits(contract), k=TRIALS):
        placed = contract.placements[index]
        digit = str((int(placed.text[at]) + dice.randrange(1, 10)) % 10)
        changed = replace(placed, text=placed.text[:at] + digit + placed.text[at + 1 :])
        placements = (*contract.placements[:index], changed, *contract.placements[index + 1 :])
        document = readers.read(pdf.render(placements, record=None), name="a.pdf")
        assert "TAMPER001" in {d.code for d in verify(record, flow(document), wrapped=True)}, changed


@pytest.mark.slow
@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
def test_any_changed_digit_of_the_fixed_words_is_found_in_a_pdf(folder: Path) -> None:
    loaded, dice = load_template(folder), random.Random(folder.name)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 8)[0]
    record = contract_record(contract)
    with zipfile.ZipFile(io.BytesIO(loaded.source)) as package:
        digits = _digits(package.read("word/document.xml").decode())
    if not digits:
        pytest.skip("the template prints no digit of its own")
    for at in dice.sample(digits, min(8, len(digits))):
        add = dice.randrange(1, 10)
        source = _edited(
            loaded.source, lambda xml, at=at, add=add: xml[:at] + str((int(xml[at]) + add) % 10) + xml[at + 1 :]  # type: ignore[misc]
        )  # fmt: skip
        try:
            pdf = compile_pdf(source, binder.anchors, title=loaded.template.title)
        except AnchorLost:
            continue  # a paragraph with a gap in it, that the template refuses
        document = readers.read(pdf.render(contract.placements, record=None), name="a.pdf")
        assert "TAMPER001" in {d.code for d in verify(record, flow(document), wrapped=True)}, at


def _row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_row_of_totals_is_filled_and_not_read_back_as_one_of_the_rows(count: int, tmp_path: Path) -> None:
    head = ("序号", "货物名称", "单位", "数量", "单价（元）", "金额（元）")
    rows = [head, ("1", *[""] * 5), ("2", *[""] * 5), ("合计", *[""] * 5)]
    table = "<w:tbl>" + "".join(_row(*cells) for cells in rows) + "</w:tbl>"
    source = tmp_path / "空白.docx"
    source.write_bytes(word_file(p("货物采购合同") + p("第一条　货物清单") + table + p("第二条　付款：按月结算。")))
    make_template(source, tmp_path / "模板")
    loaded = load_template(tmp_path / "模板")
    (blank,) = [b for b in loaded.template.blanks if b.columns]
    keys = [column.key for column in blank.columns][-5:]
    goods = [dict(zip(keys[:4], ("货架", "组", 3 + i, "19.50"), strict=True)) for i in range(count)]
    binder = compile_template(loaded.template)
    contract = binder.bind(Record(values={blank.key: goods}, source="试"))
    total = sum((3 + i) * 1950 for i in range(count)) / 100
    data = compile_docx(loaded.source, binder.anchors).render(contract.placements)
    lines = flow(readers.read(data, name="a.docx")).text.split("\n")
    assert next(line for line in lines if line.startswith("合计")).split() == [
        "合计", str(sum(3 + i for i in range(count))), f"{total:.2f}"
    ]  # fmt: skip
    assert_read_back(contract, data, "a.docx", loaded)
    pdf = compile_pdf(loaded.source, binder.anchors, title="试")
    assert_read_back(contract, pdf.render(contract.placements, record=None), "a.pdf", loaded)


def test_rows_are_read_below_a_row_that_has_words_of_its_own(tmp_path: Path) -> None:
    head = ("序号", "名称", "单位", "数量", "备注")
    rows = [head, ("1", "", "台", "", ""), ("2", "", "个", "", ""), ("合计人民币（大写）：________",)]
    table = "<w:tbl>" + "".join(_row(*cells) for cells in rows) + "</w:tbl>"
    source = tmp_path / "空白.docx"
    source.write_bytes(word_file(p("设备采购合同") + p("第一条　设备清单") + table + p("第二条　付款：按月结算。")))
    make_template(source, tmp_path / "模板")
    loaded = load_template(tmp_path / "模板")
    (blank,) = [b for b in loaded.template.blanks if b.columns]
    named = {column.label: column.key for column in blank.columns}
    goods = [{named["名称"]: f"货架{n}", named["数量"]: 10 + n, named["备注"]: "无" if n % 2 else ""} for n in range(5)]
    binder = compile_template(loaded.template)
    contract = binder.bind(Record(values={blank.key: goods}, source="试"), draft=True)
    data = compile_docx(loaded.source, binder.anchors).render(contract.placements)
    lines = flow(readers.read(data, name="a.docx")).text.split("\n")
    assert [line for line in lines if line.startswith("5\t")] == ["5\t货架4\t个\t14\t"]
    pdf = compile_pdf(loaded.source, binder.anchors, title="试").render(contract.placements, record=None)
    for document, name in ((data, "a.docx"), (pdf, "a.pdf")):
        assert_read_back(contract, document, name, loaded)
    short = _edited(data, lambda xml: xml.replace("货架4", "货架4</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>另付"))
    read = extract_parsed(parse_document(readers.read(short, name="a.docx")), loaded)
    assert [d.code for d in read.diagnostics if d.code.startswith("TPL")]
