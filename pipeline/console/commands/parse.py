"""`hetong parse`: a blank contract → what it was understood to be, or a template folder."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.help import Command
from pipeline.console.options import PATH, json_option
from pipeline.console.printing import print_findings, print_json, print_template, say


@click.command(cls=Command, epilog="hetong parse 空白合同.docx\nhetong parse 空白合同.docx -o 模板")
@click.argument("file", metavar="文件", type=PATH)
@click.option(
    "-o", "--output", type=PATH, metavar="文件夹", help="写出模板文件夹：source.docx、template.yaml、review.html。"
)
@click.option("--fresh", is_flag=True, help="不保留文件夹中 template.yaml 的人工修改。")
@json_option
def parse(file: Path, output: Path | None, *, fresh: bool, as_json: bool) -> None:
    """读懂一份空白合同：找出全部空白处、条款、当事人和附件。

    文件可以是 .docx、.pdf、.html、.mht、.md、.txt 和 Word 另存的 .xml。

    装有 LibreOffice 时也可以是 .doc、.wps、.rtf、.odt，装有文字识别组件时也可以是扫描件和图片。
    """
    from pipeline import api
    from pipeline.writers.parsed import parsed_json

    template = api.parse(file).template if output is None else api.make_template(file, output, fresh=fresh)
    if as_json:
        print_json(parsed_json(template))
    else:
        print_findings(template.diagnostics)
        print_template(template)
    if output is not None:
        say(f"模板已写入 {output}（source.docx、template.yaml、review.html）")
        say("请先用浏览器打开 review.html 核对空白处，需要时修改 template.yaml；再执行 hetong form 生成表单。")
