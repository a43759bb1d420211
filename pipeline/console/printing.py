"""Results → stdout, messages and findings → stderr."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click
import orjson

from pipeline.diagnostics import SEVERITY_NAMES, Diagnostic, Severity
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from pipeline.model.comparison import Comparison
    from pipeline.model.template import Annex, Template

_NOTES = 6  # of one code that are printed; nobody reads twenty of a kind
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def say(message: str = "") -> None:
    """Print a line for the person, to stderr."""
    click.echo(message, err=True)


def print_json(data: object) -> None:
    """Print a result for a program, to stdout."""
    try:
        click.echo(orjson.dumps(data, option=orjson.OPT_INDENT_2).decode())
    except TypeError:  # half a character, or a number of more than 64 bits: Python's own encoder writes them
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_json_line(entry: Any) -> None:
    """Print a dataclass as one line of JSON, to stdout."""
    click.echo(json.dumps(dataclasses.asdict(entry), ensure_ascii=False))


def print_findings(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings to stderr, the gravest first; of many notes of one code the first few."""
    told: Counter[str] = Counter()
    for d in sorted(diagnostics, key=lambda d: list(Severity).index(d.severity)):
        told[d.code] += d.severity is Severity.NOTE
        if told[d.code] > _NOTES:
            continue
        where = f"{d.location}：" if d.location else ""
        say(f"{_severity(d.severity)} {d.code} {where}{d.message}")
        if d.quote:
            quote = " ".join(d.quote.split())
            say(f"       「{quote[:60]}{'…' if len(quote) > 60 else ''}」")
        if d.hint and d.severity is not Severity.NOTE:
            say(f"       → {d.hint}")

    for code, count in told.items():
        if count > _NOTES:
            say(f"{_severity(Severity.NOTE)} {code} 另有 {count - _NOTES} 条同类提示，用 --json 可看到全部")


def _severity(severity: Severity) -> str:
    return click.style(SEVERITY_NAMES[severity], fg=_COLOURS[severity], bold=True)


def print_failure(error: PipelineError, *, as_json: bool) -> None:
    """Print a failure and the findings that it carries."""
    from pipeline.writers.parsed import diagnostic_json

    found: tuple[Diagnostic, ...] = getattr(error, "diagnostics", ())
    if as_json:
        body = {"type": type(error).__name__, "message": error.message, "location": error.location, "hint": error.hint}
        print_json({"error": body, "diagnostics": [diagnostic_json(d) for d in found]})
    print_findings(found)
    # An error that carries findings lists them in its own words too: once is enough.
    shown = str(error).splitlines()[0].removesuffix("：") if found else error
    say(f"{click.style('失败', fg='red', bold=True)} {shown}")


def print_template(template: Template) -> None:
    """Print what a contract was understood to be, for a person."""
    click.echo(f"《{template.title or template.name}》{template.category}")
    click.echo(f"当事人：{'、'.join(p.label for p in template.parties) or '未识别'}")
    if template.blanks:
        click.echo(f"空白处 {len(template.blanks)} 个：")
    else:
        click.echo("没有找到空白处：请确认这是一份空白合同，不是已经填好的合同或别的文件。")
    for number, blank in enumerate(template.blanks, 1):
        unit = f"（{blank.unit}）" if blank.unit else ""
        optional = "" if blank.required else " 选填"
        click.echo(f"  {number:>3}. {blank.label or '（没有标签）'}{unit}  {blank.kind}{optional}  {blank.key}")
    if template.annexes:
        click.echo("附件：" + "；".join(map(_annex, template.annexes)))


def _annex(annex: Annex) -> str:
    return f"{annex.number}{annex.title}" + ("（在正文内，未列入清单）" if annex.listed is None else "")


def print_annexes(rows: Iterable[Mapping[str, str]]) -> None:
    """Print the annex table."""
    rows = list(rows)
    if not rows:
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="附件", title_justify="left", header_style="bold")
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row.values())
    Console(highlight=False, markup=False).print(table)


def print_comparison(comparison: Comparison) -> None:
    """Print what differs between two contracts, one row a changed stretch."""
    from rich.console import Console
    from rich.table import Table

    from pipeline.writers.comparison import comparison_rows

    if not comparison.differences:
        say("两份合同没有不同。")
        return
    table = Table(header_style="bold", show_lines=True)
    for column in ("变化", "条款", comparison.name_before, comparison.name_after):
        table.add_column(column, overflow="fold")
    for row in comparison_rows(comparison):
        table.add_row(*row)
    Console(highlight=False, markup=False).print(table)
