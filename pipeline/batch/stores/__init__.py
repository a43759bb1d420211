"""Address → Store: where the files of issued contracts go."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.errors import ExtraMissing, StoreUnknown
from pipeline.batch.stores.folder import FolderStore
from pipeline.batch.stores.place import Entry, Store
from pipeline.batch.stores.shards import ShardStore

__all__ = ["Entry", "FolderStore", "ShardStore", "Store", "Stores", "absolute", "open_store", "open_stores"]


def open_store(address: str) -> Store:
    """Return the store at an address.

    Args:
        address: A folder's path, `zip:` and a folder's path, or `s3://bucket/prefix`.

    Raises:
        StoreUnknown: No store has such an address.
        ExtraMissing: The store's package is not installed.
    """
    if address.startswith("s3://"):
        if importlib.util.find_spec("obstore") is None:  # said before the first contract is made, not by a worker
            raise ExtraMissing("obstore", "s3")
        from pipeline.batch.stores.objects import ObjectStore

        return ObjectStore(address=address)
    if address.startswith("zip:"):
        return ShardStore(folder=Path(address.removeprefix("zip:")))
    if "://" in address:
        raise StoreUnknown(address)
    return FolderStore(folder=Path(address))


def absolute(address: str) -> str:
    """Return the address of a store as it is called from any folder."""
    if "://" in address:
        return address
    path = address.removeprefix("zip:")
    return address[: len(address) - len(path)] + str(Path(path).resolve())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """The stores of a register's batches; file names are unique within a register, so each file is in one of them."""

    stores: tuple[Store, ...]

    def get(self, path: str) -> bytes | None:
        """Return the bytes stored under a path in the first store that has it, None if none has."""
        return next((data for store in self.stores if (data := store.get(path)) is not None), None)


def open_stores(addresses: Sequence[str]) -> Stores:
    """Return the stores at some addresses; see `open_store`.

    Raises:
        StoreUnknown: No store has such an address.
        ExtraMissing: A store's package is not installed.
    """
    return Stores(stores=tuple(open_store(address) for address in addresses))
