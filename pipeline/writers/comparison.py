"""Comparison → what `hetong compare --json` prints, and the rows that a terminal shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.model.comparison import Comparison, Difference
from pipeline.model.record import JsonValue
from pipeline.writers.compare_html import KINDS
from pipeline.writers.parsed import diagnostic_json

JsonObject = dict[str, JsonValue]


def comparison_json(comparison: Comparison) -> JsonObject:
    """Return a comparison for a program: what differs, in the second contract's order."""
    counts: JsonObject = {**Counter(row.kind for row in comparison.rows)}
    return {
        "before": comparison.name_before,
        "after": comparison.name_after,
        "same": not comparison.differences,
        "counts": counts,
        "differences": [_difference(row) for row in comparison.differences],
        "diagnostics": [diagnostic_json(d) for d in comparison.diagnostics],
    }


def _difference(row: Difference) -> JsonObject:
    return {
        "kind": row.kind,
        "moved": row.moved,
        "number_before": row.number_before,
        "number_after": row.number_after,
        "title": row.title,
        "before": row.text_before,
        "after": row.text_after,
        "pieces": [{"before": p.before, "after": p.after, "value": p.is_value} for p in row.pieces if not p.is_same],
        "values": [{"label": p.label, "before": p.whole_before, "after": p.whole_after} for p in row.values],
    }


def comparison_rows(comparison: Comparison) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind in Chinese, clause, words before and words after, one row a changed stretch."""
    for row in comparison.differences:
        number = row.number_after or row.number_before
        clause = f"{number} {row.title}".strip()
        kind = KINDS[row.kind] + ("、移动" if row.moved and row.kind != "moved" else "")
        if row.kind in ("added", "deleted"):
            yield kind, clause, row.text_before, row.text_after
        elif row.kind in ("moved", "renumbered"):
            yield kind, clause, row.number_before, row.number_after
        else:
            for value in row.values:
                yield KINDS["value"], _named(clause, value.label), value.whole_before, value.whole_after
            for (was, has), times in _wordings(row).items():
                yield kind + (f"（{times} 处）" if times > 1 else ""), clause, was, has


def _wordings(row: Difference) -> Counter[tuple[str, str]]:
    """Return the words that changed, each change once and how many times it was made."""
    changed = [(p.before.strip(), p.after.strip()) for p in row.pieces if not (p.is_same or p.is_value)]
    return Counter(pair for pair in changed if any(pair))


def _named(clause: str, label: str) -> str:
    return f"{clause}『{label}』" if label and label not in clause else clause
