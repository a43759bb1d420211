"""`hetong doctor`: this machine → what is installed, which fonts, which engines."""

from __future__ import annotations

import click

from pipeline.console.help import Command
from pipeline.console.options import json_option
from pipeline.console.printing import print_json

_COLUMNS = ("name", "state", "advice")


@click.command(cls=Command)
@json_option
def doctor(*, as_json: bool) -> None:
    """检查运行环境：版本、字体、排版引擎和可选组件。"""
    from pipeline import api

    found = api.environment()
    if as_json:
        print_json({title: [dict(zip(_COLUMNS, row, strict=True)) for row in rows] for title, rows in found.items()})
        return
    for title, rows in found.items():
        click.echo(title)
        for name, state, advice in rows:
            click.echo(f"  {name:<22}{state}{'  → ' + advice if advice else ''}")
