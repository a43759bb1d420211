"""What Typst remembers saves time and changes nothing."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import orjson
import pytest
import typst

from pipeline.writers.pdf.fonts import FontSet, font_set
from pipeline.writers.pdf.shelf import Shelf

WHEN = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
SOURCE = '#set text(font:"Noto Sans SC")\n第一行 #data.value 第二行'


def typeset(fonts: FontSet, source: str, value: str) -> bytes:
    return fonts.typesetter.set(source, orjson.dumps({"value": value}), WHEN)


def test_a_document_set_after_others_is_the_same_as_one_set_first() -> None:
    used = FontSet(system=False)
    values = ["甲公司", "乙公司\u2028// */ 丙", "甲公司"]
    assert [typeset(used, SOURCE, value) for value in values] == [
        typeset(FontSet(system=False), SOURCE, value) for value in values
    ]


def test_it_is_the_same_where_there_are_no_files_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    by_file = typeset(font_set(system=False), SOURCE, "甲公司")
    monkeypatch.delattr(os, "memfd_create", raising=False)
    without = FontSet(system=False)
    assert typeset(without, SOURCE, "甲公司") == by_file


def test_it_is_the_same_where_a_process_may_not_read_its_files_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    by_file = typeset(font_set(system=False), SOURCE, "甲公司")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert typeset(FontSet(system=False), SOURCE, "甲公司") == by_file


def test_more_sources_than_are_kept_come_out_right() -> None:
    fonts = font_set(system=False)
    sources = [f"{SOURCE} {number}" for number in range(7)]
    first = [typeset(fonts, source, "甲") for source in sources]
    assert len(set(first)) == len(sources)
    assert [typeset(fonts, source, "甲") for source in sources] == first


def test_a_source_that_is_wrong_is_said_to_be() -> None:
    with pytest.raises(typst.TypstError):
        typeset(font_set(system=False), "#unknown()", "甲")


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="this system has no files without names")
def test_a_shelf_keeps_few_files_and_closes_them_when_it_goes() -> None:
    def still_open() -> int:
        return sum("memfd:typst" in link for link in map(_target, Path("/proc/self/fd").iterdir()))

    before = still_open()
    shelf = Shelf()
    paths = [shelf.path(f"source {number}") for number in range(20)]
    assert None not in paths
    assert still_open() - before == 4
    del shelf
    assert still_open() == before


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:
        return ""
