"""Rows → heads: every place where a number opens a row, or a piece of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.making import maker
from pipeline.parsing.numbering import Number, Style, chinese, number_at
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late, pattern

# 第三条约定的…, 第五条和第六条, 5.4款: a row that goes on like this refers to a clause and does not open one.
_REFERS = late(
    r"(?:第|款(?!项)|项(?!目)|目(?!的)|的|之(?![一二三四五])|中(?!标|止|介|期|间|途|心|国|央)|[、和或及与至](?:第|其|本)|所|规定(?!的?事项)"
    r"|约定(?!事项|内容|的?其他)|项下|以及|内(?!容)|情形|及其|〔|\[[^\]]{1,20}\]的|【[^】]{1,20}】的)"
)
_FULL = late(r"(?<=[\s。；;_＿])第[ \u3000]?[零〇一二三四五六七八九十百0-9]{1,5}[ \u3000]?条(?=[ \t\u3000\xa0：:])")
_SHORT = late(r"(?<=[ \t\u3000\xa0）)；;。、])[一二三四五六七八九十]{1,3}、")
_STARS = late(r"[★☆*＊#※●◆■▲△►➢✦\s]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A number that opens a row, and where its row ends.

    Attributes:
        number: The number.
        row: Index of the row.
        end: Offset behind the words that belong to it: the end of the row, or where the next head in it begins.
        inside: Stands behind other words of its row (第二条 …：____　第三条 …：____).
    """

    number: Number
    row: int
    end: int
    inside: bool = False

    @property
    def start(self) -> int:
        """Offset of the number's first character."""
        return self.number.start


_new_head = maker(Head)


def lost_before(values: list[int]) -> int:
    """Return how many numbers a count lacks before its first: 第五条 第六条 … lack four; 0 where it is no count.

    Args:
        values: The values of the heads of one style, in reading order.
    """
    return max(values[0] - 1, 0) if values and values == sorted(set(values)) else 0


def heads(text: str, rows: tuple[Row, ...]) -> tuple[Head, ...]:
    """Return the heads in reading order; references to clauses and numbers in the cells of forms are left out.

    Args:
        text: The flow's text, which the rows' offsets count.
        rows: Its rows.
    """
    found: list[Head] = []
    for index, row in enumerate(rows):
        numbers = _numbers(text, row)
        for i, number in enumerate(numbers):
            end = numbers[i + 1].start if i + 1 < len(numbers) else row.end - in_brackets(row)
            found.append(_new_head(number=number, row=index, end=end, inside=i > 0 or number.start > row.start + 8))
    return tuple(found)


def in_brackets(row: Row) -> bool:
    """True for a row that stands in heavy brackets from end to end: 【第三条 租金】, 【出租人】."""
    return row.text.startswith("【") and row.text.find("】") == len(row.text) - 1


def _numbers(text: str, row: Row) -> list[Number]:
    stars = _STARS.match(text, row.start + in_brackets(row), row.end)
    first = number_at(text, stars.end() if stars else row.start, row.end) or _automatic(text, row)
    if row.auto > row.start and (own := number_at(text, row.auto, row.end)) and own.style <= Style.COMMA:
        first = own  # a list's own number before one that the heading prints: 1. 第一条 …
    if row.cell is not None and row.auto > row.start and not text[row.auto : row.end].strip():
        first = None  # the ordinals of a list, which the file counts itself
    if first is not None and (not _is_head(text, row, first) or not _fits_cell(row, first)):
        first = None
    found = [first] if first else []
    if "第" in row.text[1:]:
        found += _later(text, row, _FULL, first)
    elif first is not None and first.style is Style.COMMA:
        found += _later(text, row, _SHORT, first)
    return found


def _automatic(text: str, row: Row) -> Number | None:
    """An automatic number without a mark behind it: 一 or 1, as some files number their headings."""
    raw = text[row.start : row.auto].strip()
    if not raw or not pattern(r"[一二三四五六七八九十百]{1,5}|[0-9]{1,3}").fullmatch(raw):
        return None
    style = Style.ARABIC if raw.isdigit() else Style.COMMA
    stop = row.start + len(raw)
    return Number(style=style, values=(chinese(raw),), text=raw, start=row.start, stop=stop, end=row.auto)


# 1 电缆 YJY-4*95 米 1000 980.00: a row of a list that kept nothing of its table
_FIGURES = late(r"[ \t\u3000\xa0][0-9][0-9.,，]*[ ]?[元%％]?$")


def _is_head(text: str, row: Row, number: Number) -> bool:
    if number.text.isdigit() and row.auto == row.start and _FIGURES.search(row.text):
        return False
    if row.auto > row.start or (row.start < number.start and text[row.start] in "★☆"):
        return True
    follows = number.style <= Style.ARTICLE or number.style in (Style.DECIMAL, Style.DECIMAL3, Style.PAREN)
    return not (follows and _REFERS.match(text, number.stop, row.end))


def _fits_cell(row: Row, number: Number) -> bool:
    return row.alone or number.style is Style.ARTICLE


def _later(text: str, row: Row, pattern: re.Pattern[str], first: Number | None) -> list[Number]:
    """The numbers further on in the row that go on counting from the one before."""
    found: list[Number] = []
    last = first
    for match in pattern.finditer(text, row.start + 1, row.end):
        number = number_at(text, match.start(), row.end)
        if number is None or _REFERS.match(text, number.end, row.end):
            continue
        if last is not None and last.style is number.style and number.value != last.value + 1:
            continue
        found.append(number)
        last = number
    return found
