"""A reference within a PDF → its object; one that leads to itself leads nowhere, as other programs have it.

pdfminer follows an object that is only a reference, and would follow one to itself for ever.
"""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef

_LONGEST = 32  # references after each other; no program writes two


def end_of_references() -> None:
    """Let every reference that pdfminer follows come to an end."""
    PDFObjRef.resolve = _resolve  # type: ignore[method-assign,assignment]


_one_step = PDFObjRef.resolve


def _resolve(reference: PDFObjRef, default: object = None) -> Any:
    found = _one_step(reference, default)
    for _ in range(_LONGEST):
        if not isinstance(found, PDFObjRef):
            return found
        found = _one_step(found, default)
    return default
