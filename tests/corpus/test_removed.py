"""Contracts of the corpus without their blanks, as text, Markdown and page: next to nothing is left to find.

What is left is one by a careful reader's eyes too: names to choose from in brackets that a blank stood behind, a place
to sign, room that nothing marks in the file but that a sentence asks for.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import readers
from pipeline.model.template import Template
from pipeline.parsing.parse import parse
from tests.removed import as_html, without_blanks

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
FILES = sorted(SHARED.glob("*.docx"))
# Of a hundred blanks, how many may be left.
LEFT = {"txt": 2.3, "md": 1.7, "html": 1.5}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILES, reason="the corpus folder ../shared is not on this machine"),
]


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    return [parse(readers.read(path.read_bytes(), name=path.name)) for path in FILES]


@pytest.mark.parametrize("suffix", LEFT)
def test_a_text_without_its_blanks_has_none(templates: list[Template], suffix: str) -> None:
    left = {}
    for template in templates:
        text = without_blanks(template)
        page = {"txt": text, "md": text.replace("\n", "\n\n"), "html": as_html(text)}[suffix]
        left[template.name] = len(parse(readers.read(page.encode(), name=f"a.{suffix}")).blanks)
    given = sum(len(template.blanks) for template in templates)
    assert 100 * sum(left.values()) <= LEFT[suffix] * given, sorted(left.items(), key=lambda item: -item[1])[:8]
