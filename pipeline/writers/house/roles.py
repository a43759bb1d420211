"""Paragraphs → what each is in the house style: title, heading, label line, signature line or body."""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.model.document import Paragraph

_TITLE_WITHIN = 12  # the title stands among the first lines that have text
_HEADING_LENGTH = 24  # characters; a longer line is a sentence
_TITLE_LENGTH = 40
_SENTENCE = re.compile("[。；;，,！？]")
# 地　址：____; a numbered line or a sentence is body.
_LABEL = re.compile(r"^(?![（(\d])(?:[^：:。；，\s]\s{0,4}){1,16}[：:][^。；;]*$")
_BLANK = re.compile(r"[\s_＿]{3}")


class RoleOf(enum.StrEnum):
    """What a paragraph is."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    CHAPTER = "chapter"
    ARTICLE = "article"
    LABEL = "label"
    BODY = "body"


class _Words(NamedTuple):
    titles: tuple[str, ...]
    signature: re.Pattern[str]
    chapter: re.Pattern[str]
    article: re.Pattern[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(resources.files("pipeline.writers.house").joinpath("words.toml").read_text("utf-8"))
    numerals = table["numerals"]
    return _Words(
        titles=tuple(table["title"]),
        signature=re.compile("|".join(map(re.escape, table["signature"]))),
        chapter=re.compile(rf"^\s*第\s?[{numerals}]{{1,6}}\s?[编章节篇]"),
        article=re.compile(
            rf"^\s*(第\s?[{numerals}]{{1,6}}\s?条|[{numerals}]{{1,4}}[、．]|附件[{numerals}]{{0,3}}[：:]?)"
        ),
    )


def roles(paragraphs: Sequence[Paragraph]) -> tuple[RoleOf, ...]:
    """Return what each paragraph is.

    Args:
        paragraphs: The paragraphs of the body that stand outside tables, in reading order.
    """
    title = _title(paragraphs)
    found = [_role(paragraph) for paragraph in paragraphs]
    if title is not None:
        found[title] = RoleOf.TITLE
        _set_subtitles(paragraphs, found, title)
    return tuple(found)


def _shown(paragraph: Paragraph) -> str:
    return paragraph.number + paragraph.separator + paragraph.text


def _title(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the index of the title: a short line near the top that ends like one."""
    seen = 0
    for index, paragraph in enumerate(paragraphs):
        text = re.sub(r"\s", "", _shown(paragraph))
        if not text:
            continue
        seen += 1
        if seen > _TITLE_WITHIN or _words().article.match(text):
            return None
        bare = re.sub("[（(][^）)]*[）)]$", "", text)
        if len(text) <= _TITLE_LENGTH and bare.endswith(_words().titles) and not _SENTENCE.search(text):
            return index
    return None


def _set_subtitles(paragraphs: Sequence[Paragraph], found: list[RoleOf], title: int) -> None:
    """A bracketed or centred line right below the title belongs to it."""
    for index in range(title + 1, min(title + 3, len(paragraphs))):
        text = paragraphs[index].text.strip()
        is_short = 0 < len(text) <= _HEADING_LENGTH and not _SENTENCE.search(text)
        if not is_short or not (paragraphs[index].align == "center" or text.startswith(("（", "("))):
            return
        found[index] = RoleOf.SUBTITLE


def _role(paragraph: Paragraph) -> RoleOf:
    text = _shown(paragraph)
    stripped = text.strip()
    is_short = len(stripped) <= _HEADING_LENGTH and not _SENTENCE.search(stripped) and not _BLANK.search(stripped)
    if is_short and _words().chapter.match(stripped):
        return RoleOf.CHAPTER
    if is_short and stripped and (_words().article.match(stripped) or paragraph.level is not None):
        return RoleOf.ARTICLE
    is_signed = _words().signature.search(stripped) and not _SENTENCE.search(stripped)
    if (_LABEL.match(stripped) or is_signed) and not _words().article.match(stripped):
        return RoleOf.LABEL
    return RoleOf.BODY
