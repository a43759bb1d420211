"""Over every Word file of the corpus: it reads, nothing is lost, and filling it changes nothing else."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from pipeline.model.contract import Placement
from pipeline.model.flow import flow, paragraphs
from pipeline.ooxml.anchors import anchor_for
from pipeline.ooxml.package import open_package
from pipeline.readers.docx import read, story
from pipeline.writers.docx import compile_docx
from pipeline.writers.house import set_house

FOLDER = Path(__file__).resolve().parents[2] / "../shared/corpus/files"
FILES = sorted(FOLDER.glob("*.docx")) if FOLDER.is_dir() else []
VALUES = ("张三 & 李四 <甲>", "{{7*7}}", "", "12", "一\n二", "左\t右", " 前后 ", "𬇙㼆")

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine")
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def plain_text(document: WordDocument) -> str:
    """Return what python-docx gives, in document order: runs of the body, those in tables and links included."""
    pieces = []
    for text in document.element.body.iter(qn("w:t")):
        ancestors = {a.tag for a in text.iterancestors()}
        if not ancestors & {qn("w:txbxContent"), qn("w:moveFrom"), qn("w:del")}:
            pieces.append(text.text or "")
    return "".join(pieces)


def squeezed(text: str) -> str:
    """Return hanzi and digits: symbol fonts give other characters than those that are stored."""
    return "".join(re.findall(r"[\u3400-\u9fff0-9]", text))


@each_file
def test_nothing_is_lost(path: Path) -> None:
    data = path.read_bytes()
    document = read(data, name=path.name)
    read_text = "".join(p.text for p in paragraphs(document.blocks) if not p.boxed)
    assert squeezed(read_text) == squeezed(plain_text(docx.Document(io.BytesIO(data))))


@each_file
@pytest.mark.slow
def test_paragraphs_are_what_their_elements_say(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    found = read(data, name="x")
    monkeypatch.setattr(story, "literals", lambda _text, count: [None] * count)
    assert read(data, name="x") == found


@each_file
def test_any_stretch_of_any_paragraph_is_filled_exactly(path: Path) -> None:
    data, rng = path.read_bytes(), random.Random(path.name)
    document = read(data, name="x")
    placements: list[Placement] = []
    # Heads and feet are read with # for the numbers of pages: those paragraphs are nothing to write into.
    expected = {p.place: p.text for p in paragraphs(document.furniture)}
    for paragraph in paragraphs(document.blocks + document.furniture):
        text, out, at = paragraph.text, "", 0
        if "#" in text and paragraph.place in expected:
            continue
        cuts = sorted(rng.sample(range(len(text) + 1), min(len(text) + 1, rng.choice((0, 2, 4)))))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            value = rng.choice(VALUES)
            placements.append(
                Placement(anchor=anchor_for(paragraph, start, end), text=value, key=f"k{len(placements)}")
            )
            out, at = out + text[at:start] + value, end
        if not text and rng.random() < 0.3:
            placements.append(Placement(anchor=anchor_for(paragraph, 0, 0), text="新", key="new"))
            out = "新"
        expected[paragraph.place] = out + text[at:]
    template = compile_docx(data, [placement.anchor for placement in placements])
    for controls in (False, True):
        filled = read(template.render(placements, record=b'{"a":1}', controls=controls), name="x")
        assert {p.place: p.text for p in paragraphs(filled.blocks + filled.furniture)} == expected
        assert filled.record == b'{"a":1}'
    assert [m.raw for m in open_package(template.render([])).members] == [m.raw for m in open_package(data).members]


@each_file
def test_the_house_style_keeps_the_text(path: Path) -> None:
    document = read(path.read_bytes(), name="x")
    assert flow(read(set_house(document), name="x")).text == flow(document).text
