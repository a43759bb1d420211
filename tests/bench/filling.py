"""Filling and writing: DOCX against docxtpl, DOCX + PDF + JSON against docxtpl and LibreOffice's batch conversion."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.filling import compile_template
from pipeline.model.contract import Contract
from pipeline.writers.docx import compile_docx
from tests.bench.contracts import issuer, records
from tests.bench.measure import Row, side_by_side, size


class Peer:
    """The same contract as docxtpl's users would tag it: the source with {{ key }} in its blanks."""

    def __init__(self, contract: Contract, source: bytes) -> None:
        anchors = [placement.anchor for placement in contract.placements]
        tagged = [replace(p, text=f"{{{{ v{n} }}}}") for n, p in enumerate(contract.placements)]
        self._template = compile_docx(source, anchors).render(tagged)

    def fill(self, contract: Contract) -> bytes:
        """Return the contract as docxtpl renders it."""
        from docxtpl import DocxTemplate

        template = DocxTemplate(io.BytesIO(self._template))
        template.render({f"v{n}": placement.text for n, placement in enumerate(contract.placements)})
        buffer = io.BytesIO()
        template.save(buffer)
        return buffer.getvalue()


def measure() -> Iterator[Row]:
    """Fill and write the same records with both."""
    yield from _docx()
    yield from _end_to_end()


def _docx() -> Iterator[Row]:
    ours = issuer("docx")
    template, source = ours.loaded.template, ours.loaded.source
    binder = compile_template(template)
    count = size(20, 100, "FILLED")
    contracts = [binder.bind(record) for record in records(count)]
    compiled = compile_docx(source, binder.anchors)
    peer = Peer(contracts[0], source)
    peer.fill(contracts[0])
    mine, theirs = side_by_side(
        lambda: [compiled.render(c.placements) for c in contracts], lambda: [peer.fill(c) for c in contracts]
    )
    yield Row(
        what="fill one DOCX", value=f"{mine / count * 1e3:.2f} ms", peer=f"docxtpl {theirs / count * 1e3:.1f} ms",
        ratio=f"{theirs / mine:.0f} ×", wanted="≥ 120 ×",
    )  # fmt: skip


def _end_to_end() -> Iterator[Row]:
    ours = issuer("docx", "pdf", "json")
    count = size(20, 100, "SET")
    given = list(records(count))
    ours.run(given[0])
    begun = time.perf_counter()
    for record in given:
        ours.run(record)
    mine = (time.perf_counter() - begun) / count
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    what = "record → DOCX + PDF + JSON, checked"
    if soffice is None:
        yield Row(what=what, value=f"{mine * 1e3:.1f} ms", peer="LibreOffice is not installed", wanted="≥ 10 ×")
        return
    contracts = [ours.bind(record) for record in given]
    peer = Peer(contracts[0], ours.loaded.source)
    theirs = _converted(peer, contracts, soffice) / count
    yield Row(
        what=f"{what}, one process", value=f"{mine * 1e3:.1f} ms",
        peer=f"docxtpl + LibreOffice {theirs * 1e3:.0f} ms", ratio=f"{theirs / mine:.1f} ×", wanted="≥ 10 ×",
    )  # fmt: skip


def _converted(peer: Peer, contracts: list[Contract], soffice: str) -> float:
    """Seconds that docxtpl and one call of LibreOffice for all files take, without its first start."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        warm = folder / "warm.docx"
        warm.write_bytes(peer.fill(contracts[0]))
        subprocess.run([*command, str(warm)], check=True, capture_output=True)
        begun = time.perf_counter()
        paths = [folder / f"{n}.docx" for n in range(len(contracts))]
        for path, contract in zip(paths, contracts, strict=True):
            path.write_bytes(peer.fill(contract))
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
        taken = time.perf_counter() - begun
        assert all(path.with_suffix(".pdf").exists() for path in paths)
    return taken
