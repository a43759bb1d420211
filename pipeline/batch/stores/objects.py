"""S3-compatible object storage, through obstore: a whole object in one PUT, and never over another one."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pipeline.batch.errors import ExtraMissing, StoreUnusable
from pipeline.batch.stores.place import Entry, fan

_PUTS_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStore:
    """Objects under a prefix of a bucket; credentials, region and endpoint come from the AWS_… environment.

    Attributes:
        address: s3://bucket/prefix.
    """

    address: str

    def put(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Store the files as objects; see `Store.put`.

        Raises:
            StoreUnusable: The service refuses, or another object has the name.
        """
        with ThreadPoolExecutor(_PUTS_AT_ONCE) as threads:  # each waits for the service, the making goes on
            puts = [threads.submit(self._put, f"{fan(entry.ordinal)}/{entry.name}", entry.data) for entry in entries]
        return tuple(put.result() for put in puts)

    def _put(self, path: str, data: bytes) -> str:
        store = _connected(self.address)
        import obstore
        from obstore.exceptions import AlreadyExistsError, BaseError

        try:
            obstore.put(store, path, data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            # A run that was killed after the PUT left the same bytes.
            if self.get(path) != data:
                raise StoreUnusable(f"{self.address}/{path}", "已有同名而内容不同的对象") from None
        except (BaseError, OSError) as error:
            raise _unusable(self.address, error) from error
        return path

    def get(self, path: str) -> bytes | None:
        """Return the bytes stored under a path, None if there are none.

        Raises:
            StoreUnusable: The service refuses.
        """
        store = _connected(self.address)
        import obstore
        from obstore.exceptions import BaseError

        try:
            return bytes(obstore.get(store, path).bytes())
        except (FileNotFoundError, KeyError):
            return None
        except (BaseError, OSError) as error:
            raise _unusable(self.address, error) from error

    def sweep(self) -> int:
        """Nothing is ever there in part."""
        return 0


def _unusable(address: str, error: Exception) -> StoreUnusable:
    what = (
        "桶名、网络和环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY、AWS_REGION、AWS_ENDPOINT"
        "（用集群时，每个工作进程启动前都要设置）"
    )
    return StoreUnusable(address, str(error).partition("\n")[0].partition(": <?xml")[0][:300], what)


@functools.lru_cache(maxsize=4)
def _connected(address: str) -> Any:
    try:
        from obstore.store import from_url
    except ModuleNotFoundError as error:
        raise ExtraMissing("obstore", "s3") from error
    return from_url(address)
