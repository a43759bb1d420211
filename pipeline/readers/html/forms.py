"""Form controls of a page → runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from pipeline.model.document import Mark, Run

_BLANK = "____"
_SHOWN = 100  # characters of a control's value that are read
_EDITABLE = frozenset(("", "true", "plaintext-only"))
_LONGEST_PLACE = 60  # characters: what is longer and may be edited is the contract itself
_PROMPT = re.compile(r"(?:请|点击|在此|此处)+(?:输入|填写|填入|选择)?|(?:输入|填写|选择)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NO_CHOICE = re.compile(r"(?:请|点击)?选择.{0,6}|[-—\s]*")
_NO_TEXT = frozenset(("hidden", "submit", "button", "reset", "image", "file", "password"))


def control_runs(node: LexborNode, marks: Mark) -> Iterator[Run]:
    """Read a form control as what a person sees of it.

    Args:
        node: An input, select or textarea element.
        marks: How the text around it looks.

    Yields:
        A box for a check box or radio button, otherwise a run marked as a field: its value, or a blank.
    """
    attributes = node.attributes
    name = _name(attributes)
    kind = (attributes.get("type") or "text").lower()
    if node.tag == "select":
        yield _select(node, name, marks)
    elif node.tag == "textarea":
        yield Run(text=node.text(strip=True)[:_SHOWN] or _BLANK, marks=marks | Mark.FIELD, name=name)
    elif kind in {"checkbox", "radio"}:
        box = "☑" if "checked" in attributes else "□"
        yield Run(text=box, marks=marks | Mark.BOX, name=name)
    elif kind not in _NO_TEXT:
        yield Run(text=(attributes.get("value") or "")[:_SHOWN] or _BLANK, marks=marks | Mark.FIELD, name=name)


def editable_run(node: LexborNode, marks: Mark) -> Run | None:
    """Read an element inside a line whose text may be edited in a browser as a field.

    Args:
        node: Any element inside a line.
        marks: How the text around it looks.

    Returns:
        Its run, None for one that may not be edited, or is too long for one value.
    """
    attributes = node.attributes
    if "contenteditable" not in attributes or (attributes["contenteditable"] or "").lower() not in _EDITABLE:
        return None
    text = " ".join(node.text().split())
    if len(text) > _LONGEST_PLACE:
        return None
    prompt = _PROMPT.match(text)
    name = text[prompt.end() :] if prompt else ""
    return Run(text=text or _BLANK, marks=marks | Mark.FIELD, name=name or _name(attributes))


def _name(attributes: Mapping[str, str | None]) -> str:
    """What a control is called: in Chinese what it shows to who fills it in, otherwise its name in the page."""
    for shown in ("aria-label", "placeholder", "title"):
        words = _PROMPT.sub("", (attributes.get(shown) or "").strip(), count=1)[:_SHOWN]
        if _CHINESE.search(words):
            return words
    return (attributes.get("name") or attributes.get("id") or "")[:_SHOWN]


def _select(node: LexborNode, name: str, marks: Mark) -> Run:
    options = [(option, option.text(strip=True)) for option in node.css("option")]
    choices = tuple(text for _, text in options if not _NO_CHOICE.fullmatch(text))
    chosen = next((text for option, text in options if "selected" in option.attributes and text in choices), "")
    return Run(text=chosen or _BLANK, marks=marks | Mark.FIELD, name=name, choices=choices)
