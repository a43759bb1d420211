"""Memory: whether it grows with the number of contracts."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.contracts import issuer, records
from tests.bench.measure import Row, resident, size


def measure() -> Iterator[Row]:
    """Issue contracts in one process and look at its memory on the way."""
    for formats, count in ((("docx", "json"), size(5000, 50_000, "KEPT")), (("pdf",), size(300, 5000, "KEPT_PDF"))):
        ours = issuer(*formats)
        seen: list[float] = []
        for n, record in enumerate(records(count), 1):
            ours.run(record)
            if n in (count // 5, count // 2, count):
                seen.append(resident())
        what = f"memory after 20, 50 and 100 % of {count:,} contracts as {' + '.join(formats)}"
        value = " · ".join(f"{each:.0f}" for each in seen) + " MB"
        yield Row(what=what, value=value, ratio=f"{seen[-1] / seen[0]:.2f} ×", wanted="flat")
