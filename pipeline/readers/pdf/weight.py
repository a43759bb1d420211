"""A page's content → about how much it draws, the forms that it draws again and again included.

pdfminer keeps an object of one or two kilobytes for every letter and path; a string of a few kilobytes, deflated, holds
millions of letters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pikepdf

MAX_WEIGHT = 1_000_000  # operators of a page
MAX_ALL = 20_000_000  # of all pages: a thousand full of text and more
MAX_CONTENT = 24 << 20  # a page of a million operators is about this long
_LETTER = 4  # a letter weighs as much as so many operators: a page of a contract has a few thousand
_PATH = 2  # and a path so many besides its own: a page of 240,000 rectangles took 600 MB and 15 s
# Strings in brackets and as hexadecimal digits, and pictures within the content (ISO 32000-1, 7.3.4, 8.9.7).
_TOKEN = re.compile(rb"\\.|[()]|<[0-9A-Fa-f\s]++>|\bBI\b[^()]{0,400}?\bID\s", re.DOTALL)
_PICTURE_ENDS = re.compile(rb"\sEI\b")
_DRAWS = re.compile(rb"/([^\s/()<>\[\]{}%]++)(?>(?:\s|%[^\r\n]*+)+)Do\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def page_weight(page: pikepdf.Page) -> int:
    """Return about how many operators a page takes, more than `MAX_WEIGHT` for too many."""
    contents = page.obj.get("/Contents")
    listed = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    data = b"\n".join(one.read_bytes() for one in listed if isinstance(one, pikepdf.Stream))
    return _weight(data, page.obj.get("/Resources"), {}, frozenset())


def _weight(data: bytes, resources: Any, known: dict[tuple[int, int], int], above: frozenset[tuple[int, int]]) -> int:
    """The operators of a content with those of the forms that it draws."""
    if len(data) > MAX_CONTENT:
        return MAX_WEIGHT + 1
    weight = data.count(b"\n") // 2 + data.count(b" ") // 3  # there is one operator a line or a few words
    weight += _LETTER * letters(data) + _PATH * (data.count(b" re") + data.count(b" m"))
    forms = _forms(resources)
    if forms and weight <= MAX_WEIGHT:
        calls = Counter(_ESCAPED.sub(_unescaped, name) for name in _DRAWS.findall(data))
        for name in calls.keys() & forms.keys():
            weight += calls[name] * _form_weight(forms[name], resources, known, above)
    return min(weight, MAX_WEIGHT + 1)


def letters(data: bytes) -> int:
    """Return how many bytes the strings of a content have: no fewer than letters that it shows."""
    count = at = begin = depth = 0
    while found := _TOKEN.search(data, at):
        at, token = found.end(), found[0]
        if token == b"(":
            begin = begin if depth else at
            depth += 1
        elif token == b")":
            depth = max(0, depth - 1)
            if not depth:
                count, begin = count + found.start() - begin, at
        elif not depth and token[:1] == b"<":
            count += len(token) // 2
        elif not depth and token[:2] == b"BI":
            ends = _PICTURE_ENDS.search(data, at)
            at = begin = ends.end() if ends else len(data)
    return count + (len(data) - begin if depth else 0)


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes((int(found[1], 16),))


def _forms(resources: Any) -> Mapping[bytes, pikepdf.Stream]:
    objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(objects, pikepdf.Dictionary):
        return {}
    return {
        _ESCAPED.sub(_unescaped, name[1:].encode()): form
        for name, form in objects.items()
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"
    }


def _form_weight(
    form: pikepdf.Stream, resources: Any, known: dict[tuple[int, int], int], above: frozenset[tuple[int, int]]
) -> int:
    """The operators of a form with those of the forms that it draws; a form that draws itself counts once."""
    key = form.objgen
    if key in above:
        return 0
    if key not in known:
        known[key] = _weight(form.read_bytes(), form.get("/Resources", resources), known, above | {key})
    return known[key]
