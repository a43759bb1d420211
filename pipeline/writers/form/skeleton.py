"""Template → a JSON or YAML record with nothing in it yet, and with what belongs there beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pipeline.model.field import Field, fields, heading
from pipeline.model.template import Column, Kind, Template
from pipeline.writers.form.wording import advice, columns_open, example, groups, need, wordings


def form_json(template: Template) -> str:
    """Return the JSON skeleton; a key that begins with # is a comment, which reading leaves out.

    Args:
        template: A template whose blanks have keys and labels.
    """
    skeleton: dict[str, object] = {"#": f"{template.title}：填写空着的值；以 # 开头的是说明，不会写进合同"}
    for field in fields(template):
        skeleton[f"#{field.key}"] = _said(field)
        cells = {column.key: "" for column in columns_open(template, field)}
        skeleton[field.key] = [cells] if field.kind is Kind.TABLE else ""
    if template.annexes:
        skeleton["#annexes"] = "附件所在文件夹，或附件文件的列表"
        skeleton["annexes"] = []
    return json.dumps(skeleton, ensure_ascii=False, indent=2) + "\n"


def form_yaml(template: Template) -> str:
    """Return the YAML skeleton with comments: label, unit, kind, whether it is required, choices and an example.

    Args:
        template: A template whose blanks have keys and labels.
    """
    return "\n".join(_yaml(template)) + "\n"


def _yaml(template: Template) -> Iterator[str]:
    titles = groups(template)
    yield f"# {_line(template.title)}：填写单"
    yield "# 在冒号后面填写；带 * 的必填，其余可以空着。含有冒号或 # 的文字请用引号括起来。"
    group = ""
    for field in fields(template):
        if titles[field.key] != group:
            group = titles[field.key]
            yield f"\n# ── {_line(group)} ──"
        yield f"\n# {_line(_said(field))}"
        yield f"{field.key}:"
        yield from _columns(columns_open(template, field))
    if template.annexes:
        yield "\n# 附件所在文件夹，或附件文件的列表（每行一个，前面加 - ）"
        yield "annexes:"


def _columns(columns: Sequence[Column]) -> Iterator[str]:
    width = max((len(column.key) for column in columns), default=0) + 1
    for index, column in enumerate(columns):
        lead = "-" if not index else " "
        yield f"  {lead} {column.key + ':':<{width}}  # {_line(heading(column.label, column.unit))}"


def _said(field: Field) -> str:
    parts = [field.heading, wordings()[field.kind].name, need(field), advice(field)]
    if example(field) and not field.choices:
        parts.append(f"例：{example(field)}")
    return " · ".join(dict.fromkeys(parts))


def _line(text: str) -> str:
    return " ".join(text.split())
