"""CHECKS → docs/checks.md: every code, what it means and what to do, written from the code itself.

python -m pipeline.checks.documentation > docs/checks.md
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from pipeline.checks import CHECKS, acceptance
from pipeline.checks.findings import Check, Code
from pipeline.diagnostics import SEVERITY_NAMES, Severity

_INTRODUCTION = """\
# 检查项

<!-- 本文件由 python -m pipeline.checks.documentation 生成，请勿手工修改。 -->

`hetong check`、`hetong fill` 和 `hetong batch` 按下面的顺序检查合同。每个问题都有固定的代码、轻重、位置（条款和原文）、
说明和建议；代码不会改作他用。

- **错误**：不出具合同，退出码 1。**警告**：请人核对；`--strict` 时，表中“严格”一栏打 ✓ 的警告按错误处理。
  **提示**：供参考。
- 有意接受一个问题，在填写数据中写 `accept: {ANX016: 两个附件共用一份文件}`；代码后可以加字段名或位置，只接受那一处
  （`"AMT002 三、服务费用"`）。被接受的问题降为提示，理由写入合同记录。
- 程序不猜测：附件对不上时要求写明；法律规则在合同没有写全时报告“不能判断”（提示），不当作违反。

**法律法规类检查是阅读的辅助，不是法律意见。** 规则只看文字，不了解交易背景；法律会修改，每条规则都注明了条文、来源、
适用的签订日期和把握程度（H 核对过条文，M 依据二手资料，L 依惯例）。没有签订日期的合同按没有废止日期的规则检查。
"""


def checks_document() -> str:
    """Return the documentation of every check and code, in Markdown."""
    sections = [_section(check) for check in CHECKS]
    accepting = "\n".join(_table(acceptance.CODES))
    return "\n".join([_INTRODUCTION, *sections, f"## 接受问题\n\n{accepting}\n", *_elsewhere()])


def _section(check: Check) -> str:
    return f"## {check.title}\n\n" + "\n".join(_table(check.codes())) + "\n"


_ELSEWHERE = """\
# 其他代码

读取、解析、填写、排版、批量和读回时也会报告问题，同样有固定的代码。轻重是通常的轻重，以报告的为准。
"""


def _elsewhere() -> Iterator[str]:
    """Yield the codes that other rooms give: they cannot be asked for theirs here, and are listed in a file."""
    data = tomllib.loads(Path(__file__).with_name("elsewhere.toml").read_text("utf-8"))
    yield _ELSEWHERE
    for section in data["section"]:
        rows = [
            f"| {code} | {SEVERITY_NAMES[Severity(severity)]} | {said} | {hint} |"
            for code, severity, said, hint in section["codes"]
        ]
        yield "\n".join(
            [f"## {section['title']}", "", "| 代码 | 轻重 | 问题 | 建议 |", "| --- | --- | --- | --- |", *rows, ""]
        )


def _table(codes: tuple[Code, ...]) -> Iterator[str]:
    yield "| 代码 | 轻重 | 严格 | 问题 | 说明 | 建议 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for code in sorted(codes, key=lambda code: code.code):
        cells = (
            code.code,
            SEVERITY_NAMES[code.severity],
            "✓" if code.strict else "",
            code.title,
            code.explanation,
            code.hint,
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(checks_document())
