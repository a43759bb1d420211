"""Reading and understanding: milliseconds for 1,000 characters of DOCX, for a page of PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import api, readers
from pipeline.errors import DependencyError
from tests.bench.contracts import ROOT, TEMPLATE
from tests.bench.measure import Row, seconds, size

CORPUS = ROOT.parent / "shared" / "corpus" / "files"


def _parse(data: bytes, name: str) -> api.Parsed:
    return api.parse_document(readers.read(data, name=name))


def _files(ending: str, most: int) -> list[Path]:
    """The contracts of a corpus beside the repository; where there is none, the shipped template."""
    found = sorted(CORPUS.glob(f"*{ending}"))[:most]
    return found or ([TEMPLATE / "source.docx"] if ending == ".docx" else [])


def measure() -> Iterator[Row]:
    """Time parsing in a process that has everything loaded."""
    files = [(path.read_bytes(), path.name) for path in _files(".docx", size(12, 40, "PARSED"))]
    parsed = [_parse(*each) for each in files]
    characters = sum(len(each.template.text) for each in parsed)
    taken = seconds(lambda: [_parse(*each) for each in files])
    what = f"parse DOCX, per 1,000 characters ({len(files)} files, {characters:,} characters)"
    yield Row(what=what, value=f"{taken / characters * 1e6:.2f} ms", wanted="≤ 5 ms")
    yield from _pdf()


def _has_text(data: bytes, name: str) -> bool:
    try:
        return not readers.read(data, name=name).diagnostics
    except DependencyError:
        return False


def _pdf() -> Iterator[Row]:
    import pikepdf

    files = [(path.read_bytes(), path.name, path) for path in _files(".pdf", size(4, 20, "PARSED_PDF"))]
    # A scan is read by character recognition, which is another matter.
    files = [each for each in files if _has_text(each[0], each[1])]
    if not files:
        yield Row(what="parse PDF, per page", value="no PDF at hand")
        return
    pages = 0
    for _, _, path in files:
        with pikepdf.open(path) as book:
            pages += len(book.pages)
    taken = seconds(lambda: [_parse(data, name) for data, name, _ in files], times=2)
    yield Row(what=f"parse PDF, per page ({pages} pages)", value=f"{taken / pages * 1e3:.1f} ms", wanted="≤ 60 ms")
