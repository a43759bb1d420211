"""Tables whose rows do not all leave the same cells open: every value is printed or refused, none is dropped."""

from __future__ import annotations

import pytest

from pipeline.api import load_template, make_template
from pipeline.api.loaded import LoadedTemplate
from pipeline.filling import RecordRefused
from pipeline.model.contract import Contract
from pipeline.model.record import Record
from tests.word_files import p, word_file


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedTemplate:
    folder = tmp_path_factory.mktemp("模板")
    rows = [
        ("名称", "数量", "单价（元）", "备注"),
        ("空调", "", "", "共用"),
        ("衣柜", "", "", ""),
        ("", "", "", "自备"),
    ]
    table = "".join("<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    body = p("房屋租赁合同") + p("第一条　设施清单") + f"<w:tbl>{table}</w:tbl>" + p("第二条　付款：按月结算。")
    (folder / "空白.docx").write_bytes(word_file(body))
    make_template(folder / "空白.docx", folder / "模板")
    return load_template(folder / "模板")


def _bound(loaded: LoadedTemplate, *rows: dict[str, str]) -> Contract:
    (blank,) = [b for b in loaded.template.blanks if b.columns]
    return loaded.binder.bind(Record(values={blank.key: list(rows)}, source="试"))


def test_each_row_is_owed_what_it_leaves_open(loaded: LoadedTemplate) -> None:
    filled = {"数量": "1", "单价（元）": "20"}
    contract = _bound(loaded, filled, filled | {"备注": "新"}, filled | {"名称": "椅子"}, filled | {"名称": "桌子"})
    shown = {text for placement in contract.placements for text in (placement.text, *placement.texts)}
    assert {"新", "椅子", "桌子"} <= shown


@pytest.mark.parametrize(
    ("number", "given"), [(1, {"备注": "坏"}), (1, {"名称": "空调"}), (3, {"备注": "旧"}), (4, {"备注": "旧"})]
)
def test_a_cell_that_the_contract_does_not_leave_open_is_refused(
    loaded: LoadedTemplate, number: int, given: dict[str, str]
) -> None:
    rows = [{"数量": "1", "单价（元）": "20"} for _ in range(4)]
    rows[number - 1] |= given
    with pytest.raises(RecordRefused) as refused:
        _bound(loaded, *rows)
    (finding,) = refused.value.diagnostics
    (label,) = given
    assert finding.code == "VAL001"
    assert f"第{number}行给出了『{label}』，合同在这一行没有给它留空处" in finding.message
