"""Work → figures, and figures → the table that is printed."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"  # of what a run of the benchmark writes
FULL = os.environ.get("BENCH") == "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what was measured, ours, the peer's, what the done-list asks for."""

    what: str
    value: str
    peer: str = ""
    ratio: str = ""
    wanted: str = ""


def size(quick: int, full: int, name: str) -> int:
    """Return how much to measure: the quick or the full number, or what BENCH_<name> says."""
    return int(os.environ.get(f"BENCH_{name}", full if FULL else quick))


def seconds(work: Callable[[], object], *, times: int = 3) -> float:
    """Return the seconds that work takes: the best of some trials, the one that others disturbed least."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def side_by_side(one: Callable[[], object], other: Callable[[], object], *, times: int = 5) -> tuple[float, float]:
    """Return the median processor seconds of two works done in turn in this process, each once before it counts.

    What disturbs the machine disturbs both, and hardly changes the processor time of either.
    """
    one()
    other()
    ones, others = [], []
    for _ in range(times):
        ones.append(_busy(one))
        others.append(_busy(other))
    return statistics.median(ones), statistics.median(others)


def _busy(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def peak() -> float:
    """Return the most memory in MB that this process has taken; what its parent took before is not counted.

    `ru_maxrss` is that of the process forked from, which is large where other sections have been measured in it.
    """
    return int(Path("/proc/self/status").read_text("ascii", "replace").partition("VmHWM:")[2].split()[0]) / 1024


def resident() -> float:
    """Return the memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def load() -> str:
    """Say how busy the machine is with other work."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def note_rows(path: Path, title: str, rows: Iterable[Row]) -> None:
    """Write one table between the marks of a Markdown file, with the machine in general words."""
    table = ["| measured | ours | peer | ratio | wanted |", "|---|---:|---:|---:|---:|"]
    table += [f"| {row.what} | {row.value} | {row.peer} | {row.ratio} | {row.wanted} |" for row in rows]
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    machine = f"{os.cpu_count()} processors, {gigabytes:.0f} GB of memory, {platform.system()}, "
    machine += f"Python {platform.python_version()}; {load()} when it ended."
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    noted = "\n".join([BEGIN, "", f"**{title}.** {machine}", "", *table, "", END])
    path.write_text(f"{before}{noted}{after}", encoding="utf-8")


def print_rows(title: str, rows: Iterable[Row]) -> None:
    """Print one table to stdout."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{title}  ({load()})", title_justify="left", header_style="bold")
    for head in ("measured", "ours", "peer", "ratio", "wanted"):
        table.add_column(head, justify="left" if head == "measured" else "right", overflow="fold")
    for row in rows:
        table.add_row(row.what, row.value, row.peer, row.ratio, row.wanted)
    Console(highlight=False, width=118).print(table)
