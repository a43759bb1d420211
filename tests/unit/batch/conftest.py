"""Servers that the batch's tests need: started where they are installed, skipped with a reason where not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dask_cluster import DaskCluster, await_port, free_port


def _postgres() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next(
        (place for place in reversed(places) if (place / "initdb").exists() and (place / "postgres").exists()), None
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server that lives as long as the tests."""
    pytest.importorskip("psycopg", reason="the PostgreSQL driver (extra postgres) is not installed")
    programs = _postgres()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    data = Path(tempfile.mkdtemp(prefix="hetong-postgres-"))  # below no folder that its user may not enter
    # The server refuses to run as root; it then runs as the user that its package made.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        shutil.chown(data, "postgres")
    port = free_port()
    subprocess.run(
        [*user, str(programs / "initdb"), "-D", str(data), "-U", "hetong", "-A", "trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    command = [*user, str(programs / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(data)]
    server = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_port(port)
        time.sleep(0.5)
        yield f"postgresql+psycopg://hetong@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def objects() -> Iterator[str]:
    """Yield the endpoint of an S3-compatible server, with the environment that leads there."""
    pytest.importorskip("obstore", reason="the object store (extra s3) is not installed")
    pytest.importorskip("moto.server", reason="moto's server is not installed")
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    given = {
        "AWS_ENDPOINT": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        try:
            await_port(port)
            yield given["AWS_ENDPOINT"]
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskCluster]:
    """Yield a Dask scheduler with two workers."""
    pytest.importorskip("distributed", reason="Dask (extra cluster) is not installed")
    cluster = DaskCluster(tmp_path / "dask", environment={"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"})
    try:
        cluster.await_scheduler()
        yield cluster
    finally:
        cluster.close()
