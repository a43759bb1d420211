"""Board → banks: ____银行____支行 is one."""

from __future__ import annotations

from pipeline.model.template import Kind, Role
from pipeline.parsing.gaps import GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.text.patterns import late

_BANK = late(
    rf"(?P<bank>{GAP})[ {WIDE}]?银行(?:股份有限公司)?[ {WIDE}]?(?P<branch>{GAP})[ {WIDE}]?"
    rf"(?P<unit>分行|支行|分理处|营业部|营业厅)(?:[ {WIDE}]?(?P<more>{GAP})[ {WIDE}]?(?:支行|分理处|营业部))?"
)


def group(board: Board) -> None:
    """Join the parts of every bank's name."""
    for match in _BANK.finditer(board.text):
        parts = [(name, match.start(name)) for name in ("bank", "branch", "more") if match[name]]
        if not all(board.is_free(where) for _, where in parts):
            continue
        names = {"bank": "银行", "branch": match["unit"], "more": "支行"}
        board.drafts.append(
            Draft(
                slots=tuple(slot(board.take(where), Role.PART, names[name]) for name, where in parts),
                first=match.start(),
                last=match.end(),
                shape=board.gap_at(match.start()).shape,
                kind=Kind.BANK,
            )
        )
