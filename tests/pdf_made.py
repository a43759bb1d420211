"""PDF files written object by object, so that a test shows what a page draws."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

# Non-embedded Adobe-GB1 font: text is UTF-16 in hexadecimal, every Chinese letter a square.
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)
LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def text(x: float, y: float, words: str, size: float = 12, before: str = "") -> str:
    """Operators that show words with their lower left corner near (x, y)."""
    return f"BT {before} /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, x1: float, y: float, *, width: float = 0.7, dash: str = "") -> str:
    """Operators that draw a level line."""
    return f"q {width} w {dash} {x0} {y} m {x1} {y} l S Q\n"


def frame(x: float, y: float, width: float, height: float) -> str:
    """Operators that draw a rectangle's outline."""
    return f"{x} {y} {width} {height} re S\n"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a file of objects numbered from 1, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(out)


def one_page(content: bytes, *, entries: bytes = b"", page: bytes = b"", root: bytes = b"", more: Sequence[bytes] = (),
             resources: bytes = b"", font: bytes = FONT, box: bytes = b"0 0 595 842") -> list[bytes]:  # fmt: skip
    """Return the objects of a page: 1 catalogue, 2 pages, 3 page, 4 content, 5 font, 6 and on what is added."""
    return [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>"
        % (box, resources, page),
        stream(content, entries),
        font,
        *more,
    ]


def pages(*contents: str) -> bytes:
    """Return a file with a page for each piece of content."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>>>"
        % (kids, len(contents)),
        FONT,
    ]
    for index, content in enumerate(contents):
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (5 + 2 * index))
        objects.append(stream(content.encode("ascii")))
    return written(objects)


def deflated(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def bomb(megabytes: int, filler: bytes = b" ") -> bytes:
    """Return so many megabytes of one byte, deflated."""
    packer = zlib.compressobj(9)
    chunk = filler * (1 << 20)
    return b"".join(packer.compress(chunk) for _ in range(megabytes)) + packer.flush()
