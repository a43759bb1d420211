"""Typst source → a file that lives in memory alone."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_FOLDER = Path("/proc/self/fd")
_KEPT = 4  # sources; a process issues contracts of few templates at a time


class Shelf:
    """Sources kept where Typst finds them as files.

    Typst reads the syntax of a file once for as long as it stays as it is, but anew each time what is handed over with
    the call. A file without a name needs no folder to clean up, whatever ends the process.

    Attributes:
        root: Folder of the files; None where the system has no files without names.
    """

    def __init__(self) -> None:
        self.root = _FOLDER if hasattr(os, "memfd_create") and _FOLDER.is_dir() else None
        self._files: dict[str, tuple[str, Callable[[], object]]] = {}  # by source: path, and what closes it

    def path(self, source: str) -> str | None:
        """Return the path of the file with that source as Typst names it, None where there can be no such file."""
        if self.root is not None and source not in self._files:
            with suppress(OSError):
                self._add(source)
        return self._files[source][0] if source in self._files else None

    def _add(self, source: str) -> None:
        while len(self._files) >= _KEPT:
            _, close = self._files.pop(next(iter(self._files)))
            close()
        descriptor = os.memfd_create("typst")
        close = weakref.finalize(self, os.close, descriptor)
        with open(descriptor, "wb", closefd=False) as file:
            file.write(source.encode())
        if os.access(f"{_FOLDER}/{descriptor}", os.R_OK):
            self._files[source] = (f"/{descriptor}", close)
        else:  # a process may be kept from its own files
            close()
