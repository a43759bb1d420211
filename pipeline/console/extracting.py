"""Files → what they state, printed as they are read; one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from pipeline import api
from pipeline.api.extracting import Basis
from pipeline.console.exits import Exit
from pipeline.console.printing import print_failure, print_findings, print_json, say
from pipeline.diagnostics import Severity
from pipeline.model.extracted import Extracted
from pipeline.places import is_file
from pipeline.writers.extract_sheet import DOUBT, ELEMENTS, PARTY
from pipeline.writers.extracted import element_rows, nature, plain_text


def read_back(files: Sequence[Path], template: Basis, output: Path | None, *, as_json: bool) -> int:
    """Read the files and print or write what they state.

    Args:
        files: Contracts.
        template: The template that they were made from, or those to recognise them by.
        output: A .xlsx or .jsonl file; None prints.
        as_json: Print JSON: an object for one file, a list for several.

    Returns:
        The exit code: 8 where some of several files could not be read; 1 where one differs from the record that it
        carries, or says two things in two places of its template; else 0.
    """
    if len(files) == 1 and output is None:
        extracted = api.extract(files[0], template)
        if as_json:
            print_json(api.ReadBack(path=files[0], extracted=extracted).json)
        else:
            _show(files[0], extracted)
        return Exit.FINDINGS if _is_bad(extracted) else Exit.OK
    return _many(files, template, output, as_json=as_json)


def _many(files: Sequence[Path], template: Basis, output: Path | None, *, as_json: bool) -> int:
    watch = _Watch(total=len(files), quiet=as_json or output is not None)
    results = watch.over(api.extract_files(files, template))
    if output is not None:
        try:
            api.write_extracted(results, output, keep=files)
        except KeyboardInterrupt:
            if is_file(output):
                say(f"读完的 {watch.count} 份已写入 {output}")
            raise
        say(f"已写入 {output}")
    elif as_json:
        print_json([result.json for result in results])
    else:
        for _ in results:
            pass
    return watch.code


class _Watch:
    """Looks at each result as it passes: tells of failures and progress, and remembers whether anything was wrong."""

    def __init__(self, *, total: int, quiet: bool) -> None:
        self.total = total
        self.quiet = quiet
        self.count = 0
        self.failed = False
        self.bad = False

    @property
    def code(self) -> int:
        """The exit code that says how it went."""
        return Exit.PARTLY if self.failed else Exit.FINDINGS if self.bad else Exit.OK

    def over(self, results: Iterable[api.ReadBack]) -> Iterator[api.ReadBack]:
        """Yield the results."""
        for number, result in enumerate(results, 1):
            self.count = number
            if result.error is not None:
                print_failure(result.error, as_json=False)
            if result.extracted is not None and not self.quiet:
                _show(result.path, result.extracted)
            if number % 20 == 0:
                say(f"已读 {number}/{self.total} 份")
            self.failed |= result.extracted is None
            self.bad |= result.extracted is not None and _is_bad(result.extracted)
            yield result


def _is_bad(extracted: Extracted) -> bool:
    return any(d.severity is Severity.ERROR and d.code.startswith(("TAMPER", "TPL")) for d in extracted.diagnostics)


def _show(path: Path, extracted: Extracted) -> None:
    click.echo(f"{path.name}：《{extracted.template.title or path.stem}》")
    for name, value, confidence, _ in element_rows(extracted):
        doubt = "" if confidence >= DOUBT else "（请核对）"
        click.echo(f"  {ELEMENTS[name]}：{value}{doubt}")
    for party in extracted.parties:
        said = "；".join(f"{PARTY[name]} {plain_text(found.value)}" for name, found in party.values.items())
        click.echo(f"  {party.label}：{said}")
    for duty in extracted.obligations:
        until = f"（{duty.by}）" if duty.by and duty.by not in duty.what else ""
        click.echo(f"  {nature(duty.modal)} {duty.clause} {duty.who}：{duty.modal}{duty.what}{until}")
    print_findings(extracted.diagnostics)
