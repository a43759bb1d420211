"""Paragraph of plain text → paragraph in which gaps that only a rule can have left are underlined."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.document import Block, Mark, Paragraph, Run
from pipeline.text.repair.script import simplify
from pipeline.text.rooms import rooms
from pipeline.text.spaces import is_narrowed, widened


def ruled(
    paragraph: Paragraph,
    *,
    narrowed: bool = False,
    traditional: bool = False,
    besides: Sequence[tuple[int, int]] = (),
) -> Paragraph:
    """Underline the gaps of a line that stand for blanks.

    Args:
        paragraph: A line of plain text.
        narrowed: Whether a program made one space of many.
        traditional: Whether it is printed in traditional characters; the words that ask are known in simplified ones.
        besides: Room that the lines around it tell of, (start, end) each.

    Returns:
        The paragraph with the same text.
    """
    text = simplify(paragraph.text) if traditional else paragraph.text
    spans = rooms(widened(text) if narrowed else text)
    if besides:
        spans = sorted({*spans, *(one for one in besides if not any(_meet(one, span) for span in spans))})
    return replace(paragraph, runs=_underlined(paragraph.runs, spans)) if spans else paragraph


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def narrowed_rooms(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Underline what is left of the gaps where a program made one space of many.

    Args:
        blocks: The body of a document.

    Returns:
        The very same where no program did.
    """
    if not is_narrowed([block.text for block in blocks if isinstance(block, Paragraph)]):
        return blocks
    return tuple(ruled(block, narrowed=True) if isinstance(block, Paragraph) else block for block in blocks)


def _underlined(runs: tuple[Run, ...], spans: list[tuple[int, int]]) -> tuple[Run, ...]:
    edges = [edge for span in spans for edge in span]  # in ascending order; between an even and an odd one is a gap
    pieces: list[Run] = []
    at = 0
    for run in runs:
        first, last = bisect.bisect_right(edges, at), bisect.bisect_left(edges, at + len(run.text))
        cuts = [at, *edges[first:last], at + len(run.text)]
        for number, (start, end) in enumerate(itertools.pairwise(cuts), first):
            marks = run.marks | Mark.UNDERLINE if number % 2 else run.marks
            pieces.append(replace(run, text=run.text[start - at : end - at], marks=marks))
        at += len(run.text)
    return tuple(pieces)
