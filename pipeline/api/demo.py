"""The shipped example, the whole way: a blank contract, its template, a record and annexes → an issued contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.api.issuing import Issue, Issuer
from pipeline.api.outputs import publish_issued
from pipeline.api.parsing import parse
from pipeline.api.records import read_record
from pipeline.api.shipped import AnyPath, places, shipped_templates
from pipeline.api.templates import load_template
from pipeline.errors import ReadError
from pipeline.model.template import Kind

_NAME = "crm-service"
_CONTENTS = {
    "docx": "Word 合同，原位填写，内含合同记录",
    "pdf": "PDF/A-3b 合同，附有合同记录",
    "json": "合同记录，供程序读取",
}


class ExampleMissing(ReadError):
    """The shipped example is not where it should be."""

    def __init__(self, looked: Path) -> None:
        super().__init__("找不到随附的例子", location=str(looked), hint="请在仓库的文件夹内运行，或重新安装 hetong")


def example_folder(kind: str) -> Path:
    """Return a folder of the shipped example.

    Args:
        kind: "templates" or "samples".

    Raises:
        ExampleMissing: Neither the repository nor the installation has it.
    """
    folders = [place / _NAME for place in places(kind)]
    for folder in folders:
        if folder.is_dir():
            return folder
    raise ExampleMissing(folders[0])


def demonstrate(output: AnyPath) -> Iterator[str]:
    """Run the main job on the shipped example, and yield what to tell the person, line by line.

    Args:
        output: Folder to write the contract to.

    Raises:
        PipelineError: A step failed.
    """
    templates, samples = example_folder("templates"), example_folder("samples")
    blank = samples / "空白合同.txt"
    parsed = parse(blank).template
    fillable = [b for b in parsed.blanks if b.kind is not Kind.SIGNATURE]
    yield f"① 读空白合同 {blank.name}：《{parsed.title}》，{len(parsed.parties)} 方当事人，{len(fillable)} 处待填空白，"
    listed = sum(a.listed is not None for a in parsed.annexes)
    yield f"   {len(parsed.clauses)} 个条款，{listed} 个附件。没有人预先打标记。"
    loaded = load_template(templates)
    record = read_record(samples / "record.yaml", loaded.template)
    files = len(list((samples / "annexes").iterdir()))
    yield f"② 读填写数据 {record.source}：{len(record.values)} 个值；附件 {files} 个文件。"
    issued = Issuer(loaded, Issue(annexes=(samples / "annexes",), strict=True)).run(record)
    contract = issued.contract
    derived = "、".join(value.text for value in contract.values.values() if value.derived)
    yield f"③ 检查通过：附件齐全，金额大小写一致；自动得出的值：{derived}。"
    paths = publish_issued(issued, output, None)
    yield "④ 写出三个文件："
    for form, path in paths.items():
        yield f"   {path}  {path.stat().st_size:,} 字节  {_CONTENTS[form]}"
    yield f"随附的模板（命令中可直接写名称）：{'、'.join(shipped_templates())}。"
