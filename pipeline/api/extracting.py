"""Filled contracts → values: one file or thousands, with or without the template that they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.api.loaded import LoadedTemplate
from pipeline.api.parsing import Parsed, parse
from pipeline.api.recognising import Templates
from pipeline.api.shipped import AnyPath
from pipeline.collector import paused
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import PipelineError, ReadError, RecordError, WriteError
from pipeline.extracting.aligned.read import Aligned
from pipeline.extracting.beside import beside
from pipeline.extracting.bound import first_annex_page
from pipeline.extracting.extract import extract as read_values
from pipeline.extracting.merged import with_record
from pipeline.extracting.verified import load, verify
from pipeline.model.extracted import Extracted
from pipeline.model.flow import furniture_lines, paragraphs
from pipeline.model.record import JsonValue, Record
from pipeline.writers.extract_sheet import write_sheet
from pipeline.writers.extracted import extracted_json, jsonl_line, list_bytes
from pipeline.writers.publish import publish, publishing, spare
from pipeline.writers.record import contract_record, record_bytes

_RELATED = 0.5  # of the template's fixed words; below, the file was made from something else

Basis = LoadedTemplate | Templates | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """One file of many: what was read from it, or the failure that stopped it."""

    path: Path
    extracted: Extracted | None = None
    error: PipelineError | None = None

    @property
    def json(self) -> dict[str, JsonValue]:
        """What `extract --json` prints for the file."""
        if self.extracted is not None:
            return extracted_json(self.extracted, path=str(self.path))
        assert self.error is not None
        failure = {"message": self.error.message, "location": self.error.location, "hint": self.error.hint}
        return {"source": {"path": str(self.path)}, "error": {**failure}}


class Unreadable(ReadError):
    """Reading a file failed in a way that nobody foresaw; the other files go on."""

    def __init__(self, path: Path, error: Exception) -> None:
        super().__init__(
            f"读取时出现意外错误：{type(error).__name__}",
            location=str(path),
            hint="请把该文件报告给开发者；其余文件不受影响",
        )


def extract(path: AnyPath, template: Basis = None) -> Extracted:
    """Return what a filled contract states.

    Args:
        path: The file.
        template: The template that it was made from, or those to recognise it by; None reads it by its words.

    Raises:
        ReadError: The file can't be read.
        DependencyError: A program that reads the format is not installed.
    """
    return extract_parsed(parse(path), template)


@paused()
def extract_parsed(parsed: Parsed, template: Basis = None) -> Extracted:
    """Return what a contract states that was read already.

    A contract that we issued carries its record: that is what it states, and every difference from the visible text
    is a finding. With a template, given or recognised, its gaps are read exactly. Otherwise the words alone are read.
    """
    document = parsed.document
    read = replace(read_values(parsed.template), pictures=document.pictures)
    record = load(document.record) if document.record else None
    if record is not None:
        return with_record(read, record, findings=_differences(record, parsed))
    notes: tuple[Diagnostic, ...] = ()
    if isinstance(template, Templates):
        template = template.recognise(parsed.flow)
        notes = (_recognised(template),) if template is not None else ()
    if template is None:
        return read
    aligned = template.aligner.read(parsed.flow, wrapped=document.wrapped)
    if aligned.share < _RELATED:
        return replace(read, diagnostics=(*read.diagnostics, _unrelated(template)))
    return with_record(
        read, _record_of(template, aligned), fields=aligned.values, origin="template",
        findings=(*notes, *aligned.diagnostics),
    )  # fmt: skip


def _differences(record: dict[str, JsonValue], parsed: Parsed) -> tuple[Diagnostic, ...]:
    document = parsed.document
    furniture, stop = document.furniture, first_annex_page(record, parsed.flow)
    if stop is not None:  # annexes have headers of their own
        furniture = tuple(p for p in paragraphs(furniture) if p.place.page is None or p.place.page < stop)
    return (
        *verify(record, parsed.flow, wrapped=document.wrapped),
        *beside(record, parsed.flow, furniture_lines(furniture), paged=document.format == "pdf"),
    )


def _unrelated(template: LoadedTemplate) -> Diagnostic:
    return Diagnostic(
        severity=Severity.WARNING,
        code="TPL005",
        message=f"文件与模板《{template.template.title}》的固定文字大部分不同，按一般合同读取",
        hint="请核对 --template 是否选对",
    )


def _recognised(template: LoadedTemplate) -> Diagnostic:
    return Diagnostic(
        severity=Severity.NOTE, code="TPL006", message=f"按文字认出所用模板《{template.template.title}》，逐项读回",
        hint="如不是这个模板，请用 --template 指定",
    )  # fmt: skip


def _record_of(template: LoadedTemplate, aligned: Aligned) -> dict[str, JsonValue]:
    """Return the contract record that the values make of the template, empty where they contradict each other."""
    values = {key: found.value for key, found in aligned.values.items() if found.value != []}
    try:
        return contract_record(template.binder.bind(Record(values=values), draft=True))
    except RecordError:
        return {}


def extract_files(paths: Iterable[AnyPath], template: Basis = None) -> Iterator[ReadBack]:
    """Yield what each file states, or why it can't be read, one file in memory at a time.

    Args:
        paths: Files, in any number.
        template: The template that they were made from, or those to recognise them by; None reads by words.
    """
    for path in map(Path, paths):
        yield _one(path, template)


def _one(path: Path, template: Basis) -> ReadBack:
    try:
        return ReadBack(path=path, extracted=extract(path, template))
    except PipelineError as error:
        return ReadBack(path=path, error=error)
    except Exception as error:  # noqa: BLE001 - one file never stops the rest
        return ReadBack(path=path, error=Unreadable(path, error))


class UnknownExport(WriteError):
    """What was read is to be written in a form that there is none of."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"不支持的导出格式『{path.suffix or path.name}』", hint="可用后缀：.xlsx .jsonl .json")


def write_extracted(results: Iterable[ReadBack], path: AnyPath, *, keep: Iterable[AnyPath] = ()) -> int:
    """Write what was read from contracts; the file name's ending says how. Returns how many could not be read.

    Ctrl-C while a contract is read ends the file with those before it, and goes on.

    .xlsx has a row a contract and sheets of parties, clauses, obligations, amounts and findings; .jsonl a line a
    contract; .json one record, or a list of several. The results are consumed one at a time. The contracts in `keep`
    are not overwritten.

    Raises:
        UnknownExport: The ending is none of these.
        OntoInput: One of `keep` stands there.
        WriteError: The file can't be written.
        KeyboardInterrupt: Ctrl-C; what was read before is in the file.
    """
    path, failed, stopped = Path(path), 0, False
    spare(map(Path, keep), [path])

    def counted() -> Iterator[ReadBack]:
        nonlocal failed, stopped
        try:
            for result in results:
                failed += result.error is not None
                yield result
        except KeyboardInterrupt:
            stopped = True

    match path.suffix.lower():
        case ".xlsx":
            with publishing(path) as part:
                write_sheet(((r.path, _outcome(r)) for r in counted()), part)
        case ".jsonl":
            with publishing(path) as part:
                _write_lines(counted(), part)
        case ".json":
            records = [result.json for result in counted()]
            publish({path: record_bytes(records[0]) if len(records) == 1 else list_bytes(records)})
        case _:
            raise UnknownExport(path)
    if stopped:
        raise KeyboardInterrupt
    return failed


def _outcome(result: ReadBack) -> Extracted | PipelineError:
    outcome = result.extracted or result.error
    assert outcome is not None
    return outcome


def _write_lines(results: Iterable[ReadBack], path: Path) -> None:
    with path.open("wb") as file:
        for result in results:
            file.write(jsonl_line(result.json))
