"""Words → labels of addresses."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Clause
from pipeline.parsing.lexicon import unit_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording import texts
from pipeline.parsing.wording.phrases import noun_before
from pipeline.text.patterns import late, pattern

_LIES = late(r"(位于|坐落|座落)(?:于|在)?[^，。；：]{0,8}$")


_NAMED_PLACE = late(r"[\u4e00-\u9fff]{0,6}(?:坐落|座落|所在)?(?:位置|地点|地址)")


@functools.cache
def _lying() -> re.Pattern[str]:
    """What lies at an address, behind its last part: ____村的苗圃归…, ____幢之间的地下室."""
    return re.compile(
        rf"(?:{unit_pattern('address')})?(?:之?间|处|内)?的(?P<thing>[\u4e00-\u9fff]{{2,6}}?)(?=[（，。；、提出作抵用归租转在应由_]|$)"
    )


def address(words: Words, clause: Clause | None) -> str:
    """Return the label of an address: what lies there."""
    if _NAMED_PLACE.fullmatch(words.segment):
        return words.segment
    lies = _LIES.search(words.segment)
    if lies:
        behind = _lying().match(pattern(r"^（[^）]*）").sub("", words.after))
        thing = behind["thing"] if behind else noun_before(words.segment[: lies.start()], 8)
        if thing.endswith(("住所地", "住所", "地址", "地点", "所在地")):
            return thing
        return f"{thing}{'坐落' if lies[1] != '位于' else '地址'}"
    return texts.text(words, clause)
