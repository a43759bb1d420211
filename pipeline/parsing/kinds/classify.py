"""Words → Kind: what sort of value a blank asks for, its unit, and how sure that is."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.groups.draft import Draft
from pipeline.parsing.kinds.capitals import by_capitals
from pipeline.parsing.kinds.labels import by_label, head_kind
from pipeline.parsing.kinds.named import defined_as
from pipeline.parsing.kinds.sentence import by_sentence
from pipeline.parsing.kinds.signature import by_signature
from pipeline.parsing.kinds.units import by_loose_unit, by_unit
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.printed import ANY_NAME
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import pattern


def classify(draft: Draft, words: Words) -> Verdict:
    """Return kind, unit and confidence of a draft.

    Args:
        draft: The draft; a kind that its grouping gave is kept.
        words: What stands around it.

    Returns:
        (kind, unit, confidence from 0 to 1).
    """
    if draft.kind is Kind.ADDRESS and pattern(r"[甲乙丙丁]方").fullmatch(defined_as(words.after)):
        return Kind.PARTY, "", 0.85  # ____乡____村，以下简称甲方
    if draft.kind is Kind.ADDRESS and words.label and head_kind(words.label) is Kind.PARTY:
        return Kind.PARTY, "", 0.85  # 发包方：____乡____村____组
    if words.label in ANY_NAME and defined_as(words.after):
        return Kind.PARTY, "", 0.85  # 【公司名称】，一家依法设立的公司（下称“投资方”）
    if draft.kind is not None:
        return draft.kind, draft.unit, 0.95
    for rule in (by_signature, by_capitals, by_unit, by_label, by_sentence, by_loose_unit):
        verdict = rule(words)
        if verdict:
            return verdict
    return Kind.TEXT, "", 0.7 if words.label else 0.55
