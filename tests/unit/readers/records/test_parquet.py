from __future__ import annotations

import datetime as dt
import importlib
import io
from decimal import Decimal

import pytest

from pipeline.errors import ReadError, RecordError
from pipeline.readers.records import read_rows
from tests.made import purchase_template

pa = pytest.importorskip("pyarrow", reason="pyarrow (extra parquet) is not installed")
TEMPLATE = purchase_template()


def parquet(**columns: object) -> bytes:
    buffer = io.BytesIO()
    importlib.import_module("pyarrow.parquet").write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def test_typed_columns_are_read_exactly() -> None:
    data = parquet(
        **{
            "合同编号": ["001", None],
            "合同总价": [Decimal("120000.50"), Decimal("3.00")],
            "定金比例": [0.1, 30.0],
            "签订日期": [dt.date(2026, 11, 22), None],
            "货物清单": [[{"名称": "泵", "数量": 2}], None],
            "#内部": ["x", "y"],
        }
    )
    first, second = read_rows(data, name="a.parquet", template=TEMPLATE)
    assert first.record.values == {
        "contract_no": "001", "total": Decimal("120000.50"), "deposit_rate": Decimal("0.1"),
        "sign_date": dt.date(2026, 11, 22), "goods": [{"name": "泵", "quantity": 2}],
    }  # fmt: skip
    assert second.record.values == {"total": Decimal("3.00"), "deposit_rate": 30}
    assert second.record.source == "a.parquet 第2行"


def test_unknown_columns_and_broken_files_are_refused() -> None:
    with pytest.raises(RecordError, match="合同总阶"):
        list(read_rows(parquet(合同编号=["1"], 合同总阶=["1"]), name="a.parquet", template=TEMPLATE))
    with pytest.raises(ReadError, match="Parquet"):
        list(read_rows(b"PAR1 not really", name="a.parquet", template=TEMPLATE))
