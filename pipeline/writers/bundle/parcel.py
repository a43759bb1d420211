"""All files of a contract → one zip with a manifest of their hashes."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from pipeline.errors import WriteError
from pipeline.model.record import JsonValue
from pipeline.ooxml.archive import freeze, pack, write_archive
from pipeline.writers.names import UnsafeName, check_name, folded, safe_name

_MOST = 1 << 30  # bytes; everything is held in memory once, and a zip without extensions ends at four times as much


class BundleTooLarge(WriteError):
    """The files are more than anybody could send."""

    def __init__(self, size: int) -> None:
        super().__init__(f"合同和附件共 {size >> 20} MiB，超过压缩包上限 {_MOST >> 20} MiB", hint="请压缩附件中的图片")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file of the parcel.

    Attributes:
        name: What it should be called; made safe, and told apart from others of the same name.
        data: Its bytes.
        role: contract | record | bundle | annex.
        folder: "附件/" for annexes, "" for the others.
        about: What the manifest says besides, for an annex its number, title, pages of the bundle and status.
    """

    name: str
    data: bytes = field(repr=False)
    role: str
    folder: str = ""
    about: Mapping[str, JsonValue] = field(default_factory=dict)


def parcel(contract: Mapping[str, JsonValue], files: Sequence[Enclosed]) -> bytes:
    """Return a zip of the files with `manifest.json` and `SHA256SUMS`, which `sha256sum -c` takes.

    Args:
        contract: What the manifest says of the contract.
        files: The files in their order.

    Raises:
        BundleTooLarge: They are more than a gibibyte.
    """
    size = sum(len(file.data) for file in files)
    if size > _MOST:
        raise BundleTooLarge(size)
    paths = _paths(files)
    hashes = [hashlib.sha256(file.data).hexdigest() for file in files]
    manifest = orjson.dumps(
        {
            "schema_version": "1.0",
            "contract": dict(contract),
            "files": [
                {"path": path, "role": file.role, "sha256": digest, "bytes": len(file.data), **file.about}
                for path, file, digest in zip(paths, files, hashes, strict=True)
            ],
        },
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )
    named = [*zip(hashes, paths, strict=True), (hashlib.sha256(manifest).hexdigest(), "manifest.json")]
    sums = "".join(f"{digest}  {path}\n" for digest, path in named)
    members = [pack(path, file.data) for path, file in zip(paths, files, strict=True)]
    return write_archive(freeze([*members, pack("manifest.json", manifest), pack("SHA256SUMS", sums.encode())]))


def _paths(files: Sequence[Enclosed]) -> list[str]:
    taken = {"manifest.json", "sha256sums"}
    paths = []
    for file in files:
        path = next(p for name in _names(file.name) if folded(p := file.folder + name) not in taken)
        taken.add(folded(path))
        paths.append(path)
    return paths


def _names(name: str) -> Iterator[str]:
    """The name itself where it is safe, then what comes nearest to it and is another."""
    with contextlib.suppress(UnsafeName):
        yield check_name(name)
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) <= 8 and ending.isalnum() else (name, "")
    yield safe_name(stem, ending)
    yield from (safe_name(f"{stem[:60]} ({number})", ending) for number in itertools.count(2))
