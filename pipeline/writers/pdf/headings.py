"""Paragraphs → headings for the bookmarks: by what the caller says, by outline level, or by 第X条."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.writers.pdf.layouts import Layout
from pipeline.writers.pdf.markup import call, quote
from pipeline.writers.pdf.pieces import Piece, Slot, Tab, Text
from pipeline.writers.pdf.setting import Setting

_SHORT = 24  # characters of a heading that is no sentence
_SENTENCE = re.compile("[。；，：]")
_TITLE = 60  # characters of a bookmark at most
# What begins an article where the styles have no outline: 编 and 部分 above 章 above 节 above 条; not 第三条规定的.
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇○\d]{1,6}(?P<unit>编|部分|章|节|条)(?![款项约规所之])")
_UNITS = {"编": 1, "部分": 1, "章": 2, "节": 3, "条": 4}


def as_heading(setting: Setting, pieces: Sequence[Piece], layout: Layout, place: tuple[str, int], code: str) -> str:
    """Return a paragraph's code as a heading where it is one, else as it is.

    Args:
        setting: What the template's parts share; it collects the levels.
        pieces: Of the paragraph.
        layout: Its layout.
        place: Part and ordinal of the paragraph.
        code: What sets it; the heading shows just that, and its title stands in the bookmarks alone.
    """
    level, title = _level(setting, _words(pieces), layout, place)
    if not level or not title:
        return code
    setting.levels.append(level)
    return call(
        "heading", f"[#{quote(title[:_TITLE])}]", level=f"LEVELS.at({len(setting.levels) - 1})",
        outlined="true", bookmarked="true", supplement=code,
    )  # fmt: skip


def leads_on(setting: Setting, pieces: Sequence[Piece], layout: Layout, place: tuple[str, int]) -> bool:
    """True for a heading that says nothing by itself: no page should end with it, whether the file says so or not."""
    text = _words(pieces)
    return len(text) <= _SHORT and not _SENTENCE.search(text) and _level(setting, text, layout, place)[0] > 0


def _words(pieces: Sequence[Piece]) -> str:
    text = "".join(p.text if isinstance(p, Text) else " " for p in pieces if isinstance(p, Text | Tab | Slot))
    return " ".join(text.replace("\u3000", " ").split())


def _level(setting: Setting, text: str, layout: Layout, place: tuple[str, int]) -> tuple[int, str]:
    """Return level and title; level 0 where the paragraph is no heading."""
    if setting.headings is not None:
        stated = setting.headings.get(place)
        return (stated.level, stated.title or text) if stated else (0, "")
    if place[0] != setting.package.document or setting.styles.name(layout.style).lower().startswith("toc"):
        return 0, ""
    article = _ARTICLE.match(text)
    if article:
        return _UNITS[article["unit"]], text
    return (layout.level + 1, text) if layout.level is not None and len(text) <= _TITLE else (0, "")
