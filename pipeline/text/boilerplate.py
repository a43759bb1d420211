"""str → Repair: what a document-sharing site or web page prints before and after a contract taken away."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.text.patterns import late, pattern
from pipeline.text.repair.result import Edit, Repair, apply
from pipeline.text.width import compact

_WORDS = Path(__file__).with_name("boilerplate.toml")
_BULLET = late(r"^(?>(?:[-*•·●○◆■□>»]+|\(?\d{1,2}\)?[.、)]|【\d+】)+)")
_LINK_LENGTH = 45
_SENTENCE = late(r"[。；;！!？?]")
# What only a contract has; where it stands in a tail, the tail is the contract's.
_CONTRACT = late(
    r"_{3,}|第[一二三四五六七八九十百\d]{1,4}条|(?:甲|乙|丙|双)方|本(?:合同|协议)|签字|盖章|[签订]{2}(?:日期|地点)|合同编号|附件[一二三四五六七八九十\d]"
)
# Not a path through the site: 首页 > 合同范本 > 服务合同.
_TITLE = late(r"^[^>»|/_]+(?:合同|协议|协议书|合同书|意向书|承诺书|委托书|契约)$")
_HEAD_LINES = 40
_TAIL_LINES = 500
_FEWEST_SIGNS = 2


def strip_furniture(text: str) -> Repair:
    """Take away a page's words before and after the contract.

    Lines go only from the edges: in front, all lines up to the last sign of a page that no line of a contract
    precedes; behind, all lines from a page's heading on, if nothing of a contract follows and at least two lines are
    unmistakably a page's.

    Args:
        text: Text after `repair`, in lines.

    Returns:
        The contract; the input itself where nothing of a page surrounds it. Each piece taken away is an edit of kind
        "furniture" and a note (FUR001) that quotes it.
    """
    lines = _lines(text)
    head = _head(lines)
    tail = _tail(lines[head:]) + head
    removed = [*_without_title(lines[:head], lines[head:tail]), *lines[tail:]]
    pieces = _pieces([line for line in removed if line.text])
    if not pieces:
        return Repair(text=text)
    edits = tuple(_edit(text, start, end) for start, end in pieces)
    return Repair(text=apply(text, edits), edits=edits, diagnostics=_notes(edits))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line with its place; `text` is folded, without blanks, bullet and closing punctuation."""

    text: str
    start: int
    end: int

    @property
    def is_heading(self) -> bool:
        return self.text in _headings()

    @property
    def is_notice(self) -> bool:
        data = _data()
        groups = sum(any(word in self.text for word in words) for words in data["groups"].values())
        return groups >= 2 or any(word in self.text for word in data["sure"])

    @property
    def is_sure(self) -> bool:
        """Unmistakably a page's: what no line of a contract says."""
        return any(word in self.text for word in _data()["sure"])

    @property
    def is_counter(self) -> bool:
        return any(pattern.fullmatch(self.text) for pattern in _counters())

    @property
    def is_link(self) -> bool:
        return len(self.text) <= _LINK_LENGTH and not _SENTENCE.search(self.text)

    @property
    def is_page(self) -> bool:
        return self.is_heading or self.is_notice or self.is_counter

    @property
    def is_contract(self) -> bool:
        return not self.is_page and bool(_CONTRACT.search(self.text))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    for line in text.splitlines(keepends=True):
        folded = _BULLET.sub("", compact(line)).rstrip(":.。…>")
        lines.append(_Line(text=folded, start=start, end=start + len(line)))
        start += len(line)
    return lines


def _head(lines: list[_Line]) -> int:
    """How many lines in front are a page's."""
    last = 0
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if line.is_contract or not (line.is_page or line.is_link):
            break
        if line.is_heading or line.is_sure:
            last = number + 1
    signs = sum(line.is_page for line in lines[:last])
    return last if signs >= _FEWEST_SIGNS else 0


def _tail(lines: list[_Line]) -> int:
    """Where the page goes on after the contract: the number of lines that are the contract's."""
    first = len(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 1 - _TAIL_LINES), -1):
        line = lines[number]
        if (line.text and not (line.is_page or line.is_link)) or (line.is_contract and not _is_listed(line)):
            break
        if line.is_heading or line.is_sure:
            first = number
    signs = sum(line.is_heading or line.is_sure for line in lines[first:])
    return first if signs >= _FEWEST_SIGNS else len(lines)


def _is_listed(line: _Line) -> bool:
    """A related document's title in a page's list may name parties and annexes."""
    return line.is_link and not pattern(r"_{3,}|[:：]").search(line.text)


def _without_title(head: list[_Line], contract: list[_Line]) -> list[_Line]:
    """The lines in front, less the contract's title where the contract itself does not begin with it."""
    kept = next((line for line in reversed(head) if _TITLE.search(line.text) and not line.is_page), None)
    opening = "".join(line.text for line in contract[:8])[:400]
    return [line for line in head if line is not kept or kept.text in opening]


def _pieces(lines: list[_Line]) -> list[tuple[int, int]]:
    """Stretches that neighbouring lines make up."""
    pieces: list[tuple[int, int]] = []
    for line in lines:
        if pieces and line.start == pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], line.end)
        else:
            pieces.append((line.start, line.end))
    return pieces


def _edit(text: str, start: int, end: int) -> Edit:
    return Edit(kind="furniture", start=start, end=end, before=text[start:end], after="", certain=False)


def _notes(edits: tuple[Edit, ...]) -> tuple[Diagnostic, ...]:
    notes: list[Diagnostic] = []
    removed = 0
    for edit in edits:
        at = edit.start - removed
        removed += len(edit.before)
        notes.append(_note(edit, at))
    return tuple(notes)


def _note(edit: Edit, at: int) -> Diagnostic:
    return Diagnostic(
        severity=Severity.NOTE,
        code="FUR001",
        message=f"已略去网页附加内容{len(edit.before.splitlines())}行，从“{edit.before.split(maxsplit=1)[0][:20]}”起",
        location="文首" if edit.start == 0 else "文末",
        start=at,
        end=at,
        quote=edit.before.strip()[:200],
    )


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


@functools.cache
def _headings() -> frozenset[str]:
    return frozenset(_data()["headings"])


@functools.cache
def _counters() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _data()["counters"]["patterns"])
