"""Template folder + source of records + Issue → the Job that makes their contracts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import api
from pipeline.api.shipped import AnyPath, located
from pipeline.batch.job import Job
from pipeline.batch.recipe import TemplateRecipe


def job_of(
    template: AnyPath,
    records: AnyPath | bytes,
    issue: api.Issue,
    *,
    folder: AnyPath,
    name: str = "",
    store: str = "",
    register: str = "",
    batch: str = "",
    pattern: str = "",
    engine: str = "pool",
    workers: int = 0,
    scheduler: str = "",
    limit: int = 0,
) -> Job:
    """Return the batch that makes a contract of every record.

    Args:
        template: A template folder, or the name of a template that ships.
        records: A file of records, or the bytes of one.
        issue: How the contracts are issued; its `today` is the day that they carry, None for the day of the clock.
        folder: Folder of the register and of the refused records.
        name: File name of the records, whose ending tells their format; "" for that of the path, JSONL for bytes.
        store: Address of the contracts: a folder, `zip:` and a folder, `s3://bucket/prefix`; "" for `folder`.
        register: A file of SQLite or a postgresql:// address; "" for register.sqlite in `folder`.
        batch: Name of the batch; "" for the name of the records.
        pattern: Pattern of the contract numbers; "" if the records bring theirs or have none.
        engine: "pool" (processes of this machine), "serial" or "dask".
        workers: Processes of the pool; 0: as many as processors.
        scheduler: Address of the Dask scheduler.
        limit: Only the first so many records; 0 for all.

    Raises:
        ReadError: The template folder lacks a file.
        TemplateError: The folder is no template, or its source changed.
    """
    # Absolute: the workers of a cluster run in folders of their own.
    issue = replace(issue, annexes=_absolute(issue.annexes), font_paths=_absolute(issue.font_paths))
    loaded, digest = api.load_template(template), api.template_digest(template)
    source = records if isinstance(records, bytes) else Path(records)
    return Job(
        source=source,
        name=name or (source.name or str(source) if isinstance(source, Path) else "records.jsonl"),
        template=loaded.template,
        digest=digest,
        recipe=TemplateRecipe(template=located(template).resolve(), issue=issue, digest=digest, loaded=loaded),
        folder=Path(folder),
        store=store,
        register=register,
        batch=batch,
        pattern=pattern,
        day=issue.today or api.today(),
        settings=_settings(issue),
        engine=engine,
        workers=workers,
        scheduler=scheduler,
        limit=limit,
    )


def _absolute(paths: tuple[AnyPath, ...]) -> tuple[Path, ...]:
    return tuple(Path(path).resolve() for path in paths)


def _settings(issue: api.Issue) -> dict[str, object]:
    """What decides what the files look like: a batch that goes on with other settings would mix two kinds."""
    settings: dict[str, object] = {
        "格式": ",".join(issue.formats),
        "从严": issue.strict,
        "附件": [str(path) for path in issue.annexes],
    }
    if issue.bundle:
        settings["合订本"] = True
    if "pdf" in issue.made.formats:
        settings["PDF 引擎"] = issue.pdf_engine
        settings["字体文件夹"] = [str(path) for path in issue.font_paths]
    return settings
