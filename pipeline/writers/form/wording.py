"""Field → what a form says of it: kind, example, advice, and the group that it stands in."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from pipeline.model.field import Field
from pipeline.model.template import Clause, Column, Kind, Template
from pipeline.values import identity
from pipeline.values.table import open_columns

GENERAL = "基本信息"


# Example and advice of dates that print only some of year, month and day.
_PARTIAL = {
    "YM": ("2026-11", "年-月，也可以写 2026年11月"), "Y": ("2026", "只写年份"), "MD": ("11月22日", "几月几日"),
    "M": ("11", "几月，1 至 12"), "D": ("15", "几日，1 至 31"),
}  # fmt: skip


# Shares that are not counted in hundredths, and what 5 of them are.
_SHARES = {"‰": ("千分", "0.5%"), "‱": ("万分", "0.05%")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a form says of a kind: its name, an example, how to write it, the width of its column."""

    name: str
    example: str
    advice: str
    width: int


@functools.cache
def wordings() -> Mapping[Kind, Wording]:
    """Return what `kinds.toml` says of every kind."""
    data = tomllib.loads((files(__package__) / "kinds.toml").read_text(encoding="utf-8"))
    return {Kind(kind): Wording(**entry) for kind, entry in data.items()}


def example(field: Field) -> str:
    """Return an example of the field's value, "" if none would help."""
    if field.choices:
        return "；".join(field.choices[:2]) if field.multiple else field.choices[0]
    if field.kind is Kind.ID_NO:
        return identity.asked(field.label).example
    if field.kind is Kind.PERCENT and field.unit in _SHARES:
        return "5"
    if field.kind is Kind.DURATION and not field.unit:
        return "3年"
    return _PARTIAL[field.parts][0] if field.parts in _PARTIAL else wordings()[field.kind].example


def advice(field: Field) -> str:
    """Return how to write the value, in one line."""
    said = _PARTIAL[field.parts][1] if field.parts in _PARTIAL else wordings()[field.kind].advice
    if field.choices:
        how = "可选多项，用“；”分开" if field.multiple else "选一项"
        return f"{how}：{'／'.join(field.choices)}"
    if field.kind is Kind.AMOUNT and field.unit not in {"", "元"}:
        return f"以{field.unit}为单位填写数字"
    if field.kind is Kind.PERCENT and field.unit in _SHARES:
        share, percent = _SHARES[field.unit]
        return f"只写数字：5 就是{share}之五；也可以写成 {percent}"
    if field.kind is Kind.DURATION and not field.unit:
        return "数字和单位，例如 3年、18个月、90天"
    if field.kind is Kind.ID_NO and not (number := identity.asked(field.label)).checked:
        return f"照证照上的{number.name}填写"
    return said


def need(field: Field) -> str:
    """Return 必填, 选填, 选“…”时必填 or 自动生成."""
    if field.derived:
        return "自动生成，可不填"
    if field.when:
        return f"选“{field.when}”时必填"
    return "必填" if field.required else "选填"


def columns_open(template: Template, field: Field) -> tuple[Column, ...]:
    """Return the columns of a table that are to be filled: not what the contract has printed there itself (序号)."""
    blank = template.blank(field.key)
    return open_columns(blank) if blank else field.columns


def groups(template: Template) -> Mapping[str, str]:
    """Return for each field key the title of its group: the party, the article, or 基本信息."""
    roles = {party.key: party.label or party.role for party in template.parties}
    articles = dict(reversed([*_articles(template.clauses)]))  # the first of equal numbers: those of the body
    return {blank.key: roles.get(blank.party) or articles.get(blank.clause) or GENERAL for blank in template.blanks}


def _articles(clauses: tuple[Clause, ...], article: str = "") -> Iterator[tuple[str, str]]:
    for clause in clauses:
        title = f"{clause.number} {clause.title}".strip()
        above = article or (title if clause.level >= 1 else "")
        if clause.number:
            yield clause.number, above or title
        yield from _articles(clause.children, above)
