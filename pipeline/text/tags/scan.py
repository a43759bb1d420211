"""A paragraph's text → the tags in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.text.patterns import late

LONGEST = 500
"""Characters of a tag at most; what is longer is text."""

_TAG = late(
    rf"""
      \{{\{{ (?P<output>  (?s:.){{0,{LONGEST}}}? ) \}}\}}     # {{{{ party_a.name }}}}
    | \{{%   (?P<control> (?s:.){{0,{LONGEST}}}? )  %\}}      # {{% if has_deposit %}}, {{%tr for row in rows %}}
    | \{{\#  (?P<comment> (?s:.){{0,{LONGEST}}}? ) \#\}}      # {{# for the drafter #}}
    """,
    re.VERBOSE,
)
_SCOPE = late(r"(?P<scope>tr|tc|p|r)[ \t\n\u00a0\u3000]+")
_NAME = late(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_KEYWORDS = frozenset({"true", "false", "none", "True", "False", "None", "not", "and", "or", "in", "is", "if", "else"})
# Word makes typographic quotes of the straight ones, and Chinese typists wide signs of the narrow ones.
_STRAIGHT = str.maketrans("“”‘’\u00a0\u3000\n\t（），：．", "\"\"''    (),:.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag (标签).

    Attributes:
        start: First character in the paragraph's text.
        end: Behind its last one.
        kind: "output" {{ }}, "control" {% %} or "comment" {# #}.
        scope: What the tag stands for as a whole: "p" its paragraph, "tr" its row, "tc" its cell, "" itself.
        code: What is inside, without scope; quotes straight.
        raw: As written.
    """

    start: int
    end: int
    kind: str
    scope: str
    code: str
    raw: str

    @property
    def name(self) -> str:
        """The name where the tag is nothing but one: party_a.name in {{ party_a.name }}; else ""."""
        is_name = self.kind == "output" and _NAME.fullmatch(self.code) and self.code not in _KEYWORDS
        return self.code if is_name else ""


def scan(text: str) -> Iterator[Tag]:
    """Yield the tags in a paragraph's text, in order."""
    if "{" not in text:
        return
    for match in _TAG.finditer(text):
        kind = str(match.lastgroup)
        inside = match[kind].strip("-+") if kind == "control" else match[kind].strip("-")
        scoped = _SCOPE.match(inside) if kind != "comment" else None
        scope = scoped["scope"] if scoped else ""
        code = (inside[scoped.end() :] if scoped else inside).translate(_STRAIGHT).strip()
        yield Tag(
            start=match.start(), end=match.end(), kind=kind, scope="" if scope == "r" or kind == "output" else scope,
            code=code, raw=match[0],
        )  # fmt: skip
