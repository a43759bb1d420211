"""From a blank contract to the issued one, by the command line alone; and each way to be refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
import yaml

import cli
from tests.shells.conftest import Hetong
from tests.word_files import p, r, word_file

NUMBER = "CRM-2026-0018"
PRINTED = (
    "CRM-2026-0018", "临江百川商贸有限公司", "浙江省杭州市滨江区江汉路一五八号", "沈若谷", "0571-88990017", "北辰云信息技术有限公司",
    "浙江省杭州市余杭区文一西路九六九号", "顾砚秋", "13957100218", "有效期为3年", "60个工作日内", "人民币286,000.00元（大写：贰拾捌万陆仟元整）",
    "合同生效后10个工作日内", "2026年11月23日",
)  # fmt: skip


def word_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def page_text(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)


def leaves(values: dict[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield ".".join((*path, key)), value


def test_from_the_blank_contract_to_the_issued_one(hetong: Hetong, samples: Path, tmp_path: Path) -> None:
    template, form = tmp_path / "模板", tmp_path / "表单.xlsx"
    assert hetong("parse", samples / "空白合同.txt", "-o", template).code == 0
    assert {path.name for path in template.iterdir()} == {"source.docx", "template.yaml", "review.html"}
    assert hetong("form", template, "-o", form).code == 0

    # A person copies the values from the sample into the form, column by column.
    given = dict(leaves(yaml.safe_load((samples / "record.yaml").read_text("utf-8"))))
    keys = [field["key"] for field in yaml.safe_load((template / "template.yaml").read_text("utf-8"))["fields"]]
    assert set(given) <= set(keys)
    fillable = [key for key in keys if not key.endswith("signature")]
    book = openpyxl.load_workbook(form)
    for column, key in enumerate(fillable, 1):
        if key in given:
            book.worksheets[0].cell(row=4, column=column, value=given[key])
    book.save(form)

    out = tmp_path / "合同"
    ran = hetong("fill", template, form, "--annexes", samples / "annexes", "--strict", "-o", out)
    assert ran.code == 0, ran.err
    assert {path.name for path in out.iterdir()} == {f"{NUMBER}.docx", f"{NUMBER}.pdf", f"{NUMBER}.json"}
    text, page = word_text(out / f"{NUMBER}.docx"), page_text(out / f"{NUMBER}.pdf")
    for words in PRINTED:
        assert words in text
        assert words in page
    for shown in (text, page):
        assert "__" not in shown
        assert "（盖章）：\n" in f"{text}\n"
    lines = text.splitlines()
    for party in ("甲方（盖章）：", "乙方（盖章）："):
        assert party in (line.strip() for line in lines)
    record = json.loads((out / f"{NUMBER}.json").read_text("utf-8"))
    assert not [key for key in record["fields"] if "signature" in key]
    assert {annex["status"] for annex in record["annexes"]} == {"supplied"}

    # What was issued reads back as what was given.
    again = json.loads(hetong("extract", out / f"{NUMBER}.docx", "--template", template, "--json").out)
    assert again["elements"]["total_amount"] == {"value": "286000.00", "currency": "CNY"}
    assert hetong("check", out / f"{NUMBER}.docx", "--annexes", samples / "annexes").code == 0


def drop(text: str, key: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(key))


REFUSED: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "no fee": (lambda text: drop(text, "service_fee"), ("缺少必填项『服务费用总额』（service_fee）", "三、服务费用 3.1", "金额")),
    "capitals disagree": (lambda text: text + "service_fee_upper: 叁拾万元整\n", ("『服务费用总额』是 286,000.00", "大写却是叁拾万元整", "3.1")),
    "no such day": (lambda text: drop(text, "sign_date") + "sign_date: 2026-02-30\n", ("『签订日期』填的是“2026-02-30”", "2026年2月没有30日", "签署处")),
    "unknown key": (lambda text: text + "sevice_fee: 3\n", ("模板里没有『sevice_fee』这一项", "是不是 『服务费用总额』（service_fee）")),
    "signature": (lambda text: text + "party_a.signature: 张三\n", ("『甲方（盖章）』（party_a.signature）是签字盖章处", "只能由当事人签署")),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_record_says_label_and_place_and_writes_nothing(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path, case: str
) -> None:
    change, words = REFUSED[case]
    (tmp_path / "r.yaml").write_text(change((samples / "record.yaml").read_text("utf-8")), "utf-8")
    ran = hetong("fill", template, tmp_path / "r.yaml", "-o", tmp_path / "out")
    assert ran.code == cli.Exit.RECORD
    for word in words:
        assert word in ran.err
    assert not ran.out
    assert not (tmp_path / "out").exists()


def test_everything_that_is_wrong_is_said_at_once(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path
) -> None:
    text = (samples / "record.yaml").read_text("utf-8")
    text = drop(drop(text, "service_fee"), "sign_date") + "sign_date: 2026-02-30\nsevice_fee: 3\n"
    (tmp_path / "r.yaml").write_text(text, "utf-8")
    ran = hetong("fill", template, tmp_path / "r.yaml", "-o", tmp_path / "out", "--json")
    assert ran.code == cli.Exit.RECORD
    assert "3 处问题" in ran.out + ran.err
    for code in ("REQ001", "REQ002", "VAL001"):
        assert code in ran.out + ran.err


def test_annexes_that_are_not_those_listed(hetong: Hetong, template: Path, samples: Path, tmp_path: Path) -> None:
    annexes = tmp_path / "附件"
    shutil.copytree(samples / "annexes", annexes)
    for number in ("3", "8"):
        next(annexes.glob(f"附件{number} *")).unlink()
    (annexes / "附件10 报价单.docx").write_bytes(
        word_file(p(r("附件10 报价单")) + p(r("单价以双方另行签署的订单为准。")))
    )
    ran = hetong("fill", template, samples / "record.yaml", "--annexes", annexes, "-o", tmp_path / "out")
    assert ran.code == cli.Exit.FINDINGS
    for words in (
        "附件3《客户关系管理系统操作手册》没有提供文件",
        "附件8《保密协议》没有提供文件",
        "附件10 报价单.docx",
        "附件列表",
    ):
        assert words in ran.err
    for other in ("附件1《客户关系管理项目方案》没有", "附件9《违约金计算公式》没有"):
        assert other not in ran.err
    assert not (tmp_path / "out").exists()


def test_an_issued_contract_is_not_half_replaced_by_a_refused_one(
    hetong: Hetong, template: Path, samples: Path, tmp_path: Path
) -> None:
    assert hetong("fill", template, samples / "record.yaml", "-o", tmp_path).code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert (
        hetong("fill", template, samples / "record.yaml", "--set", "sign_date=2026-02-30", "-o", tmp_path).code
        == cli.Exit.RECORD
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
