"""Header or footer → the same with # for the numbers of pages, which every program counts anew."""

from __future__ import annotations

from lxml.etree import _Element as Element

from pipeline.ooxml.names import W

_TEXT, _CHARACTER = f"{W}t", f"{W}fldChar"
_COUNTED = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


def without_page_numbers(root: Element) -> None:
    """Write # in place of what the fields of page numbers last gave.

    Args:
        root: Root element of the part; it is changed.
    """
    for field in root.iter(f"{W}fldSimple"):
        if _is_counted(field.get(f"{W}instr", "")):
            _mask([*field.iter(_TEXT)])
    open_fields: list[_Field] = []
    for node in root.iter(_TEXT, _CHARACTER, f"{W}instrText"):
        kind = node.get(f"{W}fldCharType") if node.tag == _CHARACTER else None
        if kind == "begin":
            open_fields.append(_Field())
        elif not open_fields:
            continue
        elif kind == "end":
            done = open_fields.pop()
            if _is_counted(done.instruction):
                _mask(done.result)
        elif node.tag == _TEXT:
            open_fields[-1].result.append(node)
        elif node.tag != _CHARACTER:
            open_fields[-1].instruction += node.text or ""


class _Field:
    def __init__(self) -> None:
        self.instruction = ""
        self.result: list[Element] = []


def _is_counted(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _COUNTED


def _mask(texts: list[Element]) -> None:
    for number, text in enumerate(texts):
        text.text = "" if number else "#"
