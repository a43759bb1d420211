"""Source, index → the most likely reading of the damaged stretch there."""

from __future__ import annotations

import functools
from dataclasses import replace

from pipeline.text.likelihood import Likelihood, log_likelihood
from pipeline.text.repair.hypothesis import Hypothesis
from pipeline.text.repair.rules import ALIGNED, LOSSY, SHIFTED
from pipeline.text.repair.script import simplify_character

_CONTEXT = 6  # characters before the stretch that tell how it may begin
_ENDS = 2  # characters on either side of the stretch that its quality is judged with
_WIDTH = 24  # hypotheses kept at each index
_LOSSY_WIDTH = 6  # of these, so many may assume that bytes vanished without a trace
_FALLEN_BEHIND = 20.0  # nats behind the best hypothesis at which one is given up
REACH = 160  # characters of the source that one search reads at most

# Nats a character. Plain prose has about −5 to −7; re-decoding at the wrong offset about −15.
_ACCEPTABLE = -10.5


@functools.lru_cache(maxsize=1_000)
def decode(stretch: str, before: str) -> Hypothesis | None:
    """Read a damaged stretch until bytes and characters are aligned again.

    Args:
        stretch: The damaged text from the first sign that something is wrong; at most `REACH` characters are read.
        before: What the text before it reads as.

    Returns:
        The best reading, None if no reading is better than what stands there or all are too unlikely as Chinese.
    """
    best = _search(stretch[:REACH], before)
    return best if best and _quality(best) >= _ACCEPTABLE else None


def _quality(found: Hypothesis) -> float:
    """Log-likelihood a character of what the reading puts in place, with the ends of the words it stands in."""
    start, end = max(0, found.begin - _ENDS), found.kept + _ENDS
    simplified = "".join(map(simplify_character, found.text[:end]))
    return (log_likelihood(simplified) - log_likelihood(simplified[:start])) / max(1, len(simplified) - start)


def _search(source: str, before: str) -> Hypothesis | None:
    context = before[-_CONTEXT:]
    start = Likelihood().extended("".join(map(simplify_character, context)))
    front: dict[int, list[Hypothesis]] = {0: [Hypothesis(text=context, likelihood=start)]}
    for at in range(len(source)):
        kept = _pruned(front.pop(at, []))
        if len(kept) == 1 and kept[0].pending is None and not front and at > 1:
            return kept[0] if kept[0].is_changed else None
        for rank, hypothesis in enumerate(kept):
            for follower, following in _followers(hypothesis, source, at, lossy=rank < _LOSSY_WIDTH):
                front.setdefault(following, []).append(follower)
    return _ended(_pruned(front.get(len(source), [])), source)


def _ended(kept: list[Hypothesis], source: str) -> Hypothesis | None:
    """The best at the end of the source, where a pending byte may have lost its trail."""
    aligned = [found for found in kept if found.pending is None]
    for hypothesis in kept[:_LOSSY_WIDTH]:
        if hypothesis.pending is not None:
            steps = _followers(hypothesis, source, len(source), lossy=True)
            aligned += [found for found, following in steps if following == len(source) and found.pending is None]
    best = next(iter(_pruned(aligned)), None)
    return best if best and best.is_changed else None


def _followers(hypothesis: Hypothesis, source: str, index: int, *, lossy: bool) -> list[tuple[Hypothesis, int]]:
    """All that a hypothesis leads to; rules that read nothing of the source are followed up at once."""
    ended = index == len(source)
    rules = ALIGNED if hypothesis.pending is None else SHIFTED + LOSSY if lossy else SHIFTED
    found: list[tuple[Hypothesis, int]] = []
    for rule in rules:
        for follower, following in rule(hypothesis, source + "\n" if ended else source, index):
            if following > index or ended:
                found.append((follower, following))
            else:
                found += _followers(follower, source, index, lossy=False)
    return found


def _pruned(hypotheses: list[Hypothesis]) -> list[Hypothesis]:
    """The best ones, and of those that can't differ any more in what follows only the better."""
    best: dict[tuple[int | None, str], Hypothesis] = {}
    for found in sorted(hypotheses, key=lambda h: -h.value):
        key = (found.pending, found.likelihood.tail)
        if key not in best:
            best[key] = found
        elif best[key].text != found.text:
            leader = best[key]
            best[key] = replace(leader, rival=min(leader.rival, leader.value - found.value))
    kept = list(best.values())[:_WIDTH]
    return [found for found in kept if found.value > kept[0].value - _FALLEN_BEHIND]
