"""`hetong doctor`: this machine → what is installed, which fonts, which engines."""

from __future__ import annotations

import click

from pipeline.console.help import Command


@click.command(cls=Command)
def doctor() -> None:
    """检查运行环境：版本、字体、排版引擎和可选组件。"""
    from pipeline import api

    for title, rows in api.environment().items():
        click.echo(title)
        for name, state, advice in rows:
            click.echo(f"  {name:<22}{state}{'  → ' + advice if advice else ''}")
