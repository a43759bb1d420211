"""Board → every gap that no other grouper took, rules over several lines joined."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from pipeline.model.making import maker
from pipeline.model.template import Kind, Option, Role
from pipeline.parsing.gaps import GAP, WIDE, Gap
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.parsing.lexicon import unit_pattern
from pipeline.text.patterns import late

_new_draft = maker(Draft)
_RULED = frozenset(("underline", "underscore", "dash", "leader", "colon"))
_NEXT_LINE = late(rf"[ {WIDE}]*\n[ {WIDE}\n]*$")


def group(board: Board) -> None:
    """Make a draft of every free gap."""
    last: Draft | None = None
    for index, where in enumerate(board.compact.where):
        if index in board.used:
            last = None
            continue
        gap = board.take(where)
        if last is not None and _carries_on(board, last, gap, where):
            last = replace(last, slots=(*last.slots, slot(gap, Role.MORE)), last=where + 1)
            board.drafts[-1] = last
            continue
        last = _single(gap, where)
        board.drafts.append(last)


def _single(gap: Gap, where: int) -> Draft:
    choices = tuple(Option(label=c, start=gap.start, end=gap.start) for c in gap.choices)
    more = tuple(slot(replace(gap, inner=m), Role.MORE) for m in gap.more)
    return _new_draft(
        slots=(slot(gap, gap.role), *more), first=where, last=where + 1, shape=gap.shape, hint=gap.hint,
        options=choices, kind=Kind.CHOICE if len(choices) > 1 else None, filled=gap.value,
    )  # fmt: skip


@functools.cache
def _unit_behind() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number"))
    return re.compile(rf"[ {WIDE}]?(?!{unit_pattern('not_units')})(?:{groups})")


def _carries_on(board: Board, last: Draft, gap: Gap, where: int) -> bool:
    """True where the gap is a further line of the one before: a rule at a line's end and one at the next's start."""
    text = board.text
    between = text[last.last : where]
    if not _NEXT_LINE.fullmatch(between) or between.count("\n") > 2 or gap.shape not in _RULED - {"colon"}:
        return False
    if last.shape not in _RULED or last.filled is not None or gap.value is not None:
        return False
    rest = text[where + 1 : where + 60].split("\n")[0].strip(" " + WIDE)
    if rest[:1] in _ENDS:
        return True
    above = text[board.line_start(last.first) : last.first]
    if rest[:1] == "（" and len(last.slots) == 1 and gap.end - gap.start < _WHOLE_LINE:
        return len(above) > _SENTENCE and not above.rstrip(" " + WIDE).endswith("：")  # what is to be written there
    if above.count("（") > above.count("）") and "）" in rest[:_TAIL]:
        return True  # （大写____, and on the next line ____元整）
    return not (_unit_behind().match(rest) or "：" in rest[:16] or GAP in rest[:4] or rest[:1] == "/")


_ENDS = frozenset("。；，、.;,）") | {""}  # with these the sentence ends that the rule over two lines stands in
_WHOLE_LINE = 40  # signs of a rule that fills a line: it is there for the line above
_SENTENCE = 14  # characters of a line that is no label
_TAIL = 6
