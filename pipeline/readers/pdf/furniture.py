"""Lines of all pages → which of them are page furniture: running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.lines import Row

# The share of the page's height at top and bottom in which furniture stands.
EDGE = 0.1

_PAGE_NUMBER = re.compile(
    r"\s*[-–—]*\s*(?:第\s*\d{1,4}\s*页)?[\s,，/／]*(?:共\s*\d{1,4}\s*页)?\s*[-–—]*\s*"
    r"|\s*[-–—]*\s*\d{1,4}\s*(?:[/／]\s*\d{1,4})?\s*[-–—]*\s*"
    r"|\s*(?:page\s*)?\d{1,4}\s*(?:of\s*\d{1,4})?\s*",
    re.IGNORECASE,
)


def furniture(pages: Sequence[tuple[float, Sequence[Row]]]) -> set[int]:
    """Return the identities (`id`) of the lines that are furniture.

    Args:
        pages: For each page its height and its lines.

    A line at the edge of a page is furniture where it is a page number, or where the same words, numbers apart,
    stand at the edge of at least half of three or more pages, or of both of two.
    """
    edges = [[row for row in rows if _at_edge(row, height)] for height, rows in pages]
    seen = Counter(key for rows in edges for key in {_key(row) for row in rows})
    often = max(2, len(pages) // 2)
    return {
        id(row)
        for rows in edges
        for row in rows
        if _PAGE_NUMBER.fullmatch(row.text) or (_key(row) and seen[_key(row)] >= often)
    }


def _at_edge(row: Row, height: float) -> bool:
    return row.bottom < EDGE * height or row.top > (1 - EDGE) * height


def _key(row: Row) -> str:
    return re.sub(r"\d+", "#", "".join(row.text.split()))
