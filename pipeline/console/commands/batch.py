"""`hetong batch`: a template and a table of records → many issued contracts, entered in a register."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.console.exits import Exit
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

_BLANK = b" \r\n\t\x00\xef\xbb\xbf\xff\xfe"


@click.command(
    cls=Command,
    epilog="hetong batch 模板 数据.csv -o 出具 --dry-run\nhetong batch 模板 数据.xlsx -o 出具 --formats docx,pdf,json",
)
@click.argument("template", metavar="模板", type=PATH)
@click.argument("records", metavar="数据表", type=click.Path(path_type=Path, allow_dash=True, readable=False))
@click.option("-o", "--output", required=True, type=PATH, metavar="文件夹", help="合同文件、台账和被拒数据写到哪里。")
@click.option(
    "--input-format", metavar="格式", help="从标准输入（-）读取时的格式：csv、jsonl、json、yaml、xlsx，默认 jsonl。"
)
@click.option(
    "--engine", type=click.Choice(["serial", "pool", "dask"]), default="pool", help="执行方式，默认 pool（多进程）。"
)
@click.option("--workers", type=click.IntRange(min=0), default=0, metavar="数目", help="进程数，默认与处理器数相同。")
@click.option("--scheduler", default="", metavar="地址", help="Dask 调度器，例如 tcp://主机:8786。")
@click.option("--number", "pattern", default="", metavar="规则", help="合同编号规则，例如 {year}-{type}-{seq:05d}。")
@click.option("--batch", "name", default="", metavar="名称", help="批次名称，默认用数据表的文件名。")
@click.option("--register", "register_url", default="", metavar="地址", help="台账：SQLite 文件或 postgresql:// 地址。")
@click.option("--store", default="", metavar="地址", help="文件存放处：文件夹、zip:文件夹 或 s3://桶/前缀。")
@click.option("--resume", is_flag=True, help="接着上次中断处继续（默认如此，写明无妨）。")
@click.option("--limit", type=click.IntRange(min=0), default=0, metavar="数目", help="只处理前若干条。")
@click.option("--dry-run", is_flag=True, help="只检查全部数据，不出具、不登记；会被拒的写入 rejected 文件。")
@annexes_option
@strict_option
@click.option("--formats", default="docx,json", metavar="格式,…", help="输出哪些格式，默认 docx,json。")
@bundle_option
@engine_option
@font_option
@json_option
def batch(
    template: Path,
    records: Path,
    output: Path,
    input_format: str | None,
    engine: str,
    workers: int,
    scheduler: str,
    pattern: str,
    name: str,
    register_url: str,
    store: str,
    limit: int,
    annexes: tuple[Path, ...],
    formats: str,
    pdf_engine: str,
    font_paths: tuple[Path, ...],
    *,
    resume: bool,  # noqa: ARG001 - resuming is what happens anyway
    dry_run: bool,
    strict: bool,
    bundle: bool,
    as_json: bool,
) -> int:
    """按数据表批量出具合同，逐份登记；中断后再执行同一命令即可继续。

    数据表一行一份合同：.csv、.xlsx、.jsonl、.json、.yaml 或 .parquet；写 - 则从标准输入读取。
    Excel 中被筛选掉或隐藏的行不出具，并提示是哪些行。
    """
    from pipeline import api
    from pipeline.batch import job_of
    from pipeline.console import batching

    piped = _piped(input_format) if str(records) == "-" else None
    issue = api.Issue(
        formats=api.formats_of(formats.split(",")),
        strict=strict,
        annexes=annexes,
        bundle=bundle,
        pdf_engine=pdf_engine,
        font_paths=font_paths,
        today=api.today(),
    )
    job = job_of(
        template, records if piped is None else piped[0], issue, folder=output,
        name="" if piped is None else piped[1], store=store, register=register_url, batch=name,
        pattern=pattern, engine=engine, workers=workers, scheduler=scheduler, limit=limit,
    )  # fmt: skip
    rejected = batching.run(job, dry_run=dry_run, as_json=as_json)
    return Exit.PARTLY if rejected else Exit.OK


def _piped(input_format: str | None) -> tuple[bytes, str]:
    """Return what stands in standard input, and a name whose ending tells its format: JSONL where none is said."""
    data = sys.stdin.buffer.read()
    first = data[:64].lstrip(_BLANK)[:1]  # a mark of the encoding and blanks say nothing
    if input_format is None and first not in (b"", b"{"):
        raise click.UsageError("标准输入的内容不像 JSONL，请用 --input-format 说明格式，例如 --input-format csv")
    return data, f"标准输入.{input_format or 'jsonl'}"
