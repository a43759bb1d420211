"""Address → Store: where the files of issued contracts go."""

from __future__ import annotations

from pathlib import Path

from pipeline.batch.errors import StoreUnknown
from pipeline.batch.stores.folder import FolderStore
from pipeline.batch.stores.place import Entry, Store
from pipeline.batch.stores.shards import ShardStore

__all__ = ["Entry", "FolderStore", "ShardStore", "Store", "open_store"]


def open_store(address: str) -> Store:
    """Return the store at an address.

    Args:
        address: A folder's path, `zip:` and a folder's path, or `s3://bucket/prefix`.

    Raises:
        StoreUnknown: No store has such an address.
        ExtraMissing: The store's package is not installed.
    """
    if address.startswith("s3://"):
        from pipeline.batch.stores.objects import ObjectStore

        return ObjectStore(address=address)
    if address.startswith("zip:"):
        return ShardStore(folder=Path(address.removeprefix("zip:")))
    if "://" in address:
        raise StoreUnknown(address)
    return FolderStore(folder=Path(address))
