"""Plain text bytes → Document."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.document import Block, Document, Paragraph, Table
from pipeline.readers.copied import tables_on_lines
from pipeline.readers.dashed import dashed_on_lines
from pipeline.readers.doubled import halved
from pipeline.readers.encoding import BinaryFile, TextTooLarge, decode
from pipeline.readers.flattened import has_flat_tables
from pipeline.readers.folded import unfolded
from pipeline.readers.plain import blocks
from pipeline.readers.ruled import ruled
from pipeline.text.boilerplate import strip_furniture
from pipeline.text.ending import find_cut_off
from pipeline.text.lines import restore_lines
from pipeline.text.open_lines import open_rooms
from pipeline.text.repair import moved, repair
from pipeline.text.repair.script import in_simplified
from pipeline.text.spaces import is_narrowed

MAX_CHARACTERS = 10_000_000
MAX_LINE = 1_000_000
MAX_LINES = 200_000
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MANY_CONTROLS = 0.01


def read(data: bytes, *, name: str) -> Document:
    """Read a plain text file.

    Args:
        data: The whole file.
        name: File name without folders.

    Returns:
        One paragraph a line, and a table where lines draw one. Text that a copying site damaged is repaired, its
        words around the contract are taken away, lost line ends are put back: each with findings.

    Raises:
        ReadError: The bytes are no text, in no known encoding, or more than any contract has.
    """
    text, found = decode(data, name=name)
    written, unwrapped = _as_written(checked(text, name))
    mended, repaired = mend(written)
    lines = mended.split("\n")
    found_blocks = blocks(lines, flat=has_flat_tables(lines))
    narrowed, simplified = is_narrowed(lines), in_simplified(mended)
    traditional = simplified is not None
    open_ones = open_rooms(lines if simplified is None else simplified.split("\n"))
    body = tuple(
        ruled(one, narrowed=narrowed, traditional=traditional, besides=open_ones.get(one.place.paragraph, ()))
        if isinstance(one, Paragraph)
        else one
        for one in found_blocks
    )
    return Document(
        blocks=body,
        format="text",
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        diagnostics=placed((*found, *unwrapped, *repaired), body),
    )


def _as_written(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text without what a program made of its lines to show them: tables, folds, doubled line ends."""
    lines = tables_on_lines(dashed_on_lines(text.split("\n")))
    joined = unfolded(lines)
    whole = "\n".join(joined)
    single = halved(whole)
    return single, _unwrapped(len(lines) - len(joined), halved=single != whole)


def _unwrapped(joined: int, *, halved: bool) -> tuple[Diagnostic, ...]:
    done = (f"接回被折断的行{joined}处" if joined else "", "成双的换行减为一个" if halved else "")
    if not any(done):
        return ()
    return (
        Diagnostic(
            severity=Severity.NOTE,
            code="REP006",
            message=f"原文的换行由程序加过，已复原：{'，'.join(filter(None, done))}",
            hint="请核对分段是否正确",
        ),
    )


def mend(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    r"""Repair a text, take a page's words away around the contract, and put lost line ends back.

    Args:
        text: Text with line ends as "\\n".

    Returns:
        The text without blank lines around it, and findings whose offsets count in it. A text without damage comes
        out as it is, blank lines at its ends aside.
    """
    diagnostics: tuple[Diagnostic, ...] = ()
    for step in (repair, strip_furniture, restore_lines):
        result = step(text)
        diagnostics = (*moved(diagnostics, result.edits), *result.diagnostics)
        text = result.text
    blank = len(text) - len(text.lstrip("\n"))
    text = text.strip("\n")
    return text, (*(_shifted(d, -blank) for d in diagnostics), *find_cut_off(text))


def placed(diagnostics: tuple[Diagnostic, ...], body: tuple[Block, ...]) -> tuple[Diagnostic, ...]:
    """Take the offsets off findings behind the first table, whose lines do not stand in the text as they were drawn.

    Args:
        diagnostics: Findings whose offsets count in the lines that the blocks were made of.
        body: The blocks.
    """
    before = 0
    for block in body:
        if isinstance(block, Table):
            return tuple(d if (d.end or 0) <= before else replace(d, start=None, end=None) for d in diagnostics)
        before += len(block.text) + 1
    return diagnostics


def _shifted(diagnostic: Diagnostic, by: int) -> Diagnostic:
    if diagnostic.start is None or diagnostic.end is None:
        return diagnostic
    return replace(diagnostic, start=max(0, diagnostic.start + by), end=max(0, diagnostic.end + by))


def checked(text: str, name: str) -> str:
    r"""Refuse a text that can't be a contract.

    Args:
        text: The text as decoded.
        name: File name, for messages.

    Returns:
        It with line ends as "\n" and without stray control characters.

    Raises:
        TextTooLarge: Too many characters or lines, or a line that is too long.
        BinaryFile: One character in a hundred is a control character.
    """
    text = _LINE_ENDS.sub("\n", text)
    if len(text) > MAX_CHARACTERS:
        raise TextTooLarge(name, f"{len(text)} 个字符，上限 {MAX_CHARACTERS}")
    if text.count("\n") > MAX_LINES:
        raise TextTooLarge(name, f"超过 {MAX_LINES} 行")
    if max(map(len, text.split("\n"))) > MAX_LINE:
        raise TextTooLarge(name, f"有一行超过 {MAX_LINE} 个字符")
    controls = len(_CONTROLS.findall(text))
    if controls > _MANY_CONTROLS * len(text):
        raise BinaryFile(name)
    return _CONTROLS.sub("", text) if controls else text
