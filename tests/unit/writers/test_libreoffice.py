"""LibreOffice as the other PDF engine."""

from __future__ import annotations

import io
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pikepdf
import pytest

from pipeline.errors import DependencyError
from pipeline.writers import libreoffice
from pipeline.writers.libreoffice import LibreOfficeFailed, LibreOfficeMissing, convert_pdf, find_soffice
from pipeline.writers.pdf.fonts import package_folders
from tests.pdf_files import attachments, page_texts
from tests.word_files import p, word_file


def test_a_machine_without_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: None)
    with pytest.raises(LibreOfficeMissing) as caught:
        convert_pdf(b"")
    assert isinstance(caught.value, DependencyError)
    assert "libreoffice-writer" in caught.value.hint


def _program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(("script", "words"), [("exit 0", "没有生成"), ("echo broken >&2; exit 3", "broken")])
def test_a_conversion_that_gives_nothing_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, words: str
) -> None:
    program = _program(tmp_path, script)
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: program)
    with pytest.raises(LibreOfficeFailed, match=words):
        convert_pdf(word_file(p("甲")))


def test_a_conversion_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = _program(tmp_path, f"sleep 30; touch {tmp_path}/survived")
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: program)
    monkeypatch.setattr(libreoffice, "TIMEOUT", 0.2)
    with pytest.raises(LibreOfficeFailed, match="超过"):
        convert_pdf(word_file(p("甲")))


@pytest.mark.slow
def test_a_word_file_becomes_a_pdf() -> None:
    if find_soffice() is None:
        pytest.skip("LibreOffice is not installed")
    data = word_file(p("甲方：张三"))
    pdf = convert_pdf(data, record=b'{"a":1}')
    assert page_texts(pdf) == ["甲方：张三"]
    assert attachments(pdf) == {"contract.json": b'{"a":1}'}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert file.attachments["contract.json"].obj.AFRelationship == "/Data"
        assert str(file.docinfo["/CreationDate"]).startswith("D:20000101")
    time.sleep(1.1)  # another second on the clock, the same bytes
    assert convert_pdf(data, record=b'{"a":1}') == pdf


def test_it_finds_the_fonts_of_packages_and_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own, seen = tmp_path / "字体 & 更多", tmp_path / "seen.conf"
    own.mkdir()
    program = _program(tmp_path, f'cp "$FONTCONFIG_FILE" {seen}; exit 1')
    monkeypatch.setattr(libreoffice, "find_soffice", lambda: program)
    with pytest.raises(LibreOfficeFailed):
        convert_pdf(word_file(p("甲")), font_paths=[own])
    found = [entry.text for entry in ET.parse(seen).iter("dir")]
    assert found == [str(folder.resolve()) for folder in (own, *package_folders())]
