"""Underlined white space is drawn as a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.writers.pdf.fonts import font_set
from pipeline.writers.pdf.looks import Look, Looks
from pipeline.writers.pdf.pieces import Rule, Slot, Text
from pipeline.writers.pdf.rules import is_underscores, rule_length, with_rules, without_end_spaces

PLAIN = Look(size=10, east="宋体", latin="Times New Roman")
LINED = Look(size=10, east="宋体", latin="Times New Roman", underline="single")
HALF = Look(size=10, east="宋体", latin="宋体", underline="single")


@pytest.fixture(scope="module")
def looks() -> Looks:
    return Looks(font_set((), system=False))


def test_a_blank_between_words(looks: Looks) -> None:
    pieces = [Text(text="甲", look=PLAIN), Text(text="    ", look=LINED), Text(text="年", look=PLAIN)]
    assert with_rules(pieces, looks, 400)[1] == Rule(width=10, look=LINED)


def test_spaces_have_the_width_of_the_documents_font(looks: Looks) -> None:
    (rule,) = with_rules([Text(text="    ", look=HALF)], looks, 400)
    assert isinstance(rule, Rule)
    assert rule.width == 20


def test_a_blank_at_the_end_of_a_paragraph_ends_with_the_line(looks: Looks) -> None:
    pieces = [Text(text="甲：", look=PLAIN), Text(text="    ", look=LINED), Text(text="  ", look=PLAIN)]
    assert with_rules(pieces, looks, 400)[1] == Rule(width=10, look=LINED, trailing=True)


def test_a_blank_longer_than_a_line_breaks(looks: Looks) -> None:
    (rule,) = with_rules([Text(text=" " * 100, look=LINED)], looks, 100)
    assert rule == Rule(width=250, look=LINED)


def test_blanks_that_touch_are_one(looks: Looks) -> None:
    bold = Look(size=10, east="宋体", latin="Times New Roman", underline="single", bold=True)
    (rule,) = with_rules([Text(text="  ", look=LINED), Text(text=" ", look=bold)], looks, 400)
    assert isinstance(rule, Rule)
    assert rule.width == 7.5


def test_words_on_a_rule_stay_characters(looks: Looks) -> None:
    drawn = with_rules([Text(text="  张 三  ", look=LINED)], looks, 400)
    assert [piece.text if isinstance(piece, Text) else "—" for piece in drawn] == ["—", "张 三", "—"]


def test_a_slot_at_the_end_knows_it(looks: Looks) -> None:
    slot = Slot(index=0, look=LINED, blank=(Text(text="    ", look=LINED),))
    (drawn,) = with_rules([slot], looks, 400)
    assert isinstance(drawn, Slot)
    assert drawn.trailing


def test_the_room_of_a_blank(looks: Looks) -> None:
    assert rule_length([Text(text="____", look=PLAIN)], looks) == 20
    assert rule_length([Rule(width=30, look=LINED)], looks) == 30
    assert rule_length([Text(text="□", look=PLAIN)], looks) == 0
    assert is_underscores([Text(text=" ＿＿ ", look=PLAIN)])
    assert not is_underscores([Text(text="  ", look=PLAIN)])


def test_spaces_at_the_end_of_a_paragraph_never_begin_a_line() -> None:
    words = [Text(text="统一社会信用代码：", look=PLAIN), Text(text="91330105MA2993908F  ", look=PLAIN)]
    stripped = without_end_spaces([*words, Text(text=" " * 60, look=PLAIN)])
    assert [piece.text for piece in stripped if isinstance(piece, Text)] == ["统一社会信用代码：", "91330105MA2993908F"]
    shaded = Text(text="  ", look=replace(PLAIN, fill='rgb("FFFF00")'))
    assert without_end_spaces([*words, shaded])[-1] == shaded
    lined = Text(text="值  ", look=LINED)
    assert without_end_spaces([lined]) == [lined]
    alone = [Text(text="   ", look=PLAIN)]
    assert without_end_spaces(alone) == alone
