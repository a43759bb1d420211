"""Form controls of a page → runs."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pipeline.model.document import Mark, Run

_BLANK = "____"
_SHOWN = 100  # characters of a control's value that are read
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
    name = (attributes.get("name") or attributes.get("id") or "")[:_SHOWN]
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


def _select(node: LexborNode, name: str, marks: Mark) -> Run:
    options = node.css("option")
    choices = tuple(text for option in options if (text := option.text(strip=True)))
    chosen = next((option.text(strip=True) for option in options if "selected" in option.attributes), "")
    return Run(text=chosen or _BLANK, marks=marks | Mark.FIELD, name=name, choices=choices)
