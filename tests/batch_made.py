"""A recipe that needs no template, and batches made with it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.batch import Job, Progress, Summary, run_batch
from pipeline.batch.recipe import Made, Maker
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import RecordError
from pipeline.model.record import Record
from pipeline.model.template import Kind, Template
from tests.made import blank

TEMPLATE = Template(
    title="测试合同", text="", format="docx", name="a.docx", sha256="0" * 64, id="test", category="测试",
    blanks=(
        blank("contract_no", "合同编号", Kind.CONTRACT_NO, required=False),
        blank("party_a.name", "甲方", Kind.PARTY, party="party_a"),
        blank("total", "合同总价", Kind.AMOUNT, unit="元"),
        blank("remarks", "备注", Kind.TEXT, required=False),
    ),
)  # fmt: skip


class Refused(RecordError):
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """Makes two small files of every record.

    What `remarks` says happens: KILL the worker; KILL-ISSUE it but survive the check; CRASH with a bug; FAIL-ISSUE
    after the check. A record without a price or with a negative one is refused.
    """

    pause: float = 0.0
    stillborn: bool = False  # workers die before they meet a record

    def maker(self) -> Maker:
        if self.stillborn:
            os._exit(9)
        return _Maker(self.pause)

    def dated(self, _: date) -> MadeUp:
        return self

    def light(self) -> MadeUp:
        return self


class _Maker:
    def __init__(self, pause: float) -> None:
        self.pause = pause

    def check(self, record: Record) -> None:
        remark = record.values.get("remarks")
        if remark == "KILL":
            os._exit(9)
        if remark == "CRASH":
            raise ZeroDivisionError("bug")
        wrong = [key for key in ("total", "party_a.name") if key not in record.values]
        wrong += ["total"] if str(record.values.get("total", "")).startswith("-") else []
        if wrong:
            error = Refused("不行")
            error.diagnostics = tuple(
                Diagnostic(
                    severity=Severity.ERROR,
                    code="REQ001",
                    message=f"缺少 {key}",
                    location=record.places.get(key, ""),
                    key=key,
                )
                for key in wrong
            )
            raise error

    def make(self, record: Record, _: tuple[Diagnostic, ...] | None = None) -> Made:
        self.check(record)
        remark = record.values.get("remarks")
        if remark == "KILL-ISSUE":
            os._exit(9)
        if remark == "FAIL-ISSUE":
            raise RecordError("字体没有这个字")
        if self.pause:
            time.sleep(self.pause)
        body = repr(sorted(record.values.items())).encode()
        files = {"docx": body + hashlib.sha256(body).digest() * 20, "json": body}
        return Made(
            files=files, title="测试合同", parties=({"role": "甲方", "name": str(record.values["party_a.name"])},)
        )


def csv_of(count: int, path: Path, bad: Callable[[int], str] = lambda _: "") -> Path:
    lines = ["甲方,合同总价（元）,备注"]
    lines += [f"公司{n},{n},{bad(n)}" for n in range(1, count + 1)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def job(source: Path, folder: Path, **changes: object) -> Job:
    given: dict[str, object] = {
        "source": source, "name": source.name, "template": TEMPLATE, "digest": "d" * 64, "recipe": MadeUp(),
        "folder": folder, "day": date(2026, 11, 22), "engine": "serial", "pattern": "{year}-{seq:05d}", "chunk": 8,
    }  # fmt: skip
    return Job(**{**given, **changes})  # type: ignore[arg-type]


def run(source: Path, folder: Path, report: Callable[[Progress], None] = lambda _: None, **changes: object) -> Summary:
    return run_batch(job(source, folder, **changes), report)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a batch but for the register and the locks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".workers", "register.sqlite"))
    }
