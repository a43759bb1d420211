"""Package → what in it deceives, acts or points outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.ooxml.landmarks import CHUNK, DELETED
from pipeline.ooxml.names import INSERTED, INSTRUCTION, RUN, SIMPLE_FIELD, Element, W
from pipeline.ooxml.package import Package

_ACTIVE = re.compile(r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE)\b", re.IGNORECASE)
_TRACKED = INSERTED | DELETED
_QUOTE = 40
_LINKS = ("javascript:", "vbscript:", "file:", "data:")


def findings(package: Package, hidden: list[str]) -> tuple[Diagnostic, ...]:
    """Return what was found, at most one finding a code.

    Args:
        package: The package.
        hidden: Hidden words that the readers of its parts met.
    """
    return (*_tracked(package), *_comments(package), *_active(package), *_outside(package), *_hidden(hidden))


def _finding(code: str, message: str, hint: str, quote: str = "", severity: Severity = Severity.WARNING) -> Diagnostic:
    short = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
    return Diagnostic(severity=severity, code=code, message=message, hint=hint, quote=short)


def _landmarks(package: Package) -> Iterator[Element]:
    """Yield the landmarks of the parts that hold text."""
    yield from package.landmarks[package.document].marks
    for kind in ("header", "footer", "footnotes", "endnotes"):
        for part in dict.fromkeys(package.related(package.document, kind)):
            yield from package.landmarks[part].marks


def _tracked(package: Package) -> Iterator[Diagnostic]:
    inserted: list[str] = []
    deleted: list[str] = []
    for element in _landmarks(package):
        if element.tag not in _TRACKED:
            continue
        if not len(element) or next(element.iter(RUN), None) is None:  # a mark of a paragraph's end has no children
            continue
        into = inserted if element.tag in INSERTED else deleted
        into.append("".join(t.text or "" for t in element.iter(f"{W}t", f"{W}delText")))
    hint = "请在 Word 中接受或拒绝全部修订后再定稿"
    if inserted:
        yield _finding("TRU001", f"有 {len(inserted)} 处修订插入未接受，已按插入后的文字读取", hint, " ".join(inserted))
    if deleted:
        yield _finding("TRU002", f"有 {len(deleted)} 处修订删除未接受，删除的文字未读取", hint, " ".join(deleted))


def _comments(package: Package) -> Iterator[Diagnostic]:
    texts = [
        "".join(text.text or "" for text in comment.iter(f"{W}t"))
        for part in dict.fromkeys(package.related(package.document, "comments"))
        for comment in package.trees[part].iter(f"{W}comment")
    ]
    if texts:
        yield _finding("TRU003", f"有 {len(texts)} 条批注", "定稿前请删除批注", " ".join(texts))


def _active(package: Package) -> Iterator[Diagnostic]:
    names = [name.lower() for name in package.names]
    if any(name.endswith("vbaproject.bin") for name in names):
        yield _finding("TRU005", "文件带有宏，未执行", "请另存为不含宏的 .docx")
    objects = sum("/embeddings/" in name or "/activex/" in name for name in names)
    if objects:
        yield _finding("TRU006", f"嵌入了 {objects} 个对象（OLE 或控件），未打开", "请确认来源，或将对象转为图片")
    found = tuple(_landmarks(package))
    fields = [instruction.strip() for instruction in _instructions(found)]
    active = [field for field in fields if _ACTIVE.match(field)]
    if active:
        yield _finding("TRU007", f"有 {len(active)} 个会取外部内容的域，未更新", "请将域转为普通文字", active[0])
    chunks = sum(element.tag == CHUNK for element in found)
    if chunks:
        hint = "请用 Word 打开并另存，使其成为正文"
        yield _finding("TRU008", f"有 {chunks} 处嵌入的外部文档（altChunk），内容未读取", hint, severity=Severity.ERROR)


def _instructions(found: Iterable[Element]) -> Iterator[str]:
    for element in found:
        if element.tag == SIMPLE_FIELD:
            yield element.get(f"{W}instr", "")
        elif element.tag == INSTRUCTION:
            yield element.text or ""


def _outside(package: Package) -> Iterator[Diagnostic]:
    targets: dict[str, list[str]] = {}
    for name in package.trees:
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        for relationship in package.relationships(folder + file.removesuffix(".rels")):
            if relationship.external:
                targets.setdefault(relationship.kind, []).append(relationship.target)
    links = [t for t in targets.pop("hyperlink", []) if t.strip().lower().startswith(_LINKS)]
    if targets:
        kinds = "、".join(sorted(targets))
        count = sum(map(len, targets.values()))
        first = next(iter(targets.values()))[0]
        hint = "请在 Word 中断开链接，将内容嵌入文件"
        yield _finding("TRU004", f"有 {count} 处指向文件之外的引用（{kinds}），未访问", hint, first)
    if links:
        yield _finding("TRU009", f"有 {len(links)} 个可疑的超链接", "请删除该超链接", links[0])


def _hidden(hidden: list[str]) -> Iterator[Diagnostic]:
    if hidden:
        message = f"有 {len(hidden)} 处看不见的文字（隐藏、白色或极小字号）"
        yield _finding("HID001", message, "请在 Word 中显示隐藏文字并核对", " ".join(hidden))
