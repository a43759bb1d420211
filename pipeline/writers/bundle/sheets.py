"""Title pages and page stamps, set by Typst in the house style: a sheet for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

import orjson
import typst

from pipeline.writers.pdf.archive import moment
from pipeline.writers.pdf.coverage import check_coverage
from pipeline.writers.pdf.fonts import SYMBOLS, FontSet
from pipeline.writers.pdf.markup import array, quote
from pipeline.writers.pdf.render import PdfFailed

_STAMP = 8.0  # points on A4; smaller on smaller pages
_A4_WIDTH = 595.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePage:
    """What stands on an annex's title page: 附件一, title, lines below, and why there is no more than this page."""

    number: str
    title: str
    below: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A title page, or what is stamped on a page.

    Attributes:
        width: As the page is seen, in points.
        height: Likewise.
        stamp: The page stamp, "" for a title page.
        title: What a title page says, None for a stamp.
    """

    width: float
    height: float
    stamp: str = ""
    title: TitlePage | None = None


def set_sheets(sheets: Sequence[Sheet], fonts: FontSet, date: dt.date | None) -> bytes:
    """Return a PDF with a page a sheet, transparent but for what the sheet says.

    Raises:
        MissingGlyph: No font has a character of a title.
        PdfFailed: Typst can't set the sheets.
    """
    check_coverage(fonts, {"页码": "".join(s.stamp for s in sheets), **_titles(sheets)})
    data = {"sheets": [{**asdict(s), "size": _stamp_size(s)} for s in sheets]}
    faces = "".join(
        f"#let {name} = {array([quote(family) for family in (*fonts.named(face).families[:2], *SYMBOLS)])}\n"
        for name, face in (("SONG", "song"), ("HEI", "hei"))
    )
    try:
        return fonts.typesetter.set(faces + _source(), orjson.dumps(data), moment(date), tagged=False)
    except typst.TypstError as error:
        raise PdfFailed(error.message) from error


@cache
def _source() -> str:
    return resources.files("pipeline.writers.bundle").joinpath("sheets.typ").read_text("utf-8")


def _stamp_size(sheet: Sheet) -> float:
    return round(min(_STAMP, _STAMP * min(sheet.width, sheet.height) / _A4_WIDTH), 2)


def _titles(sheets: Sequence[Sheet]) -> dict[str, str]:
    titles = [sheet.title for sheet in sheets if sheet.title is not None]
    return {f"附件标题页 {t.number} {t.title}": "".join((t.number, t.title, *t.below, t.reason)) for t in titles}
