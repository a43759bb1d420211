"""The commands on the register of issued contracts (台账)."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.console.exits import Exit
from pipeline.console.help import Group
from pipeline.console.options import PATH, json_option
from pipeline.console.printing import print_json, print_json_line, say
from pipeline.places import is_absent, is_folder

if TYPE_CHECKING:
    from pipeline.batch.register import Register

_FAULTS = 20  # are shown; a folder that is elsewhere would give one for every file


@click.group(cls=Group, epilog="hetong register list 出具\nhetong register export 出具 -o 台账.xlsx")
def register() -> None:
    """查看、导出、作废、核对合同台账。

    台账是批量出具的输出文件夹、其中的 register.sqlite，或 postgresql:// 地址。
    """


register_argument = click.argument("place", metavar="台账", type=str)


@register.command("list")
@register_argument
@click.option("--state", type=click.Choice(["planned", "issued", "rejected", "void"]), help="只列出一种状态。")
@json_option
def list_contracts(place: str, state: str | None, *, as_json: bool) -> None:
    """列出台账中的合同。"""
    from pipeline.batch.register import State
    from pipeline.batch.register.reports import listing
    from pipeline.batch.register.tables import STATE_NAMES

    with _register(place) as book:
        for entry in listing(book, states=(State(state),) if state else ()):
            parties = "；".join(f"{p['role']} {p['name']}" for p in entry.parties)
            if as_json:
                print_json_line(entry)
            else:
                shown = (entry.number or "—", STATE_NAMES[entry.state], entry.title, parties, entry.source)
                click.echo("  ".join(text for text in shown if text))


@register.command()
@register_argument
@click.argument("number", metavar="合同编号")
@json_option
def show(place: str, number: str, *, as_json: bool) -> None:
    """显示一份合同的全部变更。"""
    from pipeline.batch.register.reports import history

    with _register(place) as book:
        changes = history(book, number)
    if as_json:
        print_json(list(changes))
        return
    for change in changes:
        click.echo(f"{_local(change['at'])}  {change['before'] or '（新建）'} → {change['after']}  {change['cause']}")


@register.command()
@register_argument
@click.option("-o", "--output", required=True, type=PATH, metavar="文件", help="导出到哪个 .xlsx 文件。")
def export(place: str, output: Path) -> None:
    """把台账导出为 Excel 工作簿。"""
    from pipeline.batch.register.reports import export as write_sheet

    with _register(place) as book:
        say(f"已导出 {write_sheet(book, output)} 份合同到 {output}")


@register.command()
@register_argument
@click.argument("number", metavar="合同编号")
@click.option("--cause", required=True, metavar="原因", help="作废的原因，记入变更记录。")
def void(place: str, number: str, cause: str) -> None:
    """作废一份已出具的合同；编号不再使用。"""
    with _register(place, reading=False) as book:
        book.void(number, cause)
    say(f"合同 {number} 已作废")


@register.command()
@register_argument
@click.option("--store", default="", metavar="地址", help="文件现在的存放处，默认为出具时登记的存放处。")
@json_option
def verify(place: str, store: str, *, as_json: bool) -> int:
    """核对台账：变更记录未被改动，文件与登记的一致。"""
    from pipeline.batch.register.reports import verify as verify_book
    from pipeline.batch.stores import open_stores

    with _register(place) as book:
        found = verify_book(book, open_stores((store,) if store else book.stores()).get)
    if as_json:
        print_json(
            {"contracts": found.contracts, "events": found.events, "head": found.head, "faults": list(found.faults)}
        )
    for fault in found.faults[:_FAULTS]:
        say(f"错误 {fault}")
    if len(found.faults) > _FAULTS:
        say(f"…… 另有 {len(found.faults) - _FAULTS} 处，加 --json 全部列出。")
    say(f"核对了 {found.contracts} 份合同、{found.events} 条变更记录，发现 {len(found.faults)} 处问题。")
    return Exit.FINDINGS if found.faults else Exit.OK


def _local(at: str) -> str:
    """The register's time, which is that of Greenwich, as the clock on the wall shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"


def _register(place: str, *, reading: bool = True) -> contextlib.closing[Register]:
    from pipeline.batch.register import Register

    if "://" not in place and is_folder(Path(place)):
        place = str(Path(place) / "register.sqlite")  # the folder that a batch was written to
    if "://" not in place and is_absent(Path(place)):
        from pipeline.readers import FileMissing

        raise FileMissing(Path(place), "没有这个台账文件")
    return contextlib.closing(Register(place, reading=reading))
