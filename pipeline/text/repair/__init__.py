"""Damaged text → the text as it was: see `verb.repair`."""

from pipeline.text.repair.moved import moved
from pipeline.text.repair.result import Edit, Repair, apply
from pipeline.text.repair.verb import repair

__all__ = ["Edit", "Repair", "apply", "moved", "repair"]
