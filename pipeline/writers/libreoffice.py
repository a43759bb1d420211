"""DOCX → PDF by LibreOffice, for Word's own layout.

Every conversion has a profile and a font configuration of its own in a temporary folder: no setting of the user takes
part, and two conversions never wait for each other's lock.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.errors import DependencyError, WriteError
from pipeline.writers.pdf.archive import finish_pdf, moment

TIMEOUT = 60.0  # seconds
_OPTIONS = json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "3"},  # PDF/A-3b
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
    }
)
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# Without these LibreOffice sets 宋体 in whatever comes first in the alphabet, a Japanese face as a rule.
_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "AR PL UMing CN")
_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei")
_ALIASES = (
    (
        ("宋体", "SimSun", "新宋体", "NSimSun", "华文宋体", "STSong", "方正书宋_GBK", "方正小标宋_GBK", "华文中宋"),
        _SERIF,
    ),
    (("仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "华文仿宋"), ("FandolFang R", *_SERIF)),
    (
        ("楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "华文楷体"),
        ("FandolKai", "AR PL UKai CN", *_SERIF),
    ),
    (("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "等线", "DengXian", "方正黑体_GBK", "华文黑体"), _SANS),
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

    def __init__(self, reason: str) -> None:
        super().__init__(f"LibreOffice 转换失败：{reason}", hint="可改用 --pdf-engine typst")


def find_soffice() -> str | None:
    """Return the path of LibreOffice's program, None where it is not installed."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def convert_pdf(docx: bytes, *, record: bytes | None = None, date: dt.date | None = None) -> bytes:
    """Return a DOCX as PDF/A-3b, as LibreOffice lays it out; the same input gives the same bytes.

    Args:
        docx: The file.
        record: The contract record to attach as contract.json, None for none.
        date: Date of the document; None takes SOURCE_DATE_EPOCH, or else 2000-01-01.

    Raises:
        LibreOfficeMissing: LibreOffice is not installed.
        LibreOfficeFailed: It gave no PDF within a minute.
    """
    program = find_soffice()
    if program is None:
        raise LibreOfficeMissing
    with tempfile.TemporaryDirectory(prefix="hetong-", ignore_cleanup_errors=True) as folder:
        return finish_pdf(_convert(program, Path(folder), docx), record, moment(date))


def _convert(program: str, folder: Path, docx: bytes) -> bytes:
    source, target = folder / "contract.docx", folder / "contract.pdf"
    source.write_bytes(docx)
    fonts = folder / "fonts.conf"
    fonts.write_text(_font_configuration(folder), "utf-8")
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", f"pdf:writer_pdf_Export:{_OPTIONS}", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    _run(command, environment)
    # LibreOffice ends with 0 for files that it could not read, so the file alone tells.
    if not target.is_file() or target.stat().st_size == 0:
        raise LibreOfficeFailed("没有生成文件")
    return target.read_bytes()


def _run(command: list[str], environment: dict[str, str]) -> None:
    # A group of its own: soffice is a script that starts the real program, and both must end when the time is up.
    process = subprocess.Popen(  # noqa: S603 — the program is LibreOffice, the arguments are paths of our own
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
    )
    try:
        _, errors = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        _stop(process)
        raise LibreOfficeFailed(f"超过 {TIMEOUT:g} 秒") from None
    if process.returncode:
        raise LibreOfficeFailed(errors.decode("utf-8", "replace").strip()[-200:] or f"退出码 {process.returncode}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, 9)
    else:
        process.kill()
    process.communicate()


def _font_configuration(folder: Path) -> str:
    """Return a fontconfig file that gives Chinese document fonts a Chinese face of their kind."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><prefer>'
        + "".join(f"<family>{escape(family)}</family>" for family in families)
        + "</prefer></alias>"
        for names, families in _ALIASES
        for name in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{aliases}<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>"
    )
