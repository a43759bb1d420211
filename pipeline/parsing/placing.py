"""Verdict + Section → Verdict: a kind as the place of its blank in the contract bears it out."""

from __future__ import annotations

from pipeline.model.template import Kind, Section
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern

_SHORT_LINE = 12
_RECEIVERS = frozenset(("收货人", "收件人", "提货人", "交货人", "接收人"))
_SIGNERS = late(r"(?:签[字名章署]|盖章)(?:（[^）]*）)?：?$")
_CONTRACT = late("合同|协议")
_IN_BRACKETS = late(r"(?:合同|协议)书?（编号：?[（【\[]?$")


def placed(verdict: Verdict, words: Words, section: Section) -> Verdict:
    """Return the verdict as its section bears it out: 名称 in an article is no party, 编号 no contract number.

    Args:
        verdict: Kind, unit and confidence by the words alone.
        words: What stands around the blank.
        section: Where in the contract it stands.
    """
    kind, unit, _ = verdict
    if kind in (Kind.PARTY, Kind.TEXT, Kind.PERSON) and _signs_below(words):
        return Kind.SIGNATURE, "", 0.85
    if kind is Kind.PARTY:
        return _named(verdict, words, section)
    if kind is Kind.ID_NO and _numbers_contract(words):
        return Kind.CONTRACT_NO, unit, 0.9
    inside = section in (Section.BODY, Section.APPENDIX)
    if inside and kind is Kind.CONTRACT_NO:
        about = (words.label or words.segment) + words.before[-12:]
        return verdict if _CONTRACT.search(about) else (Kind.ID_NO, unit, 0.8)
    return verdict


def _signs_below(words: Words) -> bool:
    """True for a role under a line that asks everybody to sign: 合伙人签字： above 合伙人甲：____."""
    if not words.label or len(words.above) > _SHORT_LINE or not _SIGNERS.search(words.above):
        return False
    return bool(pattern(rf"{role_pattern()}(?:（[^）]*）)?").fullmatch(words.label))


def _named(verdict: Verdict, words: Words, section: Section) -> Verdict:
    """Return what a name asked for is: a party's only where parties are named."""
    unit, label = verdict[1], words.label
    if label.endswith("姓名") and section not in (Section.HEAD, Section.COVER):
        return Kind.PERSON, unit, 0.8
    if section is Section.BODY and label in _RECEIVERS:
        return Kind.PERSON, unit, 0.8
    if (
        section is Section.BODY
        and pattern(r"(?:名称|全称|单位|公司)$").search(label)
        and not pattern(r"[甲乙丙丁]方").search(label)
        and not pattern(rf"{role_pattern()}(?:（[^）]*）)?：?").fullmatch(words.above)
    ):
        return Kind.TEXT, unit, 0.7
    return verdict


def _numbers_contract(words: Words) -> bool:
    """True for the number of another contract: 《劳动合同》（编号：____）, 编号为____的《施工合同》."""
    if words.label.endswith("编号"):
        return bool(_IN_BRACKETS.search(words.before))
    return bool(pattern(r"编号[为是：]").search(words.segment[-4:]) and _CONTRACT.search(words.after[:24]))
