"""DOCX → PDF by Typst: compiled once a template, rendered once a contract."""

from pipeline.writers.pdf.coverage import MissingGlyph
from pipeline.writers.pdf.render import PdfTemplate, compile_pdf
from pipeline.writers.pdf.setting import Heading

__all__ = ["Heading", "MissingGlyph", "PdfTemplate", "compile_pdf"]
