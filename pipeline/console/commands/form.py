"""`hetong form`: a template → a form to fill."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.help import Command
from pipeline.console.options import PATH
from pipeline.console.printing import say


@click.command(cls=Command, epilog="hetong form 模板 -o 填写.xlsx\nhetong form labour-contract -o 填写.yaml")
@click.argument("template", metavar="模板", type=PATH)
@click.option(
    "-o",
    "--output",
    required=True,
    type=PATH,
    metavar="文件",
    help="表单文件，后缀决定格式：.xlsx .json .yaml .schema.json。",
)
@click.option("--overwrite", is_flag=True, help="同名文件里有填写的内容时也覆盖。")
def form(template: Path, output: Path, *, overwrite: bool) -> None:
    """为模板生成填写表单。

    模板是 hetong parse 写出的文件夹，或随附模板的名称（hetong doctor 列出）。
    """
    from pipeline import api

    api.write_form(api.load_template(template).template, output, overwrite=overwrite)
    say(f"表单已写入 {output}")
