"""Template → template.yaml, made to be read, reviewed and edited by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.folder import TemplateFile
    from pipeline.model.template import Blank, Clause, Slot, Template

FORMAT = "hetong-template/1"

_HEAD = """\
# 合同模板，由 hetong parse 生成，供人工复核和修改。
# 可以修改：fields 里的 key、label、kind、unit、required、options、multiple、pair；parties 的 role、label；
#           annexes（必须提供的附件）；clauses 的 category；accept（有意接受的检查结果：代码: 理由）。
# 不要修改：at（空白处在 source.docx 中的位置）和 sha256。删除一个字段，该空白处将不再填写。
# 再次执行 hetong parse 时，人工修改会保留。
"""
_CONTEXT = 14


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key and never writes aliases: people read this file."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def template_yaml(template: Template, file: TemplateFile) -> str:
    """Return the text of template.yaml.

    Args:
        template: The template, every slot anchored.
        file: Where it came from (id, received file, digest of source.docx, accepted findings).
    """
    data = {
        "format": FORMAT,
        "id": file.id,
        "title": template.title,
        "category": template.category,
        "source": {
            "file": "source.docx",
            "sha256": file.sha256,
            "received": {"name": file.received.name, "format": file.received.format, "sha256": file.received.sha256},
        },
        "parties": [{"key": p.key, "role": p.role, "label": p.label} for p in template.parties],
        "fields": [field_entry(blank, template.text) for blank in template.blanks],
        "annexes": [{"number": a.number, "title": a.title} for a in template.annexes if a.listed is not None],
        "clauses": [{"number": c.number, "title": c.title, "category": c.category} for c in articles(template.clauses)],
        "accept": dict(file.accept),
    }
    body = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return _HEAD + body


def articles(clauses: Iterable[Clause]) -> Iterable[Clause]:
    """Yield the chapters and articles (levels 0 and 1) in reading order."""
    for clause in clauses:
        if clause.level <= 1:
            yield clause
            yield from articles(clause.children)


def field_entry(blank: Blank, text: str) -> dict[str, object]:
    """Return a field as it stands in template.yaml; what says nothing is left out."""
    entry: dict[str, object] = {"key": blank.key, "label": blank.label, "kind": str(blank.kind)}
    optional: dict[str, object] = {
        "unit": blank.unit,
        "pair": blank.pair,
        "party": blank.party,
        "clause": blank.clause,
        "options": [o.label for o in blank.options],
        "multiple": blank.multiple,
        "columns": [{"key": c.key, "label": c.label, "kind": str(c.kind), "unit": c.unit} for c in blank.columns],
        "rows": blank.rows,
    }
    entry |= {"required": blank.required}
    entry |= {name: value for name, value in optional.items() if value}
    entry["shape"] = blank.shape
    entry["confidence"] = round(blank.confidence, 2)
    entry["where"] = context(text, blank.start, blank.end)
    entry["at"] = [slot_text(slot) for slot in blank.slots]
    if blank.repeats:
        entry["also"] = [[slot_text(slot) for slot in place] for place in blank.repeats]
    return entry


def slot_text(slot: Slot) -> str:
    """Return a slot's anchor as one line: `role[:name] part#paragraph[start:end] fingerprint`."""
    anchor = slot.anchor
    if anchor is None:
        raise ValueError("a slot without an anchor can't be written")  # anchors are made before a template is saved
    role = f"{slot.role}:{slot.name}" if slot.name else str(slot.role)
    return f"{role} {anchor.part}#{anchor.paragraph}[{anchor.start}:{anchor.end}] {anchor.fingerprint}"


def context(text: str, start: int, end: int) -> str:
    """Return the words around a gap, the gap itself written ▁, for a person to find the place."""
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + _CONTEXT].partition("\n")[0]
    inside = "▁" if end - start < 60 else "▁…▁"
    return f"{before}{inside}{after}".replace("\t", " ").strip()
