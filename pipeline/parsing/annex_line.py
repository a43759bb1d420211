"""The annex line: one annex as a list entry or a heading prints it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.parsing.numbering import chinese
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late, pattern

NUMERAL = r"[0-9０-９]{1,2}(?:[－—–-][0-9]{1,2})?|[一二三四五六七八九十]{1,3}"
SPACE = r"[ \t\u3000\xa0]"
MAX_TITLE = 70
_NO_TITLE = late(
    r"[：:。□_＿]|^[\d一二三四五六七八九十（(]+[、.．)）]|^附件|^第.{1,3}[条章]|[，,].*[，,]|^序号|^[-—─]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexLine:
    """One annex as a line prints it.

    Attributes:
        number: As printed ("附件一", "附件1"), or the number of its list entry ("1"); "" if it has none.
        value: The number's value; the count in a list without numbers.
        title: Its title, "" if it has none.
        start: Offset of its first character.
        row: Index of the row.
        listed: An entry of an annex list; else the heading of the annex's own text.
    """

    number: str
    value: int
    title: str
    start: int
    row: int
    listed: bool


def value_of(numeral: str) -> int:
    """Return the value of an annex number, of 1—2 that of its first half."""
    return chinese(pattern(r"[－—–-]").split(numeral)[0])


def may_be_title(row: Row) -> bool:
    """True for a short row that can be the title of the annex headed above it."""
    return row.alone and 2 <= len(row.flat) <= 40 and not _NO_TITLE.search(row.text)


def clean(title: str) -> str:
    """Return an annex title without the marks around it and the stops behind it."""
    title = title.strip().rstrip("；;。：:，,、 ")
    title = pattern(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])").sub("", title)
    return title[1:-1] if title[:1] == "《" and title.find("》") == len(title) - 1 else title
