"""Many records → issued contracts, a register of them, and a file of those refused.

The coordinator's modules are imported when they are first asked for: a worker needs none of them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.batch.job import Job, Summary, run_batch
    from pipeline.batch.preparing import job_of
    from pipeline.batch.run import Progress
    from pipeline.batch.trial import try_batch

__all__ = ["Job", "Progress", "Summary", "job_of", "run_batch", "try_batch"]

_HOMES = {
    "pipeline.batch.job": ("Job", "Summary", "run_batch"),
    "pipeline.batch.preparing": ("job_of",),
    "pipeline.batch.run": ("Progress",),
    "pipeline.batch.trial": ("try_batch",),
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _HOMES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(module), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})  # for help() and for completion, before a name is first used
