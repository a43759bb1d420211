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
_BEFORE = 2  # lines before the signatures that stay with them
_CLOSE, _TOGETHER = 4, 25  # paragraphs between the lines of one signature block, and of the whole of it
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


def kept(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return which paragraphs stay on the page of the next: the signatures with each other and the lines before them.

    Nobody should be asked to sign a page that holds nothing of the contract.
    """
    found: set[int] = set()
    signed = [index for index, paragraph in enumerate(paragraphs) if _is_signed(_shown(paragraph).strip())]
    for start, end in _groups(signed):
        first, seen = start, 0
        while first > 0 and seen < _BEFORE:
            first -= 1
            seen += bool(_shown(paragraphs[first]).strip())
        found.update(range(first, end))
    return frozenset(found)


def _groups(indexes: Sequence[int]) -> list[tuple[int, int]]:
    """Return first and last of the indexes that are close to each other."""
    groups: list[tuple[int, int]] = []
    for index in indexes:
        if groups and index - groups[-1][1] <= _CLOSE and index - groups[-1][0] < _TOGETHER:
            groups[-1] = (groups[-1][0], index)
        else:
            groups.append((index, index))
    return groups


def _is_signed(text: str) -> bool:
    return bool(_words().signature.search(text)) and not _SENTENCE.search(text) and not _words().article.match(text)


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
    is_label = _LABEL.match(stripped) and not _words().article.match(stripped)
    if is_label or _is_signed(stripped):
        return RoleOf.LABEL
    return RoleOf.BODY
