"""The command `hetong`: parse arguments, call pipeline.api, print, exit.

Results go to stdout, progress and findings to stderr. Everything heavy is imported inside the command that needs it,
so that `hetong --help` answers at once.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from pipeline import errors
from pipeline.console.help import Group, usage_message
from pipeline.console.options import PATH, json_option
from pipeline.console.printing import (
    print_annexes,
    print_failure,
    print_findings,
    print_json,
    print_template,
    say,
)
from pipeline.console.registering import register


class Exit(enum.IntEnum):
    """What the command's exit code says."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    READ = 3
    TEMPLATE = 4
    RECORD = 5
    WRITE = 6
    DEPENDENCY = 7
    PARTLY = 8
    BUG = 70
    INTERRUPTED = 130


# The only place that knows which failure ends with which code; subclasses are found through their base.
EXITS: Mapping[type[errors.PipelineError], Exit] = {
    errors.ReadError: Exit.READ,
    errors.TemplateError: Exit.TEMPLATE,
    errors.RecordError: Exit.RECORD,
    errors.WriteError: Exit.WRITE,
    errors.DependencyError: Exit.DEPENDENCY,
    errors.PipelineError: Exit.FINDINGS,
}


def exit_code(error: errors.PipelineError) -> Exit:
    """Return the exit code of a failure: that of the nearest class of `EXITS` it belongs to."""
    return next(EXITS[kind] for kind in type(error).__mro__ if kind in EXITS)


annexes_option = click.option(
    "--annexes", multiple=True, type=PATH, metavar="路径", help="附件所在文件夹或附件文件，可重复给出。"
)
strict_option = click.option("--strict", is_flag=True, help="从严：附件缺失等警告也视为错误。")
formats_option = click.option(
    "--formats", default="docx,pdf,json", metavar="格式,…", help="输出哪些格式，默认 docx,pdf,json。"
)
font_option = click.option(
    "--font-path", "font_paths", multiple=True, type=PATH, metavar="文件夹", help="优先使用的字体文件夹，可重复给出。"
)
engine_option = click.option(
    "--pdf-engine",
    type=click.Choice(["auto", "typst", "libreoffice"]),
    default="auto",
    help="PDF 排版引擎，默认 auto：Typst 不能忠实排版时改用 LibreOffice。",
)
bundle_option = click.option(
    "--bundle", is_flag=True, help="另出合订本（正文和附件合为一个 PDF）和含全部文件及校验清单的压缩包。"
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="hetong", message="hetong %(version)s", help="显示版本。")
def hetong() -> None:
    """合同：把空白合同变成表单，填写、检查、出具，并能从出具的文件读回数据。"""


@hetong.command()
@click.argument("file", metavar="文件", type=PATH)
@click.option(
    "-o", "--output", type=PATH, metavar="文件夹", help="写出模板文件夹：source.docx、template.yaml、review.html。"
)
@click.option("--fresh", is_flag=True, help="不保留文件夹中 template.yaml 的人工修改。")
@json_option
def parse(file: Path, output: Path | None, *, fresh: bool, as_json: bool) -> None:
    """读懂一份空白合同：找出全部空白处、条款、当事人和附件。"""
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


@hetong.command()
@click.argument("template", metavar="模板", type=PATH)
@click.option(
    "-o",
    "--output",
    required=True,
    type=PATH,
    metavar="文件",
    help="表单文件，后缀决定格式：.xlsx .json .yaml .schema.json。",
)
def form(template: Path, output: Path) -> None:
    """为模板生成填写表单。"""
    from pipeline import api

    api.write_form(api.load_template(template).template, output)
    say(f"表单已写入 {output}")


@hetong.command()
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
@formats_option
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
    """填写一份合同，检查无误后写出 DOCX、PDF 和 JSON。"""
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
    paths = api.publish_issued(issued, output, name)
    print_findings(issued.contract.diagnostics)
    if as_json:
        print_json(api.issued_json(issued, paths))
    else:
        for path in paths.values():
            click.echo(str(path))


def _ask(label: str, expected: str, required: bool) -> str:  # noqa: FBT001
    mark = "" if required else "，可留空"
    return str(click.prompt(f"{label}（{expected}{mark}）", default="", show_default=False, err=True))


@hetong.command()
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
    """检查一份合同文件，或模板加数据，连同附件。"""
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


@hetong.command()
@click.argument("record", metavar="合同记录", type=PATH)
@click.argument("name", metavar="[公式]", required=False)
@click.option("--set", "settings", multiple=True, metavar="名称=值", help="给出公式中的一个量，可重复给出。")
@json_option
def calc(record: Path, name: str | None, settings: tuple[str, ...], *, as_json: bool) -> None:
    """按合同写明的公式计算，例如 违约金；不写公式名时列出全部公式。合同记录为 JSON，或出具的 DOCX、PDF。"""
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


@hetong.command()
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=PATH)
@click.option("--template", type=PATH, metavar="模板", help="合同所用的模板；给出后逐项精确读回。")
@click.option("--templates", type=PATH, metavar="文件夹", help="放有多个模板的文件夹，用来按文字认出合同所用的模板。")
@click.option("-o", "--output", type=PATH, metavar="文件", help="写入 .xlsx 或 .jsonl 文件。")
@json_option
def extract(
    files: tuple[Path, ...], template: Path | None, templates: Path | None, output: Path | None, *, as_json: bool
) -> int:
    """从已签或待审的合同中读出条款、当事人、金额、期限等数据。"""
    from pipeline import api
    from pipeline.console.extracting import read_back

    basis = api.load_template(template) if template is not None else api.known_templates(templates)
    return read_back(files, basis, output, as_json=as_json)


@hetong.command()
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
        api.write_comparison(found, output, author=author, date=api.now())
        say(f"比较结果已写入 {output}")
    if as_json:
        print_json(comparison_json(found))
    elif output is None:
        print_comparison(found)
    print_findings(found.diagnostics)
    return Exit.FINDINGS if found.differences else Exit.OK


@hetong.command()
@click.argument("template", metavar="模板", type=PATH)
@click.argument("records", metavar="数据表", type=click.Path(path_type=Path, allow_dash=True))
@click.option("-o", "--output", required=True, type=PATH, metavar="文件夹", help="合同文件、台账和被拒数据写到哪里。")
@click.option("--input-format", metavar="格式", help="从标准输入（-）读取时的格式：csv、jsonl、json、yaml、xlsx。")
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
    """按数据表批量出具合同，逐份登记；中断后再执行同一命令即可继续。"""
    from pipeline import api
    from pipeline.console import batching

    piped = str(records) == "-"
    given = batching.Records(
        source=sys.stdin.buffer.read() if piped else records,
        name=f"标准输入.{input_format or 'jsonl'}" if piped else records.name,
    )
    issue = api.Issue(
        formats=api.formats_of(formats.split(",")),
        strict=strict,
        annexes=annexes,
        bundle=bundle,
        pdf_engine=pdf_engine,
        font_paths=font_paths,
        today=api.today(),
    )
    job = batching.job_of(
        template, given, issue, folder=output, store=store, register=register_url, batch=name, pattern=pattern,
        engine=engine, workers=workers, scheduler=scheduler, limit=limit,
    )  # fmt: skip
    rejected = batching.run(job, dry_run=dry_run, as_json=as_json)
    return Exit.PARTLY if rejected else Exit.OK


@hetong.command()
def doctor() -> None:
    """检查运行环境：版本、字体、排版引擎和可选组件。"""
    from pipeline import api

    for title, rows in api.environment().items():
        click.echo(title)
        for name, state, advice in rows:
            click.echo(f"  {name:<22}{state}{'  → ' + advice if advice else ''}")


@hetong.command()
@click.option("-o", "--output", type=PATH, default=Path("demo"), metavar="文件夹", help="写到哪里，默认 demo。")
def demo(output: Path) -> None:
    """演示：从一份空白合同到出具的合同。"""
    from pipeline import api

    for line in api.demonstrate(output):
        click.echo(line)


hetong.add_command(register)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the code that says how it went."""
    arguments = sys.argv[1:] if arguments is None else arguments
    sys.exit(_guarded(lambda: hetong.main(arguments, prog_name="hetong", standalone_mode=False), arguments))


def _guarded(run: Callable[[], object], arguments: list[str]) -> int:
    try:
        result = run()
    except errors.PipelineError as error:
        print_failure(error, as_json="--json" in arguments)
        return exit_code(error)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.ctx.get_help() if error.ctx else "")
        return Exit.USAGE
    except click.ClickException as error:
        say(f"{usage_message(error)}\n用 hetong --help 查看用法。")
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        say("已中断。")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output is gone: nothing more to say
        return Exit.OK
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug is reported, never a bare traceback
        return _bug(error)
    return result if isinstance(result, int) else Exit.OK


def _bug(error: Exception) -> int:
    import traceback

    say("".join(traceback.format_exception(error)))
    say(f"程序内部错误：{type(error).__name__}: {error}\n请把以上内容和出错的文件一并报告给开发者。")
    return Exit.BUG
