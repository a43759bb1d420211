"""`hetong fill`: a template and a record → one issued contract."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.help import Command
from pipeline.console.options import (
    PATH,
    annexes_option,
    bundle_option,
    engine_option,
    font_option,
    json_option,
    strict_option,
)
from pipeline.console.printing import print_findings, print_json


@click.command(
    cls=Command,
    epilog="hetong fill 模板 填写.xlsx -o 出具 --annexes 附件\n"
    "hetong fill 模板 填写.yaml -o 出具 --set 合同编号=HT-2026-0001",
)
@click.argument("template", metavar="模板", type=PATH)
@click.argument("data", metavar="[数据]", required=False, type=PATH)
@click.option("-o", "--output", required=True, type=PATH, metavar="文件夹", help="合同文件写到哪里。")
@click.option(
    "--set", "settings", multiple=True, metavar="字段=值", help="直接给出一个值，可重复给出，优先于数据文件。"
)
@click.option("--interactive", is_flag=True, help="逐项询问缺少的值。")
@click.option("--draft", is_flag=True, help="缺少的值留空，合同标为草稿。")
@click.option("--controls", is_flag=True, help="DOCX 中每个值放入以字段 key 标记的内容控件。")
@click.option("--name", metavar="文件名", help="输出文件名（不含后缀），默认用合同编号。")
@annexes_option
@strict_option
@click.option("--formats", default="docx,pdf,json", metavar="格式,…", help="输出哪些格式，默认 docx,pdf,json。")
@bundle_option
@engine_option
@font_option
@json_option
def fill(
    template: Path,
    data: Path | None,
    output: Path,
    settings: tuple[str, ...],
    name: str | None,
    annexes: tuple[Path, ...],
    formats: str,
    pdf_engine: str,
    font_paths: tuple[Path, ...],
    *,
    interactive: bool,
    draft: bool,
    controls: bool,
    strict: bool,
    bundle: bool,
    as_json: bool,
) -> None:
    """填写一份合同，检查无误后写出 DOCX、PDF 和 JSON。

    数据是填好的表单（.xlsx、.yaml、.json），也可以是只有一条数据的 .csv、.jsonl；字段写键名或标签都可以。
    """
    from pipeline import api

    loaded = api.load_template(template)
    record = api.read_record(data, loaded.template, settings)
    if interactive:
        record = api.complete(record, loaded.template, _ask)
    issue = api.Issue(
        formats=api.formats_of(formats.split(",")),
        draft=draft,
        strict=strict,
        annexes=annexes,
        controls=controls,
        bundle=bundle,
        pdf_engine=pdf_engine,
        font_paths=font_paths,
    )
    issuer = api.Issuer(loaded, issue)
    issued = issuer.run(record)
    paths = api.publish_issued(issued, output, name, keep=(*annexes, *([data] if data else [])))
    print_findings(issued.contract.diagnostics)
    if as_json:
        print_json(api.issued_json(issued, paths))
    else:
        for path in paths.values():
            click.echo(str(path))


def _ask(label: str, expected: str, required: bool) -> str:  # noqa: FBT001
    mark = "" if required else "，可留空"
    return str(
        click.prompt(f"{label}（{expected}{mark}）", default="", show_default=False, prompt_suffix="：", err=True)
    )
