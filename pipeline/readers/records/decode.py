"""Bytes → str: byte order mark, then strict UTF-8, then strict GB18030; never a statistical guess."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.readers.opening import why_unread
from pipeline.readers.records.errors import RecordEncodingUnknown, RecordFileUnreadable, RecordTooLarge

FILE_BYTES = 50 << 20  # docs/limits.md: file 50 MiB, for what is read whole; streams are bounded by the line
_CHUNK = 1 << 20

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_bytes(source: Path | bytes, name: str) -> bytes:
    """Return the whole of a source that is read at once.

    Raises:
        RecordFileUnreadable: The file can't be opened.
        RecordTooLarge: It is larger than 50 MiB.
    """
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as file:
                data = file.read(FILE_BYTES + 1)
        except OSError as error:
            raise RecordFileUnreadable(name, why_unread(error)) from error
    if len(data) > FILE_BYTES:
        raise RecordTooLarge(name, "文件大小", "50 MiB", hint="请另存为 CSV 或 JSONL，或分成几个文件")
    return data


def decode(data: bytes, name: str) -> str:
    """Return the text of a small file.

    Raises:
        RecordEncodingUnknown: The bytes are neither UTF-8 nor GB18030.
    """
    return data.decode(encoding([data], name))


def encoding(chunks: Iterator[bytes] | list[bytes], name: str) -> str:
    """Return the encoding of a text, having decoded all of it strictly.

    Args:
        chunks: The bytes in pieces of any size, at least enough in the first for a byte order mark.
        name: File name for the message.

    Raises:
        RecordEncodingUnknown: No encoding reads the whole text.
    """
    candidates: list[tuple[str, codecs.IncrementalDecoder]] = []
    line = 1
    for index, chunk in enumerate(chunks):
        if not index:
            candidates = _candidates(chunk)
        alive = [(label, decoder) for label, decoder in candidates if _reads(decoder, chunk)]
        if not alive:
            raise RecordEncodingUnknown(name, line + _good_lines(candidates[-1][0], chunk))
        candidates, line = alive, line + chunk.count(b"\n")
    finished = [label for label, decoder in candidates if _reads(decoder, b"", final=True)]
    if candidates and not finished:
        raise RecordEncodingUnknown(name, line)
    return finished[0] if finished else "utf-8"


def chunks_of(source: Path | bytes, name: str) -> Iterator[bytes]:
    """Yield the bytes of a source in pieces of 1 MiB.

    Raises:
        RecordFileUnreadable: The file can't be opened or read.
    """
    if isinstance(source, bytes):
        yield from (source[at : at + _CHUNK] for at in range(0, len(source), _CHUNK))
        return
    try:
        with source.open("rb") as file:
            yield from _pieces(file)
    except OSError as error:
        raise RecordFileUnreadable(name, why_unread(error)) from error


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


def _candidates(first: bytes) -> list[tuple[str, codecs.IncrementalDecoder]]:
    marked = next((label for mark, label in _MARKS if first.startswith(mark)), "")
    labels = [marked] if marked else ["utf-8", "gb18030"]
    return [(label, codecs.getincrementaldecoder(label)("strict")) for label in labels]


def _reads(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _good_lines(label: str, chunk: bytes) -> int:
    return (
        chunk.decode(label, "surrogateescape" if label.startswith("utf") else "replace").split("\ufffd")[0].count("\n")
    )
