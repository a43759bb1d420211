"""What the verbs found → what `--json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.api.checking import Checked
from pipeline.api.issuing import Issued
from pipeline.checks import annex_graph
from pipeline.model.record import JsonValue
from pipeline.writers.parsed import diagnostic_json

_STATUS = {
    "supplied": "已提供",
    "missing": "缺少",
    "inline": "在正文中",
    "headed": "只有标题",
    "ambiguous": "需确认",
    "unlisted": "清单外",
}


def checked_json(checked: Checked) -> dict[str, JsonValue]:
    """Return what `check --json` prints."""
    return {
        "ok": not checked.has_errors,
        "annexes": [dict(row) for row in annex_rows(checked)],
        "diagnostics": [diagnostic_json(d) for d in checked.diagnostics],
    }


def annex_rows(checked: Checked) -> Iterable[Mapping[str, str]]:
    """Return the annex table, one mapping of heading → text a row."""
    return [
        {
            "编号": row.number,
            "附件": row.title,
            "清单": row.listed,
            "正文引用": "、".join(row.referenced),
            "标题页": row.headed,
            "文件": "、".join(Path(file).name for file in row.files),
            "状态": _STATUS[row.status],
        }
        for row in annex_graph(checked.template, checked.supplied)
    ]


def issued_json(issued: Issued, paths: Mapping[str, Path]) -> dict[str, JsonValue]:
    """Return what `fill --json` prints."""
    return {
        "state": issued.contract.state,
        "files": {form: str(path) for form, path in paths.items()},
        "values": {key: value.text for key, value in issued.contract.values.items()},
        "diagnostics": [diagnostic_json(d) for d in issued.contract.diagnostics],
    }
