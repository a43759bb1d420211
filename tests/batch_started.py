"""A batch in a process of its own, to be killed: its recipe is a module's, which every worker can import."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.batch_made import MadeUp, run

if __name__ == "__main__":
    source, folder, engine, pause, scheduler = sys.argv[1:6]
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    recipe = MadeUp(pause=float(pause))
    run(Path(source), Path(folder), engine=engine, workers=2, recipe=recipe, scheduler=scheduler)
