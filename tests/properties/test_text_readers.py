"""Whatever the bytes, a reader of text gives a document or a typed refusal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadError
from pipeline.model.document import Block, Document, Paragraph
from pipeline.readers import html, markdown, text

_SIGNS = st.sampled_from(
    [
        "甲方",
        "乙方",
        "____",
        "**",
        "__",
        "_",
        "`",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "|",
        "-",
        "#",
        ">",
        "\\",
        "\n",
        "\r\n",
        "&nbsp;",
        "&#x4e00;",
        "<u>",
        "</u>",
        "<br>",
        "<p>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ol>",
        "<li>",
        "<del>",
        "<!--",
        "-->",
        "<span>",
        "<input>",
        "<b",
        "style='display:none'>",
        "<td",
        "colspan=9999>",
        "┌",
        "─",
        "┬",
        "┐",
        "│",
        "└",
        "+",
        "協(xié)議",
        "\x00",
        "�",
        "。ㄒ",
        "一、",
        "1.1",
        "第一条",
    ]
)
_SOURCE = st.lists(_SIGNS, max_size=60).map("".join)


def _paragraphs(blocks: tuple[Block, ...]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            found += [paragraph for row in block.rows for cell in row for paragraph in _paragraphs(cell.blocks)]
    return found


def _check(document: Document) -> None:
    paragraphs = _paragraphs(document.blocks)
    assert all("\n" not in paragraph.text for paragraph in paragraphs)
    assert all(run.text for paragraph in paragraphs for run in paragraph.runs)
    for finding in document.diagnostics:
        assert (finding.start is None) == (finding.end is None)
        assert finding.message


@pytest.mark.parametrize("module", [text, html, markdown], ids=["text", "html", "markdown"])
def test_reads_or_refuses_any_markup(module: object) -> None:
    @given(_SOURCE)
    @settings(max_examples=150, deadline=None)
    def check(source: str) -> None:
        try:
            document = module.read(source.encode(), name="a")  # type: ignore[attr-defined]
        except ReadError as error:
            assert error.message  # noqa: PT017
        else:
            _check(document)

    check()


@pytest.mark.parametrize("module", [text, html, markdown], ids=["text", "html", "markdown"])
def test_reads_or_refuses_any_bytes(module: object) -> None:
    @given(st.binary(max_size=300))
    @settings(max_examples=150, deadline=None)
    def check(data: bytes) -> None:
        try:
            document = module.read(data, name="a")  # type: ignore[attr-defined]
        except ReadError as error:
            assert error.message  # noqa: PT017
        else:
            _check(document)

    check()
