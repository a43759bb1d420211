"""DOCX files → the same files as LibreOffice saves them again, many by one start of it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

SECONDS = 20  # for one file at most, on a busy machine; the start of the program has three times as long

needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def saved_again(files: Sequence[bytes]) -> list[bytes]:
    """Return DOCX files, in their order, as LibreOffice writes them after reading them.

    Args:
        files: The files. One process saves them all, with a profile of its own.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        out = folder / "saved"
        paths = [folder / f"{number:05}.docx" for number in range(len(files))]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
             "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), *map(str, paths)],
            check=True, capture_output=True, timeout=SECONDS * (len(files) + 3),
        )  # fmt: skip
        return [(out / path.name).read_bytes() for path in paths]
