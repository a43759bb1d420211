"""What a bundle is bound of."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace

import pikepdf

from pipeline.writers.bundle.bookmarks import Bookmark, bookmarks_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An annex to be bound: its title page, and its pages if it has become a PDF.

    Attributes:
        number: As its title page shows it, 附件一; "" for a file that belongs to no annex.
        title: Its title.
        file: Name of the file as supplied.
        pdf: Its pages; b"" where it could not become a PDF, and only the title page is bound.
        bookmarks: What its bookmarks name, pages counted from 0 in the piece.
        archival: True for a PDF of our own making, which is PDF/A.
        reason: Why there are no pages, worded for the title page.
    """

    number: str
    title: str
    file: str
    pdf: bytes = field(default=b"", repr=False)
    bookmarks: tuple[Bookmark, ...] = ()
    archival: bool = False
    reason: str = ""

    @property
    def name(self) -> str:
        """Number and title in one line, for bookmarks."""
        return f"{self.number} {self.title}".strip() or self.file


def with_bookmarks(piece: Piece) -> Piece:
    """Return the piece with the bookmarks of its PDF."""
    with pikepdf.open(io.BytesIO(piece.pdf)) as pdf:
        return replace(piece, bookmarks=bookmarks_of(pdf))
