"""Scene → gaps that the file itself declares: form fields, merge fields, content controls, inputs, widgets."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.document import Mark
from pipeline.model.flow import RunSpan
from pipeline.parsing.gaps import Gap
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, TICK

_BOXES = frozenset(BOX + TICK)


def find(scene: Scene) -> Iterator[Gap]:
    """Yield one gap for every stretch of runs that belong to the same field."""
    for start, end, span in _joined(list(scene.view.fields.values())):
        piece = scene.view.text[start:end]
        if "\n" in piece or _BOXES & set(piece):
            continue
        mark = "field" if span.run.marks & Mark.FIELD else "control"
        words = scene.view.flow.text[start:end].strip()
        hint = span.run.name or words.strip("«»《》{}$ ")
        yield Gap(
            start=start, end=end, inner=(start, end), shape=mark, hint=hint, choices=span.run.choices,
        )  # fmt: skip


def _joined(spans: list[RunSpan]) -> Iterator[tuple[int, int, RunSpan]]:
    """Yield (start, end, first span) of neighbouring runs of one field."""
    at = 0
    while at < len(spans):
        first = spans[at]
        end = first.end
        while at + 1 < len(spans) and spans[at + 1].start == end and spans[at + 1].run.name == first.run.name:
            at += 1
            end = spans[at].end
        at += 1
        yield first.start, end, first
