"""The register in PostgreSQL, the files in object storage, the work on a cluster."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.batch import Progress
from pipeline.batch.engines import open_engine
from pipeline.batch.errors import EngineGone, RegisterBusy, RegisterUnusable, SchedulerUnnamed, StoreUnusable
from pipeline.batch.register import Register, State
from pipeline.batch.register.reports import listing, verify
from pipeline.batch.stores import Entry, open_store
from tests.batch_made import MadeUp, csv_of, files_of, run
from tests.dask_cluster import DaskCluster


class TestPostgres:
    def test_a_batch_runs_and_goes_on(self, postgres: str, tmp_path: Path) -> None:
        source = csv_of(30, tmp_path / "a.csv", lambda n: "CRASH" if n == 7 else "")
        run(source, tmp_path / "calm")
        with pytest.raises(KeyboardInterrupt):
            run(source, tmp_path / "out", _interrupt, register=postgres)
        summary = run(source, tmp_path / "out", register=postgres.replace("hetong@", "hetong:secret@"))
        assert "hetong:***@" in summary.register
        assert files_of(tmp_path / "out") == files_of(tmp_path / "calm")
        register = Register(postgres)
        assert verify(register, open_store(str(tmp_path / "out")).get).faults == ()
        assert [each.number for each in listing(register, states=(State.ISSUED,))] == [
            f"2026-{n:05d}" for n in range(1, 30)
        ]
        with register.alone(), pytest.raises(RegisterBusy):
            run(source, tmp_path / "out", register=postgres)
        register.void("2026-00001", "取消")
        register.close()

    def test_a_server_that_is_not_there_is_told_without_the_password(self) -> None:
        pytest.importorskip("psycopg")
        with pytest.raises(RegisterUnusable) as caught:
            Register("postgresql+psycopg://u:secret@127.0.0.1:1/x")
        assert "secret" not in str(caught.value)


def _interrupt(progress: object) -> None:
    if getattr(progress, "issued", 0) > 10:
        raise KeyboardInterrupt


class TestObjects:
    @pytest.fixture
    def bucket(self, objects: str) -> str:
        import urllib.request

        name = f"b{time.monotonic_ns()}"
        urllib.request.urlopen(urllib.request.Request(f"{objects}/{name}", method="PUT")).close()
        return f"s3://{name}/合同"

    def test_a_batch_goes_into_the_bucket(self, bucket: str, tmp_path: Path) -> None:
        source = csv_of(20, tmp_path / "a.csv")
        run(source, tmp_path / "calm")
        run(source, tmp_path / "out", store=bucket)
        register = Register(str(tmp_path / "out" / "register.sqlite"))
        store = open_store(bucket)
        assert verify(register, store.get).faults == ()
        found = {file["path"]: store.get(file["path"]) for each in listing(register) for file in each.files}
        register.close()
        assert found == files_of(tmp_path / "calm")

    def test_the_same_object_may_be_put_again_and_another_never(self, bucket: str) -> None:
        store = open_store(bucket)
        assert store.put([Entry(ordinal=1, name="a.docx", data=b"1")]) == store.put(
            [Entry(ordinal=1, name="a.docx", data=b"1")]
        )
        with pytest.raises(StoreUnusable, match="同名而内容不同"):
            store.put([Entry(ordinal=1, name="a.docx", data=b"2")])
        assert store.get("000001-001000/a.docx") == b"1"
        assert store.get("nothing") is None

    @pytest.mark.usefixtures("objects")
    def test_a_bucket_that_is_not_there_is_told(self) -> None:
        with pytest.raises(StoreUnusable):
            open_store("s3://nobody-has-this/x").put([Entry(ordinal=1, name="a", data=b"1")])


class TestDask:
    def test_a_folder_is_that_of_the_command_not_of_the_worker(
        self, cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        run(csv_of(20, tmp_path / "a.csv"), Path("out"), engine="dask", scheduler=cluster.address)
        assert len(list((tmp_path / "out").rglob("*.docx"))) == 20

    @pytest.mark.slow
    def test_a_cluster_makes_the_same_files_and_quarantines_a_killer(
        self, cluster: DaskCluster, tmp_path: Path
    ) -> None:
        source = csv_of(60, tmp_path / "a.csv", lambda n: "KILL-ISSUE" if n == 33 else "")
        run(source, tmp_path / "calm", engine="pool", workers=2)
        summary = run(source, tmp_path / "out", engine="dask", scheduler=cluster.address)
        assert (summary.progress.issued, summary.progress.rejected) == (59, 1)
        assert files_of(tmp_path / "out") == files_of(tmp_path / "calm")

    # What was asked of a scheduler that is gone stays unanswered in its thread; Dask never looks at it again.
    @pytest.mark.filterwarnings("ignore:coroutine 'Future._result' was never awaited:RuntimeWarning")
    @pytest.mark.parametrize(
        "at", [60, *(pytest.param(at, marks=pytest.mark.slow) for at in Random(20261122).sample(range(1, 150), 8))]
    )
    def test_a_scheduler_that_dies_is_told_and_the_batch_resumed(
        self, at: int, cluster: DaskCluster, tmp_path: Path
    ) -> None:
        scheduler = cluster.processes[0]
        source = csv_of(200, tmp_path / "a.csv")
        run(source, tmp_path / "calm")

        def kill(progress: Progress) -> None:
            if progress.done >= at and scheduler.poll() is None:
                cluster.kill_scheduler()

        with pytest.raises(EngineGone):
            run(source, tmp_path / "out", kill, engine="dask", scheduler=cluster.address, recipe=MadeUp(pause=0.02))
        assert scheduler.poll() is not None
        run(source, tmp_path / "out", engine="serial")
        assert files_of(tmp_path / "out") == files_of(tmp_path / "calm")
        register = Register(str(tmp_path / "out" / "register.sqlite"))
        assert verify(register, open_store(str(tmp_path / "out")).get).faults == ()
        register.close()

    def test_a_scheduler_that_dies_before_it_is_asked_for_workers_is_told_at_once(
        self, cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from distributed import Client

        ask = Client.wait_for_workers

        def killed(*args: Any, **kwargs: Any) -> object:
            cluster.kill_scheduler()
            return ask(*args, **kwargs)

        monkeypatch.setattr(Client, "wait_for_workers", killed)
        begun = time.monotonic()
        with pytest.raises(EngineGone, match="连接断开"):
            open_engine("dask", scheduler=cluster.address)
        assert time.monotonic() - begun < 10  # Dask itself looks for it for twenty seconds and more

    @pytest.mark.parametrize("address", ["", "nonsense", "tcp://127.0.0.1"])
    def test_an_address_that_is_none_is_told_at_once(self, address: str) -> None:
        pytest.importorskip("distributed")
        with pytest.raises(SchedulerUnnamed, match="调度器"):
            open_engine("dask", scheduler=address)

    def test_a_scheduler_that_is_not_there_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("distributed")
        monkeypatch.setattr("pipeline.batch.engines.cluster._CONNECT_SECONDS", 1)
        with pytest.raises(EngineGone):
            open_engine("dask", scheduler="tcp://127.0.0.1:9")
