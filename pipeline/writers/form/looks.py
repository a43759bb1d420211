"""The colours, borders and number formats of a form's cells."""

from __future__ import annotations

from typing import Any

from pipeline.model.field import Field
from pipeline.model.template import Kind

_FONT = "微软雅黑"
_INK, _DEEP, _SOFT, _RULE, _QUIET = "#1F2A37", "#1F4E79", "#DCE6F1", "#BFC9D4", "#6B7785"
_PALE = "#F3F4F6"

# Text everywhere but for dates, amounts and numbers: Excel must not turn an account into 6.22E+18 or 3-1 into a date.
_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.AMOUNT: "#,##0.00##", Kind.NUMBER: "General"}


class Looks:
    """Makes each format of a workbook once.

    Args:
        book: The xlsxwriter workbook.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}
        base = {"font_name": _FONT, "font_color": _INK, "valign": "vcenter"}
        self._base = base
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "font_color": _DEEP})
        self.quiet = book.add_format({**base, "font_size": 10, "font_color": _QUIET})
        self.banner = book.add_format({"valign": "vcenter"})
        self.group = book.add_format({**base, "align": "center", "bold": True, "font_size": 10, "bg_color": _SOFT,
                                      "font_color": _DEEP, "border": 1, "border_color": "#FFFFFF"})  # fmt: skip
        self.strong = book.add_format({**base, "bold": True, "font_size": 10.5, "font_color": "#FFFFFF"})
        self.star = book.add_format({**base, "bold": True, "font_size": 10.5, "font_color": "#FFC7B0"})
        self.order = book.add_format({**base, "font_size": 10, "font_color": _QUIET, "align": "center"})
        self.missing = book.add_format({"bg_color": "#FDE2E0", "border": 1, "border_color": _RULE})
        self.ruled = book.add_format({"border": 1, "border_color": _RULE})
        self.rule = book.add_format({**base, "font_size": 10.5})
        self.guide_header = book.add_format({**base, "bold": True, "font_size": 10.5, "bg_color": _DEEP,
                                             "font_color": "#FFFFFF", "border": 1, "border_color": _RULE})  # fmt: skip
        self.guide_cell = book.add_format({**base, "font_size": 10, "text_wrap": True, "border": 1,
                                           "border_color": _RULE})  # fmt: skip

    def header(self, field: Field) -> Any:
        """Return the format of a column's heading: dark if it must be filled, light if it may."""
        dark = {"bg_color": _DEEP, "font_color": "#FFFFFF", "bold": True}
        light = {"bg_color": _PALE, "font_color": _INK, "bold": False}
        shade = dark if field.required else light
        return self._format(
            ("header", field.required),
            {"align": "center", "text_wrap": True, "font_size": 10.5, "border": 1, "border_color": _RULE, **shade},
        )

    def cell(self, field: Field) -> Any:
        """Return the format of a column's cells."""
        aside = {"font_color": _QUIET, "italic": True} if field.derived else {}
        align = {"align": "right"} if field.kind in {Kind.AMOUNT, Kind.NUMBER} else {}
        number = "@" if field.parts else _FORMATS.get(field.kind, "@")
        return self._format(
            ("cell", field.kind, number, field.derived), {"font_size": 10.5, "num_format": number, **align, **aside}
        )

    def _format(self, key: tuple[object, ...], properties: dict[str, object]) -> Any:
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **properties})
        return self._made[key]
