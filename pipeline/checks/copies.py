"""Subject → findings on the number of copies: 一式四份，双方各执两份 (合同份数)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.findings import ERROR, Code, finding
from pipeline.checks.folding import folded
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.text.numerals import parse_number

SUM = Code(
    code="CPY001", severity=ERROR, strict=True, title="合同份数对不上",
    explanation="“一式×份”与各方分别持有的份数之和不相等。写有“其余”“若干”或份数留空时不判断。",
    hint="改正总份数，或改正各方所持份数",
)  # fmt: skip

CODES = (SUM,)

_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})"
_TOTAL = re.compile(rf"一式\s*{_COUNT}\s*份")
# Only of the contract itself, not of the notices and certificates that are made out in copies too: its sentence begins
# with the contract, and nothing but the contract stands between the last comma and 一式.
_SUBJECT = re.compile(
    r"(?:[\s\d.、()（）]|第[一二三四五六七八九十百]+条)*(?:本|此|该)?(?:合同|协议|合约)[^。；\n]*?"
    r"(?:^|[，,]|(?<=合同)|(?<=协议)|(?<=合约))(?:本|此|该)?(?:合同|协议|合约)?(?:书|文本|正文)?(?:及[^，,。；\n]{0,12})?(?:一?共)?\s*"
)
_HELD = re.compile(rf"(?P<who>[^。；;\d]{{0,80}}?)(?<!\s)\s*+{_COUNT}\s*+份")
_EACH = re.compile(r"各(?:自|方)?\s*(?:执|持|存|留|保|收|得|备|$)")
# Words behind which the sum can't be known, and originals and duplicates that are counted apart.
_OPEN = re.compile(r"其余|余下|若干|至少|不少于|以上|多份|正本|副本|[_＿□×]")
_PARTY = re.compile(r"[甲乙丙丁戊]方?|[\u4e00-\u9fff]{1,6}(?:人|方)")
_TOGETHER = (("双方", 2), ("两方", 2), ("三方", 3), ("四方", 4), ("五方", 5))


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find copies that do not add up.

    Args:
        subject: What is checked.

    Returns:
        The findings, none where a number is left open.
    """
    return tuple(_check(subject))


def _check(subject: Subject) -> Iterator[Diagnostic]:
    text = folded(subject.text)
    for total in _TOTAL.finditer(text):
        head = max(text.rfind(c, 0, total.start()) for c in "。；;\n") + 1
        if not _SUBJECT.fullmatch(text[head : total.start()]):
            continue
        end = min((i for i in (text.find(c, total.end()) for c in "。\n") if i >= 0), default=len(text))
        held = handed_out(text[total.end() : end], len(subject.template.parties))
        copies = parse_number(total["count"])
        if copies is not None and held is not None and held != copies:
            yield finding(SUM, f"合同{total[0]}，各方所持合计却是 {held} 份", subject, start=total.start(), end=end)


def handed_out(words: str, parties: int) -> int | None:
    """Add up the copies that the parties hold.

    Args:
        words: What follows 一式×份 in its sentence, widths folded.
        parties: How many parties the contract has, for 各方.

    Returns:
        The sum, None if it is not stated or can't be known.
    """
    if _OPEN.search(words):
        return None
    total = 0
    for match in _HELD.finditer(words):
        count, holders = parse_number(match["count"]), _holders(match["who"], parties)
        if count is None or holders is None:
            return None
        total += int(count) * holders
    return total or None


def _holders(who: str, parties: int) -> int | None:
    """How many hold that many: 甲乙双方各执 two, 登记机关 one; None where it can't be told."""
    who = who.lstrip("，,、 ")
    if not _EACH.search(who):
        return 1
    named = who.rsplit("，", 1)[-1].rsplit(",", 1)[-1]
    for word, number in _TOGETHER:
        if word in named:
            return number + (len(_extra(named, word)))
    if "各方" in named or "每方" in named:
        return parties or None
    holders = [part for part in re.split(r"[、和与及]", named) if part.strip()]
    return len(holders) if len(holders) > 1 else len(_PARTY.findall(named)) or None


def _extra(named: str, word: str) -> list[str]:
    """Others who hold as many beside the parties: 甲乙双方和见证方各执一份."""
    behind = named.partition(word)[2]
    return [p for p in re.split(r"[、和与及]", behind)[1:] if p.strip() and not _EACH.match(p.strip())]
