"""bytes of a .doc, .wps, .rtf or .odt → Document, by way of LibreOffice and the DOCX reader."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pipeline.errors import DependencyError, ReadError
from pipeline.model.document import Document
from pipeline.office import NoOutput, convert, find_soffice
from pipeline.readers.docx import read as read_docx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_WORD = b"\xec\xa5"  # how the main stream of a Word file begins ([MS-DOC] 2.5.2, FibBase.wIdent)
_FLAGS, _ENCRYPTED = 11, 0x01  # FibBase: fEncrypted is the ninth bit of the flags at byte 10


class OfficeMissing(DependencyError):
    """LibreOffice is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "读取 .doc、.wps、.rtf、.odt 需要 LibreOffice，本机未安装",
            location=name,
            hint="请安装 libreoffice-writer（apt install libreoffice-writer），或用 Word、WPS 另存为 .docx",
        )


class OfficeProtected(ReadError):
    """The file needs a password."""

    def __init__(self, name: str) -> None:
        super().__init__("文件有打开密码", location=name, hint="请先用密码打开，另存为不加密的文件")


class OfficeUnreadable(ReadError):
    """LibreOffice made nothing of the file."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"LibreOffice 读不出这个文件：{reason}", location=name, hint="请用 Word 或 WPS 打开，另存为 .docx"
        )


def read(data: bytes, *, name: str) -> Document:
    """Return the document in a Word 97–2003, WPS, RTF or OpenDocument file.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        OfficeProtected: It needs a password.
        OfficeUnreadable: LibreOffice can't read it, or not within a minute.
        OfficeMissing: LibreOffice is not installed.
    """
    if _is_encrypted(data):
        raise OfficeProtected(name)
    program = find_soffice()
    if program is None:
        raise OfficeMissing(name)
    try:
        docx = convert(program, data, suffix=_suffix(data), to="docx:MS Word 2007 XML")
    except NoOutput as error:
        raise OfficeUnreadable(name, str(error)) from error
    digest = hashlib.sha256(data).hexdigest()
    return replace(read_docx(docx, name=name), format="doc", name=name, sha256=digest)


def _suffix(data: bytes) -> str:
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if data.startswith(b"PK") else ".doc"


def _is_encrypted(data: bytes) -> bool:
    """Whether a compound file is a Word file with a password, of the old or of the new kind."""
    if not data.startswith(_OLE):
        return False
    if "EncryptedPackage".encode("utf-16-le") in data:  # a DOCX with a password ([MS-OFFCRYPTO] 1.3.2)
        return True
    starts = (data[at : at + 32] for at in range(_SECTOR, len(data), _SECTOR))
    main = next((head for head in starts if head.startswith(_WORD)), b"")
    return len(main) > _FLAGS and bool(main[_FLAGS] & _ENCRYPTED)
