"""The interface for programs: the documented examples run, and what is exported is there."""

from __future__ import annotations

import datetime as dt
import pydoc
import re
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import api, batch
from pipeline.batch import job_of

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    program = "\n".join(EXAMPLES).replace("workers=2", 'engine="serial"')  # without processes of its own
    exec(compile(program, "docs/python.md", "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out
    assert "VAL001 sign_date" in printed
    assert "3 issued, 0 refused: None" in printed
    assert "record BM-2026-0009" in printed
    assert sorted(path.suffix for path in Path("issued").iterdir()) == [".docx", ".json", ".pdf"]


def test_every_exported_name_is_there() -> None:
    assert sorted(api.__all__) == sorted(name for name in api.__all__ if getattr(api, name) is not None)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = api.nothing


@pytest.mark.parametrize(("module", "names"), [(api, ("extract(path", "class Issuer(")), (batch, ("run_batch(job",))])
def test_help_lists_what_is_imported_when_first_used(module: ModuleType, names: tuple[str, ...]) -> None:
    shown = pydoc.plain(pydoc.render_doc(module))
    assert [name for name in names if name not in shown] == []


def test_values_of_a_program_are_those_of_a_person() -> None:
    loaded = api.load_template(str(ROOT / "templates" / "labour-contract"))
    typed = api.read_record(str(ROOT / "samples" / "labour-contract" / "record.yaml"), loaded.template)
    own = {**typed.values, "sign_date": dt.date(2026, 11, 20), "salary": Decimal("9800.00")}
    issuer = api.Issuer(loaded, api.Issue(formats=("json",)))
    assert "salary" in typed.values
    assert issuer.bind(api.Record(values=own)).values == issuer.bind(typed).values


def test_a_batch_by_the_name_of_a_template_knows_its_folder(tmp_path: Path) -> None:
    job = job_of("house-lease", b"", api.Issue(formats=("json",), today=dt.date(2026, 1, 2)), folder=str(tmp_path))
    assert job.recipe.template == ROOT / "templates" / "house-lease"  # type: ignore[attr-defined]
    assert (job.name, job.day, job.annex_folder) == ("records.jsonl", dt.date(2026, 1, 2), None)


def test_one_alone_needs_no_tuple() -> None:
    issue = api.Issue(formats="DOCX", annexes="附件", font_paths=Path("字体"))  # type: ignore[arg-type]
    assert (issue.formats, issue.annexes, issue.font_paths) == (("docx",), ("附件",), (Path("字体"),))


def test_a_path_that_no_system_takes_is_a_read_error() -> None:
    with pytest.raises(api.PipelineError, match="路径里有不能用的字符"):
        api.read("a\0b.docx")
