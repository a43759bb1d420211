from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from pipeline.model.document import Mark, Run
from pipeline.model.making import changer, maker

make_run = maker(Run)


def test_what_is_made_is_an_instance_as_any_other() -> None:
    run = make_run(text="甲方", marks=Mark.BOLD)
    assert type(run) is Run
    assert run == Run(text="甲方", marks=Mark.BOLD)
    assert hash(run) == hash(Run(text="甲方", marks=Mark.BOLD))
    assert repr(run) == repr(Run(text="甲方", marks=Mark.BOLD))
    assert replace(run, text="乙方") == Run(text="乙方", marks=Mark.BOLD)


def test_it_is_frozen() -> None:
    run = make_run(text="甲方")
    with pytest.raises(FrozenInstanceError):
        run.text = "乙方"  # type: ignore[misc]


def test_it_takes_what_the_class_takes() -> None:
    with pytest.raises(TypeError, match="text"):
        make_run()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        make_run(text="", colour="red")  # type: ignore[call-arg]


def test_a_class_with_a_base_is_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Longer(Run):
        more: int = 0

    with pytest.raises(AssertionError):
        maker(Longer)


def test_a_changed_instance_is_what_replace_makes() -> None:
    change = changer(Run)
    run = Run(text="甲方", marks=Mark.BOLD)
    changed = change(run, text="乙方")
    assert type(changed) is Run
    assert changed == replace(run, text="乙方")
    assert run == Run(text="甲方", marks=Mark.BOLD)
    with pytest.raises(FrozenInstanceError):
        changed.text = "丙方"  # type: ignore[misc]


def test_only_fields_can_be_changed() -> None:
    with pytest.raises(AssertionError):
        changer(Run)(Run(text="甲方"), colour="red")
