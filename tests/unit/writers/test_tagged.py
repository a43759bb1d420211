"""Hand-tagged templates, from the Word file to the issued contract."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pdfplumber
import pytest

from pipeline import api, readers
from pipeline.api.parsing import parse_document
from pipeline.errors import PipelineError
from pipeline.filling import RecordRefused
from pipeline.model.record import Record
from pipeline.model.template import Kind
from pipeline.ooxml.package import open_package
from pipeline.text.tags.errors import TagMisplaced, TagRefused, TagSyntax, TagUndefined, TagValueMissing
from tests.word_files import p, r, word_file

HEAD = ("设备采购合同", "合同编号：{{ contract_no }}", "甲方：{{ party_a.name }}", "乙方：{{ 乙方名称 }}")
BODY = (
    "第一条 价款", "总价为人民币{{ total }}元（大写：{{ total_upper }}元整）。甲方（{{ party_a.name }}）按约支付。",
    "{%p if has_deposit %}", "甲方应支付定金{{ deposit }}元。", "{%p endif %}",
)  # fmt: skip
TAIL = (
    "第二条 交付", "自{{ start_date }}起{% if carrier == “乙方” %}由乙方送货{% else %}由甲方自提{% endif %}，{{ remarks|default('无其他约定') }}。",
    "签订日期：____年__月__日",
)  # fmt: skip
ROWS = (("品名", "数量", "单价（元）"), ("{%tr for row in goods %}", "", ""), ("{{ row.name }}", "{{ row.quantity }}", "{{ row.price }}"), ("{%tr endfor %}", "", ""))  # fmt: skip
VALUES: Mapping[str, object] = {
    "contract_no": "HT-1", "party_a": {"name": "张三 & 李四 <甲>"}, "乙方": "{{7*7}} {% if %} </w:p>", "total": "12万", "has_deposit": "是",
    "deposit": "2万", "start_date": "2026-11-22", "carrier": "乙方", "sign_date": "2026-11-22",
    "goods": [{"name": "笔 & <墨>", "quantity": 3, "price": 2.5}, {"name": "{{ row.price }}", "quantity": 1, "price": 1000}],
}  # fmt: skip


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    cells = ("".join(f"<w:tc>{p(r(text))}</w:tc>" for text in row) for row in rows)
    return (
        '<w:tbl><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
        + "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        + "</w:tbl>"
    )


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(p(r(text)) for text in texts)


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], api.LoadedTemplate]:
    def make(body: str, **more: object) -> api.LoadedTemplate:
        (tmp_path / "合同.docx").write_bytes(word_file(body, **more))
        api.make_template(tmp_path / "合同.docx", tmp_path / "t")
        return api.load_template(tmp_path / "t")

    return make


def contract_body() -> str:
    return paragraphs(HEAD) + paragraphs(BODY) + table(ROWS) + paragraphs(TAIL)


def issue(
    loaded: api.LoadedTemplate, values: Mapping[str, object], *formats: str, draft: bool = False, controls: bool = False
) -> api.Issued:
    return api.Issuer(loaded, api.Issue(formats=formats or ("docx",), draft=draft, controls=controls)).run(
        Record(values=values)
    )


def text_of(data: bytes) -> str:
    word = docx.Document(io.BytesIO(data))
    rows = ["|".join(cell.text for cell in row.cells) for t in word.tables for row in t.rows]
    return "\n".join([*(each.text for each in word.paragraphs), *rows])


def test_the_names_of_the_tags_are_the_fields(made: Callable[..., api.LoadedTemplate]) -> None:
    template = made(contract_body()).template
    kinds = {b.key: (b.kind, b.required) for b in template.blanks}
    assert kinds["contract_no"] == (Kind.CONTRACT_NO, True)
    assert kinds["party_a.name"] == (Kind.PARTY, True)
    assert kinds["total"] == (Kind.AMOUNT, True)
    assert kinds["total_upper"] == (Kind.AMOUNT_UPPER, True)
    assert kinds["has_deposit"] == (Kind.CHOICE, True)
    assert kinds["deposit"] == (Kind.AMOUNT, False)
    assert kinds["goods"] == (Kind.TABLE, False)
    assert kinds["start_date"] == (Kind.DATE, True)
    assert kinds["carrier"] == (Kind.TEXT, True)
    assert kinds["remarks"] == (Kind.TEXT, False)
    assert kinds["sign_date"] == (Kind.DATE, True)
    assert len(template.blanks) == 12
    goods = template.blank("goods")
    assert goods is not None
    assert [(c.key, c.label, c.kind) for c in goods.columns] == [
        ("name", "品名", Kind.TEXT),
        ("quantity", "数量", Kind.NUMBER),
        ("price", "单价（元）", Kind.AMOUNT),
    ]
    assert template.blank("total").pair == "total_upper"  # type: ignore[union-attr]


def test_a_contract_is_issued_with_every_value_literally(made: Callable[..., api.LoadedTemplate]) -> None:
    issued = issue(made(contract_body()), VALUES, "docx", "pdf", "json")
    text = text_of(issued.files["docx"])
    with pdfplumber.open(io.BytesIO(issued.files["pdf"])) as pdf:
        printed = "".join("".join(page.extract_text() for page in pdf.pages).split())
    for words in (
        "甲方：张三 & 李四 <甲>", "乙方：{{7*7}} {% if %} </w:p>", "人民币120,000.00元（大写：壹拾贰万元整）。甲方（张三 & 李四 <甲>）",
        "甲方应支付定金20,000.00元。", "自2026年11月22日起由乙方送货，无其他约定。", "签订日期：2026年11月22日",
    ):  # fmt: skip
        assert words in text
        assert "".join(words.split()) in printed
    assert "笔 & <墨>|3|2.50\n{{ row.price }}|1|1,000.00" in text
    assert "{%" not in text.replace("{{7*7}} {% if %}", "")
    record = json.loads(issued.files["json"])
    assert record["clauses"][0]["text"].startswith("第一条 价款\n总价为人民币120,000.00元")
    assert record["fields"]["goods"]["value"][1]["price"] == "1000.00"
    assert issue(made(contract_body()), VALUES, "docx", "pdf", "json").files == issued.files


def test_a_condition_that_does_not_hold_leaves_nothing_behind(made: Callable[..., api.LoadedTemplate]) -> None:
    values = {**VALUES, "has_deposit": "否", "carrier": "甲方", "remarks": "另议", "goods": []}
    values = {key: value for key, value in values.items() if key not in ("deposit", "goods")}
    data = issue(made(contract_body()), values).files["docx"]
    text = text_of(data)
    assert "定金" not in text
    assert "由甲方自提，另议。" in text
    assert text.endswith("品名|数量|单价（元）")
    assert "{" not in text.replace("{{7*7}} {% if %}", "")


def test_a_needed_value_is_asked_for_by_its_label(made: Callable[..., api.LoadedTemplate]) -> None:
    values = {key: value for key, value in VALUES.items() if key not in ("total", "carrier")}
    with pytest.raises(RecordRefused) as refused:
        issue(made(contract_body()), values)
    assert [d.key for d in refused.value.diagnostics] == ["total", "carrier"]


def test_a_value_that_a_condition_makes_needed_is_named_with_its_tag(made: Callable[..., api.LoadedTemplate]) -> None:
    values = {key: value for key, value in VALUES.items() if key != "deposit"}
    with pytest.raises(TagValueMissing) as missing:
        issue(made(contract_body()), values)
    assert "word/document.xml 第8段：缺少『deposit』：标签 {{ deposit }}" in str(missing.value)


def test_a_draft_leaves_lines(made: Callable[..., api.LoadedTemplate]) -> None:
    text = text_of(issue(made(contract_body()), {"has_deposit": "是"}, draft=True).files["docx"])
    assert "甲方应支付定金____元。" in text
    assert "{" not in text


def test_fields_renamed_by_a_person_still_mean_the_tags(
    made: Callable[..., api.LoadedTemplate], tmp_path: Path
) -> None:
    made(contract_body())
    path = tmp_path / "t" / "template.yaml"
    path.write_text(
        path.read_text("utf-8").replace("key: has_deposit", "key: deposit_agreed").replace("key: goods", "key: items"),
        "utf-8",
    )
    loaded = api.load_template(tmp_path / "t")
    values = {**VALUES, "deposit_agreed": "是", "items": VALUES["goods"]}
    values = {key: value for key, value in values.items() if key not in ("has_deposit", "goods")}
    assert "定金20,000.00元" in text_of(issue(loaded, values).files["docx"])
    again = api.make_template(tmp_path / "合同.docx", tmp_path / "t")
    assert {"deposit_agreed", "items"} <= {b.key for b in again.blanks}


def test_tags_may_be_split_over_runs_and_keep_their_format(made: Callable[..., api.LoadedTemplate]) -> None:
    body = p(
        r("甲方：{"), r("{ na", "<w:b/>"), r("me"), r(" }}；{% i"), r("f x %}", "<w:i/>"), r("有", '<w:u w:val="single"/>'),
        r("{% end"), r("if %}"), r("{{ amount|"), r("round(1) }}元"),
    )  # fmt: skip
    data = issue(made(body), {"name": "甲", "x": "是", "amount": "3.14159"}).files["docx"]
    assert text_of(data) == "甲方：甲；有3.1元"
    xml = open_package(data).texts["word/document.xml"].decode()
    assert '<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">有</w:t>' in xml.replace(
        "<w:t>有", '<w:t xml:space="preserve">有'
    )


def test_headers_and_text_across_paragraphs(made: Callable[..., api.LoadedTemplate]) -> None:
    header = p(r("编号 {{ no|upper }}"))
    body = p(r("合同编号：{{ no }}")) + p(r("一{% if x %}二")) + p(r("三{% endif %}四"))
    loaded = made(body, related={"header": header})
    with_x = open_package(issue(loaded, {"no": "ht{1}", "x": "是"}).files["docx"]).texts
    assert "编号 HT{1}" in with_x["word/header.xml"].decode()
    text = text_of(issue(loaded, {"no": "ht{1}", "x": "否"}).files["docx"])
    assert text == "合同编号：ht{1}\n一四"


def test_cells_emptied_by_a_condition_keep_a_paragraph(made: Callable[..., api.LoadedTemplate]) -> None:
    cell = p(r("{%p if x %}")) + p(r("有")) + p(r("{%p endif %}"))
    body = (
        p(r("表")) + f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>" + p(r("完"))
    )
    word = docx.Document(io.BytesIO(issue(made(body), {"x": "否"}).files["docx"]))
    assert [p.text for p in word.tables[0].rows[0].cells[0].paragraphs] == [""]


def test_columns_by_loop(made: Callable[..., api.LoadedTemplate]) -> None:
    tags = ("{%tc for m in months %}", "{{ m }}", "{%tc endfor %}")
    body = p(r("各月：")) + table((tags,))
    word = docx.Document(
        io.BytesIO(issue(made(body), {"months": [["一月"], ["二月"], ["三月"], ["四月"]]}).files["docx"])
    )
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["一月", "二月", "三月", "四月"]
    assert len(word.tables[0].columns) == 4


def test_values_at_anchors_go_into_content_controls(made: Callable[..., api.LoadedTemplate]) -> None:
    data = issue(made(contract_body()), VALUES, controls=True).files["docx"]
    assert b'<w:tag w:val="contract_no"/>' in open_package(data).texts["word/document.xml"]
    document = parse_document(readers.read(data, name="x.docx"))
    assert "合同编号：HT-1\n" in document.template.text


@pytest.mark.parametrize(
    ("body", "values", "kind", "words"),
    [
        (p(r("甲{% if x %}乙")), {}, TagSyntax, "第1段：标签 {% if x %}：没有结束标签"),
        (p(r("甲{{ x | }}乙")), {}, TagSyntax, "标签 {{ x | }}"),
        (p(r("{%p if x %}")) + p(r("甲")) + p(r("{%p endif %}乙")), {"x": "是"}, TagMisplaced, "第3段：标签 {%p endif %}：它所在之处还有别的文字"),
        (p(r("{%tr for x in y %}")) + p(r("{%tr endfor %}")), {}, TagMisplaced, "不在表格行里"),
        (table((("{% if x %}", "", ""),)) + p(r("{% endif %}")), {"x": "否"}, TagMisplaced, "同一层"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_tags_is_named_and_nothing_is_issued(
    made: Callable[..., api.LoadedTemplate],
    body: str,
    values: Mapping[str, object],
    kind: type[PipelineError],
    words: str,
) -> None:
    with pytest.raises(kind) as failed:
        issue(made(body), values)
    assert words in str(failed.value)


def test_a_document_that_grows_without_end_is_refused(made: Callable[..., api.LoadedTemplate]) -> None:
    body = p(r("{%p for i in range(10000) %}")) + p(r("很长的一段" * 2000)) + p(r("{%p endfor %}")) + p(r("{{ x }}"))
    with pytest.raises(TagRefused, match="MiB"):
        issue(made(body), {"x": "甲"})


def test_a_field_deleted_by_a_person_leaves_its_tag_undefined(
    made: Callable[..., api.LoadedTemplate], tmp_path: Path
) -> None:
    loaded = made(p(r("{% if x %}甲{% endif %}")))
    path = tmp_path / "t" / "template.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("fields:")] + "fields: []\n" + text[text.index("annexes:") :], "utf-8")
    assert loaded.template.blanks
    with pytest.raises(TagUndefined, match="『x』没有定义"):
        issue(api.load_template(tmp_path / "t"), {})


def test_parsing_reports_what_fill_will_refuse(made: Callable[..., api.LoadedTemplate]) -> None:
    found = [d for d in made(p(r("甲方：____")) + p(r("{% if x %}"))).template.diagnostics if d.code == "TAG001"]
    assert len(found) == 1
    assert "没有结束标签" in found[0].message


LOOPED = (
    p(r("{%p for row in goods %}")) + p(r("{{ loop.index }}. {{ row.name }}：{{ row.price }}")) + p(r("{%p endfor %}"))
)
CELLS = table((("{%tc for row in goods %}", "{{ row.name }}", "{%tc endfor %}"),))
NESTED = p(r("{%p if show %}")) + LOOPED + p(r("{%p else %}")) + p(r("无")) + p(r("{%p endif %}"))
INLINE = p(
    r(
        "甲{% if show %}乙{% else %}丙{% endif %}丁{% for row in goods %}{{ row.name|upper }}{% if not loop.last %}、{% endif %}{% endfor %}。"
    )
)
ACROSS = p(r("一{% if show %}二")) + p(r("三{% endif %}四"))
GREW = table(
    (
        ("品名", "单价", ""),
        ("{%tr for row in goods %}", "", ""),
        ("{{ row.name }}", "{{ row.price }}", "{% if row.price == 'q2' %}*{% endif %}"),
        ("{%tr endfor %}", "", ""),
    )
)


@pytest.mark.parametrize(
    "body",
    [LOOPED, CELLS, NESTED, INLINE, ACROSS, GREW],
    ids=["p for", "tc for", "nested", "inline", "across", "tr for"],
)
@pytest.mark.parametrize("show", [True, False])
def test_reads_like_docxtpl(made: Callable[..., api.LoadedTemplate], tmp_path: Path, body: str, show: bool) -> None:  # noqa: FBT001
    docxtpl = pytest.importorskip("docxtpl", reason="docxtpl, the program to compare with, is not installed")
    whole = (
        p(r("{% if show %}有{% endif %}{% for row in goods %}{% if row.name and row.price %}{% endif %}{% endfor %}"))
        + body
    )
    loaded = made(whole)
    goods = [{"name": "a", "price": "q1"}, {"name": "b", "price": "q2"}]
    ours = issue(loaded, {"show": "是" if show else "否", "goods": goods}).files["docx"]
    theirs = docxtpl.DocxTemplate(io.BytesIO(loaded.source))
    theirs.render({"show": show, "goods": goods})
    buffer = io.BytesIO()
    theirs.save(buffer)
    assert text_of(ours) == text_of(buffer.getvalue())
