"""A batch in a process of its own: `python -m tests.bench.one_batch JSON` prints rate and memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
from datetime import date
from pathlib import Path

from pipeline import api
from pipeline.batch import Job, run_batch
from pipeline.batch.recipe import TemplateRecipe
from tests.bench.contracts import TEMPLATE


def run(
    source: str, folder: str, engine: str, formats: list[str], scheduler: str = "", pattern: str = "", store: str = ""
) -> dict[str, object]:
    """Run a batch; return counts, seconds, processor seconds, and the coordinator's own peak memory in MB."""
    job = Job(
        source=Path(source), name=Path(source).name, template=api.load_template(TEMPLATE).template,
        digest=api.template_digest(TEMPLATE), folder=Path(folder), day=date(2026, 11, 22),
        recipe=TemplateRecipe(template=TEMPLATE, issue=api.Issue(formats=tuple(formats), pdf_engine="typst")),
        engine=engine, workers=2, scheduler=scheduler, pattern=pattern, store=store,
    )  # fmt: skip
    done = run_batch(job).progress
    mine, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    busy = sum(each.ru_utime + each.ru_stime for each in (mine, workers))
    return {
        "issued": done.issued, "rejected": done.rejected, "seconds": done.seconds, "busy": busy,
        "own": mine.ru_utime + mine.ru_stime, "peak": mine.ru_maxrss / 1024,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(**json.loads(sys.argv[1]))))
