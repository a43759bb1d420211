"""Board → addresses: gaps with only 省 市 区 路 号 between them are one."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Kind, Role
from pipeline.parsing.gaps import GAP, WIDE
from pipeline.parsing.groups.draft import Board, Draft, slot
from pipeline.parsing.lexicon import unit_pattern, units
from pipeline.text.patterns import late, one_of, pattern

_STRONG = late(
    r"^[ （【]?(?:[省市州区县旗镇乡村路街道巷弄幢栋盟]|[度渡]假村|公社|自治[区州]|街道|大街|大道|号楼|小区|开发区|胡同)"
)
# ____市____区人民法院 is the name of a court, not a place.
_OFFICE = late(r"[省市区县]?(?:[中高]级|基层)?(?:人民)?(?:法院|仲裁|劳动|公安|税务|市场监督|公证|房地产|不动产)")
# ____幢与____幢之间: one place between two
_BETWEEN_TWO = late(r"(?:号楼|号|幢|栋|座|楼|路|街)[与和至到、]$")
_TWO_ENDS = late(r"(?:号楼|号|幢|栋|座|楼|路|街)之?间")
_LONGEST = 24  # characters of units between two gaps: 街道办事处（乡镇）


@functools.cache
def _between() -> re.Pattern[str]:
    joints = one_of(units("address_joints"))
    return re.compile(rf"(?>(?>{unit_pattern('address')}|{joints}|{WIDE})+)$")


def group(board: Board) -> None:
    """Join neighbouring gaps that are parts of one address."""
    where = board.compact.where
    at = 0
    while at < len(where):
        end = at
        while end + 1 < len(where) and _is_joined(board, where[end], where[end + 1], first=end == at):
            end += 1
        if end > at:
            _join(board, [where[i] for i in range(at, end + 1)])
        at = end + 1


def _is_joined(board: Board, one: int, two: int, *, first: bool) -> bool:
    between = board.text[one + 1 : two]
    if len(between) > _LONGEST or not between.strip(" " + WIDE) or not (board.is_free(one) and board.is_free(two)):
        return False
    if _BETWEEN_TWO.match(between) and _TWO_ENDS.match(board.text, two + 1):
        return True
    if board.text[one] != GAP or board.text[two] != GAP or (first and not _STRONG.match(between)):
        return False
    return bool(_between().match(between)) and not pattern(rf"[ （）/、【】{WIDE}]+").fullmatch(between)


def _join(board: Board, where: list[int]) -> None:
    gaps = [board.take(w) for w in where]
    names = [pattern(rf"[ （【{WIDE}]").split(board.text[w + 1 : w + 8].lstrip(" （【"))[0] for w in where]
    parts = []
    for gap, name in zip(gaps, names, strict=True):
        found = pattern(unit_pattern("address")).match(name)
        parts.append(slot(gap, Role.PART, found[0] if found else ""))
    hint = next((gap.hint for gap in gaps if gap.hint), "")
    office = _OFFICE.match(board.text, where[-1] + 1)
    tail = re.compile(rf"(?>(?>{unit_pattern('address')})+)(?!民|证)").match(board.text, where[-1] + 1)
    board.drafts.append(
        Draft(
            slots=tuple(parts),
            first=where[0],
            last=tail.end() if tail and not office else where[-1] + 1,
            shape=gaps[0].shape,
            kind=None if office else Kind.ADDRESS,
            hint=hint,
        )
    )
