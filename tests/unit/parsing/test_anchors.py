"""Anchors: every blank its own characters, and what can't be filled in place is said."""

from __future__ import annotations

import pytest

from pipeline.model.document import Document, Paragraph, Place, Run
from pipeline.model.flow import flow
from pipeline.model.template import Blank, Kind, Option, Role, Slot, Template
from pipeline.parsing.anchors import anchor
from pipeline.parsing.keys import key_of

TEXT = "甲方：____，证件：【身份证】【____】。"


def anchored(*blanks: Blank) -> tuple[list[str], list[tuple[str, str]]]:
    lines = tuple(
        Paragraph(runs=(Run(text=TEXT),), number=number, place=Place(part="word/document.xml", paragraph=index))
        for index, number in enumerate(("", "1."))
    )
    text = flow(Document(blocks=lines, format="docx", name="x", sha256=""))
    template = Template(title="", text=text.text, format="docx", name="x", sha256="", blanks=blanks)
    made = anchor(template, text)
    assert all(slot.anchor for blank in made.blanks for slot in blank.slots)
    return [blank.key for blank in made.blanks], [(d.code, d.key) for d in made.diagnostics]


def blank(key: str, start: int, end: int, kind: Kind = Kind.TEXT, role: Role = Role.VALUE) -> Blank:
    options = (Option(label="身份证", start=start, end=end),) if kind is Kind.CHOICE else ()
    return Blank(key=key, label=key, kind=kind, slots=(Slot(start=start, end=end, role=role),), options=options)


def test_what_stands_in_a_number_or_across_paragraphs_is_left_out() -> None:
    line = len(TEXT)
    keys, found = anchored(blank("a", 3, 7), blank("b", line + 1, line + 2), blank("c", line - 1, line + 2))
    assert keys == ["a"]
    assert found == [("ANC001", "b"), ("ANC001", "c")]


def test_two_blanks_never_share_characters() -> None:
    keys, found = anchored(blank("a", 3, 7), blank("b", 3, 7), blank("c", 5, 9), blank("d", 7, 7), blank("e", 7, 7))
    assert keys == ["a", "d"]
    assert found == [("ANC002", "b"), ("ANC002", "c"), ("ANC002", "e")]


def test_alternatives_hold_the_gaps_of_their_own() -> None:
    start = TEXT.index("【身")
    gap = TEXT.index("____", start)
    assert anchored(blank("kind", start, gap + 5, Kind.CHOICE), blank("other", gap, gap + 4))[1] == []
    assert anchored(blank("other", gap, gap + 4), blank("kind", start, gap + 5, Kind.CHOICE))[1] == []
    assert anchored(blank("text", start, gap + 5), blank("other", gap, gap + 4))[1] == [("ANC002", "other")]


def test_tags_claim_nothing() -> None:
    assert anchored(blank("a", 3, 7, role=Role.TAG), blank("b", 3, 7, role=Role.TAG), blank("c", 3, 7))[1] == []


def test_keys_are_ascii_whatever_the_digits_of_a_clause() -> None:
    assert key_of("蟠龙", Kind.TEXT, "", "１．２")[0] == "clause_1_2.text"
    assert key_of("蟠龙", Kind.TEXT, "", "②")[0] == "clause_2.text"


@pytest.mark.parametrize(("label", "key"), [("协议份数", "copies"), ("契约期限", "term"), ("合约总价", "total_amount")])
def test_whatever_a_contract_calls_itself_its_keys_are_those_of_a_contract(label: str, key: str) -> None:
    assert key_of(label, Kind.NUMBER, "", "第三条") == (key, True)
