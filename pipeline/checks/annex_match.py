"""Annexes + supplied files → which file is which annex; what is ambiguous is asked for, never guessed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.checks.annex_names import Name, bare, file_name, likeness, name_of, number_of
from pipeline.checks.memory import kept
from pipeline.model.contract import SuppliedAnnex
from pipeline.model.template import Annex, Template

# Titles of sibling annexes share their beginning (客户管理系统设计文档, 客户管理系统操作手册: ratio 60 to 75), and
# 系统文档 for 系统设计文档 is a guess (80). A title with 的, 书 or （附页） more, or one character mistyped in eight,
# stays above 85. So 85 is the least likeness of two writings of one title, and the best must lead the second best by
# 8 points or be the very same.
ALIKE = 85.0
_LEAD = 8.0
_APART = 160  # characters between two entries of one list; a longer entry is rare, a paragraph between them longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a file may be: the annexes' ordinals (one: it is that annex), and by what it was recognised."""

    annexes: tuple[int, ...] = ()
    by: str = ""  # number | title | heading; "" if nothing fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which file is which annex.

    Attributes:
        annexes: The annexes, each once, in the order of the contract.
        files: For every annex the ordinals of the files that are it; more than one is for a person to settle.
        guesses: For every file what it may be.
    """

    annexes: tuple[Annex, ...]
    files: tuple[tuple[int, ...], ...]
    guesses: tuple[Guess, ...]


@kept
def match(template: Template, supplied: tuple[SuppliedAnnex, ...]) -> Matching:
    """Match the supplied files to the contract's annexes.

    By number or title in the file's name, then by number or title of the heading inside. A number and a title
    that point to different annexes, or a title that fits two, leave the file to a person.

    Args:
        template: The template with its annexes.
        supplied: The files, read.

    Returns:
        The matching.
    """
    annexes = distinct(template)
    guesses = tuple(_guess(file, annexes) for file in supplied)
    files = tuple(
        tuple(i for i, guess in enumerate(guesses) if guess.annexes == (ordinal,)) for ordinal in range(len(annexes))
    )
    return Matching(annexes=annexes, files=files, guesses=guesses)


@kept
def lists(template: Template) -> tuple[tuple[Annex, ...], ...]:
    """Return the annex lists of a contract; one may print its list twice, or give lists to the forms behind it.

    Args:
        template: The template.

    Returns:
        The listed annexes in reading order, in groups that stand together.
    """
    groups: list[list[Annex]] = []
    for annex in sorted((a for a in template.annexes if a.listed is not None), key=lambda a: a.listed or 0):
        before = groups[-1][-1] if groups else None
        apart = (annex.listed or 0) - (before.listed or 0) - len(before.title) if before else _APART + 1
        if apart > _APART:
            groups.append([])
        groups[-1].append(annex)
    return tuple(tuple(group) for group in groups)


@kept
def distinct(template: Template) -> tuple[Annex, ...]:
    """Return the annexes, each once: an entry of the list and the heading of the same number and title are one."""
    found: list[Annex] = []
    for annex in template.annexes:
        twin = next((i for i, other in enumerate(found) if _is_twin(annex, other)), None)
        if twin is None and not any(_is_repeated(annex, other) for other in found):
            found.append(annex)
        elif twin is not None:
            found[twin] = _joined(found[twin], annex)
    return tuple(found)


def _is_repeated(one: Annex, other: Annex) -> bool:
    """True for an entry that a second list of the same contract repeats; twice in one list is a finding."""
    if one.listed is None or other.listed is None or abs(one.listed - other.listed) < 2 * _APART:
        return False
    return number_of(one.number) == number_of(other.number) and bare(one.title) == bare(other.title)


def _is_twin(one: Annex, other: Annex) -> bool:
    """True for the list entry and the heading of one annex; two entries of the list are a finding, not twins."""
    if (one.listed is None) == (other.listed is None):
        return False
    numbers = {number_of(one.number), number_of(other.number)}
    if len(numbers - {""}) == 1:
        return True
    return bool(bare(one.title)) and bare(one.title) == bare(other.title) and "" in numbers


def _joined(one: Annex, other: Annex) -> Annex:
    first = one if one.listed is not None else other
    return Annex(
        number=first.number or other.number, title=first.title or other.title or one.title,
        listed=one.listed if one.listed is not None else other.listed,
        headed=one.headed if one.headed is not None else other.headed,
    )  # fmt: skip


def _guess(file: SuppliedAnnex, annexes: tuple[Annex, ...]) -> Guess:
    named = _by_name(file_name(file.path), annexes)
    if len(named.annexes) == 1:
        return named
    headed = _by_name(name_of(file.heading), annexes) if file.heading else Guess()
    if not named.annexes:
        return Guess(annexes=headed.annexes, by="heading") if headed.annexes else named
    # The name leaves a choice; the heading inside may settle it, but only within that choice.
    if len(headed.annexes) == 1 and headed.annexes[0] in named.annexes:
        return Guess(annexes=headed.annexes, by="heading")
    return named


def _by_name(name: Name, annexes: tuple[Annex, ...]) -> Guess:
    numbered = tuple(i for i, a in enumerate(annexes) if name.number and number_of(a.number) == name.number)
    titled = by_title(name.title, annexes)
    both = tuple(i for i in numbered if i in titled)
    if len(both) == 1:
        return Guess(annexes=both, by="number")
    if numbered and titled:
        return Guess(annexes=tuple(sorted({*numbered, *titled})), by="number")
    return Guess(annexes=numbered, by="number") if numbered else Guess(annexes=titled, by="title" if titled else "")


def by_title(title: str, annexes: tuple[Annex, ...]) -> tuple[int, ...]:
    """Return the ordinals of the annexes whose title this may be: none, the one that it is, or those in doubt."""
    scores = sorted(((likeness(title, a.title), -i) for i, a in enumerate(annexes)), reverse=True)
    alike = [(score, -i) for score, i in scores if score >= ALIKE]
    if not alike:
        return ()
    best = alike[0][0]
    leading = [i for score, i in alike if score == best or (best < 100 and best - score < _LEAD)]
    return tuple(sorted(leading))
