"""Files of older office programs, read by way of LibreOffice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.errors import DependencyError
from pipeline.model.document import Mark
from pipeline.model.flow import flow
from pipeline.office import convert, find_soffice
from pipeline.readers import doc, read, sniff
from pipeline.readers.doc import OfficeMissing, OfficeProtected, OfficeUnreadable
from tests.word_files import p, r, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
RTF = rb"{\rtf1\ansi\ansicpg936 \u31199?\u37329?\u-230?{\ul       }\u20803?\par}"


def _main_stream(flags: int) -> bytes:
    return b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little") + bytes(500)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (OLE, "doc"),
        (RTF, "doc"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "doc"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "docx"),
    ],
)
def test_is_recognised_by_what_the_bytes_are(data: bytes, form: str) -> None:
    assert sniff(data, "合同.docx") == form


@pytest.mark.parametrize(
    "data", [OLE + _main_stream(0x0100), OLE + "EncryptedPackage".encode("utf-16-le")], ids=["doc", "docx"]
)
def test_a_file_with_a_password_says_so(data: bytes) -> None:
    with pytest.raises(OfficeProtected, match="密码"):
        read(data, name="合同.doc")


def test_a_machine_without_libreoffice_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_soffice", lambda: None)
    with pytest.raises(OfficeMissing) as caught:
        read(OLE + _main_stream(0), name="合同.doc")
    assert isinstance(caught.value, DependencyError)
    assert "libreoffice-writer" in caught.value.hint


def test_a_file_that_libreoffice_makes_nothing_of_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setattr(doc, "find_soffice", lambda: str(program))
    with pytest.raises(OfficeUnreadable, match="没有生成文件"):
        read(OLE + _main_stream(0), name="合同.doc")


@pytest.mark.slow
@pytest.mark.parametrize(("target", "suffix"), [("doc", "doc"), ("rtf", "rtf"), ("odt", "odt")])
def test_text_and_rules_arrive(target: str, suffix: str) -> None:
    program = find_soffice()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    docx = word_file(p("第一条 租金为每月", r("        ", "<w:u w:val='single'/>"), "元。"))
    data = convert(program, docx, suffix=".docx", to=target)
    document = read(data, name=f"合同.{suffix}")
    text = flow(document)
    assert (document.format, document.name, document.sha256) == (
        "doc", f"合同.{suffix}", hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    assert text.text == "第一条 租金为每月        元。"
    assert all(mark & Mark.UNDERLINE for mark in text.marks[9:17])


@pytest.mark.slow
def test_a_file_typed_by_hand() -> None:
    if find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    text = flow(read(RTF, name="合同.rtf"))
    blank = text.text.removeprefix("租金：").removesuffix("元")
    assert (len(text.text) - len(blank), blank.isspace()) == (4, True)
    assert all(mark & Mark.UNDERLINE for mark in text.marks[3:-1])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["112-lease-beijing.doc", "118-techservice-most.doc"])
def test_real_files_are_read(shared: Path, name: str) -> None:
    if find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    text = flow(read((shared / "corpus" / "files" / name).read_bytes(), name=name))
    assert "合同" in text.text
    assert any(mark & Mark.UNDERLINE for mark in text.marks)
