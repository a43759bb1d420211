"""bytes of a PDF → nothing, or a refusal: what is too large, damaged or protected is found before text is looked for.

Limits are those of the largest real contracts with a wide margin.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import ReadError
from pipeline.readers.pdf.cmaps import disagreements, too_wide
from pipeline.readers.pdf.streams import (
    MAX_DEPTH,
    MAX_STREAM,
    MAX_TOTAL,
    Oversized,
    array_depth,
    check_raw,
    stream_size,
)
from pipeline.readers.pdf.tags import Element, structure
from pipeline.readers.pdf.weight import MAX_ALL, MAX_WEIGHT, page_weight

MAX_PAGES = 5_000
MAX_OBJECTS = 500_000
MAX_PIXELS = 100_000_000
MAX_SIDE = 20_000  # points, seven metres
# Annotations that show words or lie over those of the page (ISO 32000-1, 12.5.6); a note opens only when it is clicked.
_OVERLAID = frozenset({
    "/FreeText", "/Stamp", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Line", "/Ink", "/Redact", "/StrikeOut",
    "/Highlight", "/Underline", "/Squiggly", "/Caret", "/Text",
})  # fmt: skip
_UNSEEN = 1 << 1 | 1 << 5  # annotation flags Hidden and NoView
# Text that is neither filled nor stroked (ISO 32000-1, 9.3.6).
_INVISIBLE = re.compile(rb"(?<![0-9.])3\s+Tr\b")


class PdfDamaged(ReadError):
    """The file says that it is a PDF, but can't be read as one."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"PDF 已损坏或不完整：{reason}", location=name, hint="请重新导出或重新下载该文件")


class PdfProtected(ReadError):
    """The file needs a password."""

    def __init__(self, name: str) -> None:
        super().__init__("PDF 有打开密码", location=name, hint="请先用密码打开，另存为不加密的文件")


class PdfTooLarge(ReadError):
    """Something in the file is larger than in any contract."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"PDF 超过读取上限：{what}", location=name, hint="请确认这是一份合同文件，或只导出需要的页")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A PDF that may be read: the contract record attached to it, its structure, if any, and what is worth telling."""

    record: bytes | None
    diagnostics: tuple[Diagnostic, ...]
    structure: Element | None = None


def admit(data: bytes, *, name: str) -> Admitted:
    """Look at the structure of a PDF.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        PdfDamaged: It is no PDF, or too broken to be mended.
        PdfProtected: It needs a password.
        PdfTooLarge: It goes beyond a limit.
    """
    try:
        check_raw(data)
    except Oversized as error:
        raise PdfTooLarge(name, f"数据流解压后超过 {MAX_STREAM >> 20} MiB，或数组嵌套过深") from error
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _check_size(pdf, name)
            return Admitted(record=_record(pdf), diagnostics=tuple(_findings(pdf)), structure=structure(pdf))
    except pikepdf.PasswordError as error:
        raise PdfProtected(name) from error
    except (
        pikepdf.PdfError,
        RuntimeError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
    ) as error:
        # what should be a number, a name or a dictionary is something else, or null
        raise PdfDamaged(name, "结构读不出来") from error


def _check_size(pdf: pikepdf.Pdf, name: str) -> None:
    if len(pdf.objects) > MAX_OBJECTS:
        raise PdfTooLarge(name, f"对象超过 {MAX_OBJECTS:,} 个")
    if len(pdf.pages) > MAX_PAGES:
        raise PdfTooLarge(name, f"有 {len(pdf.pages):,} 页，上限 {MAX_PAGES:,} 页")
    if not len(pdf.pages):
        raise PdfDamaged(name, "没有页面")
    total = 0
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            total += _stream_size(item, name, MAX_TOTAL - total)
        elif isinstance(item, pikepdf.Dictionary):
            _check_fonts(item, name)
    weight = 0
    for number, page in enumerate(pdf.pages, 1):
        weight += _page_weight(page, number, name)
        if weight > MAX_ALL:
            raise PdfTooLarge(name, f"前 {number} 页的文字和绘图指令过多")


def _check_fonts(item: pikepdf.Dictionary, name: str) -> None:
    descendants = item.get("/DescendantFonts")
    fonts = [item, *descendants] if isinstance(descendants, pikepdf.Array) else [item]
    for font in fonts:
        if isinstance(font, pikepdf.Dictionary) and (problem := too_wide(font)):
            raise PdfTooLarge(name, problem)


def _stream_size(stream: pikepdf.Stream, name: str, left: int) -> int:
    """The size of a stream when decoded; a picture must not have too many pixels either."""
    width, height = stream.get("/Width"), stream.get("/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
        raise PdfTooLarge(name, f"图片有 {width}×{height} 像素")
    try:
        return stream_size(stream, min(MAX_STREAM, left))
    except Oversized as error:
        raise PdfTooLarge(name, f"一个数据流解压后超过 {min(MAX_STREAM, left) >> 20} MiB") from error


def _page_weight(page: pikepdf.Page, number: int, name: str) -> int:
    box = [float(v) for v in page.mediabox]
    if max(abs(box[2] - box[0]), abs(box[3] - box[1])) > MAX_SIDE:
        raise PdfTooLarge(name, f"第 {number} 页的页面尺寸不合理")
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
    if any(array_depth(s.read_bytes()) > MAX_DEPTH for s in streams if isinstance(s, pikepdf.Stream)):
        raise PdfTooLarge(name, f"第 {number} 页的数组嵌套过深")
    weight = page_weight(page)
    if weight > MAX_WEIGHT:
        raise PdfTooLarge(name, f"第 {number} 页的文字和绘图指令过多")
    return weight


def _has_invisible(page: pikepdf.Page) -> bool:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return any(_INVISIBLE.search(s.read_bytes()) for s in streams if isinstance(s, pikepdf.Stream))


def _record(pdf: pikepdf.Pdf) -> bytes | None:
    attached = pdf.attachments.get("contract.json")
    return attached.get_file().read_bytes() if attached is not None else None


def _findings(pdf: pikepdf.Pdf) -> list[Diagnostic]:
    root = pdf.Root
    found = []
    names = root.get("/Names")
    action = root.get("/OpenAction")
    launches = isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/JavaScript", "/Launch")
    if launches or (isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names) or "/AA" in root:
        found.append(_note("HID020", "PDF 内含脚本或自动动作，未执行", Severity.WARNING))
    extra = [str(k) for k in pdf.attachments if k != "contract.json"]
    if extra:
        found.append(
            _note("HID021", f"PDF 内附有 {len(extra)} 个文件（{'、'.join(extra[:3])}），未打开", Severity.NOTE)
        )
    unseen = [number for number, page in enumerate(pdf.pages, 1) if _has_invisible(page)]
    if unseen:
        places = "、".join(str(number) for number in unseen[:10])
        found.append(_note("HID024", f"第 {places} 页有不显示的文字（渲染方式 3）", Severity.WARNING))
    fonts = [f for f in pdf.objects if isinstance(f, pikepdf.Dictionary) and f.get("/Type") == "/Font"]
    if changed := sorted({pair for font in fonts for pair in disagreements(font)}):
        shown = "、".join(f"{drawn}→{read}" for drawn, read in changed[:5])
        found.append(_note("HID025", f"有字体显示的字与复制出的字不同（{shown}）", Severity.WARNING))
    found += _remarks(pdf)
    if pdf.is_encrypted:
        found.append(_note("HID022", "PDF 设有权限密码（限制打印或修改）", Severity.NOTE))
    return found


def _remarks(pdf: pikepdf.Pdf) -> Iterator[Diagnostic]:
    """Yield a finding on what was laid over the pages as annotations: it is shown, and is no text of the page."""
    remarks = [(number, one) for number, page in enumerate(pdf.pages, 1) for one in _annotations(page)]
    if remarks:
        places = "、".join(str(number) for number in sorted({number for number, _ in remarks})[:10])
        words = " ".join(str(one.get("/Contents", "")) for _, one in remarks).strip()
        message = f"有 {len(remarks)} 处批注（文本框、图章、标记等），其中的文字没有读入，可能盖住正文"
        yield Diagnostic(
            severity=Severity.WARNING, code="TRU003", message=message, location=f"第{places}页", quote=words[:80],
            hint="请对照原文件查看这些页；定稿前请删除批注",
        )  # fmt: skip


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    listed = page.obj.get("/Annots")
    for one in listed if isinstance(listed, pikepdf.Array) else ():
        if isinstance(one, pikepdf.Dictionary) and str(one.get("/Subtype")) in _OVERLAID:
            flags = one.get("/F", 0)
            if not (isinstance(flags, int) and flags & _UNSEEN):
                yield one


def _note(code: str, message: str, severity: Severity) -> Diagnostic:
    return Diagnostic(severity=severity, code=code, message=message, hint="请确认这些内容不影响合同")
