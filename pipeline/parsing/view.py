"""Flow → View: the same text in one alphabet, character for character, so that patterns stay short."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.document import Mark
from pipeline.model.flow import Flow, RunSpan
from pipeline.parsing.rooms import with_rooms
from pipeline.text.patterns import late, pattern

FILL = "\ue000"  # an underlined space, an underscore, a character of a form field: room to write in
BOX = "\ue001"  # an empty check box
TICK = "\ue002"  # a ticked check box

_WIDE = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff"
_SAME = {
        **dict.fromkeys(_WIDE, " "),
        **dict.fromkeys("□☐◻▢❏❑❒", BOX),
        **dict.fromkeys("☑☒", TICK),
        **dict.fromkeys("_＿﹍﹎﹏ˍ", FILL),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)},  # ０ … ９
        ":": "：", "﹕": "：", "∶": "：", "(": "（", ")": "）", "﹙": "（", "﹚": "）", "%": "%", "％": "%", "﹪": "%",
        "［": "[", "］": "]", "〔": "[", "〕": "]", "￥": "¥", ",": "，", ";": "；", "／": "/", "｛": "{", "｝": "}",
        "圆": "元", "Ｘ": "X", "ｘ": "X", "x": "X", "✕": "×", "╳": "×", "✖": "×", "\v": "\n", "\r": "\n",
        "〇": "○", "◯": "○",
}  # fmt: skip
_ROOM = str.maketrans(dict.fromkeys(" \t", FILL))
_DECLARED = int(Mark.FIELD | Mark.CONTROL)
_UNDERLINE = int(Mark.UNDERLINE)
_ROOMY = _DECLARED | int(Mark.UNDERLINE)
# * and # beside a rule say that the field is required; they stand in the room to write in.
_STAR = late("[*＊#]")
_STARRED = late(
    rf"(?<={FILL})[ ]?[*＊#][ ]?(?={FILL})"
    r"|(?<=[\u4e00-\u9fff：，（】])[ ]{1,8}[*＊][ ]{1,8}(?=[\u4e00-\u9fff，。；）【])"
)
# [x] and （√）: brackets that someone has ticked
_TICKED = late(
    r"[X√✓✔](?:(?<=\[.)(?=\][ ]?(?!元|万元|份|天|个|年|月|日|小时|工作日|周|次|人|名|平方米|间)[\u4e00-\u9fff])"
    r"|(?<=（[√✓✔])(?=）[ ]?[\u4e00-\u9fff]))"
)
# £ is what is left of a Wingdings box in a text: £现金 £转账
_POUND = late(r"£(?<![0-9].)(?=[ ]?[\u4e00-\u9fff])")
_INSIDE_NAME = late(rf"{FILL}(?<=[A-Za-z0-9].)(?=[A-Za-z0-9])")


@dataclass(frozen=True)
class View:
    """The text as the recognisers see it: same length as `flow.text`, one character for each kind of sign.

    Attributes:
        flow: Where it comes from.
        text: Spaces, brackets, colons and digits unified; room to write in is FILL, boxes BOX and TICK. Table
            cells end with a line end, so that no pattern runs from one cell into the next.
        fields: The runs that are form fields or content controls, by the offset of their first character.
    """

    flow: Flow
    text: str
    fields: dict[int, RunSpan]

    @cached_property
    def breaks(self) -> list[int]:
        """Offsets of all line ends."""
        return [m.start() for m in pattern("\n").finditer(self.text)]

    def line_start(self, offset: int) -> int:
        """Return the offset where the line of `offset` begins."""
        index = bisect.bisect_left(self.breaks, offset)
        return self.breaks[index - 1] + 1 if index else 0

    def line_end(self, offset: int) -> int:
        """Return the offset of the line end behind `offset`."""
        index = bisect.bisect_left(self.breaks, offset)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)

    def is_underlined(self, offset: int) -> bool:
        """True where a rule runs under the character at `offset`."""
        return bool(int(self.flow.marks[offset]) & _UNDERLINE)

    @cached_property
    def cell_starts(self) -> frozenset[int]:
        """The offsets where table cells begin."""
        return frozenset(cell.start for cell in self.flow.cells)

    @cached_property
    def cell_ends(self) -> dict[int, int]:
        """Index of the cell by the offset where it ends (the innermost of nested ones)."""
        return {cell.end: index for index, cell in enumerate(self.flow.cells)}


def view(flow: Flow) -> View:
    """Return the flow's text in the recognisers' alphabet.

    Args:
        flow: The text in reading order with its marks.

    Returns:
        A view whose text has the length of `flow.text`.
    """
    text = flow.text
    for sign, plain in _SAME.items():  # far faster than to translate a text of which next to nothing changes
        text = text.replace(sign, plain)
    text = _POUND.sub(BOX, _TICKED.sub(TICK, _INSIDE_NAME.sub("_", text)))
    pieces, at, fields = [], 0, {}
    for span in flow.spans:
        marks = int(span.run.marks)
        if marks & _ROOMY:
            pieces.append(text[at : span.start])
            pieces.append(_span_text(text[span.start : span.end], span))
            at = span.end
        if marks & _DECLARED:
            fields[span.start] = span
    pieces.append(text[at:])
    seen = "".join(pieces)
    if _STAR.search(seen):
        seen = _STARRED.sub(lambda m: FILL * len(m[0]), seen)
    return View(flow=flow, text=with_rooms(_close_cells(seen, flow), flow, FILL), fields=fields)


def _span_text(piece: str, span: RunSpan) -> str:
    """Return a run's text with its room to write in made visible."""
    if int(span.run.marks) & _DECLARED and BOX not in piece and TICK not in piece:
        return FILL * len(piece)
    return piece.translate(_ROOM) if int(span.run.marks) & int(Mark.UNDERLINE) else piece


def _close_cells(text: str, flow: Flow) -> str:
    """Return the text with a line end behind every table cell."""
    if not flow.cells:
        return text
    pieces, at = [], 0
    for end in sorted({cell.end for cell in flow.cells if cell.end < len(text)}):
        pieces.append(text[at:end])
        at = end + 1
    return "\n".join([*pieces, text[at:]])
