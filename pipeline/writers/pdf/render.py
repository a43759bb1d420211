"""Source + placements → PDF/A-3b bytes, the same for the same input."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import typst

from pipeline.diagnostics import Diagnostic
from pipeline.errors import WriteError
from pipeline.model.contract import Placement
from pipeline.model.template import Anchor
from pipeline.writers.pdf.archive import moment
from pipeline.writers.pdf.coverage import MissingGlyph, check_coverage
from pipeline.writers.pdf.endless import with_breaks
from pipeline.writers.pdf.fonts import font_set
from pipeline.writers.pdf.markup import BREAK
from pipeline.writers.pdf.setting import Heading, Room
from pipeline.writers.pdf.source import compile_source

_WIDE = frozenset("WFA")
_SCRIPTS = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])")
_HYPHEN = re.compile(r"(?<=[0-9A-Za-z]{2}-)(?=[0-9]{4})")  # HT-2026-0015: Word ends a line there, Unicode does not


class PdfFailed(WriteError):
    """Typst could not set the document."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"PDF 排版失败：{reason}", hint="可改用 --pdf-engine libreoffice")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfTemplate:
    """A template compiled for PDF (PDF 模板); rendering it does not look at the DOCX again.

    Attributes:
        source: Typst source.
        anchors: Where values go, in the order of `rooms`.
        rooms: How each anchor's value is padded.
        font_paths: The user's font folders.
        system_fonts: The fonts of the system are used too.
        missing: (character, place) of what no font draws in the document itself.
        diagnostics: What Typst can't set as Word does (PDF001 …); an empty tuple if nothing.
    """

    source: str = field(repr=False)
    anchors: tuple[Anchor, ...]
    rooms: tuple[Room, ...]
    font_paths: tuple[Path, ...] = ()
    system_fonts: bool = True
    missing: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def render(
        self,
        placements: Sequence[Placement],
        *,
        record: bytes | None,
        date: dt.date | None = None,
        draft: bool = False,
    ) -> bytes:
        """Return the PDF of one contract.

        Args:
            placements: What to write where; an anchor without one keeps its blank line.
            record: The contract record to attach as contract.json, None for none.
            date: Date of the document; None takes SOURCE_DATE_EPOCH, or else 2000-01-01.
            draft: Mark every page 草稿.

        Raises:
            MissingGlyph: No font has a character of the document or of a value.
            PdfFailed: Typst can't set the document.
        """
        if self.missing:
            raise MissingGlyph(*self.missing[0])
        fonts = font_set(self.font_paths, system=self.system_fonts)
        check_coverage(fonts, {p.key: "".join((p.text, *p.texts)) for p in placements})
        by_anchor = {_key(p.anchor): p for p in placements}
        values = [self._value(by_anchor.get(_key(a)), room) for a, room in zip(self.anchors, self.rooms, strict=True)]
        data = {"values": values, "draft": draft, "record": None if record is None else record.decode()}
        try:
            return fonts.typesetter.set(self.source, orjson.dumps(data), moment(date))
        except typst.TypstError as error:
            raise PdfFailed(error.message) from error

    @staticmethod
    def _value(placement: Placement | None, room: Room) -> Mapping[str, object] | None:
        if placement is None:
            return None
        texts = (placement.text, *placement.texts)
        slack = max(room.width - _width(placement.text, room.size), 0.0)
        left = min(slack / 2, room.size)
        right = min(slack - left, room.size) if room.runs_on else slack - left
        return {"lines": [_lines(text, room) for text in texts], "left": round(left, 2), "right": round(right, 2)}


def compile_pdf(
    source: bytes,
    anchors: Sequence[Anchor],
    *,
    title: str,
    font_paths: Sequence[str | Path] = (),
    headings: Sequence[Heading] | None = None,
    system_fonts: bool = True,
) -> PdfTemplate:
    """Return a DOCX compiled once for rendering many times.

    Args:
        source: The DOCX.
        anchors: Where values will go.
        title: Title that the PDF states.
        font_paths: Folders of fonts that come before the system's.
        headings: What the bookmarks name; None finds the headings by outline level and 第X条.
        system_fonts: Use the fonts of the system too.

    Raises:
        ReadError: The DOCX can't be read.
        AnchorLost: An anchor does not fit the DOCX.
        NoChineseFont: There is no Chinese font at all.
    """
    folders = tuple(Path(path) for path in font_paths)
    fonts = font_set(folders, system=system_fonts)
    compiled = compile_source(source, anchors, title, fonts, headings)
    return PdfTemplate(
        source=compiled.text, anchors=tuple(anchors), rooms=compiled.rooms,
        font_paths=folders, system_fonts=system_fonts, missing=compiled.missing, diagnostics=compiled.diagnostics,
    )  # fmt: skip


def _key(anchor: Anchor) -> tuple[str, int, int, int]:
    return anchor.part, anchor.paragraph, anchor.start, anchor.end


def _width(text: str, size: float) -> float:
    """Return about how wide a text is in points: a hanzi one em, a Latin letter half."""
    return sum(size if unicodedata.east_asian_width(c) in _WIDE else size / 2 for c in text)


def _lines(text: str, room: Room) -> list[str]:
    return [_breakable(line.replace("\t", "    "), room) for line in text.splitlines()] or [""]


def _breakable(line: str, room: Room) -> str:
    """Return the line with marks where it may end: inside endless words, behind hyphens, and between scripts.

    Typst widens the last of these places, between hanzi and Latin letters, by a quarter of an em where nothing stands
    between, and every program that reads the text back would take that for a space.
    """
    line = _SCRIPTS.sub(BREAK, line)
    return with_breaks(_HYPHEN.sub(BREAK, line) if "-" in line else line, room.line, room.size)
