"""Paragraph + characters → Anchor."""

from __future__ import annotations

import hashlib

from pipeline.errors import TemplateError
from pipeline.model.document import Paragraph
from pipeline.model.template import Anchor


class AnchorLost(TemplateError):
    """The source changed under its template: a wrong fill is never made."""

    def __init__(self, anchor: Anchor, why: str) -> None:
        super().__init__(
            f"模板与源文件不一致：{why}",
            location=f"{anchor.part} 第{anchor.paragraph + 1}段",
            hint="源文件已被修改；请对修改后的文件重新执行 hetong parse",
        )


def fingerprint(text: str) -> str:
    """Return the first 16 hexadecimal digits of SHA-256 over a paragraph's own text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def anchor_for(paragraph: Paragraph, start: int, end: int) -> Anchor:
    """Return the anchor of some characters of a paragraph.

    Args:
        paragraph: A paragraph read from a DOCX.
        start: First character of its own text, without the automatic number.
        end: Behind the last one; start == end is a place to insert at.
    """
    place = paragraph.place
    return Anchor(
        part=place.part, paragraph=place.paragraph, start=start, end=end, fingerprint=fingerprint(paragraph.text)
    )
