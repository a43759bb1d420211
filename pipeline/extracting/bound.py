"""Contract record + file bound of contract and annexes (合订本) → the contract's pages alone, to be compared with it.

Which pages are annexes' is told by the title pages that binding puts in front of each: what stands on them is known
from the record, so nobody can name other pages so without taking the contract's own words away.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.flow import Flow, Line, veiled
from pipeline.model.record import JsonValue
from pipeline.text.skeleton import skeleton

# What a title page shows besides: why there are no more pages, and the stamp that counts the pages through.
_REST = re.compile(r"(?:本附件\(.*)?(?:(?:草稿)?[^。]*第\d+页共\d+页)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Annex:
    """An annex as its title page shows it: its name, the skeleton of the page, and its pages, None if unknown."""

    name: str
    title_page: str
    pages: int | None


def contract_pages(record: Mapping[str, JsonValue], flow: Flow, issued: str) -> tuple[Flow, tuple[Diagnostic, ...]]:
    """Return a document without the words of the annexes bound behind it, and which pages were left out.

    Spaces stand for what is left out: every offset stays what it is. A document in which not every supplied annex has
    its title page, in the order of the record, is returned as it is.

    Args:
        record: The contract record.
        flow: The visible text.
        issued: Skeleton of the contract's words as issued.
    """
    annexes = _annexes(record)
    pages = _pages(flow) if annexes else []
    starts = _starts(annexes, pages, flow.text)
    if not starts:
        return flow, ()
    words = [line for line, page in pages if page >= starts[0]]
    own = [(line, page) for line, page in pages if page < starts[0]]
    repeated = _repeated(own, flow.text, starts[0] - 1)
    # A tagged file has what stands in no paragraph, as running heads do, behind all pages.
    words += [line for line in repeated if line.start > words[0].start or _words(line, flow.text) not in issued]
    stretches = sorted((line.start, line.end) for line in words)
    last = max(page for _, page in pages)
    return replace(flow, text=veiled(flow.text, tuple(stretches))), (_left_out(annexes, starts[0], last),)


def first_annex_page(record: Mapping[str, JsonValue], flow: Flow) -> int | None:
    """Return the page on which the annexes begin that are bound behind a contract; None where there are none.

    Args:
        record: The contract record.
        flow: The visible text.
    """
    annexes = _annexes(record)
    starts = _starts(annexes, _pages(flow) if annexes else [], flow.text)
    return starts[0] if starts else None


def _annexes(record: Mapping[str, JsonValue]) -> list[_Annex]:
    contract, listed = record.get("contract"), record.get("annexes")
    if not isinstance(contract, dict) or not isinstance(listed, list):
        return []
    number = contract.get("contract_no")
    below = f"{contract.get('title', '')}{f'合同编号：{number}' if number else ''}"
    found = []
    for one in listed:
        if not isinstance(one, dict) or not one.get("file"):
            continue
        title = str(one.get("title") or str(one["file"]).rpartition(".")[0] or one["file"])
        label, pages = str(one.get("number") or ""), one.get("pages")
        label = f"附件{label}" if label and not label.startswith(("附", "Annex", "ANNEX")) else label
        found.append(
            _Annex(
                name=f"{label} {title}".strip(), title_page=skeleton(f"{label}{title}{below}"),
                pages=pages if isinstance(pages, int) else None,
            )
        )  # fmt: skip
    return found


def _pages(flow: Flow) -> list[tuple[Line, int]]:
    """Return every line with its page; () where the document has none, as a Word file."""
    found: list[tuple[Line, int]] = []
    page = 0
    for line in flow.lines:
        page = line.paragraph.place.page or page
        found.append((line, page))
    return found if page else []


def _starts(annexes: Sequence[_Annex], pages: Sequence[tuple[Line, int]], text: str) -> list[int]:
    """Return the title page of every annex, none where one is missing or an annex is shorter than it was."""
    words: dict[int, str] = defaultdict(str)
    for line, page in pages:
        words[page] += _words(line, text)
    starts: list[int] = []
    at = 2
    for annex in annexes:
        found = next((n for n in sorted(words) if n >= at and _is_title(words[n], annex)), None)
        if found is None:
            return []
        starts.append(found)
        at = found + 1 + (annex.pages or 0)
    return starts


def _is_title(words: str, annex: _Annex) -> bool:
    return words.startswith(annex.title_page) and _REST.fullmatch(words, len(annex.title_page)) is not None


def _repeated(pages: Sequence[tuple[Line, int]], text: str, count: int) -> list[Line]:
    """Return the lines that stand on at least half of the contract's pages, numbers apart: running heads and feet.

    A reader knows them by the pages of the whole file, of which the contract's may be few.
    """
    keyed = [(re.sub(r"\d+", "#", _words(line, text)), line, page) for line, page in pages]
    seen = Counter(key for key, _ in {(key, page) for key, _, page in keyed if key})
    return [line for key, line, _ in keyed if key and seen[key] >= max(2, count // 2)]


def _words(line: Line, text: str) -> str:
    return skeleton(text[line.start : line.end])


def _left_out(annexes: Sequence[_Annex], first: int, last: int) -> Diagnostic:
    names = "、".join(f"《{annex.name}》" for annex in annexes)
    return Diagnostic(
        severity=Severity.NOTE, code="BND003", location=f"第{first}—{last}页",
        message=f"第 {first}—{last} 页是合订的附件（{names}），没有与合同记录比较",
        hint="合同正文各页已经比较；附件请与出具方保存的原件核对",
    )  # fmt: skip
