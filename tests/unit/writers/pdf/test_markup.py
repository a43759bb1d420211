"""Text of a document becomes Typst string literals and nothing else."""

from __future__ import annotations

import json

import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.writers.pdf.markup import array, block, call, colour, points, quote


def _shown(literal: str) -> str:
    """Return what Typst reads a literal as."""
    return str(json.loads(typst.eval(b"", literal, ignore_system_fonts=True)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_literal_reads_back_as_the_text(text: str) -> None:
    assert _shown(quote(text)) == text


def test_a_literal_cannot_be_left() -> None:
    assert quote('")#read("/etc/passwd")\\') == r'"\")#read(\"/etc/passwd\")\\"'


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert quote("a\ud800b") == '"a\ufffdb"'


def test_small_literals() -> None:
    assert points(10.0) == "10pt"
    assert points(10.126) == "10.13pt"
    assert colour("FF0000") == 'rgb("FF0000")'
    assert colour("auto") == ""
    assert array(["a"]) == "(a,)"
    assert block(["a", "", "b"]) == "{a;b}"
    assert call("f", "x", first_line="1pt", none="") == "f(first-line:1pt,x)"
