"""Rows of cells → Rows: what CSV and XLSX have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.template import Kind
from pipeline.readers.records.errors import HeaderAmbiguous, HeaderMissing, HeaderUnknown, RecordSyntaxError
from pipeline.readers.records.from_json import parse_json
from pipeline.readers.records.headings import ORDER, Header, Names
from pipeline.readers.records.mapping import Gather
from pipeline.readers.records.row import Row, is_empty, problem

_NO_HEADING = "请在表头给这一列写上列名（不写进合同的以 # 开头），或删去这一格；CSV 请检查是否多了分隔符"


def find_header(rows: Sequence[Sequence[str]], names: Names, location: str) -> Header:
    """Return the header of a table.

    Args:
        rows: The texts of its first rows.
        names: The names that the template knows.
        location: File (and sheet), for messages.

    Raises:
        HeaderMissing: No row names a field.
        HeaderUnknown: A column is no field and is not marked with #.
        HeaderAmbiguous: A column could mean several fields, or two mean one.
    """
    header = names.header(rows)
    if header is None:
        raise HeaderMissing(location, [field.label for field in names.fields.values()])
    if header.unknown:
        raise HeaderUnknown(location, header.unknown)
    for title, meanings in header.clashes:
        raise HeaderAmbiguous(location, title, meanings)
    return header


def read_table(
    rows: Iterable[tuple[int, Sequence[object]]], header: Header, names: Names, name: str
) -> Iterator[tuple[Row, str]]:
    """Yield a row for each line of a table that holds a value, with the order number it gives itself (合同序号).

    Args:
        rows: Row number as the program that made the file shows it, and cells.
        header: The header.
        names: The names that the template knows.
        name: File name, for messages.
    """
    for number, cells in rows:
        if _is_blank(cells, header):
            continue
        gather = Gather(names)
        order = ""
        for column, cell in enumerate(cells):
            place = f"列『{header.titles[column]}』" if column in header.titles else f"第{column + 1}列"
            if column in header.keys:
                key = header.keys[column]
                order = str(cell or "").strip() if key == ORDER else order
                gather.put(key, _typed(cell, key, gather, place), place)
            elif column not in header.titles and not is_empty(cell):
                gather.problems.append(problem("ROW007", "这一格在表头之外", location=place, hint=_NO_HEADING))
        typed = {header.titles.get(i, f"第{i + 1}列"): cell for i, cell in enumerate(cells) if i in header.titles}
        yield gather.row(f"{name} 第{number}行", number, typed), order


def _is_blank(cells: Sequence[object], header: Header) -> bool:
    return all(is_empty(cell) or header.keys.get(i) == ORDER for i, cell in enumerate(cells))


def _typed(cell: object, key: str, gather: Gather, place: str) -> object:
    field = gather.names.fields.get(key)
    if not (field and field.kind is Kind.TABLE and isinstance(cell, str) and cell.strip()):
        return cell
    try:
        return parse_json(cell, "")
    except RecordSyntaxError:
        hint = '请写成 [{"列名": "值"}] 的形式，或改用 hetong form 生成的 Excel 表'
        gather.problems.append(problem("ROW008", "表格应是 JSON 列表", location=place, hint=hint, key=key))
        return None
