"""File names and headings → annex number and title, in a form in which they can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.checks.memory import remembered

_DASHES = str.maketrans("—–−‐‑", "-----")
_LONGEST = 400  # characters of a name or heading that are looked at: an annex may be one paragraph of a million
_CHINESE = "零一二三四五六七八九十"
_WORD = r"(?:附件|附录|附表|附图|附页|annex|appendix|attachment|exhibit|schedule)"
_DIGITS = r"(?P<value>[一二三四五六七八九十]{1,3}|\d{1,2}(?:-\d{1,2})?|[a-z](?![a-z]))"

# 附件一 · 附件(1) · 附件 第2号 · Annex A. 附件附图 and 附件共3份 have no number of their own.
_NUMBERED = re.compile(
    rf"{_WORD}\s*(?:no\.?\s*)?[(\[【第]?\s*{_DIGITS}\s*(?:号|[)\]】])?(?!\s*[页份个])", re.IGNORECASE
)
_BEFORE = re.compile(rf"第\s*{_DIGITS}\s*号?\s*(?:附件|附录|附表)", re.IGNORECASE)
# 01_方案 · 3.操作手册 · (二)清单 · 5-计划: a bare number in front, set off from the title. 2024年…, 3.1版… are not.
_LEADING = re.compile(
    r"^\s*(?:[(\[【]\s*(?P<bracketed>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)\]】]"
    r"|(?P<bare>[一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:[._、,:\-—](?!\d)|\s(?!\d)))\s*",
)
_ONLY_NUMBER = re.compile(r"^\s*(?P<value>[一二三四五六七八九十]{1,3}|\d{1,2})\s*$")
# What offices add to a file's name behind its title.
_TAIL = re.compile(
    r"(?:[\s_\-—.]*(?:\((?:\d{1,2}|终稿|定稿|盖章|扫描件?|副本|最终版?|修订版?|签字版?)\)"
    r"|v\d+(?:\.\d+)*|final|终稿|定稿|盖章[版件]?|扫描[版件]|副本|最终版|修订版|签字[版件]|(?:19|20)\d{6}|(?:19|20)\d\d-\d\d-\d\d))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a file name, a heading or a list entry says: the annex's number ("3", "A", "1-2"; "" if none) and title."""

    number: str
    title: str


@remembered
def number_of(words: str) -> str:
    """Return an annex number as digits or capital letter: 附件三, 附件3, (三) and 3. are all "3".

    Args:
        words: The number as printed, with or without 附件.

    Returns:
        "3", "12", "A", "1-2"; "" where the words hold no number.
    """
    folded = _fold(words)
    numbered = _NUMBERED.search(folded) or _BEFORE.search(folded)
    if numbered:
        return _plain(numbered["value"])
    only = _ONLY_NUMBER.match(folded.strip("()[]【】.、,:第号 "))
    return _plain(only["value"]) if only else ""


@remembered
def name_of(words: str) -> Name:
    """Split a file name without its ending, or a heading, into annex number and title.

    Args:
        words: "附件3：操作手册", "03_操作手册_终稿", "操作手册".

    Returns:
        The number and the title, either may be "".
    """
    folded = _TAIL.sub("", _fold(words)).strip()
    numbered = _NUMBERED.search(folded)
    if numbered and not _letters(folded[: numbered.start()]):
        return Name(number=_plain(numbered["value"]), title=folded[numbered.end() :].strip(" _-—.:、,"))
    leading = _LEADING.match(folded) or _ONLY_NUMBER.match(folded)
    if leading:
        value = next(v for v in leading.groups() if v)
        return Name(number=_plain(value), title=folded[leading.end() :].strip(" _-—.:、,"))
    if numbered:  # 技术服务合同附件3操作手册: the contract's own name in front is no part of the annex's title
        return Name(number=_plain(numbered["value"]), title=folded[numbered.end() :].strip(" _-—.:、,"))
    return Name(number="", title=re.sub(rf"^{_WORD}[\s_\-—.:、]*", "", folded, flags=re.IGNORECASE))


@remembered
def file_name(path: str) -> Name:
    """Split the name of an annex file, folders and ending apart, into annex number and title."""
    return name_of(PurePosixPath(path.replace("\\", "/")).stem)


@remembered
def bare(title: str) -> str:
    """Return a title's letters and digits alone, which is what two writings of it have in common."""
    return _letters(_fold(title)).lower()


@remembered
def likeness(one: str, other: str) -> float:
    """Say how alike two titles are, 0 to 100.

    Args:
        one: A title.
        other: Another title.

    Returns:
        100 for the same letters and digits; 90 where one is the beginning or end of the other, as people shorten
        titles (操作手册 for 客户管理系统操作手册), and has at least four characters; else rapidfuzz's ratio.
    """
    from rapidfuzz import fuzz

    a, b = sorted((bare(one), bare(other)), key=len)
    if not a:
        return 0.0
    if a == b:
        return 100.0
    if len(a) >= 4 and (b.startswith(a) or b.endswith(a)):
        return 90.0
    return float(fuzz.ratio(a, b))


def _fold(words: str) -> str:
    return unicodedata.normalize("NFKC", words[:_LONGEST]).translate(_DASHES)


def _letters(words: str) -> str:
    return "".join(c for c in words if c.isalnum())


def _plain(value: str) -> str:
    if value[0].isdigit():
        return "-".join(str(int(part)) for part in value.split("-"))
    if value[0] not in _CHINESE:
        return value.upper()
    tens, ten, ones = value.rpartition("十")
    return str((_CHINESE.index(tens or "一") * 10 if ten else 0) + (_CHINESE.index(ones) if ones else 0))
