"""The register of issued contracts (台账)."""

from pipeline.batch.register.book import Register
from pipeline.batch.register.entries import Application, Batch, Known, Result
from pipeline.batch.register.tables import STORE, State

__all__ = ["STORE", "Application", "Batch", "Known", "Register", "Result", "State"]
