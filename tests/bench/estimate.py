"""How batches went → what ten million contracts would take, by arithmetic that docs/scale.md explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.bench.measure import Row

MANY = 10_000_000
PROCESSES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a batch went: counts, seconds, processor seconds of all and of the coordinator, peak memory of both in MB."""

    count: int
    seconds: float
    busy: float
    own: float
    peak: float
    worker: float
    marks: tuple[tuple[int, float], ...]
    bytes: Mapping[str, int]

    @property
    def rate(self) -> float:
        """Contracts a second, the workers' start included."""
        return self.count / self.seconds

    @property
    def cost(self) -> str:
        """Processor time a contract, of coordinator and workers: other work on the machine hardly changes it."""
        return f"{self.busy / self.count * 1e3:.1f} ms CPU"


def rows(small: Ran, large: Ran, typeset: Ran) -> Iterator[Row]:
    """Yield the estimate.

    Args:
        small: A batch of few records: what it cost stands for the start.
        large: One of many.
        typeset: One with PDF.
    """
    count = large.count - small.count
    if count <= 0:
        return  # two batches of one size tell nothing of what more would cost
    each, own = (large.busy - small.busy) / count, (large.own - small.own) / count  # processor seconds a contract
    with_pdf = typeset.busy / typeset.count  # its start included: it hardly counts
    yield Row(what="processor time a contract, without the start", value=f"{each * 1e3:.2f} ms",
              peer=f"of it the coordinator's {own * 1e3:.2f} ms", ratio=f"{own / each:.0%}")  # fmt: skip
    for what, cost in (("DOCX + JSON", each), ("DOCX + PDF + JSON", with_pdf)):
        workers = max((cost - own) / PROCESSES, own)  # where workers are many, the coordinator is the limit
        yield Row(what=f"estimate: {MANY:,} {what}", value=f"{MANY * cost / 3600:,.0f} CPU hours",
                  peer=f"{PROCESSES} processes {MANY * workers / 3600:,.1f} h")  # fmt: skip
    yield Row(what="one coordinator hands out and registers at most", value=f"{1 / own:,.0f} /s",
              peer=f"{MANY:,} in {MANY * own / 3600:.1f} h")  # fmt: skip
    sizes = {kind: typeset.bytes.get(f".{kind}", 0) / typeset.count for kind in ("docx", "json", "pdf")}
    sizes["register"] = sum(large.bytes.get(kind, 0) for kind in (".sqlite", ".sqlite-wal")) / large.count
    for kind, each_bytes in sizes.items():
        yield Row(what=f"bytes a contract, {kind}", value=f"{each_bytes:,.0f}",
                  peer=f"{MANY:,}: {each_bytes * MANY / 1e9:,.0f} GB")  # fmt: skip
