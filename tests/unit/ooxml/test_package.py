"""The hostile packages of the project's list end in typed errors, before anything of them is used."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest

from pipeline.errors import ReadError
from pipeline.ooxml.archive import (
    DamagedPackage,
    EncryptedPackage,
    Member,
    RefusedPackage,
    TooLargePackage,
    freeze,
    pack,
    read_members,
    write_archive,
    write_members,
)
from pipeline.ooxml.limits import LIMITS, Limits
from pipeline.ooxml.package import NotWord, Package, open_package
from tests.word_files import NAMESPACES, p, part, parts_of, read_body, relation, relations, word_file, zipped

OK = word_file(p("甲方：____"))


def with_document(xml: str | bytes) -> bytes:
    return zipped(parts_of("") | {"word/document.xml": xml})


def doctype(declaration: str, text: str) -> bytes:
    return with_document(
        f'<?xml version="1.0"?>{declaration}<w:document {NAMESPACES}><w:body>{p(text)}</w:body></w:document>'
    )


def patched(change: Callable[[bytearray], None]) -> bytes:
    data = bytearray(OK)
    change(data)
    return bytes(data)


def encrypt_flag(data: bytearray) -> None:
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1


def odd_method(data: bytearray) -> None:
    struct.pack_into("<H", data, data.find(b"PK\1\2") + 10, 12)


def lying_size(data: bytearray) -> None:
    at = data.find(b"PK\1\2")
    (size,) = struct.unpack_from("<I", data, at + 24)
    struct.pack_into("<I", data, at + 24, size - 1)


def overlap(data: bytearray) -> None:
    first = data.find(b"PK\1\2")
    second = data.find(b"PK\1\2", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    for offset in (16, 20, 24):  # checksum and sizes of the member that both now claim
        data[second + offset : second + offset + 4] = data[first + offset : first + offset + 4]


def renamed(name: str) -> bytes:
    return zipped(parts_of("", extra={name: b"x"}))


def zeros(size: int) -> bytes:
    return zipped(parts_of("", extra={"word/media/a.png": b"\0" * size}))


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
UTF7 = f'<?xml version="1.0" encoding="UTF-7"?><w:document {NAMESPACES}><w:body/></w:document>'

CASES: dict[str, tuple[bytes, type[ReadError], str]] = {
    "empty": (b"", DamagedPackage, "空"),
    "truncated": (OK[: len(OK) // 2], DamagedPackage, "不是完整的压缩包"),
    "random bytes": (bytes(range(256)) * 40, NotWord, "不是 Word"),
    "pdf": (b"%PDF-1.7\n", NotWord, "PDF"),
    "old doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NotWord, "旧版"),
    "password": (ENCRYPTED, EncryptedPackage, "密码"),
    "encrypted member": (patched(encrypt_flag), EncryptedPackage, "加密"),
    "odd method": (patched(odd_method), RefusedPackage, "压缩方式"),
    "lying size": (patched(lying_size), DamagedPackage, "大小"),
    "overlap": (patched(overlap), DamagedPackage, "重"),
    "workbook": (zipped({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), NotWord, "Excel"),
    "no document": (zipped({"a.xml": "<a/>"}), NotWord, "不是 Word"),
    "empty document": (with_document(""), DamagedPackage, "XML"),
    "slip": (renamed("../../../SLIP.txt"), RefusedPackage, "名称"),
    "absolute name": (renamed("/etc/passwd"), RefusedPackage, "名称"),
    "case duplicate": (renamed("WORD/document.xml"), DamagedPackage, "重名"),
    "ratio": (zeros(2 << 20), RefusedPackage, "压缩比"),
    "many entries": (zipped(parts_of("") | {f"x/{i}": b"" for i in range(5001)}), RefusedPackage, "成员"),
    "malformed": (with_document("<w:document><unclosed>"), DamagedPackage, "XML"),
    "xxe": (doctype('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&amp;x;"), RefusedPackage, "DOCTYPE"),
    "dtd over http": (doctype('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">', "x"), RefusedPackage, "DOCTYPE"),
    "laughs": (doctype(f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]>', "x"), RefusedPackage, "DOCTYPE"),
    "unknown encoding": (with_document(UTF7), RefusedPackage, "UTF-7"),
    "depth": (with_document(part("document", "<w:a>" * 300 + "</w:a>" * 300)), RefusedPackage, "嵌套"),
    "attributes": (
        with_document(part("document", "<w:body/><w:p " + " ".join(f'w:a{i}="1"' for i in range(300)) + "/>")),
        RefusedPackage,
        "属性",
    ),
    "attributes behind much else": (
        with_document(part("document", "<w:body>" + p("长" * 500) * 9 + "<w:p " + " ".join(f'w:a{i}="1"' for i in range(300)) + "/></w:body>")),
        RefusedPackage,
        "属性",
    ),
    "long text": (word_file(p("_" * 10_100_000)), RefusedPackage, "压缩比"),
    "grid span": (word_file('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'), RefusedPackage, "横跨"),
    "grid span in words": (word_file('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="many"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'), RefusedPackage, "横跨"),
    "nested tables": (word_file("<w:tbl><w:tr><w:tc>" * 30 + p("芯") + "<w:p/></w:tc></w:tr></w:tbl>" * 30), RefusedPackage, "嵌套"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_refused(name: str) -> None:
    data, kind, word = CASES[name]
    with pytest.raises(kind, match=word) as caught:
        open_package(data)
    assert caught.value.hint


def test_too_large() -> None:
    with pytest.raises(TooLargePackage):
        open_package(b"PK\3\4" + b"\0" * 100, limits=Limits(file=64))


@pytest.mark.parametrize(
    "limits",
    [Limits(part=200), Limits(total=300), Limits(elements=5), Limits(attributes_total=5)],
    ids=["part", "total", "elements", "attributes"],
)
def test_limits_of_the_whole(limits: Limits) -> None:
    with pytest.raises(RefusedPackage):
        open_package(OK, limits=limits)


def test_a_tag_flood_is_refused_before_it_is_parsed() -> None:
    flood = with_document(part("document", "<w:body>" + "<w:p/><w:r a='1'/>" * 600_000 + "</w:body>"))
    tracemalloc.start()
    with pytest.raises(RefusedPackage, match=r"元素|压缩比"):
        open_package(flood)
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()


def test_a_bomb_is_never_unpacked_beyond_what_it_says() -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = packed.compress(b"\0" * (8 << 20)) + packed.flush()
    bomb = Member(name="word/media/a.png", method=8, crc=0, size=1000, raw=raw)
    data = write_archive(
        freeze([pack(n, c.encode() if isinstance(c, str) else c) for n, c in parts_of("").items()]), [bomb]
    )
    with pytest.raises(DamagedPackage, match="大小"):
        open_package(data)


def test_a_large_member_is_verified_piece_by_piece() -> None:
    noise = bytes((i * 7919) % 251 for i in range(3 << 20))
    good = pack("word/media/a.bin", noise)
    good.verify()
    with pytest.raises(DamagedPackage):
        Member(name=good.name, method=8, crc=good.crc ^ 1, size=good.size, raw=good.raw).verify()


def test_a_doctype_in_utf16_is_seen() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d><w:document {NAMESPACES}><w:body/></w:document>'
    with pytest.raises(RefusedPackage, match="DOCTYPE"):
        open_package(with_document(text.encode("utf-16")))


def test_utf16_is_read() -> None:
    text = part("document", f"<w:body>{p('甲')}</w:body>").replace("UTF-8", "UTF-16").encode("utf-16")
    package = open_package(with_document(text))
    assert "甲" in "".join(str(t) for t in package.trees["word/document.xml"].itertext())


def test_strict_files_are_read() -> None:
    parts = parts_of(p("甲方"))
    strict = str(parts["word/document.xml"]).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "purl" in strict
    package = open_package(zipped(parts | {"word/document.xml": strict}))
    assert package.trees[package.document].find(".//{*}t") is not None


def test_the_main_part_may_have_any_name() -> None:
    parts = parts_of(p("甲"))
    moved = {name.replace("word/document.xml", "word/document2.xml"): content for name, content in parts.items()}
    moved["_rels/.rels"] = relations(relation(1, "officeDocument", "/word/document2.xml"))
    assert open_package(zipped(moved)).document == "word/document2.xml"


def test_a_relationship_to_itself_does_no_harm() -> None:
    assert read_body(p("甲"), external=relation(9, "x", "document.xml")).blocks[0].text == "甲"


def test_unchanged_members_are_copied_as_they_are() -> None:
    members = read_members(OK, LIMITS)
    again = read_members(write_members(members, {"word/document.xml": b"<new/>", "new.xml": b"<a/>"}), LIMITS)
    before, after = ({m.name: m.raw for m in group} for group in (members, again))
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    assert list(after) == [*before, "new.xml"]


def test_archives_are_what_other_programs_read() -> None:
    data = write_archive(freeze([pack("甲.txt", b"one")]), [pack("b.txt", b"two" * 1000)])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {"甲.txt": b"one", "b.txt": b"two" * 1000}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_styles_that_two_files_share_are_read_once_and_others_by_themselves() -> None:
    name, document = "word/styles.xml", "word/document.xml"

    def package(text: str, styles: str) -> Package:
        return open_package(zipped(parts_of(p(text), styles=styles)))

    bold = '<w:style w:styleId="a"><w:rPr><w:b/></w:rPr></w:style>'
    one, other, third = package("甲", bold), package("乙", bold), package("甲", bold.replace("<w:b/>", "<w:i/>"))
    assert one.trees[name] is other.trees[name]
    assert one.trees[document] is not other.trees[document]
    assert third.trees[name] is not one.trees[name]
    assert third.trees[name].find(".//{*}i") is not None
