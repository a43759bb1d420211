"""One reading of a damaged stretch, as far as the search has come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.text.likelihood import Likelihood
from pipeline.text.repair.script import simplify_character

_NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A reading of the source up to some index.

    Attributes:
        text: What the source reads as, in the source's own (traditional) characters, context first.
        pending: The lead byte that waits for its trail, None while bytes and characters are aligned.
        likelihood: Of the text, less the penalties of what had to be assumed.
        first: Source index where the reading first leaves the literal one, −1 if it has not.
        last: Source index after the last such place.
        begin: Length of `text` at `first`.
        kept: Length of `text` at `last`.
        guessed: Bytes that are not in the source and were supplied by the dictionary.
        rival: Log-likelihood by which it beat the best other text, infinite without one.
    """

    text: str
    pending: int | None = None
    likelihood: Likelihood
    first: int = _NONE
    last: int = _NONE
    begin: int = 0
    kept: int = 0
    guessed: int = 0
    rival: float = float("inf")

    @property
    def is_changed(self) -> bool:
        """True where it reads otherwise than what stands in the source."""
        return self.first != _NONE

    @property
    def repaired(self) -> str:
        """What should stand between `first` and `last`."""
        return self.text[self.begin : self.kept]

    @property
    def value(self) -> float:
        """What hypotheses are compared by."""
        return self.likelihood.value

    def literal(self, characters: str) -> Hypothesis:
        """The same with characters read as they stand."""
        return replace(self, text=self.text + characters, likelihood=self._extended(characters))

    def changed(
        self, characters: str, start: int, end: int, *, pending: int | None, penalty: float = 0.0, guessed: int = 0
    ) -> Hypothesis:
        """The same with source[start:end] read as some characters and a byte that still waits for its trail."""
        text = self.text + characters
        likelihood = self._extended(characters) if characters else self.likelihood
        return Hypothesis(
            text=text,
            pending=pending,
            likelihood=likelihood.lowered(penalty) if penalty else likelihood,
            first=self.first if self.is_changed else start,
            begin=self.begin if self.is_changed else len(self.text),
            last=end,
            kept=len(text),
            guessed=self.guessed + guessed,
            rival=self.rival,
        )

    def _extended(self, characters: str) -> Likelihood:
        return self.likelihood.extended("".join(map(simplify_character, characters)))
