"""Two texts → the stretches in which they are equal and different, values told from wording."""

from __future__ import annotations

import difflib
import re

from pipeline.model.comparison import Piece
from pipeline.text.width import fold

# Figures, numerals with their unit, words of Latin letters; every other character by itself.
_NUMERALS = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_TOKEN = re.compile(
    rf"[0-9０-９]+(?:[,，.．][0-9０-９]+)*|[{_NUMERALS}]{{2,}}|[A-Za-z]+|_+|[ \u3000\u00a0]+|.",
    re.DOTALL,
)
_BORDERS = ("\t", "\n")  # of cells and lines: what stands in two of them are two things
_VALUE = re.compile(
    r"[0-9,.%‰年月日元角分整¥￥_ 零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟个天周工作时:/-]*"
)
_NUMERAL = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟_]")


def pieces(before: str, after: str, gaps: frozenset[int] = frozenset()) -> tuple[Piece, ...]:
    """Return the stretches of two texts.

    Args:
        before: The first text.
        after: The second.
        gaps: Offsets in the first text that lie in a gap to be filled, its ends included.
    """
    one, two = _TOKEN.findall(before), _TOKEN.findall(after)
    starts = [0]
    for token in one:
        starts.append(starts[-1] + len(token))
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        was, has = "".join(one[i1:i2]), "".join(two[j1:j2])
        filled = bool(gaps) and any(at in gaps for at in range(starts[i1], starts[i2] + 1))
        found.append(Piece(before=was, after=has, is_value=tag != "equal" and (filled or is_value(was, has))))
    return tuple(_merged(found))


def is_value(was: str, has: str) -> bool:
    """True where both are figures with their units and nothing else."""
    both = fold(was), fold(has)
    return all(_VALUE.fullmatch(words) for words in both) and any(_NUMERAL.search(words) for words in both)


def _merged(found: list[Piece]) -> list[Piece]:
    """Return the stretches without equal ones too short to tell anything between two different ones."""
    merged: list[Piece] = []
    for index, piece in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        is_short = len(piece.before) < 2 and piece.before not in _BORDERS
        if piece.is_same and merged and not merged[-1].is_same and following and is_short:
            merged[-1] = Piece(before=merged[-1].before + piece.before, after=merged[-1].after + piece.after)
        elif not piece.is_same and merged and not merged[-1].is_same:
            last = merged[-1]
            was, has = last.before + piece.before, last.after + piece.after
            merged[-1] = Piece(before=was, after=has, is_value=(last.is_value and piece.is_value) or is_value(was, has))
        else:
            merged.append(piece)
    return merged
