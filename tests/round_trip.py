"""Template + records made up → issued files → values again: what came back exactly, and what did not.

`python -m tests.round_trip 500 pdf templates/house-lease blank.docx` prints a line of JSON a template or blank
contract, and one for every value that did not come back. In place of `pdf`, `docx` and `resaved`, which is a DOCX that
LibreOffice saved again, are other ways there and back.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import api, readers, values
from pipeline.collector import paused
from pipeline.extracting.beside import beside
from pipeline.extracting.verified import load, verify
from pipeline.model.contract import Contract
from pipeline.model.document import Document
from pipeline.model.flow import flow, furniture_lines
from pipeline.model.record import JsonValue
from pipeline.model.template import Kind
from pipeline.writers.docx import compile_docx
from pipeline.writers.pdf import compile_pdf
from pipeline.writers.record import contract_record, record_bytes
from tests import generated
from tests.saved_again import saved_again

TITLE = "合同"
BATCH = 30  # files that LibreOffice saves in one go


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came back of some contracts.

    Attributes:
        records: How many contracts were issued and read.
        given: Values written into them.
        exact: Values that the visible text gave back as they were.
        alike: Dates printed in part (a day alone) and addresses cut into their gaps, which came back as another that
            prints the same.
        lost: Values that did not come back: seed, key, value, what stood there.
        wrong: Values that came back as others.
        alarms: Findings, though nothing was changed.
    """

    records: int = 0
    given: int = 0
    exact: int = 0
    alike: int = 0
    lost: list[tuple[int, str, JsonValue, JsonValue]] = field(default_factory=list)
    wrong: list[tuple[int, str, JsonValue, JsonValue]] = field(default_factory=list)
    alarms: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        """True where every value came back, and no finding did."""
        return self.exact + self.alike == self.given and not self.alarms


class Trip:
    """A template, compiled to be issued and read back many times.

    Args:
        folder: The template's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.loaded = api.load_template(folder)
        self.docx = compile_docx(self.loaded.source, self.loaded.binder.anchors)
        self._pdf = compile_pdf(self.loaded.source, self.loaded.binder.anchors, title=TITLE)

    def contract(self, seed: int) -> Contract:
        """Return a contract of made-up values; every other one leaves optional blanks open."""
        return generated.contract(self.loaded.binder, seed, share=1.0 if seed % 2 else 0.5)[0]

    def issued(self, contract: Contract, form: str) -> bytes:
        """Return a contract as a file with its record inside."""
        record = record_bytes(contract_record(contract))
        writer = self.docx if form == "docx" else self._pdf
        return writer.render(contract.placements, record=record)

    def run(self, seeds: Sequence[int], form: str) -> Tally:
        """Issue contracts in a format and read them back, from their visible text and by their record."""
        tally = Tally()
        for seed, contract, data in self._files(seeds, form):
            name = "issued.pdf" if form == "pdf" else "issued.docx"
            self.compare(tally, seed, contract, readers.read(data, name=name))
        return tally

    def _files(self, seeds: Sequence[int], form: str) -> Iterator[tuple[int, Contract, bytes]]:
        if form != "resaved":
            for seed in seeds:
                contract = self.contract(seed)
                yield seed, contract, self.issued(contract, form)
            return
        for first in range(0, len(seeds), BATCH):
            some = seeds[first : first + BATCH]
            contracts = [self.contract(seed) for seed in some]
            again = saved_again([self.issued(contract, "docx") for contract in contracts])
            yield from zip(some, contracts, again, strict=True)

    @paused()
    def compare(self, tally: Tally, seed: int, contract: Contract, document: Document) -> None:
        """Count what of a contract's values a document gives back."""
        given = {key: value.data for key, value in contract.values.items() if value.data != []}
        record = load(document.record) if document.record else None
        assert record is not None, "the record is not in the file"
        shown = flow(replace(document, record=None))
        told = (
            *verify(record, shown, wrapped=document.wrapped),
            *beside(record, shown, furniture_lines(document.furniture), paged=document.format == "pdf"),
        )
        read = self.loaded.aligner.read(shown, wrapped=document.wrapped)
        tally.records += 1
        tally.given += len(given)
        tally.alarms += [(seed, f"{d.code} {d.message}") for d in (*told, *read.diagnostics) if d.code[:3] in _ALARMS]
        fields = record["fields"]
        assert isinstance(fields, dict)
        for key, want in given.items():
            kept = fields[key]
            assert isinstance(kept, dict)
            assert kept["value"] == want, (key, kept, want)
            have = read.values[key].value if key in read.values else None
            if have == want:
                tally.exact += 1
            elif have is not None and self._in_part(key) and self._printed(key, have) == self._printed(key, want):
                tally.alike += 1
            else:
                (tally.lost if have is None else tally.wrong).append((seed, key, want, have))

    def _in_part(self, key: str) -> bool:
        return self.loaded.binder.bounds[key].blank.kind in (Kind.DATE, Kind.ADDRESS)

    def _printed(self, key: str, data: JsonValue) -> list[str]:
        bound = self.loaded.binder.bounds[key]
        stops = sorted({s.start for b in self.loaded.template.blanks for s in b.slots})
        gaps = values.gaps(bound.blank, bound.blank.slots, self.loaded.template.text, stops)
        return [piece.text for piece in values.printer(bound.blank, gaps)(data)]


_ALARMS = ("TPL", "TAM")


def trip(path: Path, folder: Path) -> Trip:
    """Return the round trip of a template folder, or of a blank contract of which one is made in `folder`."""
    if path.is_dir():
        return Trip(path)
    api.make_template(path, folder)
    return Trip(folder)


def _lines(count: int, form: str, paths: Sequence[str]) -> Iterator[dict[str, object]]:
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            one = trip(path, Path(folder))
            made = time.process_time()
            tally = one.run(range(count), form)
            used = time.process_time() - made
        for kind, found in (("lost", tally.lost), ("wrong", tally.wrong)):
            for seed, key, want, have in found:
                yield {"template": path.stem, kind: key, "seed": seed, "want": want, "have": have}
        for seed, message in tally.alarms:
            yield {"template": path.stem, "alarm": message, "seed": seed}
        yield {
            "template": path.stem, "form": form, "records": tally.records, "given": tally.given,
            "exact": tally.exact, "alike": tally.alike, "lost": len(tally.lost), "wrong": len(tally.wrong),
            "alarms": len(tally.alarms), "seconds": round(used, 1), "compiled": round(made - began, 1),
        }  # fmt: skip
        gc.collect()


if __name__ == "__main__":
    for line in _lines(int(sys.argv[1]), sys.argv[2], sys.argv[3:]):
        print(json.dumps(line, ensure_ascii=False, default=str), flush=True)  # noqa: T201 - what it is for
