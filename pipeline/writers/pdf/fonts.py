"""Names of document fonts → families of this machine, from the user's folders, the system or a package."""

from __future__ import annotations

import functools
import importlib.util
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typst

from pipeline.errors import DependencyError
from pipeline.places import is_folder
from pipeline.writers.pdf.typesetter import Typesetter

_TABLE = Path(__file__).with_name("fonts.toml")
_BOLD = 600  # CSS weight from which a face counts as bold
# The symbols that the text faces lack (☑ ☒ ✓) come from faces built into Typst.
SYMBOLS = ("Noto Sans Symbols 2", "DejaVu Sans", "DejaVu Sans Mono")


class NoChineseFont(DependencyError):
    """There is no Chinese font at all, not even the one that a package brings along."""

    def __init__(self) -> None:
        super().__init__(
            "没有可用的中文字体，无法生成 PDF",
            hint="请安装 pip install pylopdf-fonts-zh-cn，或用 --font-path 指定字体文件夹",
        )


class FontFolderMissing(DependencyError):
    """A folder that fonts are to come from is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__("没有这个字体文件夹", location=str(folder), hint="请检查 --font-path 的路径")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face to set text in (字体).

    Attributes:
        families: Installed families, best first.
        natural: Height of a single-spaced line in em.
        grid: Height in em that decides how many lines of a grid a line takes.
        half: Latin letters and spaces of the document's own font are half an em wide.
        bold: The first family has a bold weight; where it has none, bold is made by a stroke.
        latin: Key of the face that sets Latin letters.
    """

    families: tuple[str, ...]
    natural: float
    grid: float
    half: bool
    bold: bool
    latin: str


@functools.cache
def _table() -> Mapping[str, Any]:
    with _TABLE.open("rb") as file:
        return tomllib.load(file)


def package_folders() -> Iterator[Path]:
    """Yield the folders of the packages of fonts that are installed."""
    for name in _table()["packages"]:
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations:
            yield Path(spec.submodule_search_locations[0])


class FontSet:
    """The fonts that one set of folders offers, and which of them stands for a document's font.

    Args:
        folders: The user's font folders; their families come before the system's.
        system: Look among the fonts of the system too.

    Raises:
        FontFolderMissing: One of the folders is none.
        NoChineseFont: No family can set Chinese.
    """

    def __init__(self, folders: tuple[Path, ...] = (), *, system: bool = True) -> None:
        lost = next((folder for folder in folders if not is_folder(folder)), None)
        if lost is not None:
            raise FontFolderMissing(lost)
        paths = [*folders, *package_folders()]
        self.fonts = typst.Fonts(include_system_fonts=system, font_paths=paths)
        self._weights: dict[str, set[int]] = {}
        own: set[str] = set()
        for font in self.fonts.fonts():
            self._weights.setdefault(font.family, set()).add(font.weight)
            if font.path and any(Path(font.path).is_relative_to(folder) for folder in folders):
                own.add(font.family)
        self._own = own
        self._by_name = {family.casefold(): family for family in self._weights}
        self._faces: dict[str, Face] = {}
        if not self.named("song").families or not self.named("hei").families:
            raise NoChineseFont
        self.typesetter = Typesetter(self.fonts)

    def face(self, name: str) -> Face:
        """Return the face for a document's font, by its own name or that of its kind.

        Args:
            name: As the document gives it; several separated by semicolons are tried in turn.
        """
        face = self._faces.get(name)
        if face is None:
            kind, exact = self._recognise(name)
            face = self._build(kind, exact)
            if any(word in name.split(";", maxsplit=1)[0].casefold() for word in _table()["narrow"]):
                face = replace(face, half=False)
            self._faces[name] = face
        return face

    def named(self, key: str) -> Face:
        """Return the face with that key of fonts.toml."""
        return self._build(key, None)

    def _recognise(self, name: str) -> tuple[str, str | None]:
        """Return the key of the face that a name belongs to, and the installed family of just that name."""
        for single in name.split(";"):
            lower = single.strip().casefold()
            for entry in _table()["names"]:
                if any(word in lower for word in entry["words"]):
                    return entry["face"], self._by_name.get(lower)
        return "song", None

    def _build(self, key: str, exact: str | None) -> Face:
        faces = _table()["faces"]
        wanted = [exact] if exact else []
        own: list[str] = []
        step: str | None = key
        seen: set[str] = set()
        while step and step not in seen:
            seen.add(step)
            known = [self._by_name[f.casefold()] for f in faces[step]["families"] if f.casefold() in self._by_name]
            own += [family for family in known if family in self._own]
            wanted += known
            step = faces[step].get("then")
        families = tuple(dict.fromkeys([*wanted[: bool(exact)], *own, *wanted]))
        entry = faces[key]
        return Face(
            families=families,
            natural=entry["natural"],
            grid=entry.get("grid", entry["natural"]),
            half=entry["half"],
            bold=bool(families) and max(self._weights[families[0]]) >= _BOLD,
            latin=entry.get("latin", key),
        )


@functools.lru_cache(maxsize=8)
def font_set(folders: tuple[Path, ...] = (), *, system: bool = True) -> FontSet:
    """Return the fonts of these folders; they are looked up once a process."""
    return FontSet(folders, system=system)
