"""Drawings, pictures, text boxes and embedded objects → Typst, or a finding that says what can't be set."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.ooxml.names import Element
from pipeline.writers.pdf.inline import Hanging, Piece
from pipeline.writers.pdf.layouts import Layout
from pipeline.writers.pdf.setting import Area, Setting


class Drawings:
    """Sets the drawings of a part."""

    def __init__(self, setting: Setting, part: str, blocks: Callable[[Element, Area], str]) -> None:
        self._setting, self._part, self._blocks = setting, part, blocks

    def floating(self, pieces: Sequence[Piece], layout: Layout, area: Area) -> tuple[list[str], Sequence[Piece]]:
        return [], pieces

    def inline(self, hanging: Hanging, area: Area) -> str:
        return ""
