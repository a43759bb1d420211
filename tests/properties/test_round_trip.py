"""Template + any valid record → DOCX and PDF: every value arrives, and nothing else changes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline import api
from pipeline.filling import Binder, compile_template
from pipeline.model.contract import Contract, Placement
from pipeline.model.record import Record
from pipeline.ooxml.names import W
from pipeline.ooxml.package import Package, open_package
from pipeline.ooxml.spans import Atom, Walk, paragraphs
from pipeline.writers.docx import compile_docx
from pipeline.writers.pdf import compile_pdf
from tests import generated
from tests.pdf_files import beyond, logical_text

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(path.parent for path in ROOT.glob("templates/*/template.yaml"))
CORPUS = sorted((ROOT / ".." / "shared" / "corpus" / "files").glob("*.docx"))[::2][:20]
SEEDS = range(3)

Place = tuple[str, int]  # part, ordinal of the paragraph


def own_texts(package: Package, *, hidden: bool = True) -> dict[Place, str]:
    """Return the own text of every paragraph; without what is hidden, what no page shows is written as white space."""
    return {
        (part, ordinal): "".join(_seen(atom) if not hidden else atom.text for atom in Walk(p).atoms)
        for part, root in package.trees.items()
        if part.startswith("word/")
        for ordinal, p in enumerate(paragraphs(root))
    }


def _seen(atom: Atom) -> str:
    return atom.text if atom.run.find(f"{W}rPr/{W}vanish") is None else " " * len(atom.text)


def expected(source: dict[Place, str], placements: Sequence[Placement]) -> dict[Place, str]:
    """Return what every paragraph must say with the values in place of the anchored characters."""
    texts = dict(source)
    by_place: dict[Place, list[Placement]] = defaultdict(list)
    for one in placements:
        by_place[one.anchor.part, one.anchor.paragraph].append(one)
    for place, ones in by_place.items():
        for one in sorted(ones, key=lambda one: (one.anchor.start, one.anchor.end), reverse=True):
            text = texts[place]
            texts[place] = text[: one.anchor.start] + one.text + text[one.anchor.end :]
    return texts


class Made:
    """A template folder, compiled."""

    def __init__(self, folder: Path) -> None:
        self.loaded = api.load_template(folder)
        self.binder: Binder = compile_template(self.loaded.template)
        self.package = open_package(self.loaded.source)
        self.docx = compile_docx(self.loaded.source, self.binder.anchors)
        self.pdf = compile_pdf(self.loaded.source, self.binder.anchors, title="合同")
        self.issuer = api.Issuer(self.loaded, api.Issue(pdf_engine="typst"))

    def contract(self, seed: int) -> tuple[Contract, Record]:
        # Every other record leaves optional blanks open. Rows beyond those printed are another test's.
        contract, record = generated.contract(self.binder, seed, share=1.0 if seed % 2 else 0.5, grows=False)
        assert not any(one.texts for one in contract.placements)
        return contract, record


@lru_cache(maxsize=2)
def made(folder: Path) -> Made:
    return Made(folder)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Return template folders by source, as they are made."""
    return {}


@pytest.fixture(
    params=[*SHIPPED, *(pytest.param(path, marks=pytest.mark.slow) for path in CORPUS)], ids=lambda path: path.stem
)
def template(
    request: pytest.FixtureRequest, folders: dict[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Made:
    path: Path = request.param
    if path not in folders:
        folder = path
        if path.is_file():
            folder = tmp_path_factory.mktemp("template")
            api.make_template(path, folder)
        folders[path] = folder
    return made(folders[path])


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="the corpus folder ../shared is not on this machine")
def test_the_corpus_is_there() -> None:
    assert len(CORPUS) == 20


def test_values_arrive_in_the_word_file_and_nothing_else_changes(template: Made) -> None:
    source = own_texts(template.package)
    for seed in SEEDS:
        contract, _ = template.contract(seed)
        data = template.docx.render(contract.placements, record=b"{}")
        assert own_texts(open_package(data)) == expected(source, contract.placements)
        controlled = template.docx.render(contract.placements, record=b"{}", controls=True)
        assert own_texts(open_package(controlled)) == expected(source, contract.placements)


def test_values_arrive_in_the_pdf_and_nothing_else_changes(template: Made) -> None:
    source = own_texts(template.package, hidden=False)
    for seed in SEEDS:
        contract, _ = template.contract(seed)
        texts = expected(source, contract.placements)
        body = [text for (part, _), text in texts.items() if part == template.package.document]
        pdf = template.pdf.render(contract.placements, record=b"{}")
        assert list(missing(map(squeezed, body), squeezed(logical_text(pdf)))) == []
        assert beyond(pdf) == []


# What a page draws where the file has characters: rules for underscores and spaces, leaders for tabs.
_DRAWN = re.compile(r"[\s_＿\u200b\u00ad]+")


def squeezed(text: str) -> str:
    return _DRAWN.sub("", text)


def missing(texts: Iterator[str], shown: str) -> Iterator[str]:
    """Yield the paragraphs that the page does not show, whole and in their order."""
    at = 0
    for text in texts:
        found = shown.find(text, at)
        if found < 0:
            yield text
        else:
            at = found + len(text)


def test_no_value_leaves_every_part_as_it_is(template: Made) -> None:
    untouched = open_package(template.docx.render([]))
    assert {m.name: m.unpack() for m in untouched.members} == {m.name: m.unpack() for m in template.package.members}


def test_the_same_record_gives_the_same_files(template: Made) -> None:
    _, record = template.contract(1)
    record = generated.accepted(template.issuer, record)
    first = template.issuer.run(record)
    again = api.Issuer(template.loaded, api.Issue(pdf_engine="typst")).run(record)
    assert set(first.files) == {"docx", "pdf", "json"}
    assert first.files == again.files
