"""Template + Document → review.html: the contract as it reads, every blank marked.

The page is one file without scripts from elsewhere, prints well, and works on a phone.
"""

from __future__ import annotations

import base64
import importlib.resources
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup, escape

from pipeline.model.document import Block, Document, Mark, Paragraph, Picture, Table
from pipeline.model.flow import Flow, Line
from pipeline.model.template import Blank, Kind, Role, Template

KIND_NAMES = {
    Kind.PARTY: "当事人", Kind.PERSON: "人员", Kind.CONTRACT_NO: "合同编号", Kind.ID_NO: "证件号码",
    Kind.PHONE: "电话", Kind.EMAIL: "邮箱", Kind.ADDRESS: "地址", Kind.POSTCODE: "邮编", Kind.BANK: "开户行",
    Kind.BANK_ACCOUNT: "银行账号", Kind.ACCOUNT_NAME: "户名", Kind.AMOUNT: "金额", Kind.AMOUNT_UPPER: "金额大写",
    Kind.NUMBER: "数量", Kind.PERCENT: "比例", Kind.DATE: "日期", Kind.DURATION: "期限", Kind.CHOICE: "选择",
    Kind.SIGNATURE: "签章处", Kind.TABLE: "表格", Kind.TEXT: "文字",
}  # fmt: skip

# Eight colours a person can tell apart; kinds that belong together share one.
COLOURS = {
    Kind.PARTY: "who", Kind.PERSON: "who", Kind.ID_NO: "who", Kind.CONTRACT_NO: "no", Kind.NUMBER: "no",
    Kind.PERCENT: "no", Kind.PHONE: "reach", Kind.EMAIL: "reach", Kind.ADDRESS: "reach", Kind.POSTCODE: "reach",
    Kind.BANK: "bank", Kind.BANK_ACCOUNT: "bank", Kind.ACCOUNT_NAME: "bank", Kind.AMOUNT: "money",
    Kind.AMOUNT_UPPER: "money", Kind.DATE: "time", Kind.DURATION: "time", Kind.CHOICE: "choice",
    Kind.SIGNATURE: "sign", Kind.TABLE: "text", Kind.TEXT: "text",
}  # fmt: skip

LOW_CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A stretch of the text that is part of blank number `number`.

    Attributes:
        first: It is the first of a place, and carries the number.
        linked: That place is where the list of fields leads to: the others repeat its value.
    """

    start: int
    end: int
    number: int
    blank: Blank
    first: bool
    linked: bool


def review_html(template: Template, document: Document, flow: Flow, pictures: Sequence[Picture] = ()) -> str:
    """Return the page.

    Args:
        template: The template; its offsets are those of `flow`.
        document: The document as it will be filled, for its layout.
        flow: Its flow.
        pictures: What the pages looked like whose text was recognised.
    """
    source = importlib.resources.files(__package__).joinpath("review.html").read_text("utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
    numbered = list(enumerate(template.blanks, 1))
    kinds = [(KIND_NAMES[k], COLOURS[k]) for k in Kind if any(b.kind is k for _, b in numbered)]
    return page.render(
        template=template,
        body=_Body(_gaps(numbered), flow).html(document.blocks),
        blanks=[_row(number, blank) for number, blank in numbered],
        kinds=kinds,
        listed=[a for a in template.annexes if a.listed is not None],
        unlisted=[a for a in template.annexes if a.listed is None],
        low=sum(b.confidence < LOW_CONFIDENCE for b in template.blanks),
        pictures=[(one.page, base64.b64encode(one.jpeg).decode()) for one in pictures],
        to_fill=sum(b.kind is not Kind.SIGNATURE for b in template.blanks),
    )


def _row(number: int, blank: Blank) -> dict[str, object]:
    return {
        "number": number,
        "label": blank.label,
        "key": blank.key,
        "kind": KIND_NAMES[blank.kind],
        "colour": COLOURS[blank.kind],
        "unit": blank.unit,
        "optional": not blank.required and blank.kind is not Kind.SIGNATURE,
        "low": blank.confidence < LOW_CONFIDENCE,
        "clause": blank.clause,
        "options": " / ".join(option.label for option in blank.options),
        "columns": "、".join(column.label for column in blank.columns),
    }


def _gaps(numbered: list[tuple[int, Blank]]) -> list[_Gap]:
    found: list[_Gap] = []
    for number, blank in numbered:
        for place in (blank.slots, *blank.repeats):
            found += [
                _Gap(start=s.start, end=s.end, number=number, blank=blank, first=i == 0, linked=place is blank.slots)
                for i, s in enumerate(place)
                if i == 0 or s.role is not Role.CELL
            ]
    return sorted(found, key=lambda gap: (gap.start, gap.end))


class _Body:
    """Walks the blocks and the lines of the flow side by side: they stand in the same order."""

    def __init__(self, gaps: list[_Gap], flow: Flow) -> None:
        self._gaps = gaps
        self._next = 0
        self._text = flow.text
        self._lines: Iterator[Line] = iter(flow.lines)

    def html(self, blocks: tuple[Block, ...]) -> Markup:
        return Markup("\n").join(
            self._paragraph(block) if isinstance(block, Paragraph) else self._table(block) for block in blocks
        )

    def _table(self, table: Table) -> Markup:
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(Markup("").join(self._cell(c.blocks, c.row_span, c.column_span) for c in row))
            for row in table.rows
        )
        layout = Markup("") if table.ruled else Markup(' class="layout"')
        return Markup("<div class='wide'><table{}>{}</table></div>").format(layout, rows)

    def _cell(self, blocks: tuple[Block, ...], rows: int, columns: int) -> Markup:
        return Markup('<td rowspan="{}" colspan="{}">{}</td>').format(rows, columns, self.html(blocks))

    def _paragraph(self, paragraph: Paragraph) -> Markup:
        line = next(self._lines)
        classes = [paragraph.align]
        if paragraph.level is not None:
            classes.append("heading")
        elif paragraph.indent and paragraph.align in {"left", "both"}:
            classes.append("indent")
        bold = [run.marks & Mark.BOLD for run in paragraph.runs if run.text.strip()]
        if bold and all(bold):
            classes.append("bold")
        return Markup('<p class="{}">{}</p>').format(" ".join(classes), self._line(line))

    def _line(self, line: Line) -> Markup:
        pieces: list[Markup] = []
        at = line.start
        while self._next < len(self._gaps) and self._gaps[self._next].start <= line.end:
            gap = self._gaps[self._next]
            self._next += 1
            if gap.start < at:
                continue  # inside a gap that is marked already
            end = min(gap.end, line.end)
            pieces += [_plain(self._text[at : gap.start]), _mark(gap, self._text[gap.start : end])]
            at = end
        pieces.append(_plain(self._text[at : line.end]))
        return Markup("").join(pieces)


def _plain(text: str) -> Markup:
    return escape(text.replace("\t", "　")).replace("\n", Markup("<br>"))


def _mark(gap: _Gap, text: str) -> Markup:
    inside = text.strip("_＿ \t\u3000\xa0\n")
    look = (" low" if gap.blank.confidence < LOW_CONFIDENCE else "") + ("" if inside else " room")
    sign = Markup('<sup id="b{0}">{0}</sup>') if gap.linked else Markup("<sup>{0}</sup>")
    number = sign.format(gap.number) if gap.first else Markup("")
    title = f"{gap.number} {gap.blank.label}（{KIND_NAMES[gap.blank.kind]}）"
    return Markup('<a href="#f{}" class="gap {}{}" title="{}">{}{}</a>').format(
        gap.number, COLOURS[gap.blank.kind], look, title, number, inside or Markup("&emsp;&emsp;")
    )
