"""Characters ↔ the two bytes that GBK stores them in, and what a decoder makes of bytes that pair up wrongly."""

from __future__ import annotations

import functools
import itertools

from pipeline.text.width import is_ideograph

TRAILS = tuple(byte for byte in range(0x40, 0xFF) if byte != 0x7F)
LEADS = tuple(range(0x81, 0xFF))
FULL_WIDTH_ROW = 0xA3  # the row of full-width ASCII: A3A1 ！ … A3FE ￣
_SIGNS = frozenset("，。、；：？！（）“”‘’《》％＿　￥—…·「」【】〔〕")


@functools.lru_cache(maxsize=20_000)
def pair(character: str) -> tuple[int, int] | None:
    """The lead and trail byte of a character, None if GBK (or two-byte GB 18030) has no pair for it."""
    for encoding in ("gbk", "gb18030"):
        try:
            code = character.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2:
            return code[0], code[1]
    return None


@functools.lru_cache(maxsize=30_000)
def character(lead: int, trail: int) -> str | None:
    """The character of two bytes if it is one that contracts are written with (an ideograph or a full-width sign)."""
    try:
        decoded = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None
    usable = is_ideograph(decoded) or decoded in _SIGNS or "\uff01" <= decoded <= "\uff5e"
    return decoded if len(decoded) == 1 and usable else None


def is_private(lead: int, trail: int) -> bool:
    """True for the three user-defined areas of GBK, whose characters web pages drop without a trace."""
    if not (0xA1 <= lead <= 0xFE and 0x40 <= trail <= 0xFE and trail != 0x7F):
        return False
    upper = trail >= 0xA1
    return (upper and (0xAA <= lead <= 0xAF or lead >= 0xF8)) or (not upper and lead <= 0xA7)


@functools.cache
def private_pairs() -> tuple[tuple[int, int], ...]:
    """All pairs of the user-defined areas."""
    return tuple(both for both in itertools.product(LEADS, TRAILS) if is_private(*both))


@functools.cache
def private_rows() -> dict[int, tuple[int, ...]]:
    """The lead bytes of the user-defined areas, each with its trail bytes."""
    rows: dict[int, tuple[int, ...]] = {}
    for lead, trail in private_pairs():
        rows[lead] = (*rows.get(lead, ()), trail)
    return rows


@functools.lru_cache(maxsize=30_000)
def is_assigned(lead: int, trail: int) -> bool:
    """True where a decoder makes a visible character of the two bytes."""
    try:
        decoded = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return False
    return len(decoded) == 1 and not "\ue000" <= decoded <= "\uf8ff"
