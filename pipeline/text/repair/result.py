"""What a repair did to a text."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One stretch of the input that was replaced.

    Attributes:
        kind: "annotation" (a reading glued in), "shift" (bytes decoded at the wrong offset), "script" (traditional
            characters), "line_end" (a line end put back) or "furniture" (words of the site, not of the contract).
        start: Offset of its first character in the input.
        end: Offset after its last character.
        before: What stood there.
        after: What stands there now.
        certain: True where nothing had to be guessed: the input determines the repair.
    """

    kind: str
    start: int
    end: int
    before: str
    after: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A text made whole (修复结果).

    Attributes:
        text: The repaired text; the very input where nothing was damaged.
        edits: What was changed, in order, never overlapping; applied to the input they give `text`.
        diagnostics: What a person has to know or to look at.
        annotations: How many pinyin annotations were removed.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    annotations: int = 0


def apply(text: str, edits: tuple[Edit, ...]) -> str:
    """Replace each edit's stretch of the text.

    Args:
        text: The text that the edits' offsets count in.
        edits: Edits in order, not overlapping.

    Returns:
        The edited text.
    """
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += text[done : edit.start], edit.after
        done = edit.end
    return "".join((*pieces, text[done:]))
