"""Clause text → what bounds a formula's result: 最高不超过合同总价的20%, 以实际损失为限, 不低于500元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.model.record import JsonValue

_END = r"(?=为(?:上|下)?限|[，。；;：:（(\n]|,(?!\d)|$)"
_HIGH = re.compile(
    rf"(?:(?:不(?:得|应|能|会)?|未)(?:超过|超出|高于|多于)|上限(?:为|是)|最高(?:为|按)|以(?=[^，。；\n]{{2,40}}为(?:上)?限))(?P<limit>(?:[^，。；;：:（(\n,]|,(?=\d)){{1,60}}?){_END}"
)
_LOW = re.compile(
    rf"(?:不(?:得|应|能)?(?:低于|少于)|下限(?:为|是)|最低(?:为|按))(?P<limit>(?:[^，。；;：:（(\n,]|,(?=\d)){{1,60}}?){_END}"
)
_FOLD = str.maketrans("＝", "=")
_REACH = 160  # characters of the clause behind the formula that may bound it


def limits_of(record: Mapping[str, JsonValue], name: str, expression: str) -> tuple[tuple[str, str], ...]:
    """Return what the clause says behind the formula: ("上限" or "下限", words of the limit)."""
    wanted = f"{name}={expression}".translate(_FOLD)
    for text in _texts(record):
        plain = re.sub(r"[^\S\n]+", "", text).translate(_FOLD)
        at = plain.find(wanted)
        if at >= 0:
            rest = plain[at + len(wanted) :][:_REACH]
            rest = rest.split("=", maxsplit=1)[0]  # what bounds the next formula does not bound this one
            found = [(m.start(), "上限", m["limit"]) for m in _HIGH.finditer(rest)]
            found += [(m.start(), "下限", m["limit"]) for m in _LOW.finditer(rest)]
            return tuple((kind, words) for _, kind, words in sorted(found))
    return ()


def _texts(record: Mapping[str, JsonValue]) -> Iterator[str]:
    clauses = record.get("clauses")
    yield from _clause_texts(clauses if isinstance(clauses, list) else [], 0)
    text = record.get("text")
    outside = text.get("outside") if isinstance(text, dict) else None
    for piece in outside if isinstance(outside, list) else []:
        if isinstance(piece, str):
            yield piece


def _clause_texts(clauses: list[JsonValue], depth: int) -> Iterator[str]:
    for clause in clauses:
        if isinstance(clause, dict) and depth < 20:
            yield str(clause.get("text", ""))
            children = clause.get("children")
            yield from _clause_texts(children if isinstance(children, list) else [], depth + 1)
