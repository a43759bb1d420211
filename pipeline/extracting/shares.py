"""Reading → shares: percentages, per milles and 万分之… with what they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extracting.reading import Reading
from pipeline.model.extracted import Sum
from pipeline.text.numerals import canonical, parse_number
from pipeline.values.quantity import written

_SHARE = re.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,4})?)\s?(?P<mark>[%‰])"
    r"|(?P<of>[百千万]分之)(?P<words>[0-9零一二三四五六七八九十百点.]{1,8})"
)


def shares(reading: Reading) -> Iterator[Sum]:
    """Yield every share (30%, 万分之五) with the words before it that say of what."""
    for match in _SHARE.finditer(reading.text):
        start = max(reading.sentence(match.start())[0], match.start() - 24)
        purpose = re.split(r"[,:、()]", reading.text[start : match.start()])[-1].strip(" 的按")
        if match["number"]:
            value, unit = match["number"], match["mark"]
        else:
            number = parse_number(canonical(match["words"]))
            if number is None:
                continue
            value, unit = written(number), match["of"]
        yield Sum(
            value=value, unit=unit, purpose=purpose, words=reading.template.text[match.start() : match.end()],
            clause=reading.number(match.start()), start=match.start(), end=match.end(),
        )  # fmt: skip
