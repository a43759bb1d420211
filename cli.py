"""The command `hetong`: its commands together, and the exit code of every failure.

Results go to stdout, progress and findings to stderr. The commands stand in `pipeline.console.commands`; everything
heavy is imported inside the one that needs it, so that `hetong --help` answers at once.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Mapping

import click

from pipeline import errors
from pipeline.console.commands.batch import batch
from pipeline.console.commands.calc import calc
from pipeline.console.commands.check import check
from pipeline.console.commands.compare import compare
from pipeline.console.commands.demo import demo
from pipeline.console.commands.doctor import doctor
from pipeline.console.commands.extract import extract
from pipeline.console.commands.fill import fill
from pipeline.console.commands.form import form
from pipeline.console.commands.parse import parse
from pipeline.console.commands.register import register
from pipeline.console.exits import Exit
from pipeline.console.help import Group, usage_message
from pipeline.console.printing import print_failure, say

__all__ = ["EXITS", "Exit", "exit_code", "hetong", "main"]

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


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="hetong parse 空白合同.docx -o 模板\nhetong form 模板 -o 填写.xlsx\nhetong fill 模板 填写.xlsx -o 出具",
)
@click.version_option(package_name="hetong", message="hetong %(version)s", help="显示版本。")
def hetong() -> None:
    """合同：把空白合同变成表单，填写、检查、出具，并能从出具的文件读回数据。"""


for command in (parse, form, fill, check, calc, extract, compare, batch, register, doctor, demo):
    hetong.add_command(command)


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
    except OSError as error:
        return _unwritten(error) if error.errno in (errno.ENOSPC, errno.EDQUOT) else _bug(error)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug is reported, never a bare traceback
        return _bug(error)
    return result if isinstance(result, int) else Exit.OK


def _unwritten(error: OSError) -> int:
    """Say that no room is left where the system tells nobody which file: for what is printed, or for what it keeps."""
    where = f"{error.filename}：" if error.filename else ""
    say(f"失败 {where}磁盘已满，结果没有全部写出（请清理磁盘，或把输出转到别处）")
    return Exit.WRITE


def _bug(error: Exception) -> int:
    import traceback

    say("".join(traceback.format_exception(error)))
    say(f"程序内部错误：{type(error).__name__}: {error}\n请把以上内容和出错的文件一并报告给开发者。")
    return Exit.BUG
