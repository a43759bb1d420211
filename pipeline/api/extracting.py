"""Filled contracts → values: one file or thousands, with or without the template that they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import readers
from pipeline.api.parsing import Parsed, parse_document
from pipeline.api.templates import LoadedTemplate
from pipeline.errors import PipelineError, ReadError
from pipeline.extracting.extract import extract as read_values
from pipeline.model.extracted import Extracted
from pipeline.model.record import JsonValue
from pipeline.writers.extracted import extracted_json


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """One file of many: what was read from it, or the failure that stopped it."""

    path: Path
    extracted: Extracted | None = None
    error: PipelineError | None = None

    @property
    def json(self) -> dict[str, JsonValue]:
        """What `extract --json` prints for the file."""
        if self.extracted is not None:
            return extracted_json(self.extracted, path=str(self.path))
        assert self.error is not None
        failure = {"message": self.error.message, "location": self.error.location, "hint": self.error.hint}
        return {"source": {"path": str(self.path)}, "error": {**failure}}


class Unreadable(ReadError):
    """Reading a file failed in a way that nobody foresaw; the other files go on."""

    def __init__(self, path: Path, error: Exception) -> None:
        super().__init__(
            f"读取时出现意外错误：{type(error).__name__}",
            location=str(path),
            hint="请把该文件报告给开发者；其余文件不受影响",
        )


def extract(path: Path, template: LoadedTemplate | None = None) -> Extracted:
    """Return what a filled contract states.

    Args:
        path: The file.
        template: The template that it was made from, if known.

    Raises:
        ReadError: The file can't be read.
        DependencyError: A program that reads the format is not installed.
    """
    return extract_parsed(parse_document(readers.read(readers.read_bytes(path), name=path.name)), template)


def extract_parsed(parsed: Parsed, template: LoadedTemplate | None = None) -> Extracted:  # noqa: ARG001
    """Return what a contract states that was read already."""
    return read_values(parsed.template)


def extract_files(paths: Iterable[Path], template: LoadedTemplate | None = None) -> Iterator[ReadBack]:
    """Yield what each file states, or why it can't be read, one file in memory at a time.

    Args:
        paths: Files, in any number.
        template: The template that they were made from, if known.
    """
    for path in paths:
        yield _one(path, template)


def _one(path: Path, template: LoadedTemplate | None) -> ReadBack:
    try:
        return ReadBack(path=path, extracted=extract(path, template))
    except PipelineError as error:
        return ReadBack(path=path, error=error)
    except Exception as error:  # noqa: BLE001 - one file never stops the rest
        return ReadBack(path=path, error=Unreadable(path, error))
