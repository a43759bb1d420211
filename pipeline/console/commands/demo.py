"""`hetong demo`: the shipped example, the whole way."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.help import Command
from pipeline.console.options import PATH


@click.command(cls=Command)
@click.option("-o", "--output", type=PATH, default=Path("demo"), metavar="文件夹", help="写到哪里，默认 demo。")
def demo(output: Path) -> None:
    """演示：从一份空白合同到出具的合同。"""
    from pipeline import api

    for line in api.demonstrate(output):
        click.echo(line)
