"""Pictures of recognised pages → a sheet of the workbook, so that a person can compare what was read with the paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pipeline.model.document import Picture

SHEET = "原件图像"
OF_A_FILE = 10  # pages of one contract
OF_ALL = 120  # pages in all: a workbook of more can hardly be sent
_TALL = 400.0  # points: a row can't be higher than 409
_WIDE = 46  # characters: about as wide as a page that is so high
_PIXEL = 0.75  # points


class Pages:
    """The sheet, which is made when the first picture comes.

    Args:
        book: An xlsxwriter workbook.
        head: Format of the headings.
        cell: Format of the cells.
    """

    def __init__(self, book: Any, *, head: Any, cell: Any) -> None:
        self._book, self._head, self._cell = book, head, cell
        self._sheet: Any = None
        self._row = 1
        self._shown = 0

    def add(self, name: str, pictures: Sequence[Picture]) -> None:
        """Show the first pages of a contract, and say how many are left out.

        Args:
            name: The file's name.
            pictures: Its pages, as they were recognised.
        """
        if not pictures:
            return
        sheet = self._opened()
        shown = pictures[: max(0, min(OF_A_FILE, OF_ALL - self._shown))]
        for picture in shown:
            self._write(name, f"第{picture.page}页")
            height = _height(picture.jpeg)
            sheet.set_row(self._row, _TALL + 4)
            scale = _TALL / (height * _PIXEL)
            sheet.insert_image(
                self._row, 2, f"{self._row}.jpg",
                {"image_data": io.BytesIO(picture.jpeg), "x_scale": scale, "y_scale": scale, "object_position": 1,
                 "x_offset": 2, "y_offset": 2, "description": f"{name} 第{picture.page}页"},
            )  # fmt: skip
            self._row += 1
        self._shown += len(shown)
        if len(shown) < len(pictures):
            self._write(name, f"另有 {len(pictures) - len(shown)} 页没有放入")
            self._row += 1

    def _write(self, name: str, words: str) -> None:
        self._sheet.write_string(self._row, 0, name, self._cell)
        self._sheet.write_string(self._row, 1, words, self._cell)

    def _opened(self) -> Any:
        if self._sheet is None:
            self._sheet = self._book.add_worksheet(SHEET)
            self._sheet.freeze_panes(1, 1)
            self._sheet.set_paper(9)  # A4
            self._sheet.fit_to_pages(1, 0)
            self._sheet.repeat_rows(0)
            for index, (heading, width) in enumerate((("文件", 28), ("页", 14), ("图像", _WIDE))):
                self._sheet.set_column(index, index, width)
                self._sheet.write_string(0, index, heading, self._head)
        return self._sheet


def _height(jpeg: bytes) -> int:
    """Return the height of a picture in pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as picture:
        return max(1, picture.height)
