"""bytes → markup: the page inside a saved file, in its own encoding, refused where it would choke a parser."""

from __future__ import annotations

import codecs
import email
import email.message
import email.policy
import re

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import ReadError
from pipeline.readers.encoding import MAX_BYTES, EncodingUnknown, TextTooLarge, decode

MAX_TAGS = 150_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 256  # of a tag, as in Word's XML
_HEAD = 4_096
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_MIME = re.compile(rb"\A\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?MIME-Version:", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
# What holds no tags: a comment, a script, a style; one that is never closed goes on to the end.
_RAW = r"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)"
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?"""
_WHOLE_TAG = re.compile(
    rf"{_RAW}|<[a-z][^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES + 1}}})", re.IGNORECASE | re.DOTALL
)
_EACH_ATTRIBUTE = re.compile(_ATTRIBUTE)
# Elements that HTML closes by itself, so that an open one is not a level deeper.
_SELF_CLOSING = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "br", "hr", "img", "input", "meta",
     "link", "col", "area", "base", "wbr", "source", "rt", "rp")
)  # fmt: skip
# What pages declare and what they mean: the larger sets hold the smaller ones.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}


class PageTooComplex(ReadError):
    """The page has more elements, or deeper ones, than any contract."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"网页结构异常：{what}", location=name, hint="请另存为纯文本或 .docx 后再试")


class NoPage(ReadError):
    """A saved page (.mht) holds no page."""

    def __init__(self, name: str) -> None:
        super().__init__("单文件网页（.mht）中没有网页正文", location=name, hint="请在浏览器中重新保存")


def markup(data: bytes, *, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Decode a page.

    Args:
        data: A page (.html) or a page saved with all its parts (.mht).
        name: File name, for messages.

    Returns:
        The page's markup, and a finding where its encoding is not what it declares.

    Raises:
        ReadError: Too large, too many or too deep elements, no page in it, or no known encoding.
    """
    if len(data) > MAX_BYTES:
        raise TextTooLarge(name, f"{len(data) >> 20} MiB，上限 {MAX_BYTES >> 20} MiB")
    declared = None
    if _MIME.match(data[:_HEAD]):
        data, declared = _saved_page(data, name)
    text, found = _decoded(data, declared, name)
    check(text, name=name)
    return text, found


def _saved_page(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The first page of a MIME message, with the encoding that its header names."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    except RecursionError as error:
        raise NoPage(name) from error
    payload = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(payload, bytes):
        raise NoPage(name)
    return payload, page.get_content_charset()


def _decoded(data: bytes, declared: str | None, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    encoding = _known(declared) or _declared_inside(data)
    if (
        encoding is None
        or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        or b"\x00" in data
    ):
        return decode(data, name=name)
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        pass
    try:
        text, found = decode(data, name=name)
    except EncodingUnknown:
        return data.decode(encoding, errors="replace"), (_damaged(encoding),)
    return text, found


def _declared_inside(data: bytes) -> str | None:
    head = data[:_HEAD]
    found = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return _known(found[1].decode("ascii")) if found else None


def _known(encoding: str | None) -> str | None:
    """The decoder of a declared encoding, None for one that is unknown or no text encoding."""
    try:
        found = codecs.lookup(_LARGER.get((encoding or "").strip().lower(), encoding or ""))
    except LookupError:
        return None
    return found.name if found.name not in {"utf-16", "utf-16-le", "utf-16-be", "idna", "punycode"} else None


def check(text: str, *, name: str) -> None:
    """Refuse what the parser would need minutes for; its time grows with the square of the depth, and of attributes.

    Args:
        text: Markup.
        name: File name, for messages.

    Raises:
        PageTooComplex: It has more elements, or deeper ones, than any contract.
    """
    if text.count("<") > MAX_TAGS:
        raise PageTooComplex(name, f"超过 {MAX_TAGS} 个标签")
    if any(_has_too_many(found["attributes"] or "") for found in _WHOLE_TAG.finditer(text)):
        raise PageTooComplex(name, f"一个标签的属性超过 {MAX_ATTRIBUTES} 个")
    depths: dict[str, int] = {}
    deepest = 0
    for closing, tag in _TAG.findall(text):
        lower = tag.lower()
        if lower in _SELF_CLOSING:
            continue
        depths[lower] = max(0, depths.get(lower, 0) + (-1 if closing else 1))
        deepest = max(deepest, depths[lower])
    if deepest > 5 * MAX_DEPTH:  # tags that are never closed count too, hence more than the page's true depth
        raise PageTooComplex(name, f"标签嵌套超过 {5 * MAX_DEPTH} 层")


def _has_too_many(attributes: str) -> bool:
    long_enough = len(attributes) > 2 * MAX_ATTRIBUTES  # a letter and a space each
    return long_enough and sum(1 for _ in _EACH_ATTRIBUTE.finditer(attributes)) > MAX_ATTRIBUTES


def _damaged(encoding: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="ENC003",
        message=f"网页声明的编码是 {encoding}，其中有无法解码的字节，已用“�”代替",
        hint="请核对文字，或在浏览器中重新保存网页",
    )
