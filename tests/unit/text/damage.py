"""Clean text → what copying sites make of it: the damage that `pipeline.text.repair` undoes, forwards.

Written from the byte level up and independently of the repair: characters to traditional ones by a table, GBK bytes,
replacements that ignore where characters begin, and a decoder that has to do something with what is left.
"""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass

import opencc
from pypinyin import Style, pinyin

from pipeline.text.words import frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How one site treats a text.

    Attributes:
        seed: Chooses the characters that its list annotates.
        share: Share of the traditional characters that the list holds.
        mark: What becomes of a lead byte followed by ASCII: "?" for both, or nothing and the ASCII sign stays.
        replaces_question_marks: Whether A3 BF is on the list.
        toned: Whether readings have tone marks.
        brackets: Around readings.
        converts: Whether it writes traditional characters at all.
    """

    seed: int = 0
    share: float = 0.35
    mark: bool = True
    replaces_question_marks: bool = True
    toned: bool = True
    brackets: str = "()"


_S2T = opencc.OpenCC("s2t")
_T2S = opencc.OpenCC("t2s")


@functools.cache
def traditional(character: str) -> str:
    """The traditional form that a character table gives, where it leads back to the same character."""
    other = _S2T.convert(character)
    return other if len(_gbk(other)) == 2 and _T2S.convert(other) == character else character


def _gbk(text: str) -> bytes:
    return text.encode("gbk", errors="ignore")


@functools.cache
def _reading(character: str, style: Style) -> str:
    return str(pinyin(character, style=style)[0][0])


@functools.cache
def _is_listable(character: str) -> bool:
    # such lists hold common characters: all that damaged pages show are
    simplified = _T2S.convert(character)
    return simplified != character and len(_gbk(character)) == 2 and frequency(simplified) > 300


@functools.cache
def listed(site: Site) -> dict[bytes, bytes]:
    """The site's list: bytes of a character → the same with its reading after it."""
    chosen = random.Random(site.seed)
    table: dict[bytes, bytes] = {}
    for code in range(0x4E00, 0x9FA6):
        character = chr(code)
        if not _is_listable(character) or chosen.random() >= site.share:
            continue
        reading = (
            f"{site.brackets[0]}{_reading(character, Style.TONE if site.toned else Style.NORMAL)}{site.brackets[1]}"
        )
        table[_gbk(character)] = _gbk(character + reading)
    if site.replaces_question_marks:
        table[b"\xa3\xbf"] = b"??" if site.mark else b"?"
    return table


def replaced(code: bytes, table: dict[bytes, bytes]) -> bytes:
    """Every two bytes that the list holds replaced, wherever they stand; as PHP's strtr does it."""
    out = bytearray()
    at = 0
    while at < len(code):
        found = table.get(code[at : at + 2])
        out += found if found is not None else code[at : at + 1]
        at += 2 if found is not None else 1
    return bytes(out)


def decoded(code: bytes, *, mark: bool) -> str:
    """The bytes as the site's decoder shows them."""
    out: list[str] = []
    at = 0
    while at < len(code):
        lead, trail = code[at], code[at + 1] if at + 1 < len(code) else 0
        if lead < 0x80:
            out.append(chr(lead))
            at += 1
        elif lead in (0x80, 0xFF):
            out.append("€" if lead == 0x80 else "")
            at += 1
        elif trail < 0x40 or trail == 0x7F:
            # mb_convert_encoding gives one ? for the lead and the sign after it, iconv drops the lead
            out.append("?" if mark else "")
            at += 2 if mark else 1
        else:
            shown, used = _pair(bytes((lead, trail)))
            out.append(shown)
            at += used
    return "".join(out)


def _pair(code: bytes) -> tuple[str, int]:
    try:
        character = code.decode("gb18030")
    except UnicodeDecodeError:
        return "", 1
    if 0xE000 <= ord(character) <= 0xF8FF:
        upper = code[1] >= 0xA1
        area = (upper and (0xAA <= code[0] <= 0xAF or code[0] >= 0xF8)) or (not upper and 0xA1 <= code[0] <= 0xA7)
        return "", 2 if area else 1
    folded = chr(ord(character) - 0xFEE0) if "０" <= character <= "ｚ" and character.isalnum() else character
    return folded, 2


def damaged(text: str, site: Site) -> str:
    """The text as the site shows it."""
    code = _gbk("".join(map(traditional, text)))
    # the question mark's replacement eats a lead byte before it, as any ASCII sign does
    return decoded(replaced(code, listed(site)), mark=site.mark)
