"""`make bench`: measure and print tables. `make bench-scale`: the large batches, written to benchmarks/README.md too.

BENCH=full runs the long sets; BENCH_MANY=20000 and the like set one size (see `size`); BENCH_DIR names the folder that
batches write to; names of sections as arguments run only those; --note FILE writes the table between the file's marks.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from tests.bench import batches, extracting, filling, memory, parsing, startup
from tests.bench.measure import note_rows, print_rows

SECTIONS = {
    "startup": ("Start-up", startup.measure),
    "parsing": ("Understanding", parsing.measure),
    "filling": ("Filling and writing", filling.measure),
    "extracting": ("Reading back", extracting.measure),
    "batches": ("Batches", batches.measure),
    "memory": ("Memory", memory.measure),
}


def main(names: list[str], note: Path | None) -> None:
    """Run the sections named, all where none is, and write their tables to a file where one is given."""
    sys.stdout.write(f"Python {platform.python_version()}, {platform.platform()}\n\n")
    for name in names or SECTIONS:
        title, measure = SECTIONS[name]
        rows = list(measure())
        print_rows(title, rows)
        if note:
            note_rows(note, title, rows)
        sys.stdout.write("\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    noted = Path(given[1]) if given[:1] == ["--note"] else None
    main(given[2:] if noted else given, noted)
