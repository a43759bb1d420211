"""Template + supplied files → how each annex stands: 附件清单 ↔ 正文引用 ↔ 附件标题 ↔ 附件文件."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.checks.annex_match import ALIKE, Matching, by_title, match
from pipeline.checks.annex_names import bare, likeness, number_of
from pipeline.checks.memory import kept
from pipeline.model.cited import clause_path
from pipeline.model.contract import AnnexStatus, SuppliedAnnex
from pipeline.model.template import Annex, AnnexReference, Section, Template

# Below its heading an annex needs this many letters, digits or gap characters to count as standing in the contract;
# a heading followed by 无, 另附 or a page number alone does not.
_LEAST_TEXT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """A row of the printed annex table.

    Attributes:
        number: Annex number as printed; "" for a file that belongs to no annex.
        title: Annex title.
        listed: Where the list names it, "" if it does not.
        headed: Where its own heading stands, "" if it has none.
        referenced: The clauses that refer to it.
        files: Paths of the files that are it; more than one is for a person to settle.
        status: supplied | missing | inline | headed (a heading without text) | ambiguous | unlisted.
    """

    number: str
    title: str
    listed: str = ""
    headed: str = ""
    referenced: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    status: str = "missing"


def annex_graph(template: Template, supplied: tuple[SuppliedAnnex, ...]) -> tuple[AnnexRow, ...]:
    """Say for every annex where it is listed, headed and referred to, and which files are it.

    Args:
        template: The template with its annexes and references.
        supplied: The files, read.

    Returns:
        A row an annex in the contract's order, then a row for every file that belongs to none.
    """
    matching = match(template, supplied)
    rows = [_row(template, matching, supplied, ordinal) for ordinal in range(len(matching.annexes))]
    for index, guess in enumerate(matching.guesses):
        if len(guess.annexes) != 1:
            status = "ambiguous" if guess.annexes else "unlisted"
            rows.append(AnnexRow(number="", title="", files=(supplied[index].path,), status=status))
    return tuple(rows)


@kept
def annex_statuses(template: Template, supplied: tuple[SuppliedAnnex, ...]) -> tuple[AnnexStatus, ...]:
    """Say how each annex stands, for the contract record.

    Args:
        template: The template with its annexes and references.
        supplied: The files, read.

    Returns:
        A status an annex in the contract's order, then one for every file that belongs to none. A file in doubt is
        nobody's: it stands as unlisted until a person has said which annex it is.
    """
    matching = match(template, supplied)
    statuses = [_status(template, matching, supplied, ordinal) for ordinal in range(len(matching.annexes))]
    taken = {files[0] for files in matching.files if len(files) == 1}
    for index, file in enumerate(supplied):
        if index not in taken:
            statuses.append(AnnexStatus(number="", title=file.heading, supplied=file, status="unlisted"))
    return tuple(statuses)


def _status(template: Template, matching: Matching, supplied: tuple[SuppliedAnnex, ...], ordinal: int) -> AnnexStatus:
    row = _row(template, matching, supplied, ordinal)
    files = matching.files[ordinal]
    status = {"headed": "missing", "ambiguous": "missing"}.get(row.status, row.status)
    return AnnexStatus(
        number=row.number, title=row.title, referenced_in=row.referenced,
        supplied=supplied[files[0]] if len(files) == 1 else None, status=status,
    )  # fmt: skip


def _row(template: Template, matching: Matching, supplied: tuple[SuppliedAnnex, ...], ordinal: int) -> AnnexRow:
    annex = matching.annexes[ordinal]
    places = [r.clause or clause_path(template, r.start) for r in references(template, matching.annexes, ordinal)]
    return AnnexRow(
        number=annex.number, title=annex.title,
        listed="" if annex.listed is None else clause_path(template, annex.listed) or "附件清单",
        headed="" if annex.headed is None else clause_path(template, annex.headed) or "正文之后",
        referenced=tuple(dict.fromkeys(place or "正文" for place in places)),
        files=tuple(supplied[i].path for i in matching.files[ordinal]),
        status=standing(template, matching, ordinal),
    )  # fmt: skip


def standing(template: Template, matching: Matching, ordinal: int) -> str:
    """Say how one annex stands: supplied, ambiguous (several files), inline, headed (without text) or missing."""
    annex, files = matching.annexes[ordinal], matching.files[ordinal]
    if files:
        return "supplied" if len(files) == 1 else "ambiguous"
    if annex.headed is not None:
        return "inline" if has_text(template, annex) else "headed" if annex.listed is None else "missing"
    return "missing"


def has_text(template: Template, annex: Annex) -> bool:
    """True where the annex's own text stands in the contract behind its heading."""
    if annex.headed is None:
        return False
    ends = [a.headed for a in template.annexes if a.headed is not None and a.headed > annex.headed]
    lines = template.text[annex.headed : min(ends, default=len(template.text))].split("\n")
    body = "".join(line for line in lines[1:] if not _is_title(line, annex))
    return sum(c.isalnum() or c in "_＿□☑☒" for c in body) >= _LEAST_TEXT


def _is_title(line: str, annex: Annex) -> bool:
    return bool(bare(line)) and bare(line) in bare(annex.number + annex.title)


def references(template: Template, annexes: tuple[Annex, ...], ordinal: int) -> tuple[AnnexReference, ...]:
    """Return the places in running text that refer to one annex."""
    return tuple(r for r in template.annex_references if ordinal in referred(r, annexes))


def referred(reference: AnnexReference, annexes: tuple[Annex, ...]) -> tuple[int, ...]:
    """Return the ordinals of the annexes that a reference means; () where none of them fits."""
    number = number_of(reference.number)
    if number:
        return tuple(i for i, annex in enumerate(annexes) if number_of(annex.number) == number)
    if reference.title:
        return by_title(reference.title, annexes) or _naming(reference.title, annexes)
    return tuple(range(len(annexes))) if len(annexes) == 1 else ()  # 见附件, where there is only one


def _naming(title: str, annexes: tuple[Annex, ...]) -> tuple[int, ...]:
    """The annexes whose title holds the words: 操作手册 in 客户管理系统操作手册（试行）."""
    words = bare(title)
    return tuple(i for i, a in enumerate(annexes) if len(words) >= 2 and words in bare(a.title))


def is_listing(reference: AnnexReference, template: Template) -> bool:
    """True for a reference that stands in an annex's own entry or heading, or in the notes to the drafter."""
    if any(x is not None and x <= reference.start <= x + len(a.number) + len(a.title) + 4
           for a in template.annexes for x in (a.listed, a.headed)):  # fmt: skip
        return True
    aside = {Section.NOTES, Section.CONTENTS}
    return any(r.section in aside and r.start <= reference.start < r.end for r in template.regions)


def same_title(one: str, other: str) -> bool:
    """True for two writings of one title."""
    return likeness(one, other) >= ALIKE
