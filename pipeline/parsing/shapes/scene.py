"""What every recogniser looks at: the view, and its text with the gaps found so far written as FILL."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.parsing.gaps import DONE, Gap
from pipeline.parsing.view import FILL, View

_LEGEND = "□"  # stands for a sign that a legend shows; no recogniser looks for it


@dataclass(frozen=True)
class Scene:
    """The view and what earlier recognisers made of it.

    Attributes:
        view: The text in the recognisers' alphabet.
        text: The same, gaps found so far written as FILL, places already filled in as DONE.
        gaps: The gaps found so far, in no order.
    """

    view: View
    text: str
    gaps: tuple[Gap, ...] = ()


def without_legends(scene: Scene, legends: list[tuple[int, int]]) -> Scene:
    """Return the scene with the signs of legends written as plain signs, so that nobody takes them for boxes."""
    pieces, at = [], 0
    for start, end in sorted(legends):
        if start >= at:
            pieces += [scene.text[at:start], _LEGEND * (end - start)]
            at = end
    pieces.append(scene.text[at:])
    return Scene(view=scene.view, text="".join(pieces), gaps=scene.gaps)


def masked(scene: Scene, gaps: list[Gap]) -> Scene:
    """Return the scene with further gaps written into its text."""
    if not gaps:
        return scene
    pieces, at = [], 0
    for gap in sorted(gaps, key=lambda g: g.start):
        pieces.append(scene.text[at : gap.start])
        pieces.append((FILL if gap.value is None else DONE) * (gap.end - gap.start))
        at = gap.end
    pieces.append(scene.text[at:])
    return Scene(view=scene.view, text="".join(pieces), gaps=scene.gaps + tuple(gaps))
