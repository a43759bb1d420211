"""Subject → findings on annexes: list ↔ references ↔ headings ↔ files (附件完整性)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline.checks.annex_files import CODES as FILE_CODES
from pipeline.checks.annex_files import file_findings
from pipeline.checks.annex_graph import has_text, is_listing, references, referred, same_title, standing
from pipeline.checks.annex_match import Matching, lists, match
from pipeline.checks.annex_names import bare, number_of
from pipeline.checks.findings import ERROR, NOTE, WARNING, Code, finding
from pipeline.checks.memory import kept
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.contract import SuppliedAnnex
from pipeline.model.template import Annex, AnnexReference, Template

MISSING = Code(
    code="ANX001", severity=ERROR, strict=True, title="附件未提供",
    explanation="附件清单列出的附件既没有提供文件，合同内也没有其正文。没有指定任何附件时为警告，从严检查时为错误。",
    hint="用 --annexes 指定附件所在的文件夹，文件名中写明附件编号或名称",
)  # fmt: skip
UNKNOWN_REFERENCE = Code(
    code="ANX003", severity=WARNING, strict=True, title="引用的附件不在清单中",
    explanation="正文按编号或名称引用了一个附件，但附件清单里没有它，合同内也没有以它为标题的附件。",
    hint="把该附件补入附件清单，或改正正文中的附件编号或名称",
)  # fmt: skip
NEVER_REFERRED = Code(
    code="ANX004", severity=NOTE, title="附件从未被引用",
    explanation="附件列在清单中，但正文没有任何条款提到它，其效力和用途不明确。",
    hint="在有关条款中写明“详见附件×”，或确认它只作参考",
)  # fmt: skip
LISTED_TWICE = Code(
    code="ANX005", severity=WARNING, strict=True, title="附件重复列出",
    explanation="附件清单中同一编号或同一名称出现两次。",
    hint="合并重复的条目，或改正编号",
)  # fmt: skip
NUMBERING = Code(
    code="ANX006", severity=WARNING, title="附件编号不连续",
    explanation="附件编号中间有缺号，或先后顺序颠倒，可能漏列了附件。",
    hint="补上缺少的附件，或重新编号",
)  # fmt: skip
NO_TEXT = Code(
    code="ANX007", severity=WARNING, title="附件只有标题没有内容",
    explanation="合同中有该附件的标题，标题之后没有内容，也没有提供文件；附件没有列入清单，所以不按缺少附件处理。",
    hint="填写附件内容，或提供附件文件",
)  # fmt: skip
TITLE_DIFFERS = Code(
    code="ANX020", severity=WARNING, title="清单与附件标题不一致",
    explanation="同一编号的附件，清单中的名称与附件自己的标题不同。",
    hint="统一附件名称",
)  # fmt: skip

CODES = (
    MISSING, UNKNOWN_REFERENCE, NEVER_REFERRED, LISTED_TWICE, NUMBERING, NO_TEXT, TITLE_DIFFERS, *FILE_CODES,
)  # fmt: skip


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find what is wrong with the contract's annexes.

    Args:
        subject: What is checked; `supplied` holds the annex files as read.

    Returns:
        The findings in the order of the annexes, then of the files.
    """
    matching = match(subject.template, subject.supplied)
    missing, others = _of_template(subject, matching)
    return (*missing, *_unknown_references(subject, matching), *others)


_Found = tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]
_SHAPES = 64


def _of_template(subject: Subject, matching: Matching) -> _Found:
    """The findings that quote no value: a value moves what stands behind it, but not where that stands in the template.

    So they depend on the values only by which gaps are written on, and are found once for the contracts of a batch.
    """
    known = _known(subject.template, subject.supplied, subject.asked)
    shape = tuple((edit.start, edit.end, bool(edit.text)) for edit in subject.edits)
    found = known.get(shape)
    if found is None:
        found = (
            tuple(_missing(subject, matching)),
            (
                *_never_referred(subject, matching),
                *_listed_twice(subject),
                *_numbering(subject, matching),
                *_titles(subject),
                *file_findings(subject, matching),
            ),
        )
        if len(known) >= _SHAPES:
            known.clear()
        known[shape] = found
    return found


@kept
def _known(
    template: Template,
    supplied: tuple[SuppliedAnnex, ...],
    asked: bool,  # noqa: FBT001 - identity is all that counts
) -> dict[tuple[tuple[int, int, bool], ...], _Found]:
    del template, supplied, asked
    return {}


def label(annex: Annex) -> str:
    """Name an annex as a person would: 附件3《操作手册》."""
    number = number_of(annex.number)
    title = annex.title.strip("《》 ")
    return (f"附件{number}" if number else "附件") + (f"《{title}》" if title else "")


def _at(subject: Subject, offset: int | None) -> int | None:
    return None if offset is None else subject.printed_at(offset)


def _missing(subject: Subject, matching: Matching) -> Iterator[Diagnostic]:
    for ordinal, annex in enumerate(matching.annexes):
        state = standing(subject.template, matching, ordinal)
        if state == "missing":
            yield finding(
                MISSING, f"清单列出的{label(annex)}没有提供文件，合同中也没有它的内容", subject,
                start=_at(subject, annex.start), severity=None if subject.asked else WARNING,
            )  # fmt: skip
        elif state == "headed":
            yield finding(NO_TEXT, f"{label(annex)}只有标题，没有内容", subject, start=_at(subject, annex.start))


def _unknown_references(subject: Subject, matching: Matching) -> Iterator[Diagnostic]:
    for reference in _unknown(subject.template, matching):
        title = reference.title.strip("《》 ")
        words = f"{reference.number or '附件'}{f'《{title}》' if title else ''}"
        yield finding(
            UNKNOWN_REFERENCE, f"正文引用了{words}，但附件清单和附件标题中都没有它", subject,
            start=subject.printed_at(reference.start), end=subject.printed_at(reference.end),
        )  # fmt: skip


@kept
def _unknown(template: Template, matching: Matching) -> tuple[AnnexReference, ...]:
    found: dict[str, AnnexReference] = {}
    for reference in template.annex_references:
        name = number_of(reference.number) or bare(reference.title)
        if name in found or is_listing(reference, template) or referred(reference, matching.annexes):
            continue
        if not name and matching.annexes:
            continue  # 见附件 without number: it means the annexes that there are
        found[name] = reference
    return tuple(found.values())


def _never_referred(subject: Subject, matching: Matching) -> Iterator[Diagnostic]:
    general = any(not r.number and not r.title for r in subject.template.annex_references)
    for ordinal, annex in enumerate(matching.annexes):
        if general and len(matching.annexes) == 1:
            continue
        used = [r for r in references(subject.template, matching.annexes, ordinal)
                if not is_listing(r, subject.template)]  # fmt: skip
        if not used:
            yield finding(NEVER_REFERRED, f"{label(annex)}在正文中没有被引用", subject, start=_at(subject, annex.start))


def _listed_twice(subject: Subject) -> Iterator[Diagnostic]:
    for listed in lists(subject.template):
        for index, annex in enumerate(listed):
            number, title = number_of(annex.number), bare(annex.title)
            twin = next((a for a in listed[:index] if (number and number_of(a.number) == number)
                         or (title and bare(a.title) == title)), None)  # fmt: skip
            if twin is not None:
                message = f"附件清单中{label(annex)}与{label(twin)}重复"
                yield finding(LISTED_TWICE, message, subject, start=_at(subject, annex.listed))


def _numbering(subject: Subject, matching: Matching) -> Iterator[Diagnostic]:
    ordered = sorted(matching.annexes, key=lambda a: a.start)
    numbers = [number_of(annex.number) for annex in ordered]
    if not all(number.isdigit() for number in numbers):
        return  # letters, 1-1 or entries without number: no order to speak of
    known = {int(number) for number in numbers}
    for annex, number in zip(ordered, map(int, numbers), strict=True):
        if number > 1 and number - 1 not in known:
            first = max((n for n in known if n < number), default=0) + 1
            gap = f"附件{first}" if first == number - 1 else f"附件{first}至附件{number - 1}"
            message = f"附件编号缺{gap}，{label(annex)}之前没有它"
            yield finding(NUMBERING, message, subject, start=_at(subject, annex.start))
    for listed in lists(subject.template):
        for before, annex in itertools.pairwise(listed):
            if int(number_of(annex.number)) < int(number_of(before.number)):
                message = f"{label(annex)}排在{label(before)}之后，顺序颠倒"
                yield finding(NUMBERING, message, subject, start=_at(subject, annex.listed))


def _titles(subject: Subject) -> Iterator[Diagnostic]:
    annexes = subject.template.annexes
    for headed in (a for a in annexes if a.headed is not None and a.listed is None):
        for listed in (a for a in annexes if a.listed is not None and a.headed is None):
            same_number = number_of(headed.number) == number_of(listed.number) != ""
            if same_number and headed.title and listed.title and not _alike(headed.title, listed.title):
                yield finding(
                    TITLE_DIFFERS, f"清单中是{label(listed)}，附件标题却是《{headed.title.strip('《》 ')}》", subject,
                    start=_at(subject, headed.headed),
                )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    a, b = bare(one), bare(other)
    return same_title(one, other) or a in b or b in a


__all__ = ["CODES", "check", "has_text", "label"]
