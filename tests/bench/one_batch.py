"""A batch in a process of its own: `python -m tests.bench.one_batch JSON` prints times, memory and sizes as JSON."""

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from datetime import date
from pathlib import Path


def run(
    source: str, folder: str, engine: str, formats: list[str], scheduler: str = "", pattern: str = "", store: str = ""
) -> dict[str, object]:
    """Run a batch; return counts, seconds, processor seconds, peak memory in MB, and bytes by kind of file.

    "own" and "peak" are the coordinator's alone; "marks" are how many records were done after how many seconds.
    """
    # Imported here as the command line does, whose module the workers of the pool import too.
    from pipeline import api
    from pipeline.batch import Job, run_batch
    from pipeline.batch.recipe import TemplateRecipe
    from tests.bench.contracts import TEMPLATE
    from tests.bench.measure import peak

    marks: list[tuple[int, float]] = []
    loaded, digest = api.load_template(TEMPLATE), api.template_digest(TEMPLATE)
    issue = api.Issue(formats=tuple(formats), pdf_engine="typst")
    job = Job(
        source=Path(source), name=Path(source).name, template=loaded.template, digest=digest, folder=Path(folder),
        day=date(2026, 11, 22),
        recipe=TemplateRecipe(template=TEMPLATE, issue=issue, digest=digest, loaded=loaded),
        engine=engine, workers=2, scheduler=scheduler, pattern=pattern, store=store,
    )  # fmt: skip
    done = run_batch(job, lambda progress: marks.append((progress.done, progress.seconds))).progress
    mine, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    busy = sum(each.ru_utime + each.ru_stime for each in (mine, workers))
    return {
        "issued": done.issued, "rejected": done.rejected, "seconds": done.seconds, "busy": busy,
        "own": mine.ru_utime + mine.ru_stime, "peak": peak(), "worker": workers.ru_maxrss / 1024,
        "marks": marks, "bytes": _sizes(Path(folder)),
    }  # fmt: skip


def _sizes(folder: Path) -> dict[str, int]:
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            sizes[path.suffix] += path.stat().st_size
    return dict(sizes)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(**json.loads(sys.argv[1]))))
