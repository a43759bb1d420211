"""PDF files that are made to hurt: each ends in a typed refusal or is read within the limits."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.errors import ReadError
from pipeline.model.flow import flow
from pipeline.readers import read
from pipeline.readers.pdf.gate import PdfDamaged, PdfProtected, PdfTooLarge
from tests.pdf_made import FONT, LATIN, bomb, deflated, one_page, rule, stream, text, written

WORDS = text(72, 700, "甲方").encode()
BARE_LATIN = LATIN.replace(b"/Encoding/WinAnsiEncoding", b"")
FLATE = b"/Filter/FlateDecode"


def _with(content: bytes = WORDS, **more: object) -> bytes:
    return written(one_page(content, **more))  # type: ignore[arg-type]


def _exponential() -> bytes:
    forms = [
        stream(
            b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + level)
        )
        for level in range(11)
    ]
    last = stream(WORDS, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>")
    return _with(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=[*forms, last])


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>"


def _letters(times: int) -> bytes:
    return b"BT /F1 9 Tf (" + b"a" * times + b") Tj ET"


def _drawn_often(call: bytes) -> bytes:
    return _with(call * 100, font=LATIN, resources=b"/XObject<</X1 6 0 R>>", more=[stream(_letters(5_000), FORM)])


def _string_over_streams() -> bytes:
    objects = one_page(b"BT /F1 9 Tf (", font=LATIN, more=[stream(b"a" * 400_000 + b") Tj ET")])
    objects[2] = objects[2].replace(b"/Contents 4 0 R", b"/Contents[4 0 R 6 0 R]")
    return written(objects)


def _pages_of_letters() -> bytes:
    objects = one_page(deflated(_letters(200_000)), font=LATIN, entries=FLATE)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count 40>>" % (b"3 0 R " * 40)
    return written(objects)


def _object_stream() -> bytes:
    inner = bomb(300)
    head = b"%PDF-1.7\n"
    packed = b"2 0 obj\n" + stream(inner, b"/Type/ObjStm/N 1/First 4" + FLATE) + b"\nendobj\n"
    catalogue = b"1 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n"
    rows = b"".join((
        b"\x00\x00\x00\x00\x00", b"\x01" + len(head + packed).to_bytes(3, "big") + b"\x00",
        b"\x01" + len(head).to_bytes(3, "big") + b"\x00", b"\x02\x00\x00\x02\x00",
    ))  # fmt: skip
    start = len(head + packed + catalogue)
    table = b"4 0 obj\n" + stream(rows, b"/Type/XRef/Size 4/W[1 3 1]/Root 1 0 R") + b"\nendobj\n"
    return head + packed + catalogue + table + b"startxref\n%d\n%%%%EOF" % start


def _xref_stream() -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    rows = stream(bomb(120, b"\x01"), b"/Type/XRef/Size 2000000000/W[1 4 2]/Root 1 0 R" + FLATE)
    return head + b"3 0 obj\n" + rows + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


def _page_cycle() -> bytes:
    objects = one_page(WORDS)
    objects[1] = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    return written(objects)


def _many_pages() -> bytes:
    objects = one_page(WORDS)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count 6000>>" % (b"3 0 R " * 6_000)
    return written(objects)


def _protected(**passwords: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(_with())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(R=6, **passwords))  # type: ignore[arg-type]
    return buffer.getvalue()


def _font(entries: bytes, more: bytes) -> bytes:
    return _with(font=FONT[:-2] + entries + b">>", more=[more])


def _wide_font() -> bytes:
    return _with(font=FONT.replace(b"/DW 1000", b"/DW 1000/W[0 2000000000 500]"))


def _prev_loop() -> bytes:
    data = _with()
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % data.rindex(b"xref\n0"))


CMAP = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange %s endbfrange endcmap"
REFUSED: dict[str, Callable[[], bytes]] = {
    "flate bomb": lambda: _with(bomb(80), entries=FLATE),
    "double flate": lambda: _with(deflated(bomb(400)), entries=b"/Filter[/FlateDecode/FlateDecode]"),
    "flate behind hexadecimal": lambda: _with(
        bomb(100).hex().encode() + b">", entries=b"/Filter[/ASCIIHexDecode/FlateDecode]"
    ),
    "operators": lambda: _with(deflated(b"0 0 m 1 1 l S\n" * 1_500_000), entries=FLATE),
    "rectangles": lambda: _with(deflated(b"0 0 1 1 re f\n" * 300_000), entries=FLATE),
    "exponential forms": _exponential,
    "letters": lambda: _with(deflated(_letters(3_000_000)), entries=FLATE, font=LATIN),
    "letters behind what looks like a picture": lambda: _with(b"(BI ID ) Tj" + _letters(400_000), font=LATIN),
    "letters in hexadecimal": lambda: _with(b"BT /F1 9 Tf <" + b"61 " * 400_000 + b"> Tj ET", font=LATIN),
    "letters within brackets": lambda: _with(_letters(1).replace(b"a", b"a(\\()" + b"b" * 400_000), font=LATIN),
    "string over streams": _string_over_streams,
    "form drawn often": lambda: _drawn_often(b"/X1\nDo "),
    "form drawn often under another spelling": lambda: _drawn_often(b"/X#31 %\nDo "),
    "pages of letters": _pages_of_letters,
    "object stream": _object_stream,
    "cross-reference stream": _xref_stream,
    "page cycle": _page_cycle,
    "pages": _many_pages,
    "deep array": lambda: _with(root=b"/X 6 0 R", more=[b"[" * 200_000 + b"]" * 200_000]),
    "deep array in content": lambda: _with(b"BT /F1 12 Tf " + b"[" * 200_000 + b"]" * 200_000 + b" TJ ET"),
    "picture": lambda: _with(
        resources=b"/XObject<</X 6 0 R>>",
        more=[stream(bomb(1, b"\0"), b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8" + FLATE)],
    ),
    "media box": lambda: _with(box=b"0 0 1000000000 1000000000"),
    "password": lambda: _protected(owner="o", user="u"),
    "character map": lambda: _font(b"/ToUnicode 6 0 R", stream(CMAP % b"<00000000> <7fffffff> <0041>")),
    "widths": _wide_font,
    "cross-reference loop": _prev_loop,
    "cut off": lambda: _with()[:200],
    "random": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "no page": lambda: written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
}  # fmt: skip
KINDS = {"password": PdfProtected, "cut off": PdfDamaged, "random": PdfDamaged, "no page": PdfDamaged}
TOO_LARGE = frozenset(
    ("letters", "letters behind what looks like a picture", "letters in hexadecimal", "letters within brackets",
     "string over streams", "form drawn often", "form drawn often under another spelling", "pages of letters",
     "deep array", "deep array in content", "cross-reference stream", "flate bomb", "double flate", "flate behind hexadecimal", "operators", "rectangles", "exponential forms", "object stream", "pages",
     "picture", "media box", "character map", "widths")
)  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_is_refused_in_bounded_memory(case: str) -> None:
    data = REFUSED[case]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(KINDS.get(case, PdfTooLarge if case in TOO_LARGE else ReadError)):
        read(data, name="合同.pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10  # KiB


def _loop() -> bytes:
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return _with(WORDS + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=[form])


def _pickle() -> bytes:
    return _with(resources=b"", font=FONT.replace(b"/UniGB-UCS2-H", b"/..#2f..#2f..#2ftmp#2fevil"))


def test_pictures_within_a_page_are_no_letters() -> None:
    picture = b"BI /W 900 /H 900 /BPC 8 /CS /G ID " + b"(ab) " * 162_000 + b"\nEI\n"
    assert flow(read(_with(WORDS + picture), name="合同.pdf")).text == "甲方"


def test_a_form_that_draws_itself_is_read_once() -> None:
    assert flow(read(_loop(), name="合同.pdf")).text == "甲方"


@pytest.mark.parametrize("value", [b"6 0 R", b"7 0 R"])
def test_a_reference_that_leads_to_itself_leads_nowhere(value: bytes) -> None:
    objects = one_page(WORDS, more=[value, b"6 0 R"])
    objects[2] = objects[2].replace(b"/Resources<</Font<</F1 5 0 R>>>>", b"/Resources<</Font 6 0 R>>")
    assert "甲方" not in flow(read(written(objects), name="合同.pdf")).text  # and comes to an end


def test_a_character_map_outside_is_not_opened() -> None:
    document = read(_pickle(), name="合同.pdf")
    assert "evil" not in flow(document).text


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: _protected(owner="o", user=""), "HID022"),
        (lambda: _with(root=b"/Names<</EmbeddedFiles<</Names[(a.txt)6 0 R]>>>>", more=[
            b"<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>", stream(b"x", b"/Type/EmbeddedFile")]), "HID021"),
        (lambda: _with(root=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "HID020"),
        (lambda: _with(root=b"/AA<</WC<</S/Launch/F(cmd.exe)>>>>"), "HID020"),
        (lambda: _with(WORDS + text(72, 600, "隐藏", before="3 Tr").encode()), "HID024"),
        (lambda: _with(WORDS + text(72, 600, "白字", before="1 g").encode()), "HID023"),
        (lambda: _with(WORDS + text(72, 600, "小字", size=0.1).encode()), "HID023"),
        (lambda: _with(WORDS + text(72, 5_000, "页外").encode()), "HID023"),
        (lambda: _with(b"BT /F1 12 Tf 72 700 Td (Rent 1000) Tj ET", font=LATIN[:-2] + b"/ToUnicode 6 0 R>>", more=[
            stream(b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <31> <0039> endbfchar endcmap"),
        ]), "HID025"),
        (lambda: _with(b"BT /F1 12 Tf 72 700 Td (Rent 1000) Tj ET", font=BARE_LATIN[:-2] + b"/ToUnicode 6 0 R>>", more=[
            stream(b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <31> <0039> endbfchar endcmap"),
        ]), "HID025"),
    ],
    ids=["owner password", "attachment", "script", "action", "invisible", "white", "tiny", "off page", "another digit",
         "another digit, no encoding said"],
)  # fmt: skip
def test_what_deceives_is_reported(make: object, code: str) -> None:
    document = read(make(), name="合同.pdf")  # type: ignore[operator]
    assert code in {diagnostic.code for diagnostic in document.diagnostics}


def test_an_ordinary_file_has_no_finding() -> None:
    assert read(_with(), name="合同.pdf").diagnostics == ()
    plain = _with(b"BT /F1 12 Tf 72 700 Td (Rent 1000) Tj ET", font=LATIN)
    assert read(plain, name="合同.pdf").diagnostics == ()


def test_white_words_on_a_coloured_ground_are_not_hidden() -> None:
    on_blue = _with(b"0 0 0.5 rg 60 590 200 30 re f\n" + text(72, 600, "白字", before="1 g").encode())
    assert read(on_blue, name="合同.pdf").diagnostics == ()


def test_libraries_do_not_talk_to_the_user(capfd: pytest.CaptureFixture[str]) -> None:
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4>>>>"
    read(_with(b"BT /F1 12 Tf 72 700 Td (Rent 1000) Tj ET", font=font), name="合同.pdf")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "content",
    [
        text(72, 650, "乙方", size=0),
        text(72, 650, "乙方", size=0.001) + rule(72, 500, 650),
        text(72, 650, "乙", size=0.0001) + text(500, 650, "方", size=0.0001),
        "0.01 w -99999999999 698 m 99999999999 698 l S\n",
        text(72, 650, "乙", before="99999999999 Tz") + text(100, 650, "方"),
    ],
)
def test_letters_and_rules_of_no_size_or_any_size_hurt_nobody(content: str) -> None:
    words = flow(read(_with((text(72, 700, "甲方：") + content).encode()), name="合同.pdf")).text
    assert "甲方：" in words
    assert len(words) < 5_000


@pytest.mark.parametrize("entry", [b"/MediaBox[0 0 9 0 R 842]", b"/MediaBox[0 0]", b"/MediaBox(a)", b"/Rotate/A"])
def test_entries_of_another_type_are_damage(entry: bytes) -> None:
    objects = one_page(WORDS)
    objects[2] = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>%s>>" % entry
    with pytest.raises(PdfDamaged):
        read(written(objects), name="合同.pdf")
