"""Forms out, record files in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.api.shipped import AnyPath
from pipeline.errors import ReadError, RecordError, WriteError
from pipeline.filling.derive import sources
from pipeline.filling.naming import names_of
from pipeline.model.field import fields
from pipeline.model.record import Record
from pipeline.model.template import Template
from pipeline.places import is_file
from pipeline.readers.records import read_records
from pipeline.writers.form import FORMATS
from pipeline.writers.form.wording import example, wordings
from pipeline.writers.publish import publish


class UnknownForm(WriteError):
    """A form's file name has an ending that no form is made for."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"不支持的表单格式『{path.suffix or path.name}』", hint=f"可用后缀：{' '.join(FORMATS)}")


class FormFilled(WriteError):
    """Where the form is to be written stands one that somebody has filled in, or some other file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "文件已经存在，里面有填写的内容或不是空的表单，没有覆盖", location=str(path),
            hint="请换一个文件名；确实不要原有内容的，加 --overwrite",
        )  # fmt: skip


class NotOneRecord(RecordError):
    """A single contract is to be filled, and the file has no record or several."""

    def __init__(self, path: Path, second: str = "") -> None:
        message = "数据文件里不止一条数据，这里是第二条" if second else "数据文件里没有一条数据"
        several = "多份合同请用 hetong batch；多余的一行（也可能被隐藏）请删去"
        super().__init__(message, location=second or str(path), hint=several if second else "请先在表单中填写一行")


class SettingInvalid(RecordError):
    """A `--set` is not of the form key=value."""

    def __init__(self, setting: str) -> None:
        super().__init__(f"--set 的写法不对：{setting}", hint="应写成 字段=值，例如 --set service_fee=120000")


def write_form(template: Template, path: AnyPath, *, overwrite: bool = False) -> None:
    """Write an empty form; the file name's ending says which kind.

    Args:
        template: The template.
        path: Where to.
        overwrite: Whatever stands there may be replaced; else only a form in which nothing is filled in.

    Raises:
        UnknownForm: No form has that ending.
        FormFilled: Something else stands there, and is not to be replaced.
        WriteError: The file can't be written.
    """
    path = Path(path)
    make = next((make for ending, make in FORMATS.items() if path.name.lower().endswith(ending)), None)
    if make is None:
        raise UnknownForm(path)
    data = make(template, sources(template))
    if not overwrite and is_file(path) and not _is_empty_form(path, data, template):
        raise FormFilled(path)
    publish({path: data})


def _is_empty_form(path: Path, form: bytes, template: Template) -> bool:
    """True for a file that nobody loses anything by: the form itself, its schema, or a form without any value."""
    try:
        if path.name.lower().endswith(".schema.json") or path.read_bytes() == form:
            return True
        return not any(map(_says_something, (r.values for r in read_records(path, template=template))))
    except (ReadError, RecordError, OSError):
        return False


def _says_something(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_says_something, value.values()))
    if isinstance(value, list):
        return any(map(_says_something, value))
    return value is not None and value != ""


def read_record(path: AnyPath | None, template: Template, settings: Iterable[str] = ()) -> Record:
    """Return the one record in a file, with the values of `key=value` settings laid over it.

    Args:
        path: A record file; None starts from no values.
        template: The template that the record fills.
        settings: Settings as typed on the command line.

    Raises:
        ReadError: The file can't be read.
        NotOneRecord: It has no record, or several.
        SettingInvalid: A setting has no `=`.
    """
    record = Record(values={}, source="命令行") if path is None else _only(Path(path), template)
    given = dict(setting_of(s) for s in settings)
    if not given:
        return record
    # A field answers to its key and to its label; a setting comes before the file by whichever name either calls it.
    names = names_of(template)
    keys = {name: key or name for name, key, _ in names.flatten(given)}
    kept = {name: value for name, key, value in names.flatten(record.values) if (key or name) not in keys.values()}
    places = {**record.places, **dict.fromkeys(keys, "--set"), **dict.fromkeys(keys.values(), "--set")}
    return replace(record, values={**kept, **given}, places=places)


def _only(path: Path, template: Template) -> Record:
    found = read_records(path, template=template)
    first, second = next(found, None), next(found, None)
    if first is None or second is not None:
        raise NotOneRecord(path, second.source if second else "")
    return replace(first, annexes=tuple(str(path.parent / annex) for annex in first.annexes))


def setting_of(setting: str) -> tuple[str, str]:
    """Return key and value of a `key=value` as typed on the command line; raises `SettingInvalid`."""
    key, equals, value = setting.partition("=")
    if not equals or not key.strip():
        raise SettingInvalid(setting)
    return key.strip(), value


def complete(record: Record, template: Template, ask: Callable[[str, str, bool], str]) -> Record:
    """Return the record with every value asked for that it lacks.

    Args:
        record: What is there.
        template: The template.
        ask: Called with label, what is expected, and whether it is required; an empty answer leaves the value out.
    """
    values = dict(record.values)
    for field in fields(template):
        if field.key in values or field.derived:
            continue
        expected = "、".join(field.choices) or field.unit or f"{wordings()[field.kind].name}，例如 {example(field)}"
        answer = ask(field.label, expected, field.required)
        if answer:
            values[field.key] = answer
    return replace(record, values=values)
