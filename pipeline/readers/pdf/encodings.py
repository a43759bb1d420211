"""The encoding that a font brings with it (ISO 32000-1, 9.7.5.3) → its characters.

pdfminer knows encodings by their names only, and shows nothing of a text whose font has one of its own.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.cmapdb import CMapBase, CMapDB
from pdfminer.pdffont import PDFCIDFont
from pdfminer.pdftypes import PDFStream, resolve1

_SECTION = re.compile(rb"begin(codespacerange|cidchar|cidrange)(.*?)end\1", re.DOTALL)
_CODE = rb"<\s*([0-9A-Fa-f]{1,8})\s*>"
_SPACE = re.compile(_CODE + rb"\s*" + _CODE)
_CHAR = re.compile(_CODE + rb"\s*(\d{1,6})")
_RANGE = re.compile(_CODE + rb"\s*" + _CODE + rb"\s*(\d{1,6})")
_BASE = re.compile(rb"/([^\s/<>\[\]()]{1,64})\s+usecmap")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Codes of a number of bytes from first to last, which have glyphs from `cid` on."""

    size: int
    first: int
    last: int
    cid: int


class OwnEncoding(CMapBase):
    """An encoding as a font's own stream gives it; what it leaves out is that of the one it is based on."""

    def __init__(self, data: bytes) -> None:
        """Read the stream of an encoding."""
        super().__init__()
        sections = [(found[1], found[2]) for found in _SECTION.finditer(data)]
        self._sizes = sorted({len(_bytes(low)) for kind, body in sections if kind == b"codespacerange"
                              for low, _ in _SPACE.findall(body)}) or [2]  # fmt: skip
        spans = [span for kind, body in sections if kind != b"codespacerange" for span in _spans(kind, body)]
        self._spans = sorted(spans, key=lambda span: (span.size, span.first))
        self._starts = [(span.size, span.first) for span in self._spans]
        self._by_cid = sorted(self._spans, key=lambda span: span.cid)
        self._cids = [span.cid for span in self._by_cid]
        self._base = _named(found[1].decode("latin-1")) if (found := _BASE.search(data)) else None

    def decode(self, code: bytes) -> Iterator[int]:
        """Yield the glyphs of a string; a code without one has the first of its font, which stands for none."""
        at = 0
        while at < len(code):
            for size in self._sizes:
                cid = self._cid(code[at : at + size], size)
                if cid is not None:
                    break
            yield cid or 0
            at += size

    def code(self, cid: int) -> int:
        """Return the code of a glyph, which tells its character."""
        near = bisect.bisect_right(self._cids, cid) - 1
        span = self._by_cid[near] if near >= 0 else None
        return span.first + cid - span.cid if span and cid <= span.cid + span.last - span.first else cid

    def _cid(self, piece: bytes, size: int) -> int | None:
        value = int.from_bytes(piece)
        near = bisect.bisect_right(self._starts, (size, value)) - 1
        span = self._spans[near] if near >= 0 else None
        if len(piece) == size and span and span.size == size and value <= span.last:
            return span.cid + value - span.first
        return next(iter(self._base.decode(piece)), None) if self._base else None


def _spans(kind: bytes, body: bytes) -> Iterator[_Span]:
    if kind == b"cidchar":
        for code, cid in _CHAR.findall(body):
            yield _Span(size=len(_bytes(code)), first=int(code, 16), last=int(code, 16), cid=int(cid))
        return
    for low, high, cid in _RANGE.findall(body):
        yield _Span(size=len(_bytes(low)), first=int(low, 16), last=int(high, 16), cid=int(cid))


def _bytes(digits: bytes) -> bytes:
    return bytes((len(digits) + 1) // 2)


def _named(name: str) -> CMapBase | None:
    try:
        return CMapDB.get_cmap(name)
    except CMapDB.CMapNotFound:
        return None


def with_own_encodings() -> None:
    """Let pdfminer read the encodings that fonts bring with them."""
    PDFCIDFont.get_cmap_from_spec = _encoding  # type: ignore[method-assign,assignment]
    PDFCIDFont.to_unichr = _character  # type: ignore[method-assign,assignment]


_known = PDFCIDFont.get_cmap_from_spec
_character_of = PDFCIDFont.to_unichr


def _encoding(font: PDFCIDFont, spec: Mapping[str, Any], strict: bool) -> CMapBase:  # noqa: FBT001
    stream = resolve1(spec.get("Encoding"))
    if not isinstance(stream, PDFStream) or _is_known(font, spec):
        return _known(font, spec, strict)
    return OwnEncoding(stream.get_data())


def _is_known(font: PDFCIDFont, spec: Mapping[str, Any]) -> bool:
    return _named(font._get_cmap_name(spec, False)) is not None  # noqa: SLF001


def _character(font: PDFCIDFont, cid: int) -> str:
    """The text of a glyph: a font says which character a code is, not a glyph (9.10.3)."""
    return _character_of(font, font.cmap.code(cid) if isinstance(font.cmap, OwnEncoding) else cid)
