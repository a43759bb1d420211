"""CSV bytes → Rows, streamed: encoding proved over the whole file first, every value text as it was typed."""

from __future__ import annotations

import codecs
import contextlib
import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.readers.records.decode import chunks_of, encoding
from pipeline.readers.records.errors import RecordSyntaxError, RecordTooLarge
from pipeline.readers.records.headings import Names
from pipeline.readers.records.row import VALUE_BYTES, Row
from pipeline.readers.records.table import find_header, read_table

_DELIMITERS = (",", "\t", ";", "，")
_TOP = 30
_LINE_CHARACTERS = 16 << 20


def read_csv(source: Path | bytes, names: Names, name: str) -> Iterator[Row]:
    """Yield the rows of a CSV file.

    Raises:
        RecordEncodingUnknown: Neither UTF-8 nor GB18030.
        RecordSyntaxError: A quote is never closed, or stands inside a field.
        RecordTooLarge: A field is larger than 1 MiB.
        HeaderMissing: No row names a field; HeaderUnknown, HeaderAmbiguous likewise.
    """
    label = encoding(chunks_of(source, name), name)
    delimiter = _delimiter(source, label, name, names)
    lines = _records(source, label, name, delimiter)
    top = list(itertools.islice(lines, _TOP))
    header = find_header([cells for _, cells in top], names, name)
    body = itertools.chain(top[header.row + 1 :], lines)
    for row, _ in read_table(body, header, names, name):
        yield row


def _delimiter(source: Path | bytes, label: str, name: str, names: Names) -> str:
    def named(delimiter: str) -> int:
        top: list[Sequence[str]] = []
        # Quotes that a wrong delimiter can't read end its trial; a right one meets them again below.
        with contextlib.suppress(RecordSyntaxError):
            top.extend(cells for _, cells in itertools.islice(_records(source, label, name, delimiter), _TOP))
        header = names.header(top)
        return len(header.keys) if header else 0

    return max(_DELIMITERS, key=named)  # the first of equals: a comma


def _records(source: Path | bytes, label: str, name: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    # The csv module's limit is global to the process; ours is a property of the format.
    csv.field_size_limit(VALUE_BYTES)
    reader = csv.reader(_lines(source, label, name), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise RecordTooLarge(name, f"第{start}行的一个字段", "1 MiB", hint="长内容请作为附件提供") from error
        raise RecordSyntaxError(name, start, f"引号不成对（{error}）", hint="字段内的引号应写成两个引号") from error


def _lines(source: Path | bytes, label: str, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(label)("strict")
    rest, ending = "", "\r\n"
    for number, chunk in enumerate(chunks_of(source, name)):
        text = rest + decoder.decode(chunk)
        if not number and "\n" not in text:
            ending = "\r"  # as Excel saves “CSV (Macintosh)”
        *lines, rest = text.replace(ending, "\n").split("\n")
        if len(rest) > _LINE_CHARACTERS:
            raise RecordTooLarge(name, "一行的长度", "16 MiB")
        yield from (line + "\n" for line in lines)
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest
