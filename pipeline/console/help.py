"""click commands → help and mistakes in Chinese; click words its own in English."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

import click


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
        rows = [_in_chinese(*row) for option in options if (row := option.get_help_record(ctx))]
        if rows:
            _section(formatter, "选项", rows)
        if isinstance(self, click.Group):
            commands = [(name, self.commands[name].get_short_help_str(90)) for name in self.list_commands(ctx)]
            _section(formatter, "命令", commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples, a line each."""
        if self.epilog:  # type: ignore[attr-defined]
            formatter.write(f"\n例：\n{textwrap.indent(self.epilog, '  ')}\n")  # type: ignore[attr-defined]

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
    group_class = type  # a group in a group is of the same class

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order they were written."""
        return list(self.commands)


def _section(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write a list under its heading; click puts a colon of half the width behind one."""
    formatter.write(f"\n{heading}：\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def _in_chinese(name: str, told: str) -> tuple[str, str]:
    """Without the bounds of a number (the option says what it counts), and with click's own word translated."""
    told = re.sub(r"\s*\[x[<>]=?-?\d+\]", "", told)
    return name, re.sub(r"\s*\[required\]", "（必填）", told)


def usage_message(error: click.ClickException) -> str:
    """Word a mistake in the command line in Chinese."""
    match error:
        case click.NoSuchOption():
            near = f"，是否指 {'、'.join(error.possibilities)}" if error.possibilities else ""
            return f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            name = error.param.make_metavar(click.Context(click.Command(""))) if error.param else ""
            option = f"{error.param.opts[0]} " if isinstance(error.param, click.Option) else ""
            return f"缺少参数 {option}{name}"
        case click.BadParameter() if error.param and isinstance(error.param.type, click.Choice):
            return f"参数 {error.param.opts[0]} 的值不对，应是 {'、'.join(map(str, error.param.type.choices))} 之一"
        case click.BadParameter() if error.param and isinstance(error.param.type, click.IntRange):
            return f"参数 {error.param.opts[0]} 的值不对，应是不小于 {error.param.type.min} 的整数"
        case click.BadParameter():
            name = "/".join(error.param.opts) if error.param else ""
            return f"参数 {name} 的值不对：{error.message}"
        case click.UsageError() if error.message.startswith("No such command"):
            return f"没有命令{error.message.removeprefix('No such command').rstrip('.')}"
        case click.UsageError() if "unexpected extra argument" in error.message:
            return f"多余的参数：{error.message.partition('(')[2].rstrip(')')}"
        case _:
            return error.format_message()
