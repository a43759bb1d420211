"""Progress of a batch → a line on stderr that a person can follow, or JSON lines for a program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from pipeline.batch import Progress

_EVERY = 0.5  # seconds between two reports
_SELDOM = 10.0  # where no terminal is: every report stays


@contextmanager
def progress_line(total: int | None, *, as_json: bool) -> Iterator[Callable[[Progress], None]]:
    """Yield what a run calls with its progress.

    Args:
        total: How many records there are, None if nobody knows.
        as_json: Print JSON lines instead of a line that changes.
    """
    live = sys.stderr.isatty() and not as_json
    every = _EVERY if live or as_json else _SELDOM
    last = time.monotonic() - _EVERY if live else time.monotonic()
    shown = False

    def report(progress: Progress) -> None:
        nonlocal last, shown
        now = time.monotonic()
        if now - last < every:
            return
        last, shown = now, True
        if as_json:
            click.echo(json.dumps(_facts(progress, total), ensure_ascii=False), err=True)
        elif live:
            click.echo(f"\r\x1b[K{_words(progress, total)}", err=True, nl=False)
        else:
            click.echo(_words(progress, total), err=True)

    try:
        yield report
    finally:
        if shown and live:
            click.echo("\r\x1b[K", err=True, nl=False)


def _rate(progress: Progress) -> float:
    return progress.done / progress.seconds if progress.seconds else 0.0


def _facts(progress: Progress, total: int | None) -> dict[str, float | int | None]:
    rate = _rate(progress)
    left = max(0, total - progress.done) / rate if total is not None and rate else None
    return {
        "done": progress.done,
        "issued": progress.issued,
        "rejected": progress.rejected,
        "skipped": progress.skipped,
        "total": total,
        "per_second": round(rate, 1),
        "seconds_left": None if left is None else round(left),
    }


def _words(progress: Progress, total: int | None) -> str:
    rate = _rate(progress)
    of = f"/{total}" if total is not None else ""
    left = ""
    if total is not None and rate:
        seconds = max(0, round((total - progress.done) / rate))
        left = f"，还需 {seconds // 60}分{seconds % 60:02d}秒"
    return f"已处理 {progress.done}{of}，出具 {progress.issued}，被拒 {progress.rejected}，每秒 {rate:.0f} 份{left}"
