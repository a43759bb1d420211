"""The tables of the register (台账)."""

from __future__ import annotations

import enum

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

VERSION = 1
AT_ONCE = 500  # keys in one statement: SQLite takes at least 999 parameters
STORE = "存放处"  # the setting of a batch that says where its files went; "" is the folder of an SQLite register


class State(enum.StrEnum):
    """How far a contract is."""

    PLANNED = "planned"  # has its number; its files may or may not be there
    ISSUED = "issued"
    REJECTED = "rejected"
    VOID = "void"  # was issued and no longer holds; its number stays taken


STATE_NAMES = {State.PLANNED: "待出具", State.ISSUED: "已出具", State.REJECTED: "已退回", State.VOID: "已作废"}

metadata = MetaData()

# One row: the version of these tables.
versions = Table("hetong_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False, unique=True),
    Column("settings", Text, nullable=False),  # JSON: what a resumed run must have in common with the first
    Column("day", String(10), nullable=False),  # the day that its contracts carry, whenever they are made
    Column("planned", Integer, nullable=False),  # contracts that got an ordinal so far
    Column("run", Integer, nullable=False),
)

# Counters of contract numbers: the last count that a series gave away.
series = Table(
    "series", metadata, Column("name", String(300), primary_key=True), Column("last", Integer, nullable=False)
)

contracts = Table(
    "contracts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("batch", Integer, ForeignKey("batches.id"), nullable=False),
    Column("run", Integer, nullable=False),  # the last run that met it
    Column("row", Integer, nullable=False),  # its place in the source
    Column("business_id", String(300), nullable=False),
    Column("source", Text, nullable=False),
    Column("number", String(300), unique=True),
    Column("counted", Integer, nullable=False),  # 1 if the number came from a series and can never be free again
    Column("ordinal", Integer, nullable=False),  # its place among the contracts of its batch, 0 if rejected
    Column("stem", String(220), unique=True),  # file name without ending, folded; NULL once the name is free again
    Column("name", String(220), nullable=False),  # file name without ending, as written
    Column("state", String(10), nullable=False),
    Column("title", Text, nullable=False),
    Column("parties", Text, nullable=False),  # JSON: [{"role", "name"}]
    Column("files", Text, nullable=False),  # JSON: [{"path", "sha256", "bytes"}]
    Column("problems", Text, nullable=False),  # JSON: findings of a rejected record
    Column("cells", Text, nullable=False),  # JSON: what was typed, of a rejected record
    Index("contracts_by_batch", "batch", "state", "run"),
)

# Every change, each with the hash of the one before: nobody can change or take out one without breaking the chain.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
    Column("number", String(300)),
    Column("before", String(10)),
    Column("after", String(10), nullable=False),
    Column("cause", Text, nullable=False),
    Column("facts", Text, nullable=False),  # JSON: what the state is founded on, the hashes of the files
    Column("at", String(40), nullable=False),  # the clock's word, for people; the order is that of the ids
    Column("hash", String(64), nullable=False),
    Index("events_by_key", "key"),
)
