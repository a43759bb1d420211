"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is the machine's business: a busy one fails no property.
settings.register_profile("hetong", deadline=None)
settings.load_profile("hetong")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the corpus of official contracts, which is not part of the repository."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the corpus folder ../shared is not on this machine")
    return SHARED
