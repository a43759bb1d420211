"""hetong calc: formulas of an issued contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from tests.shells.conftest import Hetong
from tests.word_files import p, word_file

NUMBER = "CRM-2026-0018"


@pytest.fixture
def issued(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> Path:
    assert hetong("fill", template, samples / "record.yaml", "-o", tmp_path).code == 0
    return tmp_path


def test_every_issued_file_gives_the_same_result(hetong: Hetong, issued: Path) -> None:
    for ending in ("json", "docx", "pdf"):
        ran = hetong("calc", issued / f"{NUMBER}.{ending}", "违约金", "--set", "逾期天数=12")
        assert ran.code == 0
        assert ran.out.splitlines()[-1] == "违约金 = 3,432.00 元"
        assert "合同字段『服务费用总额』" in ran.out


def test_json_has_exact_and_rounded_values(hetong: Hetong, issued: Path) -> None:
    ran = hetong(
        "calc", issued / f"{NUMBER}.json", "违约金", "--set", "逾期天数=7天", "--set", "服务费用=12.3456万", "--json"
    )
    told = json.loads(ran.out)
    assert (told["value"], told["exact"], told["rounding"]) == ("864.19", "864.192", "四舍五入到分")


def test_without_a_name_the_formulas_are_listed(hetong: Hetong, issued: Path) -> None:
    ran = hetong("calc", issued / f"{NUMBER}.json")
    assert "违约金 = 服务费用×逾期天数×0.1%" in ran.out
    assert "逾期天数：须用 --set 给出" in ran.out
    listed = json.loads(hetong("calc", issued / f"{NUMBER}.json", "--json").out)
    assert [v["value"] for v in listed["formulas"][0]["variables"]] == ["286000", None]


def test_mistakes_are_said(hetong: Hetong, issued: Path, tmp_path: Path) -> None:
    record = issued / f"{NUMBER}.json"
    for arguments, words in (
        (("违约金",), "--set 逾期天数=…"),
        (("利息",), "合同中的公式：违约金"),
        (("违约金", "--set", "逾期天数=1", "--set", "x=1"), "公式用不到『x』"),
        (("违约金", "--set", "逾期天数"), "字段=值"),
    ):
        ran = hetong("calc", record, *arguments)
        assert ran.code == cli.Exit.RECORD
        assert words in ran.err
    (tmp_path / "无.docx").write_bytes(word_file(p("合同")))
    assert hetong("calc", tmp_path / "无.docx").code == cli.Exit.READ


def test_what_is_written_into_a_formula_counts(hetong: Hetong, tmp_path: Path) -> None:
    blank = (
        "购销合同\n\n合同总价：____元\n\n第一条 违约责任\n"
        "逾期付款的，违约金＝合同总价×____%×逾期天数，最高不超过合同总价的20%。\n"
    )
    (tmp_path / "空白.txt").write_text(blank, "utf-8")
    assert hetong("parse", tmp_path / "空白.txt", "-o", tmp_path / "模板").code == 0
    blanks = json.loads(hetong("parse", tmp_path / "空白.txt", "--json").out)["blanks"]
    values = {b["key"]: "3" if b["kind"] == "percent" else "1000" for b in blanks}
    settings = [word for key, value in values.items() for word in ("--set", f"{key}={value}")]
    assert hetong("fill", tmp_path / "模板", "-o", tmp_path, "--name", "甲", "--formats", "json", *settings).code == 0
    ran = hetong("calc", tmp_path / "甲.json", "违约金", "--set", "逾期天数=10")
    assert "违约金 = 合同总价×3%×逾期天数" in ran.out
    assert "已按上限计" in ran.out
    assert ran.out.splitlines()[-1] == "违约金 = 200.00 元"
