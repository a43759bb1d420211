"""`hetong check`: a contract file, or a template and a record → findings."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.exits import Exit
from pipeline.console.help import Command
from pipeline.console.options import PATH, annexes_option, json_option, strict_option
from pipeline.console.printing import print_annexes, print_findings, print_json, say


@click.command(cls=Command, epilog="hetong check 合同.docx\nhetong check 模板 填写.xlsx --annexes 附件 --strict")
@click.argument("path", metavar="文件或模板", type=PATH)
@click.argument("data", metavar="[数据]", required=False, type=PATH)
@annexes_option
@strict_option
@click.option("--accept", "accepted", multiple=True, metavar="代码=理由", help="有意接受一类检查结果，可重复给出。")
@json_option
def check(
    path: Path,
    data: Path | None,
    annexes: tuple[Path, ...],
    accepted: tuple[str, ...],
    *,
    strict: bool,
    as_json: bool,
) -> int:
    """检查一份合同文件，或模板加数据，连同附件。

    有意接受的检查结果写成 --accept 代码=理由，它们不再算错误。
    """
    from pipeline import api

    accept = dict(item.partition("=")[::2] for item in accepted)
    checked = api.check(path, data, annexes=annexes, strict=strict, accept=accept)
    if as_json:
        print_json(api.checked_json(checked))
    else:
        print_annexes(api.annex_rows(checked))
        print_findings(checked.diagnostics)
        say("检查发现错误。" if checked.has_errors else "没有发现错误。")
    return Exit.FINDINGS if checked.has_errors else Exit.OK
