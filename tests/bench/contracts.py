"""The shipped template and any number of valid records for it, none like another."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline import api
from pipeline.model.record import Record
from pipeline.readers.records import read_records

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "templates" / "crm-service"
SAMPLE = ROOT / "samples" / "crm-service" / "batch.csv"
NUMBER, PARTY, ADDRESS, FEE = "合同编号", "甲方（委托方）", "甲方地址", "服务费用总额（元）"
DAY, TERM = "签订日期", "有效期（年）"


def issuer(*formats: str) -> api.Issuer:
    """Return an issuer of the shipped template."""
    return api.Issuer(api.load_template(TEMPLATE), api.Issue(formats=formats))


def records(count: int) -> Iterator[Record]:
    """Yield records with party, address, number and fee of their own."""
    given = list(read_records(SAMPLE, template=api.load_template(TEMPLATE).template))
    for n in range(count):
        record = given[n % len(given)]
        yield replace(record, values={**record.values, "contract_no": f"B-{n:07d}", "service_fee": str(100_000 + 37 * n),
                                      "party_a.name": f"临江第{n}商贸有限公司"})  # fmt: skip


def table(count: int, path: Path, *, bad: int = 0) -> Path:
    """Write a CSV of records, every `bad`-th with two errors."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        given = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(given[0]))
        writer.writeheader()
        for n in range(count):
            row = given[n % len(given)] | {
                NUMBER: f"B-{n:07d}", PARTY: f"临江第{n}商贸有限公司", ADDRESS: f"浙江省杭州市滨江区江汉路{n}号",
                FEE: str(100_000 + 37 * n),
            }  # fmt: skip
            writer.writerow(row | {DAY: "2026-02-30", TERM: "很久"} if bad and n % bad == 0 else row)
    return path
