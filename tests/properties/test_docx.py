"""What must hold for any Word file: how Word split the runs never matters, and a value arrives exactly."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.contract import Placement
from pipeline.model.document import Block, Cell, Document, Mark, Paragraph, Run, Table
from pipeline.model.flow import flow, paragraphs
from pipeline.ooxml.anchors import anchor_for
from pipeline.ooxml.package import open_package
from pipeline.readers.docx import read, story
from pipeline.writers.docx import compile_docx
from pipeline.writers.house import set_house
from tests.word_files import lines, word_file

FORMATS = ("", '<w:u w:val="single"/>', "<w:b/>", '<w:b/><w:u w:val="single"/>', "<w:vanish/>")
PIECES = st.text(st.sampled_from("甲乙：_  \u3000\u2002\t\n□☐☑&<>年月日a1-\uf0a8𬇙"), min_size=1, max_size=12)
STRETCHES = st.lists(st.tuples(PIECES, st.sampled_from(FORMATS)), max_size=5)
DOCUMENTS = st.lists(STRETCHES, min_size=1, max_size=4)
ODD = st.characters(exclude_categories=("Cs", "Co", "Cn", "Cc"), exclude_characters="☐▢🗹🗷")
VALUES = st.text(st.one_of(st.sampled_from("甲1 \n\t&<>"), ODD), max_size=20)


def run_xml(text: str, properties: str) -> str:
    drawn = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    children = "".join(
        "".join(drawn[c] for c in group) if is_drawn else f'<w:t xml:space="preserve">{escape("".join(group))}</w:t>'
        for is_drawn, group in ((key, list(g)) for key, g in itertools.groupby(text, key=drawn.__contains__))
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{children}</w:r>"


def body(document: list[list[tuple[str, str]]], cuts: list[int] | None = None) -> str:
    """Return the XML; with cuts, each stretch is split into runs of those lengths, over and over."""
    lengths = itertools.cycle(cuts or [1000])
    out = []
    for stretches in document:
        runs = []
        for text, properties in stretches:
            rest = text
            while rest:
                size = next(lengths)
                runs.append(run_xml(rest[:size], properties))
                rest = rest[size:]
        out.append(f"<w:p>{''.join(runs)}</w:p>")
    return "".join(out)


def content(data: bytes) -> tuple[object, ...]:
    document = read(data, name="x")
    return document.blocks, document.furniture, document.diagnostics


@given(DOCUMENTS, st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_how_runs_are_split_does_not_matter(document: list[list[tuple[str, str]]], cuts: list[int]) -> None:
    assert content(word_file(body(document))) == content(word_file(body(document, cuts)))


# What Word puts between runs, around them and into their properties without changing what a reader of the page sees.
BETWEEN = (
    '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="gramEnd"/>',
    '<w:bookmarkStart w:id="1" w:name="_GoBack"/>', '<w:bookmarkEnd w:id="1"/>', '<w:commentRangeStart w:id="2"/>',
    '<w:permStart w:id="3" w:edGrp="everyone"/>', "<w:r><w:rPr><w:b/></w:rPr></w:r>",
    "<w:r><w:lastRenderedPageBreak/></w:r>", '<w:moveFromRangeStart w:id="5" w:name="m"/>',
    '<w:del w:id="4" w:author="x"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:delText>删</w:delText></w:r></w:del>',
    '<w:moveFrom w:id="6" w:author="x"><w:r><w:t>移走</w:t></w:r></w:moveFrom>',
)  # fmt: skip
AROUND = (
    ("", ""), ('<w:smartTag w:uri="urn:x" w:element="place">', "</w:smartTag>"),
    ('<w:customXml w:uri="urn:x" w:element="a">', "</w:customXml>"), ('<w:hyperlink w:anchor="_Toc1">', "</w:hyperlink>"),
    ('<w:ins w:id="7" w:author="x">', "</w:ins>"), ('<w:moveTo w:id="8" w:author="x">', "</w:moveTo>"),
    ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"), ('<w:dir w:val="ltr">', "</w:dir>"),
    ('<w:fldSimple w:instr=" DOCPROPERTY x ">', "</w:fldSimple>"),
)  # fmt: skip
INTO = (
    "", '<w:lang w:eastAsia="zh-CN"/>', "<w:noProof/>", '<w:kern w:val="0"/>', '<w:rFonts w:hint="eastAsia"/>',
    '<w:rPrChange w:id="9" w:author="x"><w:rPr><w:u w:val="single"/></w:rPr></w:rPrChange>',
)  # fmt: skip


def noisy(document: list[list[tuple[str, str]]], cuts: list[int], draw: Callable[[tuple[Any, ...]], Any]) -> str:
    """Return the XML of the document as Word may have left it after years of editing."""
    lengths = itertools.cycle(cuts)
    out = []
    for stretches in document:
        runs = []
        for text, properties in stretches:
            rest = text
            while rest:
                size = next(lengths)
                opening, closing = draw(AROUND)
                run = run_xml(rest[:size], properties + draw(INTO)).replace("<w:r>", '<w:r w:rsidR="00A1">', 1)
                runs += [draw(BETWEEN) if draw((True, False)) else "", opening, run, closing]
                rest = rest[size:]
        out.append(f"<w:p>{''.join(runs)}</w:p>")
    return "".join(out)


def settled(data: bytes) -> list[tuple[tuple[str, Mark], ...]]:
    """The runs of the paragraphs, insertions as if they had been accepted, equal neighbours joined."""
    found = []
    for paragraph in lines(read(data, name="x")):
        runs = [Run(text=run.text, marks=run.marks & ~Mark.INSERTED) for run in paragraph.runs]
        found.append(tuple((run.text, run.marks) for run in joined(runs)))
    return found


@given(st.data(), DOCUMENTS, st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_what_stands_between_and_around_runs_does_not_matter(
    data: st.DataObject, document: list[list[tuple[str, str]]], cuts: list[int]
) -> None:
    edited = noisy(document, cuts, lambda choices: data.draw(st.sampled_from(choices)))
    assert settled(word_file(edited)) == settled(word_file(body(document)))


@given(st.data(), DOCUMENTS, st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_paragraphs_are_what_their_elements_say(
    data: st.DataObject, document: list[list[tuple[str, str]]], cuts: list[int]
) -> None:
    edited = noisy([*document, *document], cuts, lambda choices: data.draw(st.sampled_from(choices)))
    for source in (word_file(body(document, cuts)), word_file(edited)):
        found = content(source)
        with pytest.MonkeyPatch.context() as without:
            without.setattr(story, "literals", lambda _text, count: [None] * count)
            assert content(source) == found


@given(st.data(), DOCUMENTS, st.lists(st.integers(1, 4), min_size=1, max_size=6), st.booleans())
@settings(max_examples=150)
def test_values_arrive_and_nothing_else_changes(
    data: st.DataObject,
    document: list[list[tuple[str, str]]],
    cuts: list[int],
    controls: bool,  # noqa: FBT001
) -> None:
    source = word_file(body(document, cuts))
    placements, expected = [], []
    for paragraph in lines(read(source, name="x")):
        text = paragraph.text
        edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
        out, at, last = "", 0, -1
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            if start == end == last or (start == last and not out):
                continue
            value = data.draw(VALUES)
            placements.append(Placement(anchor=anchor_for(paragraph, start, end), text=value, key="k"))
            out, at, last = out + text[at:start] + value, end, end
        expected.append(out + text[at:])
    unique = {(p.anchor.paragraph, p.anchor.start, p.anchor.end) for p in placements}
    if len(unique) < len(placements):
        return
    template = compile_docx(source, [p.anchor for p in placements])
    filled = template.render(placements, record=b"{}", controls=controls)
    assert [line.text for line in lines(read(filled, name="x"))] == expected
    assert filled == template.render(placements, record=b"{}", controls=controls)
    untouched = template.render([])
    assert open_package(untouched).texts == open_package(source).texts


MARKS = st.sampled_from(
    [Mark.NONE, Mark.UNDERLINE, Mark.BOLD, Mark.BOLD | Mark.UNDERLINE, Mark.HIDDEN, Mark.GREY, Mark.HIGHLIGHT, Mark.FIELD, Mark.CONTROL]
)  # fmt: skip
HOUSE_TEXT = st.text(st.sampled_from("甲乙：_ \u3000\t\n年月日。&<"), min_size=1, max_size=8)
RUNS = st.lists(st.builds(lambda text, marks: Run(text=text, marks=marks), HOUSE_TEXT, MARKS), max_size=4)
NUMBERS = st.sampled_from([("", ""), ("第一条", "\t"), ("（1）", "")])


def joined(runs: list[Run]) -> tuple[Run, ...]:
    """Return the runs as a reader gives them: equal neighbours are one."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].marks == run.marks:
            out[-1] = Run(text=out[-1].text + run.text, marks=run.marks)
        else:
            out.append(run)
    return tuple(out)


def paragraph_of(runs: list[Run], number: tuple[str, str]) -> Paragraph:
    return Paragraph(runs=joined(runs), number=number[0], separator=number[1])


PARAGRAPHS = st.builds(paragraph_of, RUNS, NUMBERS)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    cells = tuple(
        tuple(Cell(blocks=tuple(draw(st.lists(PARAGRAPHS, min_size=1, max_size=2))), row=row, column=column) for column in range(columns))
        for row in range(rows)
    )  # fmt: skip
    return Table(rows=cells, ruled=draw(st.booleans()))


BLOCKS: st.SearchStrategy[Block] = st.one_of(PARAGRAPHS, tables())


@given(st.lists(BLOCKS, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_house_style_keeps_text_and_marks(blocks: list[Block]) -> None:
    document = Document(blocks=tuple(blocks), format="text", name="x", sha256="")
    before, after = flow(document), flow(read(set_house(document), name="x"))
    assert before.text == after.text
    assert before.marks == after.marks
    assert before.ruled == after.ruled
    assert [len(line.paragraph.text) for line in after.lines] == [
        len(p.number + p.separator + p.text) for p in paragraphs(document.blocks)
    ]
