"""The register of issued contracts (台账)."""

from pipeline.batch.register.book import Register
from pipeline.batch.register.entries import Application, Batch, Known, Result
from pipeline.batch.register.tables import State

__all__ = ["Application", "Batch", "Known", "Register", "Result", "State"]
