"""Marks → those that number headings and items, judged by how they follow each other."""

from __future__ import annotations

from pipeline.text.lines.marks import Mark

_ENDS = frozenset("。；;！!？?：:)）】》”」_＿ \u3000\u00a0\t…、")
_SENTENCE_ENDS = frozenset("。；;！!？?：:")
_INSIDE_SENTENCE = frozenset("，,。；;")
_LONGEST_WORD = 10
_LONGEST_ITEM = 60  # characters of a list item or title that ends without punctuation


def chained(text: str, candidates: list[Mark]) -> list[Mark]:
    """Keep the marks that continue a numbering or begin one that goes on.

    A number is accepted where it follows the last of its kind (1.1 → 1.2, 一 → 二, 9. → 10.) and stands where a line
    may begin; a first number also needs a second one later, or the number of its heading in front (七、 → 7.1).

    Args:
        text: The text that the marks stand in.
        candidates: All marks of it, in order.

    Returns:
        The accepted ones, in order.
    """
    walk = _Walk(text, candidates)
    for at, mark in enumerate(candidates):
        if walk.is_next(mark, at):
            walk.accept(mark)
    return walk.accepted


class _Walk:
    def __init__(self, text: str, candidates: list[Mark]) -> None:
        self.text = text
        self.goes_on = _first_numbers(candidates)
        self.accepted: list[Mark] = []
        self.open: dict[str, Mark] = {}  # the last mark of each style that is not closed by an outer one

    def accept(self, mark: Mark) -> None:
        for style in [style for style, last in self.open.items() if last.rank > mark.rank]:
            if not _spans_outer(style, self.open[style], mark):
                del self.open[style]
        self.open[mark.style] = mark
        self.accepted.append(mark)

    def is_next(self, mark: Mark, at: int) -> bool:
        last = self.open.get(mark.style)
        if last and mark.number in _successors(last.number):
            return self._may_begin_line(mark) and not self._repeats(last, mark)
        parent = self._parent()
        if len(mark.number) > 1 and parent and mark.number == (*parent, 1):
            return self._may_begin_line(mark)
        return mark.number[-1] == 1 and self._begins_list(mark, at)

    def _begins_list(self, mark: Mark, at: int) -> bool:
        return at in self.goes_on and (self._ends_before(mark) or self._after_title(mark))

    def _parent(self) -> tuple[int, ...]:
        heads = [last for style, last in self.open.items() if style in {"article", "chinese", "arabic"}]
        return max(heads, key=lambda mark: mark.start).number if heads else ()

    def _before(self, mark: Mark) -> str:
        return self.text[mark.start - 1 : mark.start] if mark.start else "。"

    def _ends_before(self, mark: Mark) -> bool:
        return self._before(mark) in _ENDS

    def _may_begin_line(self, mark: Mark) -> bool:
        """After the end of a sentence, or after a title or an item that is a few words."""
        return self._before(mark) in _SENTENCE_ENDS or self._after_title(mark) or self._ends_before(mark)

    def _after_title(self, mark: Mark) -> bool:
        start = self.accepted[-1].end if self.accepted else 0
        if not 0 < mark.start - start <= _LONGEST_ITEM:
            return False
        between = self.text[start : mark.start]
        return not _INSIDE_SENTENCE & set(between)

    def _repeats(self, last: Mark, mark: Mark) -> bool:
        """方案一、方案二、方案三: a word that is numbered each time, not a line."""
        if mark.start - last.end > _LONGEST_WORD:
            return False
        between = self.text[last.end : mark.start]
        return not _ENDS & set(between) and between == self.text[max(0, last.start - len(between)) : last.start]


def _first_numbers(candidates: list[Mark]) -> set[int]:
    """Indices of first numbers (1, 三.1) that a second one of their style follows before another first one."""
    found: set[int] = set()
    nearest: dict[tuple[str, tuple[int, ...]], int] = {}
    for at in range(len(candidates) - 1, -1, -1):
        mark = candidates[at]
        if mark.number[-1] == 1:
            second = nearest.get((mark.style, (*mark.number[:-1], 2)), len(candidates))
            if second < nearest.get((mark.style, mark.number), len(candidates)):
                found.add(at)
        nearest[mark.style, mark.number] = at
    return found


def _spans_outer(style: str, last: Mark, outer: Mark) -> bool:
    """Numbers such as 1.3 count on through 二、 where they carry their heading's number: 2.1 follows."""
    return style == "decimal" and outer.style == "decimal" and last.number[0] == outer.number[0]


def _successors(number: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """1.2 → 1.3, 2.1, 1.2.1; 1.2.3 → 1.2.4, 1.3, 2.1, 1.2.3.1; 4 → 5."""
    following = [(*number[:-1], number[-1] + 1)]
    if len(number) > 1:
        following += [(*number, 1), (number[0] + 1, 1)]
        following += [(*number[:cut], number[cut] + 1) for cut in range(1, len(number) - 1)]
    return tuple(following)
