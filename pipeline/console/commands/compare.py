"""`hetong compare`: two contracts, or one and its template → what differs."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.console.exits import Exit
from pipeline.console.help import Command
from pipeline.console.options import PATH, json_option
from pipeline.console.printing import print_findings, print_json, say


@click.command(
    cls=Command, epilog="hetong compare 收到的合同.docx 模板\nhetong compare 改后.docx 改前.docx -o 修订.docx"
)
@click.argument("file", metavar="文件", type=PATH)
@click.argument("other", metavar="原件或模板", type=PATH)
@click.option("-o", "--output", type=PATH, metavar="文件", help="写成并排对照的 .html 或带修订标记的 .docx。")
@click.option("--author", default="hetong", metavar="姓名", help="修订标记的作者，默认 hetong。")
@json_option
def compare(file: Path, other: Path, output: Path | None, author: str, *, as_json: bool) -> int:
    """逐条比较一份合同与另一份合同或其模板。"""
    from pipeline import api
    from pipeline.console.printing import print_comparison
    from pipeline.writers.comparison import comparison_json

    found = api.compare(file, other)
    if output is not None:
        api.write_comparison(found, output, author=author, date=api.now(), keep=(file, other))
        count = len(found.differences)
        say(f"比较结果已写入 {output}：{f'有 {count} 处不同' if count else '没有不同'}")
    if as_json:
        print_json(comparison_json(found))
    elif output is None:
        print_comparison(found)
    print_findings(found.diagnostics)
    return Exit.FINDINGS if found.differences else Exit.OK
