"""The command line as a person runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import cli

ROOT = Path(__file__).resolve().parents[2]


class Ran(NamedTuple):
    """How a command ended, and what it wrote to stdout and stderr."""

    code: int
    out: str
    err: str


Hetong = Callable[..., Ran]


@pytest.fixture
def hetong(capsys: pytest.CaptureFixture[str]) -> Hetong:
    """Return the function that runs `hetong` with arguments."""

    def run(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        return Ran(int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def template() -> Path:
    """Return the template that ships."""
    return ROOT / "templates" / "crm-service"


@pytest.fixture
def samples() -> Path:
    """Return the records and annexes that ship with it."""
    return ROOT / "samples" / "crm-service"
