"""`make bench`: measure, print tables, write nothing into the repository.

BENCH=full runs the long sets; BENCH_MANY=20000 and the like set one size (see `size`); BENCH_DIR names the folder that
batches write to; names of sections as arguments run only those.
"""

from __future__ import annotations

import platform
import sys

from tests.bench import batches, extracting, filling, memory, parsing, startup
from tests.bench.measure import print_rows

SECTIONS = {
    "startup": ("Start-up", startup.measure),
    "parsing": ("Understanding", parsing.measure),
    "filling": ("Filling and writing", filling.measure),
    "extracting": ("Reading back", extracting.measure),
    "batches": ("Batches", batches.measure),
    "memory": ("Memory", memory.measure),
}


def main(names: list[str]) -> None:
    """Run the sections named, all where none is."""
    sys.stdout.write(f"Python {platform.python_version()}, {platform.platform()}\n\n")
    for name in names or SECTIONS:
        title, measure = SECTIONS[name]
        print_rows(title, measure())
        sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
