"""The collector is held back while a document is read, and leaves what was set aside alone."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from pipeline.collector import paused, sweep


class _Node:
    def __init__(self) -> None:
        self.other: _Node | None = None


def _cycle() -> weakref.ref[_Node]:
    one, other = _Node(), _Node()
    one.other, other.other = other, one
    return weakref.ref(one)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_it_goes_on_afterwards_and_is_not_switched_on_where_it_was_off() -> None:
    with paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.disable()
    with paused():
        pass
    assert not gc.isenabled()


def test_what_was_built_is_among_the_old_and_none_of_it_is_lost_to_the_collector() -> None:
    gc.collect()
    with paused():
        built = [[number] for number in range(5000)]
        lost = _cycle()
    assert gc.get_count()[0] < 500
    assert any(each is built for each in gc.get_objects(generation=2))
    assert gc.get_freeze_count() == 0
    assert lost() is not None
    gc.collect()
    assert lost() is None


def test_what_a_program_has_set_aside_stays_so() -> None:
    gc.collect()
    gc.freeze()
    count = gc.get_freeze_count()
    with paused():
        pass
    assert gc.get_freeze_count() == count > 0


def test_what_readers_left_in_cycles_is_collected_in_the_course_of_some_files() -> None:
    with paused():
        lost = _cycle()
    for _ in range(8):
        sweep()
    assert lost() is None


def test_nothing_is_swept_where_the_collector_is_off() -> None:
    gc.disable()
    with paused():
        lost = _cycle()
    for _ in range(20):
        sweep()
    assert lost() is not None
