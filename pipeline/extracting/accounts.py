"""Reading and names → bank and account that stand beside the name of the party whose they are (户名)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.extracting.labels import Mark
from pipeline.extracting.party_values import Piece, lowered, value_end, value_of
from pipeline.extracting.reading import Reading
from pipeline.model.extracted import Found

_HOLDER = re.compile(
    r"(?:户\s{0,4}名|名\s{0,4}称(?=\s?:[^\n]{2,60}\n\s{0,8}(?:开户|[账帐]号))|账户名称?|帐户名称?|开户名称?|收款人|收款单位)\s?[:为是]?\s{0,8}(?P<name>[^\s,;。:]{2,40})"
)
_BESIDE = 120  # characters around a 户名 in which its account stands


def accounts(reading: Reading, names: Mapping[str, Found | None], marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yield bank and account that stand with the name of the party that they belong to (户名).

    Args:
        reading: The contract.
        names: The parties' names by key.
        marks: The labels in it, in reading order.
    """
    known = {_plain(str(found.value)): key for key, found in names.items() if found}
    holders = list(_HOLDER.finditer(reading.text))
    for index, match in enumerate(holders):
        owner = known.get(_plain(reading.template.text[match.start("name") : match.end("name")]))
        if owner:
            first = max(match.start() - _BESIDE, holders[index - 1].end() if index else 0)
            last = min(match.end() + _BESIDE, *(h.start() for h in holders[index + 1 :][:1]), len(reading.text))
            yield from _account(reading, owner, marks, (first, match.start(), last))


def _account(reading: Reading, owner: str, marks: Sequence[Mark], around: tuple[int, int, int]) -> Iterator[Piece]:
    """Yield bank and account beside a 户名, those behind it before those above, up to the next account's 户名."""
    first, holder, last = around
    for name in ("bank", "bank_account"):
        near = [i for i, m in enumerate(marks) if name in m.name.split("+") and first <= m.start < last]
        for index in sorted(near, key=lambda i: (marks[i].start < holder, abs(marks[i].start - holder))):
            mark = marks[index]
            stop = marks[index + 1].start if index + 1 < len(marks) else len(reading.text)
            found = value_of(reading, name, mark.end, value_end(reading.text, mark.end, stop), mark.start)
            if found:
                yield Piece(owner=owner, name=name, found=lowered(found, -0.02))
                break


def _plain(words: str) -> str:
    return "".join(c for c in words if c.isalnum())
