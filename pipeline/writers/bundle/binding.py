"""Main text + pieces → one PDF: title pages, bookmarks over everything, stamps that count through."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from pipeline.writers.bundle.bookmarks import Bookmark, bookmarks_of, write_bookmarks
from pipeline.writers.bundle.pieces import Piece
from pipeline.writers.bundle.sheets import Sheet, TitlePage, set_sheets
from pipeline.writers.bundle.tagging import tag_title
from pipeline.writers.pdf.fonts import FontSet

_STAMP = pikepdf.Name("/HetongStamp")
_TAGGING = ("/StructParent", "/StructParents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """The bundle, and the pages of it that the main text and each piece take: first and last, counted from 1."""

    pdf: bytes = field(repr=False)
    main: tuple[int, int]
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What title pages and stamps say of the contract: title, number ("" for none), and whether it is a draft."""

    title: str
    contract_no: str = ""
    draft: bool = False


def bind_pdf(main: bytes, pieces: Sequence[Piece], face: Face, fonts: FontSet, date: dt.date | None = None) -> Bound:
    """Return the contract and its annexes as one PDF; the same input gives the same bytes.

    The main text's metadata, attached record and tags stay as they are. The bundle is PDF/A-3b as long as every piece
    is of our own making; with a foreign PDF among them the claim is taken out, for nobody can vouch for it.

    Args:
        main: PDF of the contract.
        pieces: The annexes in their order.
        face: What title pages and stamps say.
        fonts: What they are set in.
        date: Date of the document.

    Raises:
        MissingGlyph: No font has a character of a title.
        PdfFailed: Typst can't set the title pages.
    """
    with contextlib.ExitStack() as files:
        pdf = files.enter_context(pikepdf.open(io.BytesIO(main)))
        others = [files.enter_context(pikepdf.open(io.BytesIO(p.pdf))) if p.pdf else None for p in pieces]
        sheets, covers, ends = _planned(pdf, pieces, others, face)
        layer = files.enter_context(pikepdf.open(io.BytesIO(set_sheets([*sheets, *covers], fonts, date))))
        outline = [Bookmark(title=face.title or "合同正文", page=0, children=bookmarks_of(pdf))]
        pages = iter(layer.pages[len(sheets) :])
        for start, piece, other in zip(ends, pieces, others, strict=False):
            outline.append(Bookmark(title=piece.name, page=start, children=_moved(piece.bookmarks, start + 1)))
            pdf.pages.append(next(pages))
            tag_title(pdf, pdf.pages[-1])
            if other is not None:
                _append(pdf, other)
        for page, sheet in zip(pdf.pages, layer.pages[: len(sheets)], strict=True):
            _stamp(pdf, page, sheet)
        write_bookmarks(pdf, outline)
        _set_metadata(pdf, [main, *(p.pdf for p in pieces)], archival=all(p.archival or not p.pdf for p in pieces))
        return Bound(
            pdf=_saved(pdf, [other for other in others if other is not None]),
            main=(1, ends[0]),
            pieces=tuple((start + 1, end) for start, end in itertools.pairwise(ends)),
        )


def _planned(
    pdf: pikepdf.Pdf, pieces: Sequence[Piece], others: Sequence[pikepdf.Pdf | None], face: Face
) -> tuple[list[Sheet], list[Sheet], list[int]]:
    """Return what is stamped on each page, the title pages, and how many pages there are behind each part."""
    sizes = [_size(page) for page in pdf.pages]
    paper = list(sizes)
    covers: list[Sheet] = []
    ends = [len(paper)]
    below = tuple(line for line in (face.title, f"合同编号：{face.contract_no}" if face.contract_no else "") if line)
    for piece, other in zip(pieces, others, strict=True):
        title = TitlePage(number=piece.number, title=piece.title or piece.file, below=below, reason=piece.reason)
        covers.append(Sheet(width=sizes[0][0], height=sizes[0][1], title=title))
        paper += [sizes[0], *(_size(page) for page in other.pages)] if other is not None else [sizes[0]]
        ends.append(len(paper))
    draft = "草稿　" if face.draft else ""
    name = f"合同编号 {face.contract_no}" if face.contract_no else face.title
    sheets = [
        Sheet(width=width, height=height, stamp=f"{draft}{name} · 第 {number} 页 共 {len(paper)} 页")
        for number, (width, height) in enumerate(paper, 1)
    ]
    return sheets, covers, ends


def _size(page: pikepdf.Page) -> tuple[float, float]:
    """Return width and height of a page as it is seen, in points."""
    box = [float(value) for value in page.trimbox]
    width, height = abs(box[2] - box[0]), abs(box[3] - box[1])
    return (height, width) if int(page.obj.get("/Rotate", 0)) % 180 else (width, height)


def _moved(bookmarks: Sequence[Bookmark], pages: int) -> tuple[Bookmark, ...]:
    return tuple(bookmark.moved(pages) for bookmark in bookmarks)


def _append(pdf: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
    """Put another file's pages behind, with its layers; its tags would be read as the main text's."""
    for item in other.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            _untag(item)
    for page in other.pages:
        for note in page.obj.get("/Annots", ()):
            _untag(note)
    layers = other.Root.get("/OCProperties")
    pdf.pages.extend(other.pages)
    if isinstance(layers, pikepdf.Dictionary):
        _add_layers(pdf, pdf.copy_foreign(other.make_indirect(layers)))


def _untag(item: Any) -> None:
    for key in _TAGGING:
        if key in item:
            del item[key]


def _add_layers(pdf: pikepdf.Pdf, copied: Any) -> None:
    """Take over which layers of a file are hidden: without it all of them would show."""
    known: Any = pdf.Root.get("/OCProperties")
    if known is None:
        pdf.Root.OCProperties = copied
        return
    known.OCGs = pikepdf.Array([*known.get("/OCGs", ()), *copied.get("/OCGs", ())])
    for key in ("/OFF", "/ON", "/Order"):
        merged = [*known.D.get(key, ()), *copied.get("/D", {}).get(key, ())]
        if merged:
            known.D[key] = pikepdf.Array(merged)


def _stamp(pdf: pikepdf.Pdf, page: pikepdf.Page, sheet: pikepdf.Page) -> None:
    """Draw a sheet over a page, upright however the page is turned."""
    form = pdf.copy_foreign(sheet.as_form_xobject())
    resources: Any = pikepdf.Dictionary(dict(page.resources.items()))
    objects: Any = pikepdf.Dictionary(resources.get("/XObject", pikepdf.Dictionary()))
    objects[_STAMP] = form
    resources.XObject = objects
    page.obj.Resources = resources  # its own: pages often share one, and each has another stamp
    placed = page.calc_form_xobject_placement(form, _STAMP, pikepdf.Rectangle(page.trimbox))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n/Artifact <</Type /Pagination>> BDC\n" + placed + b"\nEMC\n")


def _set_metadata(pdf: pikepdf.Pdf, parts: Sequence[bytes], *, archival: bool) -> None:
    """Say how many pages there are, that this is another file than the main text, and whether it is PDF/A."""
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name, value in _statements(pdf, digest):
            if name in metadata:
                metadata[name] = value
        if not archival:
            for name in ("pdfaid:part", "pdfaid:conformance"):
                if name in metadata:
                    del metadata[name]
    if "/ID" in pdf.trailer:
        del pdf.trailer.ID  # made anew from the content


def _statements(pdf: pikepdf.Pdf, digest: str) -> Iterator[tuple[str, str]]:
    yield "{http://ns.adobe.com/xap/1.0/t/pg/}NPages", str(len(pdf.pages))
    yield "xmpMM:InstanceID", digest
    yield "xmpMM:DocumentID", digest


def _saved(pdf: pikepdf.Pdf, others: Sequence[pikepdf.Pdf]) -> bytes:
    buffer = io.BytesIO()
    newest = max((pdf.pdf_version, *(other.pdf_version for other in others)), key=_version)
    pdf.save(buffer, deterministic_id=True, min_version=newest)
    return buffer.getvalue()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())
