"""The register (台账): who has which number, how far each contract is, and every change."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, bindparam, create_engine, event, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pipeline.batch.errors import BatchChanged, DatabaseUnknown, ExtraMissing, RegisterUnusable
from pipeline.batch.lock import file_lock
from pipeline.batch.numbers import Numbering
from pipeline.batch.register.chain import canonical
from pipeline.batch.register.entries import Application, Batch, Known, Result
from pipeline.batch.register.failures import is_shut, worded
from pipeline.batch.register.marking import mark, void
from pipeline.batch.register.planning import Plan
from pipeline.batch.register.server_lock import server_lock
from pipeline.batch.register.tables import AT_ONCE, STORE, VERSION, State, batches, contracts, metadata, versions
from pipeline.places import is_file

BUSY_SECONDS = 30
_DATABASES = frozenset({"sqlite", "postgresql"})


class Register:
    """A register, opened.

    Args:
        url: SQLAlchemy URL, or the path of an SQLite file.
        reading: It will only be read: then it may lie on a read-only disk, or in a folder that others write to.

    Raises:
        RegisterUnusable: It can't be opened or made.
        DatabaseUnknown: Its address names another database than SQLite or PostgreSQL.
        ExtraMissing: The database's driver is not installed.
    """

    def __init__(self, url: str, *, reading: bool = False) -> None:
        self.url = url if "://" in url else f"sqlite:///{url}"
        self.place = url
        self._check_database()
        path = self.lock_path
        still = reading and path is not None and is_shut(path.parent)
        with self._worded():
            if still:
                self.engine = _still(self.url)
                return
            self.engine = _engine(self.url)
            with self.engine.begin() as connection:
                metadata.create_all(connection)
                if not connection.execute(select(versions)).first():
                    connection.execute(insert(versions), {"version": VERSION})

    def _check_database(self) -> None:
        try:
            name = make_url(self.url).get_backend_name()
        except ArgumentError:
            name = self.url.partition(":")[0]
        if name not in _DATABASES:
            raise DatabaseUnknown(self.url.partition("://")[0] + "://…", name)

    @property
    def shown(self) -> str:
        """Its address as it may be shown: without a password."""
        return make_url(self.place).render_as_string(hide_password=True) if "://" in self.place else self.place

    @property
    def lock_path(self) -> Path | None:
        """The lock file beside an SQLite register; None where the server locks."""
        database = make_url(self.url).database
        return Path(f"{database}.lock") if self.url.startswith("sqlite") and database else None

    @contextlib.contextmanager
    def alone(self, *, patience: float = 0.0) -> Iterator[None]:
        """Hold the register for one run.

        Raises:
            RegisterBusy: Another run holds it.
        """
        if self.lock_path:
            with file_lock(self.lock_path, patience=patience):
                yield
        else:
            with self._worded(), self.engine.connect() as connection, server_lock(connection, self.shown):
                yield

    def begin(self, name: str, settings: Mapping[str, object], day: date) -> Batch:
        """Return the batch of that name, begun or resumed; a resumed one keeps its day.

        Raises:
            BatchChanged: It was begun with other settings, and has files or numbers by them.
        """
        wanted = canonical(settings)
        with self.transaction() as connection:
            found = connection.execute(select(batches).where(batches.c.name == name)).first()
            if found is None:
                number = (connection.execute(select(func.max(batches.c.id))).scalar() or 0) + 1
                row = {"id": number, "name": name, "settings": wanted, "day": day.isoformat(), "planned": 0, "run": 1}
                connection.execute(insert(batches), row)
                return Batch(id=number, name=name, day=day, run=1)
            if found.settings != wanted and _is_begun(connection, found.id):
                raise BatchChanged(name, _differences(json.loads(found.settings), settings))
            again = {"settings": wanted, "run": found.run + 1}
            connection.execute(update(batches).where(batches.c.id == found.id).values(again))
            return Batch(id=found.id, name=name, day=date.fromisoformat(found.day), run=found.run + 1)

    def stores(self) -> tuple[str, ...]:
        """Return the addresses that the files of the batches went to."""
        with self.transaction() as connection:
            told = connection.execute(select(batches.c.settings).order_by(batches.c.id)).scalars()
            addresses = dict.fromkeys(str(json.loads(settings).get(STORE, "")) for settings in told)
        own = self.lock_path.parent if self.lock_path else Path()
        return tuple(address or str(own) for address in addresses)

    def known(self, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is known of these keys."""
        found: dict[str, Known] = {}
        columns = (contracts.c[name] for name in ("key", "state", "number", "ordinal", "name"))
        query = select(*columns).where(contracts.c.key.in_(bindparam("keys", expanding=True)))
        with self.transaction() as connection:
            for at in range(0, len(keys), AT_ONCE):
                for row in connection.execute(query, {"keys": list(keys[at : at + AT_ONCE])}):
                    found[row.key] = Known(
                        key=row.key, state=State(row.state), number=row.number, ordinal=row.ordinal, name=row.name,
                    )  # fmt: skip
        return found

    def plan(self, batch: Batch, asking: Sequence[Application], numbers: Numbering | None) -> dict[str, Known]:
        """Give numbers, ordinals and file names to records and write down those that are refused, all or none.

        Args:
            batch: The batch.
            asking: Records that the register does not know yet, in the order of the source.
            numbers: How numbers are made, None if no record wants one.

        Returns:
            What is known of each from now on.
        """
        if not asking:
            return {}
        with self.transaction() as connection:
            return Plan(connection, batch, numbers).write(asking)

    def mark(self, batch: Batch, results: Sequence[Result]) -> None:
        """Write down how planned contracts ended, all or none; one that is no longer planned stays as it is."""
        if not results:
            return
        with self.transaction() as connection:
            mark(connection, batch.run, results)

    def void(self, number: str, cause: str) -> None:
        """Make an issued contract void; its number stays taken.

        Raises:
            NumberUnknown: No contract has that number.
            StateWrong: It is not issued.
            RegisterBusy: A batch is running.
        """
        with self.alone(), self.transaction() as connection:
            void(connection, number, cause)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run statements as one transaction.

        Raises:
            RegisterUnusable: The database refused.
        """
        with self._worded(), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give back the database's connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except ModuleNotFoundError as error:
            raise ExtraMissing(str(error).rpartition(" ")[2].strip("'"), "postgres") from error
        except SQLAlchemyError as error:
            said, database = str(getattr(error, "orig", None) or error), make_url(self.url).database
            failure = worded(said, database if self.url.startswith("sqlite") else None)
            raise RegisterUnusable(self.shown, *failure) from error


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver would begin transactions late; we begin them ourselves
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that reads first and writes then can't wait for another writer, it fails.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _still(url: str) -> Engine:
    """An SQLite file that we can't write to; SQLite would want to make files beside it.

    It is read as one that nobody changes, which passes over a journal beside it: where a run is at work or was killed,
    the journal holds what came last, and SQLite reads both or says why it can't.
    """
    file = Path(make_url(url).database or "").resolve()
    journal = Path(f"{file}-wal")
    how = "mode=ro" if is_file(journal) and journal.stat().st_size else "immutable=1"
    return create_engine(f"sqlite:///file:{quote(str(file))}?{how}&uri=true")


def _is_begun(connection: Connection, batch: int) -> bool:
    """False where every record so far was refused before it had a number: the settings may have been the mistake."""
    kept = (contracts.c.state != State.REJECTED) | (contracts.c.counted == 1)
    return (
        connection.execute(select(contracts.c.id).where(contracts.c.batch == batch, kept).limit(1)).first() is not None
    )


def _differences(old: Mapping[str, object], new: Mapping[str, object]) -> str:
    return "、".join(sorted(name for name in {*old, *new} if old.get(name) != new.get(name)))
