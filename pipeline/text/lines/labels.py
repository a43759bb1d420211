"""Text → where lines of labels (甲方：, 地址：, 签订日期：) begin in it."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from pipeline.text.patterns import late

_WORDS = Path(__file__).with_name("lines.toml")
_BEFORE = frozenset("。；;：:_＿)）】 \u3000\u00a0\t日")
_LONGEST_TITLE = 40
_LONGEST_VALUE = 40
_PUNCTUATION = late(r"[，,。；;！!？?]")
# Among known labels, any word with a colon that directly follows an empty label or a blank: 住所地：项目联系人：
_ANY_LABEL = late(r"(?<=[：:_＿])[\u4e00-\u9fff／/]{2,14}(?:[(（][^()（）：:]{1,16}[)）])?[ \u3000]?[：:]")
# A remark in brackets after the last label, such as （以下无正文） or （此页为签署页，…）.
_REMARK = late(r"(?<=[日_＿：: \u3000])[(（](?=[^()（）]{4,80}[)）])")
_DATE = late(r"[\d_＿ \u3000]*年[\d_＿ \u3000]*月[\d_＿ \u3000]*日")


def label_starts(text: str, start: int, end: int) -> list[int]:
    """Find where lines begin in a stretch that may hold the head or the foot of a contract.

    Args:
        text: The whole text.
        start: Where the stretch begins: the text's beginning or after an item's number.
        end: Where it ends.

    Returns:
        Offsets at which a label, the paragraph after the labels or a closing remark begins, in order.
    """
    known = [found for found in _pattern().finditer(text, start, end) if _begins_line(text, found, start)]
    if len(known) < 2:
        return []
    others = _ANY_LABEL.finditer(text, known[0].end(), end)
    labels = sorted({found.start(): found for found in (*others, *known)}.values(), key=lambda found: found.start())
    starts = [found.start() for found in labels]
    tail = labels[-1].end()
    after = _opening(text, tail, end) or _remark(text, tail, end)
    return [at for at in (*starts, after) if at is not None and at > start]


@functools.cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


@functools.cache
def _pattern() -> re.Pattern[str]:
    labels = "|".join(sorted(map(re.escape, _words()["labels"]), key=len, reverse=True))
    return re.compile(
        rf"(?:{labels})(?:[(（][^()（）：:]{{1,16}}[)）])?[ \u3000]?[：:](?:[ \u3000]?[(（][^()（）：:]{1, 10}[)）])?"
    )


@functools.cache
def _openings() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words()["openings"])))


def _begins_line(text: str, label: re.Match[str], start: int) -> bool:
    if label.start() == start or text[label.start() - 1] in _BEFORE:
        return True
    title = text[start : label.start()]
    return start == 0 and len(title) <= _LONGEST_TITLE and not _PUNCTUATION.search(title)


def _opening(text: str, start: int, end: int) -> int | None:
    """Where the first sentence begins after the last label and its short value."""
    found = _openings().search(text, start, min(end, start + _LONGEST_VALUE))
    return found.start() if found and not _PUNCTUATION.search(text, start, found.start()) else None


def _remark(text: str, start: int, end: int) -> int | None:
    found = _REMARK.search(text, start, end)
    value = text[start : found.start()] if found else ""
    return found.start() if found and (not value.strip() or _DATE.fullmatch(value)) else None
