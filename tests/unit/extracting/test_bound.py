"""A file bound of contract and annexes is compared with its record page by page of the contract, and nothing else."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.api import extract, load_template
from pipeline.diagnostics import Severity
from pipeline.extracting.verified import load, verify
from pipeline.model.contract import AnnexStatus, Contract, Placement, SuppliedAnnex
from pipeline.model.flow import flow
from pipeline.writers.bundle import Face, Piece, bind_pdf
from pipeline.writers.pdf import PdfTemplate, compile_pdf
from pipeline.writers.pdf.fonts import font_set
from pipeline.writers.record import contract_record, record_bytes
from tests import generated
from tests.word_files import p, word_file

TEMPLATE = Path(__file__).resolve().parents[3] / "templates" / "goods-purchase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A contract with two annexes supplied, how its PDF is made, and the PDF of every annex."""

    contract: Contract
    writer: PdfTemplate
    annexes: tuple[bytes, ...]

    def bound(self, placements: tuple[Placement, ...], order: tuple[int, ...] = (0, 1)) -> bytes:
        """Return contract and annexes as one file, with the record of what was issued."""
        record = contract_record(self.contract)
        about = record["contract"]
        assert isinstance(about, dict)
        face = Face(title=str(about["title"]), contract_no=str(about["contract_no"]), draft=True)
        names = [("附件一", "技术规格书"), ("", "报价说明")]
        pieces = [
            Piece(number=names[n][0], title=names[n][1], file="a.docx", pdf=self.annexes[n], archival=True)
            for n in order
        ]
        main = self.writer.render(placements, record=record_bytes(record), draft=True)
        return bind_pdf(main, pieces, face, font_set()).pdf


@pytest.fixture(scope="module")
def made() -> Made:
    loaded = load_template(TEMPLATE)
    contract = generated.contract(loaded.binder, 3)[0]

    def supplied(path: str, pages: int | None) -> SuppliedAnnex:
        return SuppliedAnnex(path=path, sha256="0" * 64, bytes=1, format="docx", pages=pages)

    statuses = (
        AnnexStatus(number="附件一", title="技术规格书", supplied=supplied("甲/附件一 技术规格书.docx", None), status="supplied"),
        AnnexStatus(number="附件二", title="售后服务承诺"),
        AnnexStatus(number="", title="", supplied=supplied("甲/报价说明.docx", 1), status="unlisted"),
    )  # fmt: skip
    words = ("载荷 2 吨，价 3,500.00 元。", "本说明有效期 30 日，共 5 页。")
    annexes = tuple(
        compile_pdf(word_file(p(word) + p("甲方：") + p("1")), (), title="附").render((), record=None) for word in words
    )
    writer = compile_pdf(loaded.source, loaded.binder.anchors, title=loaded.template.title)
    return Made(contract=replace(contract, annexes=statuses), writer=writer, annexes=annexes)


def _codes(data: bytes) -> list[str]:
    document = readers.read(data, name="a.pdf")
    assert document.record
    record = load(document.record)
    assert record
    found = verify(record, flow(document), wrapped=document.wrapped)
    assert all((d.severity is Severity.NOTE) == (d.code == "BND003") for d in found)
    return [d.code for d in found]


def test_the_annexes_of_an_unchanged_file_are_noted(made: Made) -> None:
    assert _codes(made.bound(made.contract.placements)) == ["BND003"]


def test_heads_and_feet_of_annexes_and_the_stamps_are_no_change(made: Made, tmp_path: Path) -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800" w:header="851" w:footer="992"/></w:sectPr>'
    )
    words = "".join(p(f"第{number}项 载荷 {number} 吨。") for number in range(1, 60))
    annex = word_file(words + section, related={"header": p("内部文件 编号77")})
    longer = replace(made, annexes=(compile_pdf(annex, (), title="附").render((), record=None), made.annexes[1]))
    path = tmp_path / "a.pdf"
    path.write_bytes(longer.bound(made.contract.placements))
    told = [one for one in extract(path).diagnostics if one.code.startswith(("TAMPER", "BND"))]
    assert [one.code for one in told] == ["BND003"]


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_digit_is_found_in_the_contract_s_pages(made: Made, seed: int) -> None:
    dice = random.Random(seed)
    placements = list(made.contract.placements)
    index = dice.choice([n for n, p in enumerate(placements) if any(c.isdigit() for c in p.text)])
    text = placements[index].text
    at = dice.choice([n for n, c in enumerate(text) if c.isdigit()])
    digit = str((int(text[at]) + dice.randrange(1, 10)) % 10)
    placements[index] = replace(placements[index], text=text[:at] + digit + text[at + 1 :])
    assert _codes(made.bound(tuple(placements))) == ["BND003", "TAMPER001"]


def test_annexes_in_another_order_are_no_annexes_of_this_contract(made: Made) -> None:
    assert _codes(made.bound(made.contract.placements, order=(1, 0)))[:1] == ["TAMPER001"]


def test_a_missing_annex_is_found(made: Made) -> None:
    assert _codes(made.bound(made.contract.placements, order=(0,)))[:1] == ["TAMPER001"]
