"""An issued contract and its annexes → one PDF that is bound together (合订本), and one parcel of all files."""

from pipeline.writers.bundle.binding import Bound, Face, bind_pdf
from pipeline.writers.bundle.bookmarks import Bookmark, nested
from pipeline.writers.bundle.foreign import AssemblyForbidden, PdfUnusable, admit_foreign
from pipeline.writers.bundle.parcel import BundleTooLarge, Enclosed, parcel
from pipeline.writers.bundle.pictures import PictureUnusable, picture_pdf
from pipeline.writers.bundle.pieces import Piece, with_bookmarks

__all__ = [
    "AssemblyForbidden",
    "Bookmark",
    "Bound",
    "BundleTooLarge",
    "Enclosed",
    "Face",
    "PdfUnusable",
    "PictureUnusable",
    "Piece",
    "admit_foreign",
    "bind_pdf",
    "nested",
    "parcel",
    "picture_pdf",
    "with_bookmarks",
]
