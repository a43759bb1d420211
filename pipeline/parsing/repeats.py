"""Blanks → blanks: the same value asked for at several places becomes one field with several places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.template import Blank, Kind, Role, Section
from pipeline.parsing.lexicon import role_words
from pipeline.parsing.naming import titled_clause
from pipeline.parsing.structure import Structure
from pipeline.text.patterns import late, pattern

Identity = tuple[str, ...]

_CONTRACT_NO = late(r"(?:合同|协议)(?:编号|号码?)")
_ID_NO = late(
    r"(?:[甲乙丙丁]方)?(?:统一社会信用代码|社会信用代码|营业执照(?:注册)?号码?|(?:居民)?身份证号?码?|身份证件号码?)"
)
_OF_CONTRACT = late(
    r"(?:项目|工程|标的|产品|课程|房屋|物业)名称|(?:房屋|物业|项目)[坐座]落|(?:合同)?签[订约署](?:日期|时间|地点)"
)
_ABOUT_PARTIES = late(r"当事人|双方信息|主体信息")
_FRAME = (Section.COVER, Section.HEAD, Section.SIGNATURE)
_LOOSE = frozenset((Kind.SIGNATURE, Kind.CHOICE, Kind.TABLE))


def joined(blanks: tuple[Blank, ...], structure: Structure) -> tuple[Blank, ...]:
    """Return the blanks with those joined that can only have one value: the contract's number, a party's name.

    It errs on the side of two fields. Places are joined where kind, party and label say the same, each stands in
    another part of the frame around the clauses (cover, head, signatures), and none of these parts asks twice: two
    rows for 出卖人 are two sellers. What clauses and annexes ask for may differ by intention and is left alone.

    Args:
        blanks: The blanks in reading order, with keys.
        structure: The contract's sections and clauses.

    Returns:
        The blanks in reading order; the first of several places keeps its key and takes the others as `repeats`.
    """
    places: dict[Identity, list[int]] = {}
    for i in range(len(blanks)):
        identity = _identity(blanks, i, structure)
        if identity is not None:
            places.setdefault(identity, []).append(i)
    gone: set[int] = set()
    out = list(blanks)
    for found in places.values():
        if len(found) < 2 or not _are_apart([blanks[i] for i in found], structure):
            continue
        first, *others = found
        required = any(blanks[i].required for i in found)
        out[first] = replace(
            out[first],
            required=required,
            repeats=tuple(blanks[i].slots for i in others),
            called=tuple(blanks[i].label for i in others),
        )
        gone.update(others)
    return tuple(blank for i, blank in enumerate(out) if i not in gone)


def _are_apart(found: Sequence[Blank], structure: Structure) -> bool:
    sections = [structure.section_at(blank.start) for blank in found]
    return len(set(sections)) == len(sections)


def _identity(blanks: tuple[Blank, ...], at: int, structure: Structure) -> Identity | None:
    """Return what a blank must share with another to be the same one; None for a blank that may well differ."""
    blank = blanks[at]
    if blank.kind in _LOOSE or blank.repeats or blank.slots[0].role is Role.TAG or not _is_frame(blank, structure):
        return None
    label = pattern(r"\s").sub("", blank.label)
    if blank.kind is Kind.CONTRACT_NO:
        return (blank.kind, label) if _CONTRACT_NO.fullmatch(label) else None
    if _is_party_name(blank, label):
        return (blank.kind, blank.party)
    if blank.kind is Kind.ID_NO and blank.party and _ID_NO.fullmatch(label):
        # Behind another name it is the agent's or the contact's.
        named = at > 0 and blanks[at - 1].party == blank.party and _is_party_name(blanks[at - 1], blanks[at - 1].label)
        return (blank.kind, blank.party, label) if named else None
    if not blank.party and _OF_CONTRACT.fullmatch(label):
        return (blank.kind, label)
    return None


def _is_frame(blank: Blank, structure: Structure) -> bool:
    """True outside the clauses, and in a chapter that does nothing but name the parties."""
    section = structure.section_at(blank.start)
    if section is not Section.BODY:
        return section in _FRAME
    clause = titled_clause(structure, blank.start)
    return clause is not None and bool(_ABOUT_PARTIES.search(clause.title))


def _is_party_name(blank: Blank, label: str) -> bool:
    return blank.kind is Kind.PARTY and bool(blank.party) and _names_role(label)


def _names_role(label: str) -> bool:
    return any(_NAME_OF.fullmatch(label, len(role)) for role in role_words().at_start(label))


_ASIDE = r"(?:（[^）]*）)?"
_NAME_OF = late(rf"{_ASIDE}(?:的?(?:名称|姓名|全称|单位名称|公司名称))?{_ASIDE}")
