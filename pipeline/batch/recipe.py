"""Template + Issue → a Recipe: what a worker needs to make contracts, small enough to be sent with every chunk."""

from __future__ import annotations

import functools
import gc
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from pipeline.diagnostics import Diagnostic
from pipeline.model.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An issued contract as the register and the store see it.

    Attributes:
        files: Format ("docx") → bytes; the same record gives the same bytes.
        title: Title of the contract.
        parties: Role and name of each party.
    """

    files: Mapping[str, bytes]
    title: str = ""
    parties: tuple[Mapping[str, str], ...] = field(default=())


class Maker(Protocol):
    """Makes contracts of one template, compiled once."""

    def check(self, record: Record) -> tuple[Diagnostic, ...] | None:
        """Raise what `make` would raise for the record's values, without making files.

        Returns:
            What was found that refuses nothing, for `make`; None if `make` shall look for itself.
        """

    def make(self, record: Record, found: tuple[Diagnostic, ...] | None = None) -> Made:
        """Return the contract's files.

        Args:
            record: Its values.
            found: What `check` returned for the same record.

        Raises:
            PipelineError: The record can't be issued; its `diagnostics`, if it has any, say all that is wrong.
        """


class Recipe(Hashable, Protocol):
    """How a maker is made; pickled to the workers, equal where the makers would be."""

    def maker(self) -> Maker:
        """Return the maker: read the template, compile it."""

    def dated(self, day: date, /) -> Recipe:
        """Return the recipe for contracts of a day; a resumed batch keeps the day it was begun on."""


@functools.lru_cache(maxsize=2)
def maker_of(recipe: Recipe) -> Maker:
    """Return the recipe's maker, made once in each process."""
    maker = recipe.maker()
    gc.freeze()  # template and dictionaries stay: the collector need not go through them again and again
    return maker


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRecipe:
    """Contracts of a template folder, made by `pipeline.api`.

    Attributes:
        template: The template folder.
        issue: How they are issued; an `api.Issue`.
    """

    template: Path
    issue: Hashable

    def maker(self) -> Maker:
        """Return the maker."""
        return _IssuerMaker(self)

    def dated(self, day: date, /) -> TemplateRecipe:
        """Return the recipe for contracts of a day."""
        return replace(self, issue=replace(self.issue, today=day))  # type: ignore[type-var]


class _IssuerMaker:
    def __init__(self, recipe: TemplateRecipe) -> None:
        from pipeline import api

        self._issuer = api.Issuer(api.load_template(recipe.template), recipe.issue)  # type: ignore[arg-type]

    def check(self, record: Record) -> tuple[Diagnostic, ...] | None:
        return self._issuer.examine(record)

    def make(self, record: Record, found: tuple[Diagnostic, ...] | None = None) -> Made:
        issued = self._issuer.run(record, found=found)
        contract = issued.contract
        names = {b.party: contract.values[b.key].text for b in reversed(contract.template.blanks)
                 if b.party and b.kind.value == "party" and b.key in contract.values}  # fmt: skip
        parties = tuple({"role": p.role, "name": names.get(p.key, "")} for p in contract.template.parties)
        return Made(files=issued.files, title=contract.template.title, parties=parties)
