"""Lines of a list of annexes that run together → whether the next line goes on with it.

附表3：报价单附表4：材料明细｜表附表5：… is set in a column of its own, far narrower than the text, so that no line
fills the measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.readers.pdf.lines import Row
from pipeline.text.numerals import parse_number

_ENTRY = re.compile(r"附[件表录]\s*([一二三四五六七八九十0-9]{1,3})(?:[－—–-][0-9]{1,2})?\s*[：:]")
# An entry that begins within a line, behind the end of the one above.
_WITHIN = re.compile(rf"[^附，。；：:]{{1,8}}(?={_ENTRY.pattern})")
_REST = re.compile(r"[一-鿿]{1,4}")
_EDGE = 1.2  # letters by which the lines of such a column may differ


def runs_on(above: Sequence[Row], row: Row) -> bool:
    """Return whether a line is the rest of the entries above it.

    Args:
        above: The lines of their paragraph so far, at least one.
        row: The line below, at the same left edge and one step below.
    """
    if not above[0].text.lstrip().startswith("附"):
        return False
    entries = _ENTRY.findall("".join(one.text for one in above))
    if not entries:
        return False
    if found := _WITHIN.match(row.text):
        number, last = parse_number(found[1]), parse_number(entries[-1])
        return number is not None and last is not None and number - last in {0, 1}
    edge = max(one.x1 for one in above)
    return len(above) > 1 and above[-1].x1 > edge - _EDGE * row.size and bool(_REST.fullmatch(row.text.strip()))
