"""Board → grids of 拾万仟佰拾元角分: the places of one amount in capitals."""

from __future__ import annotations

from pipeline.model.template import Kind, Role
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.text.patterns import late, lined

_S = f"[ {WIDE}]?"
_GRID = lined(
    rf"[{GAP}{DONE}]{_S}[亿仟千佰百拾十万元块角分]",
    rf"(?:{_S}[{GAP}{DONE}]?{_S}[亿仟千佰百拾十万]){{2,12}}{_S}[{GAP}{DONE}]?{_S}[元块]?(?:{_S}[{GAP}{DONE}]?{_S}[角分]){{0,2}}{_S}[整正]?",
)
_PLACE = late(rf"[{GAP}{DONE}]{_S}(?P<unit>[亿仟千佰百拾十万元块角分])")


def group(board: Board) -> None:
    """Join the places of every grid that has three or more."""
    for match in _GRID.finditer(board.text):
        places = list(_PLACE.finditer(match[0]))
        where = [match.start() + p.start() for p in places]
        if len(where) < 2 or len(set(match[0]) & set("仟千佰百拾十")) < 2 or not all(map(board.is_free, where)):
            continue
        gaps = [board.take(w) for w in where]
        board.drafts.append(
            Draft(
                slots=tuple(slot(g, Role.DIGIT, p["unit"]) for g, p in zip(gaps, places, strict=True)),
                first=where[0],
                last=match.end(),
                shape="grid",
                kind=Kind.AMOUNT_UPPER,
                filled=match[0] if all(g.value is not None for g in gaps) else None,
            )
        )
