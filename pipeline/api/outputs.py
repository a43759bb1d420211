"""Issued contract → files in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.api.issuing import Issued
from pipeline.api.shipped import AnyPath
from pipeline.model.template import Kind
from pipeline.places import is_file
from pipeline.writers.names import safe_name
from pipeline.writers.publish import publish, spare

_HEAD = 64  # bytes of a record that its schema's version stands in


def publish_issued(
    issued: Issued, folder: AnyPath, name: str | None = None, *, keep: Iterable[AnyPath] = ()
) -> Mapping[str, Path]:
    """Write a contract's files, all or none, and return their paths by format.

    Args:
        issued: The contract and its files.
        folder: Where to; made if it is not there.
        name: File name without ending; None: the contract number, or else the title.
        keep: Files that the contract was made of, not to be overwritten; a contract record may be, by the next one.

    Raises:
        OntoInput: One of `keep` stands where a file is to be written.
        WriteError: The name can't be used, or the folder can't be written.
    """
    stem = safe_name(name or default_name(issued))
    paths = {form: Path(folder) / f"{stem}.{form}" for form in issued.files}
    spare((path for path in map(Path, keep) if not _is_record(path)), paths.values())
    publish({paths[form]: data for form, data in issued.files.items()})
    return paths


def _is_record(path: Path) -> bool:
    """Whether a file is the record of an issued contract, as far as its beginning tells."""
    if path.suffix.lower() != ".json" or not is_file(path):
        return False
    try:
        with path.open("rb") as file:
            return b'"schema_version"' in file.read(_HEAD)
    except OSError:
        return False  # whoever reads or replaces it says why it can't


def default_name(issued: Issued) -> str:
    """Return the contract number where the contract has one, else its title."""
    contract = issued.contract
    numbers = [b.key for b in contract.template.blanks if b.kind is Kind.CONTRACT_NO and b.key in contract.values]
    return contract.values[numbers[0]].text if numbers else contract.template.title or "合同"
