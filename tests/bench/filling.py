"""Filling and writing: DOCX against docxtpl, python-docx and docx-mailmerge2, all from the same template with the same
values (each at its own deflate level); DOCX + PDF + JSON against docxtpl and LibreOffice's batch conversion.
"""

from __future__ import annotations

import copy
import importlib.util
import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from pipeline.filling import compile_template
from pipeline.model.contract import Contract
from pipeline.ooxml.archive import write_members
from pipeline.ooxml.names import TEXT, W
from pipeline.ooxml.package import open_package
from pipeline.writers.docx import compile_docx
from tests.bench.contracts import issuer, records
from tests.bench.measure import Row, side_by_side, size

# Ours is so short a work that it is done more often than the peer's to be measured.
_AGAIN = 10
_TAG = re.compile(r"\{\{ v\d+ \}\}")


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

    def replace(self, contract: Contract) -> bytes:
        """Return the contract as a script with python-docx fills it: every run of every paragraph is searched."""
        from docx import Document

        document = Document(io.BytesIO(self._template))
        values = {f"{{{{ v{n} }}}}": placement.text for n, placement in enumerate(contract.placements)}
        for text in document.element.iter(TEXT):
            if text.text and "{{" in text.text:
                text.text = _TAG.sub(lambda tag: values[tag[0]], text.text)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


class Merged:
    """The same contract as docx-mailmerge2's users would prepare it: a merge field in each of its blanks."""

    def __init__(self, contract: Contract, source: bytes) -> None:
        self._merge = importlib.import_module("mailmerge").MailMerge
        anchors = [placement.anchor for placement in contract.placements]
        tagged = [replace(p, text=f"{{{{ v{n} }}}}") for n, p in enumerate(contract.placements)]
        self._template = _with_merge_fields(compile_docx(source, anchors).render(tagged))

    def fill(self, contract: Contract) -> bytes:
        """Return the contract as docx-mailmerge2 merges it."""
        buffer = io.BytesIO()
        with self._merge(io.BytesIO(self._template)) as document:
            document.merge(**{f"v{n}": placement.text for n, placement in enumerate(contract.placements)})
            document.write(buffer)
        return buffer.getvalue()


def _with_merge_fields(tagged: bytes) -> bytes:
    """Return the document with a w:fldSimple in place of every {{ v1 }}; runs with words around the tag are cut."""
    package = open_package(tagged)
    root = etree.fromstring(package.texts[package.document])
    for text in [each for each in root.iter(TEXT) if each.text and "{{" in each.text]:
        run = text.getparent()
        assert run is not None
        for piece in filter(None, re.split(r"(\{\{ v\d+ \}\})", text.text or "")):
            own = copy.deepcopy(run)
            for each in own.iter(TEXT):
                each.text = piece
            if piece.startswith("{{"):
                own_field = etree.Element(f"{W}fldSimple", {f"{W}instr": f" MERGEFIELD {piece[3:-3]} "})
                own_field.append(own)
                own = own_field
            run.addprevious(own)
        outer = run.getparent()
        assert outer is not None
        outer.remove(run)
    return write_members(package.members, {package.document: etree.tostring(root, encoding="utf-8")})


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
    peers: list[tuple[str, Callable[[Contract], bytes], str]] = [
        ("docxtpl", peer.fill, "≥ 120 ×"), ("python-docx, replace", peer.replace, ""),
    ]  # fmt: skip
    if importlib.util.find_spec("mailmerge"):
        peers.append(("docx-mailmerge2", Merged(contracts[0], source).fill, ""))
    wanted = _words(compiled.render(contracts[1].placements))
    for name, fill, least in peers:
        same = "" if _words(fill(contracts[1])) == wanted else ", not all values"
        mine, theirs = side_by_side(
            lambda: [compiled.render(c.placements) for _ in range(_AGAIN) for c in contracts],
            lambda f=fill: [f(c) for c in contracts],  # type: ignore[misc]
        )
        mine /= _AGAIN
        yield Row(
            what="fill one DOCX", value=f"{mine / count * 1e3:.2f} ms CPU",
            peer=f"{name} {theirs / count * 1e3:.1f} ms{same}", ratio=f"{theirs / mine:.0f} ×", wanted=least,
        )  # fmt: skip
    mine, _ = side_by_side(lambda: [ours.run(record) for record in records(count)], lambda: None)
    yield Row(what="the same from a record: values read, bound and checked", value=f"{mine / count * 1e3:.2f} ms CPU")


def _words(docx: bytes) -> str:
    package = open_package(docx)
    return "".join(text.text or "" for text in package.trees[package.document].iter(TEXT))


def _end_to_end() -> Iterator[Row]:
    ours = issuer("docx", "pdf", "json")
    count = size(20, 100, "SET")
    given = list(records(count))
    ours.run(given[0])
    begun = _spent()
    for record in given:
        ours.run(record)
    mine = (_spent() - begun) / count
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    what = "record → DOCX + PDF + JSON, checked"
    if soffice is None:
        yield Row(what=what, value=f"{mine * 1e3:.1f} ms CPU", peer="LibreOffice is not installed", wanted="≥ 10 ×")
        return
    contracts = [ours.bind(record) for record in given]
    peer = Peer(contracts[0], ours.loaded.source)
    theirs = _converted(peer, contracts, soffice) / count
    yield Row(
        what=f"{what}, one process", value=f"{mine * 1e3:.1f} ms CPU",
        peer=f"docxtpl + LibreOffice {theirs * 1e3:.0f} ms", ratio=f"{theirs / mine:.1f} ×", wanted="≥ 10 ×",
    )  # fmt: skip


def _converted(peer: Peer, contracts: list[Contract], soffice: str) -> float:
    """Processor seconds that docxtpl and one call of LibreOffice for all files take, without its first start."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        warm = folder / "warm.docx"
        warm.write_bytes(peer.fill(contracts[0]))
        subprocess.run([*command, str(warm)], check=True, capture_output=True)
        begun = _spent()
        paths = [folder / f"{n}.docx" for n in range(len(contracts))]
        for path, contract in zip(paths, contracts, strict=True):
            path.write_bytes(peer.fill(contract))
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
        taken = _spent() - begun
        assert all(path.with_suffix(".pdf").exists() for path in paths)
    return taken


def _spent() -> float:
    """Processor seconds of this process and of the programs it called, which other work on the machine changes little."""
    return sum(os.times()[:4])
