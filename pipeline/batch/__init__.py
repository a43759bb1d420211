"""Many records → issued contracts, a register of them, and a file of those refused."""

from pipeline.batch.job import Job, Summary, run_batch
from pipeline.batch.run import Progress
from pipeline.batch.trial import try_batch

__all__ = ["Job", "Progress", "Summary", "run_batch", "try_batch"]
