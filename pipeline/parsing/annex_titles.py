"""Annexes + text → references by title: 《保密协议》, 食堂考核办法, 操作手册 for 客户关系管理系统操作手册."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.template import Annex, AnnexReference, Clause, Section
from pipeline.parsing.annex_words import annex_words
from pipeline.parsing.structure import Structure, flatten
from pipeline.text.patterns import late

_MOST = 100
_LEAST = 4  # shorter forms of a title are words of everyday
_ASIDE = late(r"[（(][^（()）]*[)）]$")
# What may stand on both sides of a title in running text without making it a part of another word.
_LEFT = frozenset("、，,：:；;。《“ \t\n\u3000\xa0（(为的及和与或按照据含括见供写出署订交付附合并")
_RIGHT = frozenset("、，,；;。：:》” \t\n\u3000\xa0）)等及和与或的中")


def by_title(text: str, structure: Structure, annexes: tuple[Annex, ...]) -> Iterator[AnnexReference]:
    """Yield the places of the body that mean an annex by its title.

    A title counts as it is, in 《》 or plain; shortened by what it shares with its siblings or with the contract's own
    title, as long as it still names a document; as the clause on its subject (保密条款 for 保密协议); and as the
    method that it sets out (违约金计算方式 for 违约金计算公式).

    Args:
        text: The flow's text.
        structure: How the contract is built.
        annexes: The annexes.
    """
    named = [a for a in annexes if len(_plain(a.title)) >= 2][:_MOST]
    spans = [(r.start, r.end) for r in structure.regions if r.section is Section.BODY]
    own = {(line.start, line.start + len(line.title) + 24) for line in structure.annex_lines}
    for annex in named:
        for start, end, by in _places(text, spans, annex, named, structure):
            if not any(a <= start < b for a, b in own):
                yield AnnexReference(number=annex.number, title=annex.title, start=start, end=end, by=by)


def _plain(title: str) -> str:
    return _ASIDE.sub("", title).strip("《》 ")


def _places(
    text: str, spans: list[tuple[int, int]], annex: Annex, named: list[Annex], structure: Structure
) -> Iterator[tuple[int, int, str]]:
    title = _plain(annex.title)
    for start, end in _found(text, spans, title):
        opened = text.rfind("《", max(0, start - 12), start)
        if text[end : end + 1] == "》" and opened >= 0 and "》" not in text[opened:start]:
            yield opened, end + 1, "title"
    if title in annex_words().generic:
        return
    for form in _forms(title, [_plain(a.title) for a in named if a is not annex], _plain(structure.title)):
        for start, end in _found(text, spans, form):
            if text[start - 1 : start] in _LEFT and (form == title or text[end : end + 1] in _RIGHT):
                yield start, end, "plain"
    yield from _as_method(text, spans, title)
    yield from _as_clause(text, structure.clauses, title)


def _found(text: str, spans: list[tuple[int, int]], words: str) -> Iterator[tuple[int, int]]:
    """Every place of the words within the spans."""
    for begin, end in spans:
        at = text.find(words, begin, end)
        while at >= 0:
            yield at, at + len(words)
            at = text.find(words, at + 1, end)


def _forms(title: str, others: list[str], subject: str) -> list[str]:
    """The title and its shortened forms that name a document and none of the others."""
    shared = {_common(title, other) for other in [*others, subject]}
    lengths = {n for prefix in shared for n in range(_LEAST, len(prefix) + 1)}
    short = {title[n:] for n in lengths}
    fit = [
        form
        for form in short
        if len(form) >= _LEAST and form.endswith(annex_words().documents) and not any(o.endswith(form) for o in others)
    ]
    is_document = len(title) >= _LEAST and title.endswith(annex_words().documents)
    whole = [title] if is_document and not any(title in o for o in others) else []
    return [*whole, *sorted(fit, key=len, reverse=True)]


def _common(one: str, other: str) -> str:
    """The beginning that two titles share."""
    n = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:n]


def _as_method(text: str, spans: list[tuple[int, int]], title: str) -> Iterator[tuple[int, int, str]]:
    """违约金计算方式 where the annex is 违约金计算公式."""
    suffix = next((s for s in ("公式", *annex_words().methods) if title.endswith(s)), "")
    core = title.removesuffix(suffix)
    if not suffix or len(core) < _LEAST:
        return
    for start, end in _found(text, spans, core):
        method = next((m for m in annex_words().methods if text.startswith(m, end)), "")
        if method and core + method != title:
            yield start, end + len(method), "plain"


def _as_clause(text: str, clauses: tuple[Clause, ...], title: str) -> Iterator[tuple[int, int, str]]:
    """The clause 保密条款 or 保密 where the annex is 保密协议."""
    core = _core(title)
    if len(core) < 2 or core == title:
        return
    for clause in flatten(clauses):
        if clause.section is Section.BODY and clause.title and _core(clause.title) == core:
            start = text.find(clause.title[:2], clause.start, clause.end)
            if start >= 0:
                yield start, start + len(clause.title), "plain"


def _core(title: str) -> str:
    suffix = next((s for s in annex_words().agreements if title.endswith(s)), "")
    return title.removesuffix(suffix)
