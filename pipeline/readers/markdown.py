"""Markdown bytes → Document: every line a paragraph, as contracts are written, with headings and tables."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.document import Block, Cell, Document, Paragraph, Place, Run, Table
from pipeline.readers.boxed import boxed_table
from pipeline.readers.copied import lined_table
from pipeline.readers.dashed import dashed_on_lines
from pipeline.readers.encoding import decode
from pipeline.readers.folded import unfolded
from pipeline.readers.html import walk
from pipeline.readers.html.source import check
from pipeline.readers.marked import has_escaped_underscores, marked
from pipeline.readers.piped import Grid, piped_table
from pipeline.readers.ruled import narrowed_rooms
from pipeline.readers.text import checked, mend

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_UNDER_HEADING = re.compile(r" {0,3}(?:(=+)|-{3,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE = re.compile(r"\s*<table\b", re.IGNORECASE)


def read(data: bytes, *, name: str) -> Document:
    """Read a Markdown file.

    Args:
        data: The whole file.
        name: File name without folders.

    Returns:
        Paragraphs, one a line, headings with their outline level; tables of bars and of HTML. Struck-out words are
        left out with a finding; damage of copying sites is repaired as in plain text.

    Raises:
        ReadError: The bytes are no text, in no known encoding, or more than any contract has.
    """
    text, found = decode(data, name=name)
    text, repaired = mend("\n".join(unfolded(dashed_on_lines(checked(text, name).split("\n")))))
    reader = _Reader(_without_comments(text).split("\n"), name)
    blocks = narrowed_rooms(tuple(reader.blocks()))
    return Document(
        blocks=blocks,
        format="markdown",
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        diagnostics=(*found, *map(_without_place, repaired), *_struck(reader.struck)),
    )


class _Reader:
    def __init__(self, lines: list[str], name: str) -> None:
        self.lines = lines
        self.name = name
        self.struck: list[str] = []
        self.escaped = has_escaped_underscores("\n".join(lines))
        self.at = _after_front_matter(lines)

    def blocks(self) -> Iterator[Block]:
        fenced = False
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _FENCE.match(line):
                fenced = not fenced
                self.at += 1
            elif fenced:
                yield Paragraph(runs=(Run(text=line),), place=Place(paragraph=self.at))
                self.at += 1
            elif _TABLE.match(line):
                yield from self.html()
            else:
                yield from self.line(line)

    def line(self, line: str) -> Iterator[Block]:
        if drawn := _drawn_table(self.lines, self.at):
            yield self.table(*drawn)
            self.at += drawn[1]
            return
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        under = _UNDER_HEADING.fullmatch(following) if line.strip() and not _is_marked(line) else None
        if under:
            yield from self.paragraphs(line.strip(), 0 if under[1] else 1)
            self.at += 2
            return
        if not _RULE.fullmatch(line):
            heading = _HEADING.match(line)
            text = line[heading.end() :].rstrip(" \t#") if heading else _unmarked(line)
            yield from self.paragraphs(text, len(heading[1]) - 1 if heading else None)
        self.at += 1

    def paragraphs(self, text: str, level: int | None) -> Iterator[Paragraph]:
        for part in _BREAK.split(text.rstrip("\\" if not text.endswith("\\\\") else "")):
            yield Paragraph(runs=self.runs(part.rstrip(" \t")), place=Place(paragraph=self.at), level=level)

    def runs(self, text: str) -> tuple[Run, ...]:
        line = marked(text, escaped=self.escaped)
        self.struck += line.struck
        return tuple(line.runs)

    def table(self, grid: list[list[tuple[str, int, int]]], _: int) -> Table:
        return Table(
            rows=tuple(
                tuple(
                    Cell(
                        blocks=tuple(self.cell(text)),
                        row=row,
                        column=column,
                        column_span=span,
                        header=row == 0,
                    )
                    for text, column, span in cells
                )
                for row, cells in enumerate(grid)
            )
        )

    def cell(self, text: str) -> Iterator[Paragraph]:
        for line in text.split("\n"):
            yield from self.paragraphs(_unquoted(line), None)

    def html(self) -> Iterator[Block]:
        """A table written in HTML."""
        start = self.at
        while self.at < len(self.lines) and "</table>" not in self.lines[self.at].lower():
            self.at += 1
        self.at += 1
        markup = "\n".join(self.lines[start : self.at])
        check(markup, name=self.name)
        yield from walk(markup, name=self.name).blocks


def _drawn_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    return lined_table(lines, at) or boxed_table(lines, at) or piped_table(lines, at)


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return "".join((*pieces, text[at:]))


def _after_front_matter(lines: list[str]) -> int:
    """The first line behind a head of `key: value` lines between two rules."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((at for at, line in enumerate(lines[1:60], 1) if line.rstrip() in {"---", "..."}), 0)
    is_data = end and all(re.match(r"[\w-]{1,40}:|\s|#|-\s", line) or not line for line in lines[1:end])
    return end + 1 if is_data else 0


def _is_marked(line: str) -> bool:
    return bool(_HEADING.match(line) or _BULLET.match(line) or _QUOTE.match(line) or _RULE.fullmatch(line))


def _unquoted(line: str) -> str:
    """The line without the signs of quotations, which is what set-in paragraphs are turned into."""
    return line[found.end() :] if (found := _QUOTE.match(line)) else line


def _unmarked(line: str) -> str:
    """The line without the signs of quotations and bullets; numbers of lists stay, since they are printed."""
    line = _unquoted(line)
    bullet = _BULLET.match(line)
    if not bullet:
        return line
    line = line[bullet.end() :]
    task = _TASK.match(line)
    return f"{'□' if task[1] == ' ' else '☑'}{line[task.end() :]}" if task else line


def _without_place(diagnostic: Diagnostic) -> Diagnostic:
    """Offsets counted in the Markdown source, not in what is read from it."""
    return Diagnostic(
        severity=diagnostic.severity,
        code=diagnostic.code,
        message=diagnostic.message,
        location=diagnostic.location,
        hint=diagnostic.hint,
        quote=diagnostic.quote,
    )


def _struck(words: list[str]) -> tuple[Diagnostic, ...]:
    if not words:
        return ()
    return (
        Diagnostic(
            severity=Severity.WARNING,
            code="TRU002",
            message=f"有 {len(words)} 处文字带删除线，未读取",
            hint="请确认这些文字确已删除",
            quote=" ".join(words)[:40],
        ),
    )
