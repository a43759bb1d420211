"""A filled contract is recognised by its fixed text, and read by the template that it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import api
from pipeline.filling import compile_template
from pipeline.writers.docx import compile_docx
from tests import generated

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted(path.parent for path in ROOT.glob("templates/*/template.yaml"))
FOREIGN = ROOT / "tests" / "fixtures" / "extracting" / "lease.txt"


def _filled(folder: Path, path: Path) -> dict[str, object]:
    """Write a contract without its record, and return the values in it."""
    loaded = api.load_template(folder)
    binder = compile_template(loaded.template)
    contract = generated.contract(binder, 2)[0]
    path.write_bytes(compile_docx(loaded.source, binder.anchors).render(contract.placements))
    return {key: value.data for key, value in contract.values.items() if value.data != []}


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda path: path.name)
def test_a_shipped_template_is_recognised(folder: Path, tmp_path: Path) -> None:
    values = _filled(folder, tmp_path / "a.docx")
    read = api.extract(tmp_path / "a.docx", api.known_templates())
    assert read.origin == "template"
    (note,) = [d for d in read.diagnostics if d.code == "TPL006"]
    assert api.load_template(folder).template.title in note.message
    assert values.keys() <= read.fields.keys()


def test_a_folder_of_templates_is_looked_through(tmp_path: Path) -> None:
    blank = tmp_path / "blank.txt"
    blank.write_text(
        "设备保管合同\n甲方：____________\n乙方：____________\n第一条 保管物\n甲方将数控机床交由乙方保管，存放于乙方的干燥仓库内。\n"
        "第二条 保管费\n保管费为人民币________元，由甲方于每月五日之前支付给乙方。\n第三条 责任\n乙方因保管不善造成机床锈蚀的，应当恢复原状。\n"
        "第四条 其他\n未尽事宜由双方另行签订书面的补充协议加以约定。\n",
        "utf-8",
    )
    api.make_template(blank, tmp_path / "mine" / "storage")
    _filled(tmp_path / "mine" / "storage", tmp_path / "a.docx")
    assert api.extract(tmp_path / "a.docx", api.known_templates(tmp_path / "mine")).origin == "template"
    assert api.extract(tmp_path / "a.docx", api.known_templates()).origin == "text"


def test_any_other_contract_is_read_by_its_words() -> None:
    read = api.extract(FOREIGN, api.known_templates())
    assert read.origin == "text"
    assert not [d for d in read.diagnostics if d.code.startswith("TPL")]
