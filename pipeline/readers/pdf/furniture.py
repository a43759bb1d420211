"""Lines of all pages → which of them are page furniture: running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.lines import Row

# The share of the page's height at top and bottom in which furniture stands; a page's own number may stand further in.
EDGE = 0.1
_DEEP = 0.25

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_OF_PAGE = rf"第{_COUNT}页"
_OF_ALL = rf"[（(]?共{_COUNT}页[)）]?"
_DASH = r"[-–—~～·•]{0,3}"
_LONGEST = 30  # signs: a line of nothing but a rule has hundreds
# Of a line without spaces.
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{_OF_PAGE}(?:[,，/／|]?{_OF_ALL})?{_DASH}"
    rf"|{_DASH}{_OF_ALL}(?:[,，/／|]?{_OF_PAGE})?{_DASH}"
    rf"|{_DASH}\d{{1,4}}(?:[/／]\d{{1,4}})?{_DASH}"
    r"|(?:page)?\d{1,4}(?:of\d{1,4})?"
    r"|[-–—]+",
    re.IGNORECASE,
)


def furniture(pages: Sequence[tuple[float, Sequence[Row]]]) -> set[int]:
    """Return the identities (`id`) of the lines that are furniture.

    Args:
        pages: For each page its height and its lines.

    A line at the edge of a page is furniture where it is a page number, or where the same words, numbers apart,
    stand at the edge of at least half of three or more pages, or of both of two; further in where it is the number of
    this very page and the last line on it.
    """
    edges = [[row for row in rows if _at_edge(row, height)] for height, rows in pages]
    seen = Counter(key for rows in edges for key in {_key(row) for row in rows})
    often = max(2, len(pages) // 2)
    return {id(row) for rows in edges for row in rows if is_page_number(row.text) or seen[_key(row)] >= often} | {
        id(rows[-1])
        for number, (height, rows) in enumerate(pages, 1)
        if rows and rows[-1].top > (1 - _DEEP) * height and rows[-1].text.strip(" -–—") == str(number)
    }


def is_page_number(text: str) -> bool:
    """True for a line that is the number of its page: 3, — 3 —, 第3页 共12页."""
    line = "".join(text.split())
    return 0 < len(line) <= _LONGEST and bool(_PAGE_NUMBER.fullmatch(line))


def separators(rows: Sequence[Row], left: float, right: float) -> set[int]:
    """Return the identities of rules that only set parts of a page apart.

    Args:
        rows: The lines of a page.
        left: Left edge of its column, in points.
        right: Right edge.

    Such a rule runs from edge to edge, stands alone, and what stands above it asks for nothing.
    """
    found: set[int] = set()
    for above, row, below in zip(rows, rows[1:], rows[2:], strict=False):
        is_alone = not row.text.strip() and above.text.strip() and below.text.strip()
        if is_alone and row.x1 - row.x0 > 0.95 * (right - left) and above.text.rstrip().endswith(("。", "日")):
            found.add(id(row))
    return found


def _at_edge(row: Row, height: float) -> bool:
    return row.bottom < EDGE * height or row.top > (1 - EDGE) * height


def _key(row: Row) -> str:
    words = re.sub(r"\d+", "#", "".join(row.text.split()))
    # A rule under the running head stands at the same place on every page.
    return words or f"rule {row.x0:.0f} {row.x1:.0f} {row.bottom:.0f}"
