"""Comparison → one HTML page: both contracts side by side, what differs coloured, nothing loaded from elsewhere."""

from __future__ import annotations

from collections import Counter
from functools import cache
from html import escape
from importlib.resources import files

from pipeline.model.comparison import Comparison, Difference, Piece

KINDS = {
    "changed": "文字修改",
    "value": "数值变化",
    "added": "新增",
    "deleted": "删除",
    "moved": "移动",
    "renumbered": "编号变化",
    "same": "相同",
}
"""Kind of a difference → what a person reads."""

NOTES = '<ul class="notes">{}</ul>'


def compare_html(comparison: Comparison) -> str:
    """Return the page.

    Args:
        comparison: The comparison.
    """
    counts = Counter(row.kind for row in comparison.rows)
    chips = "".join(
        f'<label class="chip {kind}"><input type="checkbox" data-kind="{kind}"{"" if kind == "same" else " checked"}>'
        f"{name}<b>{counts[kind]}</b></label>"
        for kind, name in KINDS.items()
        if counts[kind]
    )
    rows = "".join(_row(number, row) for number, row in enumerate(comparison.rows, 1))
    notes = "".join(f"<li>{escape(d.location)} {escape(d.message)}</li>" for d in comparison.diagnostics)
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(comparison.name_before)} ↔ {escape(comparison.name_after)}</title>"
        f"<style>{_part('page.css')}</style></head><body><header><h1>合同比对</h1>"
        f"<p>{_summary(comparison)}</p><nav>{chips}</nav></header>"
        f"{notes and NOTES.format(notes)}"
        f'<main><div class="names"><div>{escape(comparison.name_before)}</div>'
        f"<div>{escape(comparison.name_after)}</div></div>{rows}</main>"
        f"{_part('script.html')}</body></html>\n"
    )


@cache
def _part(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _summary(comparison: Comparison) -> str:
    differences = comparison.differences
    if not differences:
        return "两份合同的文字相同。"
    return f"共 {len(comparison.rows)} 处条款和段落，其中 {len(differences)} 处不同。"


def _row(number: int, row: Difference) -> str:
    numbers = " → ".join(dict.fromkeys(n for n in (row.number_before, row.number_after) if n))
    badge = KINDS[row.kind] + ("，位置移动" if row.moved and row.kind != "moved" else "")
    return (
        f'<section class="row {row.kind}" id="d{number}"><h2><span class="badge">{badge}</span>'
        f"{escape(numbers)} {escape(row.title)}</h2>{_values(row)}"
        f'<div class="side before">{_side(row.pieces, before=True)}</div>'
        f'<div class="side after">{_side(row.pieces, before=False)}</div></section>'
    )


def _values(row: Difference) -> str:
    """Return the values that changed, whole and by name: in the text only what differs of them is marked."""
    lines = "".join(
        f"<li><b>{escape(p.label or '数值')}</b><del class='value'>{escape(p.whole_before) or '（无）'}</del>"
        f"<i>→</i><ins class='value'>{escape(p.whole_after) or '（无）'}</ins></li>"
        for p in row.values
    )
    return f'<ul class="values">{lines}</ul>' if lines else ""


def _side(pieces: tuple[Piece, ...], *, before: bool) -> str:
    return "".join(_marked(piece, before=before) for piece in pieces)


def _marked(piece: Piece, *, before: bool) -> str:
    words = escape(piece.before if before else piece.after)
    if piece.is_same or not words or len(piece.before.split()) == len(piece.after.split()) == 0:
        return words
    tag = "del" if before else "ins"
    mark = ' class="value"' if piece.is_value else ""
    return f"<{tag}{mark}>{words}</{tag}>"
