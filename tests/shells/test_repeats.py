"""A value that the contract asks for at several places is asked for once, written everywhere and read back."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from pipeline.api.parsing import parse
from tests.shells.conftest import Hetong

SOURCE = """技术服务合同
合同编号：__________
委托方（甲方）：__________
受托方（乙方）：__________

技术服务合同
合同编号：__________
委托方（甲方）：__________
受托方（乙方）：__________
根据《中华人民共和国民法典》，双方订立本合同。
第一条　服务期限为____年。
甲方：__________
乙方：__________
"""
VALUES = {
    "contract_no": "HT-2026-0001",
    "party_a.name": "杭州云帆软件有限公司",
    "party_b.name": "福州海风科技有限公司",
    "service_term": "3",
}


def _template(hetong: Hetong, folder: Path) -> Path:
    (folder / "空白.txt").write_text(SOURCE, "utf-8")
    assert hetong("parse", folder / "空白.txt", "-o", folder / "模板").code == 0
    return folder / "模板"


def test_one_value_fills_every_place(hetong: Hetong, tmp_path: Path) -> None:
    template = _template(hetong, tmp_path)
    assert hetong("form", template, "-o", tmp_path / "form.json").code == 0
    form = json.loads((tmp_path / "form.json").read_text("utf-8"))
    assert [key for key in form if not key.startswith("#")] == list(VALUES)

    settings = [word for key, value in VALUES.items() for word in ("--set", f"{key}={value}")]
    ran = hetong("fill", template, "-o", tmp_path, "--name", "合同", "--formats", "docx,json", *settings)
    assert ran.code == 0, ran.err
    text = parse(tmp_path / "合同.docx").template.text
    assert [text.count(VALUES[key]) for key in list(VALUES)[:3]] == [2, 3, 3]
    record = json.loads((tmp_path / "合同.json").read_text("utf-8"))
    assert [len(record["fields"][key]["at"]) for key in VALUES] == [2, 3, 3, 1]

    ran = hetong("extract", tmp_path / "合同.docx", "--template", template, "--json")
    assert json.loads(ran.out)["fields"]["party_a.name"] == VALUES["party_a.name"]


def test_two_values_for_one_field_are_refused(hetong: Hetong, tmp_path: Path) -> None:
    template = _template(hetong, tmp_path)
    record = {**VALUES, "委托方（甲方）": "另一家有限公司"}
    (tmp_path / "值.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    ran = hetong("fill", template, tmp_path / "值.json", "-o", tmp_path / "out")
    assert ran.code == 5
    assert "委托方（甲方）" in ran.err


def test_a_place_that_a_person_made_a_field_of_its_own_stays_one(hetong: Hetong, tmp_path: Path) -> None:
    template = _template(hetong, tmp_path)
    path = template / "template.yaml"
    saved = yaml.safe_load(path.read_text("utf-8"))
    number = next(entry for entry in saved["fields"] if entry["key"] == "contract_no")
    second = {**number, "key": "register_no", "label": "登记编号", "at": number.pop("also")[0]}
    second.pop("also", None)
    saved["fields"].insert(1, second)
    path.write_text(yaml.safe_dump(saved, allow_unicode=True, sort_keys=False), "utf-8")
    assert hetong("parse", tmp_path / "空白.txt", "-o", template).code == 0
    keys = [entry["key"] for entry in yaml.safe_load(path.read_text("utf-8"))["fields"]]
    assert keys[:2] == ["contract_no", "register_no"]
    assert len(keys) == len(set(keys))
