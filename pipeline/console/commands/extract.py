"""`hetong extract`: contracts → what they state."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.help import Command
from pipeline.console.options import PATH, json_option


@click.command(cls=Command, epilog="hetong extract 合同.pdf\nhetong extract 合同/*.docx -o 结果.xlsx")
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=PATH)
@click.option("--template", type=PATH, metavar="模板", help="合同所用的模板；给出后逐项精确读回。")
@click.option("--templates", type=PATH, metavar="文件夹", help="放有多个模板的文件夹，用来按文字认出合同所用的模板。")
@click.option("-o", "--output", type=PATH, metavar="文件", help="写入文件，后缀决定格式：.xlsx .jsonl .json。")
@json_option
def extract(
    files: tuple[Path, ...], template: Path | None, templates: Path | None, output: Path | None, *, as_json: bool
) -> int:
    """从已签或待审的合同中读出条款、当事人、金额、期限等数据。"""
    from pipeline import api
    from pipeline.console.extracting import read_back

    basis = api.load_template(template) if template is not None else api.known_templates(templates)
    return read_back(files, basis, output, as_json=as_json)
