"""Typst source + data → PDF/A-3b bytes; the only place that calls Typst."""

from __future__ import annotations

import datetime as dt

import typst


class Typesetter:
    """Typst with the fonts of one set, kept for the life of a process.

    Typst remembers what it has set and sets anew only what changed since. The data of a document therefore comes as a
    file, "data.json": `sys.inputs` belongs to Typst's library, and with another library nothing that it remembers
    holds.
    """

    def __init__(self, fonts: typst.Fonts) -> None:
        self._compiler = typst.Compiler(font_paths=fonts)

    def set(self, source: str, data: bytes, when: dt.datetime, *, tagged: bool = True) -> bytes:
        """Return the PDF.

        Args:
            source: What to set; it reads "data.json".
            data: The content of that file.
            when: The date that the PDF states.
            tagged: Give it a structure tree.

        Raises:
            typst.TypstError: It can't be set.
        """
        files = {"main.typ": source.encode(), "data.json": data}
        pdf = self._compiler.compile(
            input=files,  # type: ignore[type-var]  # its stubs forget that files can be given by name
            format="pdf", pdf_standards=["a-3b"], timestamp=when, pdf_tags=tagged,
        )  # fmt: skip
        assert isinstance(pdf, bytes)
        return pdf
