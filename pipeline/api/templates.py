"""A blank contract → template folder → Template."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline import readers
from pipeline.api.loaded import LoadedTemplate
from pipeline.api.parsing import Parsed, parse_document, read_contract
from pipeline.api.shipped import AnyPath, located, shipped_templates
from pipeline.errors import TemplateError
from pipeline.model.document import Document
from pipeline.model.folder import Received, TemplateFile
from pipeline.model.template import Template
from pipeline.parsing.anchors import anchor
from pipeline.parsing.overlay import keep_edits, overlay
from pipeline.places import is_absent, is_file
from pipeline.readers.template import read_template_file
from pipeline.writers.publish import OutputExists, publish
from pipeline.writers.review import review_html
from pipeline.writers.template import template_yaml

SOURCE = "source.docx"
FILE = "template.yaml"
REVIEW = "review.html"


class NotATemplate(TemplateError):
    """The path is not a template folder."""

    def __init__(self, folder: Path, missing: str) -> None:
        message = (
            f"这不是模板文件夹：缺少 {missing}" if not is_absent(folder) else "没有这个文件夹，也没有这个名称的随附模板"
        )
        super().__init__(
            message,
            location=str(folder),
            hint="请先执行 hetong parse 空白合同 -o 模板文件夹；或写随附模板的名称：" + "、".join(shipped_templates()),
        )


class SourceChanged(TemplateError):
    """source.docx is not the file that the template was made from."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "source.docx 与 template.yaml 记录的不一致，已被修改或替换",
            location=str(folder / SOURCE),
            hint="请用修改后的文件重新执行 hetong parse；人工修改过的字段名会保留",
        )


def make_template(source: AnyPath, folder: AnyPath, *, fresh: bool = False) -> Template:
    """Make or renew a template folder from a blank contract, and return the template.

    Writes source.docx (the bytes as received, or the text set in the house style where the source is not a DOCX),
    template.yaml and review.html. Where the folder has a template.yaml already, the names that a person gave there
    are kept unless `fresh`.

    Raises:
        ReadError: The source can't be read.
        TemplateError: The template.yaml that is there can't be read.
        OutputExists: The folder has a source.docx of its own and no template.yaml.
        WriteError: The folder can't be written.
    """
    source, folder = Path(source), Path(folder)
    data = readers.read_bytes(source)
    parsed = parse_document(read_contract(data, name=source.name))
    docx = data if parsed.document.format == "docx" else _house_style(parsed.document)
    settled = _settled(parsed, docx)
    template = settled.template
    received = Received(name=source.name, format=parsed.document.format, sha256=parsed.document.sha256)
    _refuse_foreign(folder, docx)
    old = _old_file(folder, fresh=fresh)
    if old is not None:
        template = keep_edits(template, old)
    file = TemplateFile(
        id=old.id if old else folder.resolve().name,
        title=template.title,
        category=template.category,
        sha256=hashlib.sha256(docx).hexdigest(),
        received=received,
        fields=template.blanks,
        accept=old.accept if old else {},
    )
    publish(
        {
            folder / SOURCE: docx,
            folder / FILE: template_yaml(template, file).encode(),
            folder / REVIEW: review_html(template, settled.document, settled.flow, parsed.document.pictures).encode(),
        }
    )
    return replace(template, id=file.id)


def _house_style(document: Document) -> bytes:
    from pipeline.writers.house import set_house

    return set_house(document)


def _settled(parsed: Parsed, docx: bytes) -> Parsed:
    """Anchors are made in the DOCX that will be filled; a source of another format is read again from it."""
    if parsed.document.format == "docx":
        return replace(parsed, template=anchor(parsed.template, parsed.flow))
    again = parse_document(readers.read(docx, name=SOURCE))
    template = replace(
        again.template,
        format=parsed.document.format,
        name=parsed.document.name,
        sha256=parsed.document.sha256,
        title=parsed.template.title,
        diagnostics=parsed.template.diagnostics,
    )
    return replace(again, template=anchor(template, again.flow))


def _refuse_foreign(folder: Path, docx: bytes) -> None:
    """Refuse a folder that is no template but has a source.docx of somebody's own."""
    source = folder / SOURCE
    if is_absent(folder / FILE) and is_file(source) and readers.read_bytes(source) != docx:
        raise OutputExists(source)


def _old_file(folder: Path, *, fresh: bool) -> TemplateFile | None:
    path = folder / FILE
    return None if fresh or not is_file(path) else read_template_file(readers.read_bytes(path))


def load_template(folder: AnyPath) -> LoadedTemplate:
    """Return the template in a folder, or the shipped one of that name.

    Raises:
        NotATemplate: The folder lacks template.yaml or source.docx.
        SourceChanged: source.docx changed since the template was made.
        TemplateError: template.yaml is wrong, or an anchor is lost.
    """
    folder = located(folder)
    for name in (FILE, SOURCE):
        if is_absent(folder / name):
            raise NotATemplate(folder, name)
    file = read_template_file(readers.read_bytes(folder / FILE))
    source = readers.read_bytes(folder / SOURCE)
    if hashlib.sha256(source).hexdigest() != file.sha256:
        raise SourceChanged(folder)
    parsed = parse_document(readers.read(source, name=SOURCE))
    template = overlay(parsed.template, parsed.flow, file)
    named = replace(template, format=file.received.format, name=file.received.name)
    return LoadedTemplate(template=named, file=file, source=source, document=parsed.document)


def template_digest(folder: AnyPath) -> str:
    """Return a digest of a template folder, over source.docx and template.yaml, in hexadecimal.

    Raises:
        FileMissing: The folder lacks one of them.
    """
    digest, folder = hashlib.sha256(), located(folder)
    for name in (SOURCE, FILE):
        digest.update(hashlib.sha256(readers.read_bytes(folder / name)).digest())
    return digest.hexdigest()
