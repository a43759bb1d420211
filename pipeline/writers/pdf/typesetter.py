"""Typst source + data → PDF/A-3b bytes; the only place that calls Typst."""

from __future__ import annotations

import datetime as dt

import typst

from pipeline.writers.pdf.shelf import Shelf

# What is handed to Typst with a call it reads as its own source first, whatever it is; a comment is soon read.
_COMMENT = b"//"
_DATA = f'#let data = json(bytes(read("/data.json").slice({len(_COMMENT)})))\n'


class Typesetter:
    """Typst with the fonts of one set, kept for the life of a process.

    Typst remembers what it has set and sets anew only what changed since. The data of a document therefore comes as a
    file: `sys.inputs` belongs to Typst's library, and with another library nothing that it remembers holds.
    """

    def __init__(self, fonts: typst.Fonts) -> None:
        self._shelf = Shelf()
        self._compiler = typst.Compiler(root=self._shelf.root, font_paths=fonts)

    def set(self, source: str, data: bytes, when: dt.datetime, *, tagged: bool = True) -> bytes:
        """Return the PDF.

        Args:
            source: What to set; it finds the data under the name `data`.
            data: JSON.
            when: The date that the PDF states.
            tagged: Give it a structure tree.

        Raises:
            typst.TypstError: It can't be set.
        """
        source = _DATA + source
        path = self._shelf.path(source)
        main = source if path is None else f'#include "{path}"'
        files = {"main.typ": main.encode(), "data.json": _COMMENT + data}
        pdf = self._compiler.compile(
            input=files,  # type: ignore[type-var]  # its stubs forget that files can be given by name
            format="pdf", pdf_standards=["a-3b"], timestamp=when, pdf_tags=tagged,
        )  # fmt: skip
        assert isinstance(pdf, bytes)
        return pdf
