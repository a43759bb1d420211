"""The templates that ship with the product: a name → its folder."""

from __future__ import annotations

import sysconfig
from collections.abc import Mapping
from pathlib import Path

from pipeline.places import is_absent

AnyPath = str | Path  # what a verb takes for a path
_FILE = "template.yaml"


def places(kind: str) -> tuple[Path, Path]:
    """Return where shipped folders may stand: in the repository, in the installation.

    Args:
        kind: "templates" or "samples".
    """
    installed = Path(sysconfig.get_path("data")) / "share" / "hetong" / kind
    return Path(__file__).resolve().parents[2] / kind, installed


def shipped_templates() -> Mapping[str, Path]:
    """Return the folders of the templates that ship, by name; none where the installation left them out."""
    repository, installed = (
        {path.parent.name: path.parent for path in p.glob(f"*/{_FILE}")} for p in places("templates")
    )
    return dict(sorted({**installed, **repository}.items()))


def located(folder: AnyPath) -> Path:
    """Return the folder, or that of the shipped template of this name where there is no such folder."""
    folder = Path(folder)
    return folder if not is_absent(folder) or len(folder.parts) != 1 else shipped_templates().get(folder.name, folder)
