"""The command `hetong`: parse arguments, call pipeline.api, print, exit.

Results go to stdout, progress and findings to stderr. Everything heavy is imported inside the command that needs it,
so that `hetong --help` answers at once.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import errors

if TYPE_CHECKING:
    from pipeline.diagnostics import Diagnostic


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

SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def exit_code(error: errors.PipelineError) -> Exit:
    """Return the exit code of a failure: that of the nearest class of `EXITS` it belongs to."""
    return next(EXITS[kind] for kind in type(error).__mro__ if kind in EXITS)


# ── Chinese help ──────────────────────────────────────────────────────────────────────────────────────────────────


class Words:
    """Writes a command's help in Chinese; click words its own headings in English."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is called."""
        pieces = [p.replace("[OPTIONS]", "[选项]") for p in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        pieces = [p.replace("COMMAND [ARGS]...", "命令 [参数]…") for p in pieces]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and a group's commands; arguments stand in the usage line already."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]  # type: ignore[attr-defined]
        rows = [row for option in options if (row := option.get_help_record(ctx))]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            commands = [(name, self.commands[name].get_short_help_str(90)) for name in self.list_commands(ctx)]
            with formatter.section("命令"):
                formatter.write_dl(commands)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with a Chinese description."""
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示帮助。"
        return option


class Command(Words, click.Command):
    """A command with Chinese help."""


class Group(Words, click.Group):
    """A group of commands with Chinese help, listed in the order they were written."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order they were written."""
        return list(self.commands)


def usage_message(error: click.ClickException) -> str:
    """Word a mistake in the command line in Chinese."""
    match error:
        case click.NoSuchOption():
            near = f"，是否指 {'、'.join(error.possibilities)}" if error.possibilities else ""
            return f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            name = error.param.make_metavar(click.Context(click.Command(""))) if error.param else ""
            return f"缺少参数 {name}"
        case click.BadParameter():
            name = "/".join(error.param.opts) if error.param else ""
            return f"参数 {name} 的值不对：{error.message}"
        case click.UsageError() if error.message.startswith("No such command"):
            return f"没有命令{error.message.removeprefix('No such command').rstrip('.')}"
        case click.UsageError() if "unexpected extra argument" in error.message:
            return f"多余的参数：{error.message.partition('(')[2].rstrip(')')}"
        case _:
            return error.format_message()


# ── Printing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def say(message: str = "") -> None:
    """Print a line for the person, to stderr."""
    click.echo(message, err=True)


def print_json(data: object) -> None:
    """Print a result for a program, to stdout."""
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_findings(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings to stderr, the gravest first."""
    for d in sorted(diagnostics, key=lambda d: list(SEVERITIES).index(d.severity)):
        where = f"{d.location}：" if d.location else ""
        mark = click.style(SEVERITIES[d.severity], fg=COLOURS[d.severity], bold=True)
        say(f"{mark} {d.code} {where}{d.message}")
        if d.quote:
            say(f"       「{d.quote}」")
        if d.hint and d.severity != "note":
            say(f"       → {d.hint}")


def print_failure(error: errors.PipelineError, *, as_json: bool) -> None:
    """Print a failure and the findings that it carries."""
    from pipeline.writers.parsed import diagnostic_json

    found: tuple[Diagnostic, ...] = getattr(error, "diagnostics", ())
    if as_json:
        body = {"type": type(error).__name__, "message": error.message, "location": error.location, "hint": error.hint}
        print_json({"error": body, "diagnostics": [diagnostic_json(d) for d in found]})
    print_findings(found)
    say(click.style("失败", fg="red", bold=True) + f" {error}")


# ── Commands ──────────────────────────────────────────────────────────────────────────────────────────────────────

PATH = click.Path(path_type=Path)
json_option = click.option("--json", "as_json", is_flag=True, help="在标准输出打印 JSON，供程序读取。")
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
        _print_template(template)
    if output is not None:
        say(f"模板已写入 {output}（source.docx、template.yaml、review.html）")


def _print_template(template: Any) -> None:
    click.echo(f"《{template.title or template.name}》{template.category}")
    click.echo(f"当事人：{'、'.join(p.label for p in template.parties) or '未识别'}")
    click.echo(f"空白处 {len(template.blanks)} 个：")
    for number, blank in enumerate(template.blanks, 1):
        unit = f"（{blank.unit}）" if blank.unit else ""
        optional = "" if blank.required else " 选填"
        click.echo(f"  {number:>3}. {blank.label}{unit}  {blank.kind}{optional}  {blank.key}")
    listed = [a for a in template.annexes if a.listed is not None]
    if listed:
        click.echo("附件：" + "；".join(f"{a.number}{a.title}" for a in listed))


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
) -> None:
    """检查一份合同文件，或模板加数据，连同附件。"""
    from pipeline import api

    accept = dict(item.partition("=")[::2] for item in accepted)
    checked = api.check(path, data, annexes=annexes, strict=strict, accept=accept)
    if as_json:
        print_json(api.checked_json(checked))
    else:
        _print_annexes(api.annex_rows(checked))
        print_findings(checked.diagnostics)
        say("检查发现错误。" if checked.has_errors else "没有发现错误。")
    sys.exit(Exit.FINDINGS if checked.has_errors else Exit.OK)


def _print_annexes(rows: Iterable[Mapping[str, str]]) -> None:
    rows = list(rows)
    if not rows:
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="附件", title_justify="left", header_style="bold")
    for column in rows[0]:
        table.add_column(column)
    for row in rows:
        table.add_row(*row.values())
    Console(highlight=False).print(table)


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


# ── Entry ─────────────────────────────────────────────────────────────────────────────────────────────────────────


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
