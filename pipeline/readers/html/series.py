"""Blocks of a page that LibreOffice wrote → blocks: list numbers in the form of the typed numbers that they go on from.

LibreOffice writes every automatic number as a plain list item; that the document shows 第一条 or 一、 is lost. Where
a heading or two of a typed series are missing and list items with those very numbers stand in their place, the items
are the missing headings; so are items that go on from the last typed number. An item that begins with a typed number
has none of its own. Within clauses that are typed 1, 1.1, 1.2 a list counts in brackets. It also writes the outline
levels of headings as lists where the document numbers none of them: a level that counts the contract's own title has
no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.document import Block, Paragraph
from pipeline.text.numerals import chinese, parse_number

_DIGITS = "[零〇一二三四五六七八九十百]{1,5}"
# Each form of number with what stands around it; a list's own number has the form of the first that it completes.
_FORMS = (("第", "条"), ("第", "章"), ("", "、"), ("（", "）"))
_TYPED = tuple((form, re.compile(rf"[\s　]*{form[0]}({_DIGITS}){form[1]}")) for form in _FORMS)
_DECIMAL = re.compile(r"[\s★]*([1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2})?)(?![0-9.、．）)%])")
_ITEM = re.compile(r"([0-9]{1,3})\.")
_SERIES = 5  # articles such as 1, with clauses such as 1.1, that make the style of a text
_LONGEST = 40
_TITLE = re.compile(r"(?:合同|协议|合同书|协议书|示范文本)(?:[（(][^（()）]{1,12}[)）])?$")
_AHEAD = 3  # a number of the form and a line such as 示范文本 may stand above the title


def completed(blocks: Sequence[Block]) -> list[Block]:
    """Give list items that complete a typed series numbers of its form.

    Args:
        blocks: A page's blocks, list items with numbers such as "3.".

    Returns:
        The blocks in the same order.
    """
    mended = _within_decimals([_once_numbered(block) for block in _outlined(blocks)])
    for form, typed in _TYPED:
        before, last = -1, 0
        for behind, number in [(i, n) for i, block in enumerate(mended) if (n := _typed_number(block, typed))]:
            if last < number:
                found = _missing(mended, range(before + 1, behind), range(last + 1, number))
            else:  # a smaller number begins a new series
                found = _following(mended, range(before + 1, behind), last) if before >= 0 else []
                rest = range((found[-1][0] if found else before) + 1, behind)
                found += _missing(mended, rest, range(1, number))
            _number(mended, found, form)
            before, last = behind, number
        if before >= 0:
            _number(mended, _following(mended, range(before + 1, len(mended)), last), form)
    return mended


def _within_decimals(blocks: list[Block]) -> list[Block]:
    """Give lists brackets in a text that types 1, 1.1, 1.2, 2 before its clauses: a list within those counts anew."""
    typed = {found[1] for block in blocks if isinstance(block, Paragraph) and (found := _DECIMAL.match(block.text))}
    outer = {number.split(".")[0] for number in typed if "." in number} & typed
    if len(outer) < _SERIES:
        return blocks
    return [
        replace(block, number=f"（{item[1]}）", separator="")
        if isinstance(block, Paragraph) and (item := _ITEM.fullmatch(block.number))
        else block
        for block in blocks
    ]


def _number(blocks: list[Block], found: Sequence[tuple[int, int]], form: tuple[str, str]) -> None:
    """Give the paragraphs at the places numbers of the form."""
    for index, value in found:
        block = blocks[index]
        assert isinstance(block, Paragraph)
        blocks[index] = replace(block, number=f"{form[0]}{chinese(value)}{form[1]}", separator="")


def _outlined(blocks: Sequence[Block]) -> list[Block]:
    """Take the numbers from the headings of every level that counts the contract's title among its first."""
    levels: dict[int, list[Paragraph]] = {}
    for block in blocks:
        if isinstance(block, Paragraph) and block.number and block.level is not None:
            levels.setdefault(block.level, []).append(block)
    bare = {level for level, headings in levels.items() if any(_is_title(heading) for heading in headings[:_AHEAD])}
    return [
        replace(block, number="", separator="")
        if isinstance(block, Paragraph) and block.number and block.level in bare
        else block
        for block in blocks
    ]


def _is_title(heading: Paragraph) -> bool:
    return heading.align == "center" and bool(_TITLE.search(heading.text.strip()))


def _once_numbered(block: Block) -> Block:
    """A paragraph that begins with a typed number is in a list whose numbers the document does not show."""
    if isinstance(block, Paragraph) and block.number and any(typed.match(block.text) for _, typed in _TYPED):
        return replace(block, number="", separator="")
    return block


def _typed_number(block: Block, typed: re.Pattern[str]) -> int | None:
    found = typed.match(block.text) if isinstance(block, Paragraph) and not block.number else None
    number = parse_number(found[1]) if found else None
    return int(number) if number else None


def _missing(blocks: Sequence[Block], places: range, numbers: range) -> list[tuple[int, int]]:
    """Where the headings with the numbers stand among list items, nothing if not all of them are there."""
    found: list[tuple[int, int]] = []
    for index in places:
        if len(found) < len(numbers) and _is_heading(blocks[index], (numbers[len(found)], numbers[0])):
            found.append((index, numbers[len(found)]))
    return found if len(found) == len(numbers) else []


def _following(blocks: Sequence[Block], places: range, last: int) -> list[tuple[int, int]]:
    """Where headings stand that go on from the last typed number; an inner list would begin with its own first."""
    found: list[tuple[int, int]] = []
    for index in places:
        block = blocks[index]
        if not isinstance(block, Paragraph) or not block.number:
            continue
        number = last + 1 + len(found)
        if _is_heading(block, (number, last + 1)):
            found.append((index, number))
        elif not found:
            return []
    return found


def _is_heading(block: Block, numbers: tuple[int, int]) -> bool:
    """True for a heading that the list counts so; a list that is opened again counts from its own start once more."""
    if not isinstance(block, Paragraph) or block.number not in {f"{number}." for number in numbers}:
        return False
    text = block.text.strip()
    return 0 < len(text) <= _LONGEST and not text.endswith(("。", "；"))
