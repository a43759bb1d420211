"""XLSX bytes → WorkbookFacts: limits kept before any library opens the file, and what calamine does not tell.

calamine lays a sheet out as a full grid, so two cells in opposite corners would take the memory of 17 thousand million;
it turns error cells into empty ones and drops number formats, so 50 % arrives as 0.5 and 000123 as 123.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from pipeline.ooxml.archive import DamagedPackage, EncryptedPackage, Member, RefusedPackage, read_members
from pipeline.ooxml.limits import LIMITS
from pipeline.readers.records.errors import RecordFileUnreadable, RecordTooLarge

CELLS = 1_000_000  # docs/limits.md: 1 M populated cells
AREA = 20_000_000  # of the grid that calamine lays out, 24 bytes a cell
MERGES = 10_000
_DEPTH = 256

# ECMA-376 part 1 §18.8.30: formats 9 and 10 are 0% and 0.00%.
_PERCENT_FORMATS = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(slots=True)
class SheetFacts:
    """What a sheet holds that calamine does not tell; places are (row, column) from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncounted: set[tuple[int, int]] = field(default_factory=set)  # formulas that no program has worked out yet
    percents: set[tuple[int, int]] = field(default_factory=set)
    widths: dict[tuple[int, int], int] = field(default_factory=dict)  # digits that a format like 000000 shows
    hidden: set[int] = field(default_factory=set)  # rows that nobody sees: filtered out, folded away, or no height


def inspect(data: bytes, name: str) -> Mapping[str, SheetFacts]:
    """Return the facts of each worksheet by its name.

    Args:
        data: The file.
        name: File name for messages.

    Raises:
        RecordFileUnreadable: Not a workbook, damaged, encrypted, or with a DOCTYPE.
        RecordTooLarge: Beyond a limit.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RecordFileUnreadable(name, "是旧式 .xls 或带密码的工作簿，请去掉密码并另存为 .xlsx")
    try:
        parts = {member.name: member for member in read_members(data, LIMITS)}
        return _facts(parts, name)
    except expat.ExpatError as error:
        raise RecordFileUnreadable(name, f"表格内部的 XML 已损坏（{error}）") from error
    except (KeyError, ValueError) as error:
        raise RecordFileUnreadable(name, "不是完整的 .xlsx 文件") from error
    except RefusedPackage as error:
        hint = "常见原因是整行整列设了格式；请只保留有内容的行和列再保存，或另存为 CSV"
        raise RecordFileUnreadable(name, error.message, hint=hint) from error
    except (DamagedPackage, EncryptedPackage) as error:  # those advise to save as .docx
        raise RecordFileUnreadable(name, error.message) from error


def _facts(parts: Mapping[str, Member], name: str) -> dict[str, SheetFacts]:
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))[1:]

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            sheets[given.get("name", "")] = given.get("id", "")

    _parse(parts, "xl/_rels/workbook.xml.rels", name, relation)
    _parse(parts, "xl/workbook.xml", name, sheet)
    styles = _Styles()
    if "xl/styles.xml" in parts:
        _parse(parts, "xl/styles.xml", name, styles.take)
    return {
        title: _sheet(parts, targets[rid], styles, name)
        for title, rid in sheets.items()
        if targets.get(rid, "") in parts
    }


def _parse(parts: Mapping[str, Member], part: str, name: str, start: Any, **others: Any) -> None:
    """Run expat over a part; `start` gets local tag and attributes by local name, `end` the tag, `text` the text."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def opened(tag: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise RecordTooLarge(name, f"{part} 的嵌套层数", str(_DEPTH))
        start(tag.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in given.items()})

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end := others.get("end"):
            end(tag.rpartition(" ")[2])

    def doctype(*_: object) -> None:
        raise RecordFileUnreadable(name, "表格内部含有 DOCTYPE，不安全")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = doctype
    if text := others.get("text"):
        parser.CharacterDataHandler = text
    parser.Parse(parts[part].unpack(), True)


class _Styles:
    """Which cell formats (indices into cellXfs) show a percentage or a fixed number of digits."""

    def __init__(self) -> None:
        self.percents: set[str] = set()
        self.widths: dict[str, int] = {}
        self._codes: dict[str, str] = {}
        self._in_cells = False
        self._count = 0

    def take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            self._codes[given.get("numFmtId", "")] = _LITERAL.sub("", given.get("formatCode", ""))
        elif tag in {"cellXfs", "cellStyleXfs", "cellStyles"}:
            self._in_cells = tag == "cellXfs"
        elif tag == "xf" and self._in_cells:
            self._format(given.get("numFmtId", "0"), str(self._count))
            self._count += 1

    def _format(self, number: str, index: str) -> None:
        code = self._codes.get(number, "")
        if "%" in code or (number.isdigit() and int(number) in _PERCENT_FORMATS):
            self.percents.add(index)
        elif len(code) > 1 and set(code) == {"0"}:
            self.widths[index] = len(code)


class _Sheet:
    """Counts a sheet's cells and notes the ones that calamine would misreport."""

    def __init__(self, styles: _Styles, name: str) -> None:
        self.styles, self.name = styles, name
        self.facts = SheetFacts()
        self.cells = self.merges = 0
        self.row = self.column = -1
        self.top, self.left, self.bottom, self.right = 1 << 30, 1 << 30, -1, -1
        self.style = self.type = ""
        self.reading = self.inside = self.formula = self.valued = False
        self.text: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "row":
            self.row = int(given["r"]) - 1 if "r" in given else self.row + 1
            self.column = -1
            if _is_hidden(given):
                self.facts.hidden.add(self.row)
        elif tag == "c":
            self._cell(given)
        elif tag == "f":
            self.formula = True
        elif tag in {"v", "is"}:
            self._value()
            self.inside = tag == "v"
            self.reading = self.inside and self.type == "e"
        elif tag == "mergeCell":
            self.merges += 1
            if self.merges > MERGES:
                raise RecordTooLarge(self.name, "合并单元格的个数", f"{MERGES:,}")

    def _cell(self, given: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(given.get("r", ""))
        self.row, self.column = (int(found[2]) - 1, _column(found[1])) if found else (self.row, self.column + 1)
        self.style, self.type = given.get("s", ""), given.get("t", "")
        self.formula = self.valued = self.inside = False

    def _value(self) -> None:
        self.cells += 1
        if self.cells > CELLS:
            raise RecordTooLarge(self.name, "有内容的单元格", f"{CELLS:,} 个", hint="请另存为 CSV，或分成几个文件")
        self.top, self.bottom = min(self.top, self.row), max(self.bottom, self.row)
        self.left, self.right = min(self.left, self.column), max(self.right, self.column)
        if (self.bottom - self.top + 1) * (self.right - self.left + 1) > AREA:
            raise RecordTooLarge(self.name, "表格占用的区域", f"{AREA:,} 格", hint="请删去远处多余的单元格后重新保存")
        if self.style in self.styles.percents:
            self.facts.percents.add((self.row, self.column))
        elif self.style in self.styles.widths:
            self.facts.widths[self.row, self.column] = self.styles.widths[self.style]

    def end(self, tag: str) -> None:
        if tag == "v" and self.reading:
            self.facts.errors[self.row, self.column] = "".join(self.text)
            self.reading = False
            self.text.clear()
        elif tag == "c" and self.formula and not self.valued and self.type != "str":  # an empty text is a result
            self.facts.uncounted.add((self.row, self.column))
        if tag == "v":
            self.inside = False

    def characters(self, text: str) -> None:
        self.valued = self.valued or self.inside
        if self.reading:
            self.text.append(text)


def _sheet(parts: Mapping[str, Member], part: str, styles: _Styles, name: str) -> SheetFacts:
    sheet = _Sheet(styles, name)
    _parse(parts, part, name, sheet.start, end=sheet.end, text=sheet.characters)
    return sheet.facts


def _is_hidden(row: Mapping[str, str]) -> bool:
    # ECMA-376 part 1 §18.3.1.73: a filter, an outline and a person all hide a row by the same attribute.
    return row.get("hidden") in {"1", "true"} or row.get("ht") == "0"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
