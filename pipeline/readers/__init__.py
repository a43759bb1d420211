"""bytes → Document: one reader a format, and one table that knows them all.

A format is recognised by what the bytes are, not by what the file is called; the name only decides between
formats that are both plain text.
"""

from __future__ import annotations

import importlib
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, cast

from pipeline.errors import ReadError
from pipeline.readers.opening import NO_FILE, is_endless, why_unread

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.document import Document

# Format → the module with its `read(data, *, name) -> Document`. Imported when first needed: start-up stays short.
READERS = {
    "docx": "pipeline.readers.docx",
    "pdf": "pipeline.readers.pdf",
    "html": "pipeline.readers.html",
    "markdown": "pipeline.readers.markdown",
    "text": "pipeline.readers.text",
    "doc": "pipeline.readers.doc",
    "wordxml": "pipeline.readers.wordxml",
    "image": "pipeline.readers.image",
}

# The largest DOCX among 1,212 real contracts has 2.6 MB; above this no reader is tried.
MAX_BYTES = 100 << 20

_MAGIC = (
    (b"PK\x03\x04", "docx"),
    (b"PK\x05\x06", "docx"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "doc"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
)
# What an OpenDocument file begins with: the zip's first entry, stored as it is (OpenDocument 1.3, part 2, 3.3).
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
# Namespaces of the XML files that Word saves: the whole package in one, and Word 2003's own.
_WORD_XML = (
    b"http://schemas.microsoft.com/office/2006/xmlpackage",
    b"http://schemas.microsoft.com/office/word/2003/wordml",
)
_TEXT_SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".txt": "text"}
_XML_SIGNS = (b"<?xml", b"<?mso", b"<pkg:", b"<w:")
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<?xml", b"<body", b"<table", b"<div", b"<p>", b"<p ", b"<head", b"<meta")


class FileMissing(ReadError):
    """The input file is not there or can't be opened."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"打不开文件：{reason}", location=str(path), hint="请检查路径和读取权限")


class FileEmpty(ReadError):
    """The input file has no bytes."""

    def __init__(self, name: str) -> None:
        super().__init__("文件是空的（0 字节）", location=name, hint="请重新导出或重新下载该文件")


class FileTooLarge(ReadError):
    """The input file is larger than any contract."""

    def __init__(self, name: str, size: int) -> None:
        limit = MAX_BYTES >> 20
        super().__init__(f"文件有 {size >> 20} MiB，超过上限 {limit} MiB", location=name, hint="请确认这是一份合同文件")


def sniff(data: bytes, name: str) -> str:
    """Return the format of the bytes.

    Args:
        data: The file's bytes.
        name: Its name; only its suffix is looked at, and only for plain text.

    Returns:
        A key of `READERS`.
    """
    if data.startswith(_OPEN_DOCUMENT, 30):
        return "doc"
    for magic, form in _MAGIC:
        if data.startswith(magic):
            return form
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    if head.startswith(_XML_SIGNS) and any(name in head for name in _WORD_XML):
        return "wordxml"
    suffix = PurePath(name).suffix.lower()
    if suffix in _TEXT_SUFFIXES:
        return _TEXT_SUFFIXES[suffix]
    is_html = suffix in {".html", ".htm", ".mht", ".mhtml"} or head.startswith(_HTML_SIGNS) or b"mime-version:" in head
    return "html" if is_html else "text"


def read(data: bytes, *, name: str) -> Document:
    """Return the document that the bytes hold.

    Args:
        data: The file's bytes.
        name: File name, for messages and for telling Markdown from text.

    Raises:
        ReadError: The bytes are empty, too many, damaged, protected or of no format that can be read.
        DependencyError: Reading the format needs a program that is not installed.
    """
    if not data:
        raise FileEmpty(name)
    if len(data) > MAX_BYTES:
        raise FileTooLarge(name, len(data))
    module = importlib.import_module(READERS[sniff(data, name)])
    try:
        return cast("Callable[..., Document]", module.read)(data, name=name)
    except ReadError as error:
        error.location = error.location or name  # what opens packages knows nothing of files
        raise


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        FileMissing: It is not there, is a folder, a pipe or a device, or may not be read.
        FileTooLarge: It is larger than `MAX_BYTES`.
    """
    if is_endless(path):
        raise FileMissing(path, NO_FILE)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileTooLarge(str(path), size)
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(path, why_unread(error)) from error
    except ValueError as error:  # a path with a NUL in it
        raise FileMissing(path, "路径里有不能用的字符") from error
