"""Templates, values and what is printed, from the fixture file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pipeline.filling import RecordRefused, fill
from pipeline.model.contract import Contract
from pipeline.model.record import Record
from pipeline.model.template import Template

FIXTURE = Path(__file__).parents[2] / "fixtures" / "filling.txt"


class _Strings(yaml.SafeLoader):
    """Reads dates as they were typed."""


_Strings.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _cases() -> list[tuple[str, str, str, str]]:
    cases = []
    for block in FIXTURE.read_text("utf-8").split("\n=== ")[1:]:
        title, _, rest = block.partition("\n")
        source, values, expected = rest.split("\n---\n")
        cases.append((title, source, values, expected.removesuffix("\n")))
    return cases


@pytest.mark.parametrize(("source", "given", "expected"), [c[1:] for c in _cases()], ids=[c[0] for c in _cases()])
def test_case(
    make: Callable[..., Template], shown: Callable[[Contract], str], source: str, given: str, expected: str
) -> None:
    template = make(source)
    record = Record(values=yaml.load(given, _Strings))
    if expected.startswith("! "):
        with pytest.raises(RecordRefused) as refused:
            fill(template, record)
        assert "\n".join(f"! {d.code} {d.key}" for d in refused.value.diagnostics) == expected.rstrip()
    else:
        assert shown(fill(template, record)) == expected.removesuffix("\n") if not source.count("\n") else expected
