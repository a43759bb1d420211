"""This machine → what is installed, which fonts, which engines."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
from collections.abc import Mapping

Row = tuple[str, str, str]  # name, state, what to do

_PACKAGES = ("python-docx", "pdfplumber", "lxml", "jieba", "rjieba", "jinja2", "typst", "pikepdf", "selectolax")
_FACES = ("宋体", "黑体", "仿宋", "楷体", "Times New Roman")
_EXTRAS = {
    "distributed": ("cluster", "用多台机器批量出具"),
    "obstore": ("s3", "写入对象存储"),
    "rapidocr": ("ocr", "读取扫描件和图片"),
    "pyarrow": ("parquet", "读取 Parquet 数据"),
    "psycopg": ("postgres", "把台账放在 PostgreSQL"),
}


def environment() -> Mapping[str, tuple[Row, ...]]:
    """Return what `hetong doctor` prints: heading → rows of name, state, advice ("" where nothing is to be done)."""
    return {
        "程序": (("hetong", _version("hetong"), ""), ("Python", platform.python_version(), "")),
        "依赖": tuple((name, _version(name), "") for name in _PACKAGES),
        "排版": (("Typst", _version("typst"), ""), _libreoffice()),
        "字体": _fonts(),
        "随附模板（可直接写名称，如 hetong form labour-contract -o 表.xlsx）": _templates(),
        "可选": tuple(_extra(module, *words) for module, words in _EXTRAS.items()),
    }


def _templates() -> tuple[Row, ...]:
    from pipeline.api.shipped import shipped_templates
    from pipeline.api.templates import FILE
    from pipeline.readers import read_bytes
    from pipeline.readers.template import read_template_file

    found = ((path.name, read_template_file(read_bytes(path / FILE)).title) for path in shipped_templates().values())
    return tuple((name, title, "") for name, title in found)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "未安装"


def _libreoffice() -> Row:
    path = shutil.which("soffice") or shutil.which("libreoffice")
    advice = "" if path else "读取 .doc、按 Word 版面转 PDF 时需要：sudo apt-get install libreoffice-writer"
    return "LibreOffice", path or "未安装", advice


def _extra(module: str, extra: str, purpose: str) -> Row:
    if importlib.util.find_spec(module):
        return extra, "已安装", ""
    return extra, "未安装", f"{purpose}时需要：pip install 'hetong[{extra}]'"


def _fonts() -> tuple[Row, ...]:
    from pipeline.writers.pdf.fonts import font_set

    fonts = font_set()
    return tuple((name, fonts.face(name).families[0], "") for name in _FACES)
