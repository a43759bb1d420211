"""A filled contract → the template that it was made from, found by its fixed text among those that are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pipeline import readers
from pipeline.api.loaded import LoadedTemplate
from pipeline.api.shipped import AnyPath, shipped_templates
from pipeline.api.templates import FILE, SOURCE, load_template
from pipeline.errors import TemplateError
from pipeline.model.flow import Flow, flow
from pipeline.places import is_file, is_folder
from pipeline.text.skeleton import skeleton

_SHARE = 0.7  # of a template's phrases; what is not chosen is struck out, and a person may have changed words
_PHRASE = 8  # characters that say something
_FEWEST = 60  # characters of phrases by which a template is known at all
# Where a blank may stand, and what a value may stand beside.
_CUT = re.compile(r"[\s_＿\u3000\u00a0]{2,}|[\n\t：:□【】]")


class NoTemplates(TemplateError):
    """The folder that contracts are to be recognised by holds no template folder."""

    def __init__(self, folder: Path) -> None:
        message = "文件夹里没有模板" if is_folder(folder) else "没有这个文件夹"
        super().__init__(message, location=str(folder), hint="应是放有模板文件夹的文件夹；模板用 hetong parse 建立")


class Templates:
    """Template folders to recognise filled contracts by; each is read when first needed, loaded when recognised.

    Args:
        folders: The template folders.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._loaded: dict[Path, LoadedTemplate] = {}

    @cached_property
    def _phrases(self) -> dict[Path, tuple[str, ...]]:
        return {folder: _phrases(folder / SOURCE) for folder in self._folders}

    def recognise(self, filled: Flow) -> LoadedTemplate | None:
        """Return the template whose fixed text a contract has, None if it has that of none.

        Raises:
            TemplateError: The folder that was recognised is damaged.
        """
        words = skeleton(filled.text)
        shares = {folder: _share(phrases, words) for folder, phrases in self._phrases.items()}
        best = max(shares, key=lambda folder: shares[folder], default=None)
        if best is None or shares[best] < _SHARE:
            return None
        if best not in self._loaded:
            self._loaded[best] = load_template(best)
        return self._loaded[best]


def known_templates(folder: AnyPath | None = None) -> Templates:
    """Return the templates that ship, and those of a folder of template folders.

    Args:
        folder: A folder whose subfolders are template folders, or one template folder.

    Raises:
        NoTemplates: There is none in the folder.
    """
    folder = None if folder is None else Path(folder)
    files = [] if folder is None or not is_folder(folder) else [folder / FILE, *sorted(folder.glob(f"*/{FILE}"))]
    own = [path.parent for path in files if is_file(path)]
    if folder is not None and not own:
        raise NoTemplates(folder)
    return Templates(tuple(dict.fromkeys((*own, *shipped_templates().values()))))


def _phrases(source: Path) -> tuple[str, ...]:
    text = flow(readers.read(readers.read_bytes(source), name=source.name)).text
    pieces = dict.fromkeys(skeleton(piece) for piece in _CUT.split(text))
    return tuple(piece for piece in pieces if len(piece) >= _PHRASE)


def _share(phrases: Sequence[str], words: str) -> float:
    whole = sum(map(len, phrases))
    return sum(len(p) for p in phrases if p in words) / whole if whole >= _FEWEST else 0.0
