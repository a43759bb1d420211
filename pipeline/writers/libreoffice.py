"""DOCX → PDF by LibreOffice, for Word's own layout; sheets and slides too, which nothing else here lays out."""

from __future__ import annotations

import datetime as dt
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from pipeline.errors import DependencyError, WriteError
from pipeline.office import TIMEOUT, NoOutput, convert, find_soffice
from pipeline.writers.office_copy import office_copy
from pipeline.writers.pdf.archive import finish_pdf, moment
from pipeline.writers.pdf.fonts import font_set, package_folders

__all__ = ["TIMEOUT", "LibreOfficeFailed", "LibreOfficeMissing", "convert_pdf", "find_soffice"]

_HIGH = ("Noto", "Source Han")  # 1.45 em a line, where SimSun has 1.14
_OPTIONS = json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "3"},  # PDF/A-3b
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
    }
)


class LibreOfficeMissing(DependencyError):
    """LibreOffice is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "未找到 LibreOffice，无法用它生成 PDF",
            hint="请安装 libreoffice-writer（apt install libreoffice-writer），或改用 --pdf-engine typst",
        )


class LibreOfficeFailed(WriteError):
    """LibreOffice gave no PDF."""

    def __init__(self, reason: str, program: str = "writer") -> None:
        other = f"请确认已安装 libreoffice-{program}，或提供这个文件的 PDF"
        hint = "可改用 --pdf-engine typst" if program == "writer" else other
        super().__init__(f"LibreOffice 转换失败：{reason}", hint=hint)


def convert_pdf(
    data: bytes, *, record: bytes | None = None, date: dt.date | None = None, suffix: str = ".docx",
    program: str = "writer", font_paths: Sequence[str | os.PathLike[str]] = (),
) -> bytes:  # fmt: skip
    """Return a file as PDF/A-3b, as LibreOffice lays it out; the same input gives the same bytes.

    Args:
        data: The file.
        record: The contract record to attach as contract.json, None for none.
        date: Date of the document; None takes SOURCE_DATE_EPOCH, or else 2000-01-01.
        suffix: Suffix of the file with the dot.
        program: Which of its programs lays it out: writer, calc or impress.
        font_paths: Folders with fonts beside those of the system and of our packages.

    Raises:
        LibreOfficeMissing: LibreOffice is not installed.
        LibreOfficeFailed: It gave no PDF within a minute.
    """
    soffice = find_soffice()
    if soffice is None:
        raise LibreOfficeMissing
    folders = tuple(map(Path, font_paths))
    try:
        pdf = convert(
            soffice,
            office_copy(data, grid=not _is_high(folders)) if suffix == ".docx" else data,
            suffix=suffix,
            to=f"pdf:{program}_pdf_Export:{_OPTIONS}",
            fonts=_aliases(),
            font_folders=(*folders, *package_folders()),
            timeout=TIMEOUT,
        )
    except NoOutput as error:
        raise LibreOfficeFailed(str(error), program) from error
    return finish_pdf(pdf, record, moment(date))


def _is_high(folders: tuple[Path, ...]) -> bool:
    """Whether the face that stands for SimSun is higher than it."""
    return font_set(folders).face("SimSun").families[0].startswith(_HIGH)


@cache
def _aliases() -> Mapping[str, tuple[str, ...]]:
    """Return for each font of a document the families to set it in."""
    table = tomllib.loads((files(__package__) / "libreoffice.toml").read_text("utf-8"))
    return {name: tuple(entry["families"]) for entry in table["aliases"] for name in entry["names"]}
