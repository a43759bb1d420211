"""bytes → str: never a statistical guess where a strict decoder can decide.

BOM, then strict UTF-8, then strict GB 18030, then Big5. GB 18030 accepts almost any bytes, so a text that decodes to
rare characters there and to common ones in Big5 is taken for Big5.
"""

from __future__ import annotations

import codecs

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import ReadError

MAX_BYTES = 40 << 20  # 10 million characters, four bytes each
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 20_000
_LONGEST_SEQUENCE = 4  # bytes of one character at most
_PLAUSIBLE = 0.95
_COMMON = 0.5
# Leads of the characters that the standards list first, by frequency: GB 2312 level 1 and Big5 level 1.
_GB_LEVEL_1 = range(0xB0, 0xD8)
_BIG5_LEVEL_1 = range(0xA4, 0xC7)


class EncodingUnknown(ReadError):
    """The bytes are no text in an encoding that is known here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "无法识别文字编码：不是 UTF-8、GB18030、Big5 或 UTF-16", location=name, hint="请用记事本另存为 UTF-8 后再试"
        )


class BinaryFile(ReadError):
    """The bytes are no text at all."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "不是文本文件：含有二进制内容", location=name, hint="请确认文件格式，或另存为 .docx、.pdf、.txt"
        )


class TextTooLarge(ReadError):
    """The text is longer than any contract."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"文本过大：{what}", location=name, hint="请确认这是一份合同文件")


def decode(data: bytes, *, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Decode the bytes of a text file.

    Args:
        data: The whole file.
        name: File name, for messages.

    Returns:
        The text without byte order mark, and a finding where the encoding had to be inferred or the end is missing.

    Raises:
        TextTooLarge: More than `MAX_BYTES` bytes.
        BinaryFile: NUL bytes that are not UTF-16's.
        EncodingUnknown: No decoder accepts all bytes.
    """
    if len(data) > MAX_BYTES:
        raise TextTooLarge(name, f"{len(data) >> 20} MiB，上限 {MAX_BYTES >> 20} MiB")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, name), ()
    if b"\x00" in data:
        return _without_bom(data, name)
    for found in (_utf8(data), _gb18030_or_big5(data)):
        if found is not None:
            return found
    raise EncodingUnknown(name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingUnknown(name) from error


def _utf8(data: bytes) -> tuple[str, tuple[Diagnostic, ...]] | None:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if error.start < len(data) - _LONGEST_SEQUENCE or error.reason != "unexpected end of data":
            return None
        return data[: error.start].decode("utf-8"), (_cut_off(),)


def _gb18030_or_big5(data: bytes) -> tuple[str, tuple[Diagnostic, ...]] | None:
    texts = {encoding: text for encoding in ("gb18030", "big5hkscs") if (text := _decoded(data, encoding)) is not None}
    if len(texts) == 2:
        gb = _share(texts["gb18030"], "gb2312", _GB_LEVEL_1)
        big5 = _share(texts["big5hkscs"], "big5", _BIG5_LEVEL_1)
        return texts["big5hkscs" if gb < _COMMON < big5 else "gb18030"], ()
    return next(((text, ()) for text in texts.values()), None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str, encoding: str, leads: range) -> float:
    """Share of the ideographs that an encoding lists among the common ones."""
    ideographs = [c for c in text[:_SAMPLE] if "\u3400" <= c <= "\u9fff" or c > "\ue000"]
    common = sum(c.encode(encoding, errors="replace")[0] in leads for c in ideographs)
    return common / len(ideographs) if ideographs else 1.0


def _without_bom(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """UTF-16 without a byte order mark, recognised by reading as text from end to end; all else is no text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded(data, encoding)
        if text and "\x00" not in text and _is_text(text):
            return text, (_inferred(encoding),)
    raise BinaryFile(name)


def _is_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    usual = sum(c.isascii() or c == "\xa0" or "\u2000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in sample)
    controls = sum(c < " " and c not in "\t\n\r\f" for c in sample)
    return usual >= _PLAUSIBLE * len(sample) and controls == 0


def _inferred(encoding: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="ENC001",
        message=f"文件没有编码标记，按 {encoding.upper()} 读取",
        hint="请核对文字是否正确，建议另存为 UTF-8",
    )


def _cut_off() -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="ENC002",
        message="文件末尾的一个字符不完整，已略去：文件可能没有下载完整",
        location="文末",
        hint="请重新取得完整的文件",
    )
