"""Streams of a PDF → their size when inflated, counted as they stream by: a bomb costs some time, never memory.

A file is looked at twice: as raw bytes before any library opens it, since opening inflates the streams that hold other
objects, and then stream by stream with its filters.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator

import pikepdf

MAX_STREAM = 75 << 20
MAX_TOTAL = 256 << 20
MAX_DEPTH = 200  # of arrays and dictionaries

_STEP = 1 << 20
_START = re.compile(rb"stream\r?\n")
_LAYERS = 4
_ASCII = frozenset(("/ASCIIHexDecode", "/AHx", "/ASCII85Decode", "/A85"))
_FLATE = frozenset(("/FlateDecode", "/Fl"))
_LZW = frozenset(("/LZWDecode", "/LZW"))
_CLEAR, _END = 256, 257  # codes of LZW (ISO 32000-1, 7.4.4.2)
_BRACKETS = re.compile(rb"[\[\]]")


class Oversized(Exception):
    """A stream or all of them together are larger than in any contract."""


def check_raw(data: bytes) -> None:
    """Inflate what looks like a deflated stream in a file that is not opened yet.

    Args:
        data: The file's bytes.

    Raises:
        Oversized: One is too large, all are together, or an array is nested too deep.
    """
    if b"[" * MAX_DEPTH in data:
        raise Oversized
    left = MAX_TOTAL
    view = memoryview(data)
    end = 0
    for found in _START.finditer(data):
        if found.end() < end:
            continue  # inside a stream that was inflated already
        used, size = _inflated_at(view, found.end(), min(MAX_STREAM, left))
        left -= size
        end = found.end() + used


def _inflated_at(view: memoryview, start: int, limit: int) -> tuple[int, int]:
    """How many bytes a deflated stream takes and how many it makes; nothing for what is none."""
    inflater = zlib.decompressobj()
    at, size = start, 0
    try:
        while at < len(view) and not inflater.eof:
            piece = bytes(view[at : at + (_STEP >> 4)])
            at += len(piece)
            while piece and not inflater.eof:  # what follows the end stays in the tail
                size += len(inflater.decompress(piece, _STEP))
                piece = inflater.unconsumed_tail
                if size > limit:
                    raise Oversized
    except zlib.error:
        pass
    return at - start - len(inflater.unused_data), size


def stream_size(stream: pikepdf.Stream, limit: int) -> int:
    """Return the size of a stream when decoded.

    Args:
        stream: A stream whose filters may stand in any order.
        limit: Bytes that it may have.

    Raises:
        Oversized: It has more, or so many filters that nobody can have meant them.
    """
    filters = _filters(stream)
    raw = stream.read_raw_bytes()
    while filters and filters[0] in _ASCII:
        raw = _from_ascii(raw, filters.pop(0))
    if filters and filters[0] in _LZW:
        return _lzw_size(raw, limit)
    layers = sum(name in _FLATE for name in filters)
    if layers > _LAYERS or any(name in _LZW | _ASCII for name in filters):
        raise Oversized
    size = 0
    for piece in _unpacked(raw, layers if filters[:1] and filters[0] in _FLATE else 0):
        size += len(piece)
        if size > limit:
            raise Oversized
    return size


def array_depth(content: bytes) -> int:
    """Return how deep the arrays of a content stream are nested, at most `MAX_DEPTH` + 1."""
    depth = deepest = 0
    if content.count(b"[") <= MAX_DEPTH:
        return 0
    for found in _BRACKETS.finditer(content):
        depth = depth + 1 if found[0] == b"[" else max(0, depth - 1)
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            break
    return deepest


def _filters(stream: pikepdf.Stream) -> list[str]:
    value = stream.get("/Filter")
    if value is None:
        return []
    return [str(f) for f in value] if isinstance(value, pikepdf.Array) else [str(value)]


def _from_ascii(raw: bytes, name: str) -> bytes:
    try:
        if name in {"/ASCIIHexDecode", "/AHx"}:
            digits = bytes(raw.split(b">", 1)[0].translate(None, b" \t\r\n\f\0"))
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("latin-1"))
        return base64.a85decode(raw.split(b"~>", 1)[0].removeprefix(b"<~"))
    except ValueError:
        return b""


def _lzw_size(raw: bytes, limit: int) -> int:
    """The size of LZW data, from the lengths of the strings that its codes stand for."""
    lengths = [1] * 258
    size, previous, bits, width, held = 0, 0, 0, 9, 0
    for byte in raw:
        held, bits = held << 8 | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits
        held &= (1 << bits) - 1
        if code == _END:
            break
        if code == _CLEAR:
            lengths, width, previous = lengths[:258], 9, 0
            continue
        length = lengths[code] if code < len(lengths) else previous + 1
        size += length
        if size > limit:
            raise Oversized
        if previous and len(lengths) < 4096:
            lengths.append(previous + 1)
        width = min(12, max(9, (len(lengths) + 1).bit_length()))
        previous = length
    return size


def _unpacked(raw: bytes, layers: int) -> Iterator[bytes]:
    """The innermost of some Flate layers, inflated as it streams by."""
    pieces: Iterator[bytes] = iter((raw,))
    for _ in range(layers):
        pieces = _inflated(pieces)
    return pieces


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    try:
        for piece in pieces:
            out = inflater.decompress(piece, _STEP)
            while out:
                yield out
                out = inflater.decompress(inflater.unconsumed_tail, _STEP) if inflater.unconsumed_tail else b""
    except zlib.error:
        return  # pdfminer reads as far as the damage, and so do we
