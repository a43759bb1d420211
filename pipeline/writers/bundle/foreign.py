"""A PDF that somebody else made → the same pages, fit to be bound: nothing on them acts, and nothing is lost."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from pipeline.errors import ReadError, WriteError

# What a page or an annotation may carry that only has a meaning in the file it comes from, or that acts.
_LOOSE = ("/AA", "/StructParents", "/B", "/PieceInfo", "/PresSteps", "/Trans")


class PdfUnusable(ReadError):
    """The annex is no PDF that could be opened."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"附件{reason}，不能装订", location=name, hint="请重新导出，或另存为不加密的 PDF")


class AssemblyForbidden(WriteError):
    """The annex's owner forbids to take its pages into another document."""

    def __init__(self, name: str) -> None:
        super().__init__("PDF 的权限设置不允许页面组合", location=name, hint="请向出具方要一份不限制权限的文件")


def admit_foreign(data: bytes, *, name: str) -> bytes:
    """Return the PDF with its form fields and notes as plain page content, without scripts, actions and encryption.

    Args:
        data: The file.
        name: Its name, for messages.

    Raises:
        PdfUnusable: It needs a password, or is broken.
        AssemblyForbidden: Its permissions forbid what is wanted.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not pdf.allow.modify_assembly:
                raise AssemblyForbidden(name)
            _flatten(pdf)
            for page in pdf.pages:
                _disarm(page.obj)
            buffer = io.BytesIO()
            pdf.save(buffer, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise PdfUnusable(name, "有打开密码") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise PdfUnusable(name, "已损坏") from error
    return buffer.getvalue()


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw what stands in fields, stamps and notes into the pages: the field tree does not come along."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")


def _disarm(page: pikepdf.Object) -> None:
    for key in _LOOSE:
        if key in page:
            del page[key]
    annotations = page.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        kept = [note for note in annotations if isinstance(note, pikepdf.Dictionary) and _is_plain_link(note)]
        for note in kept:
            for key in ("/AA", "/StructParent"):
                if key in note:
                    del note[key]
        page["/Annots"] = pikepdf.Array(kept)


def _is_plain_link(note: pikepdf.Dictionary) -> bool:
    """True for a link within the file or to a web page."""
    if note.get("/Subtype") != pikepdf.Name.Link:
        return False
    action: Any = note.get("/A")
    if not isinstance(action, pikepdf.Dictionary):
        return isinstance(note.get("/Dest"), pikepdf.Array)
    if "/Next" in action:
        return False
    if action.get("/S") == pikepdf.Name.URI:
        return str(action.get("/URI", "")).startswith(("https:", "http:", "mailto:"))
    return action.get("/S") == pikepdf.Name.GoTo and isinstance(action.get("/D"), pikepdf.Array)
