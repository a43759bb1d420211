"""`hetong calc`: an issued contract and a formula's name → what the formula comes to."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.help import Command
from pipeline.console.options import PATH, json_option
from pipeline.console.printing import print_json


@click.command(cls=Command, epilog="hetong calc 合同.json\nhetong calc 合同.docx 违约金 --set 逾期天数=12")
@click.argument("record", metavar="合同记录", type=PATH)
@click.argument("name", metavar="[公式]", required=False)
@click.option("--set", "settings", multiple=True, metavar="名称=值", help="给出公式中的一个量，可重复给出。")
@json_option
def calc(record: Path, name: str | None, settings: tuple[str, ...], *, as_json: bool) -> None:
    """按合同写明的公式计算，例如违约金；不写公式名时列出全部公式。

    合同记录是出具合同时写出的 JSON，或带有记录的 DOCX、PDF。
    """
    from pipeline import api

    if name is None:
        formulas = api.formulas_of(record)
        if as_json:
            print_json(api.listed_json(formulas))
        else:
            click.echo("\n".join(api.listed_lines(formulas)) or "这份合同没有写明公式。")
        return
    result = api.calculated(record, name, settings)
    if as_json:
        print_json(api.calculated_json(result))
    else:
        click.echo("\n".join(api.calculated_lines(result)))
