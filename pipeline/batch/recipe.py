"""Template + Issue → a Recipe: what a worker needs to make contracts; sent once, and light with every chunk."""

from __future__ import annotations

import functools
import gc
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.diagnostics import Diagnostic
from pipeline.errors import TemplateError
from pipeline.model.record import Record

if TYPE_CHECKING:
    from pipeline.api.loaded import LoadedTemplate

_BROUGHT = 4  # recipes that a process keeps: the workers of a cluster may serve several batches


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

    def light(self) -> Recipe:
        """Return an equal recipe that is small enough to be sent with every chunk."""


class TemplateDiffers(TemplateError):
    """The template folder that a worker finds is not the one that the batch was begun with."""

    def __init__(self, folder: Path) -> None:
        super().__init__("工作进程读到的模板与本批次的不是同一份", location=str(folder),
                         hint="各台机器上的模板文件夹要相同；批次运行时不要修改模板")  # fmt: skip


_brought: dict[Recipe, Recipe] = {}


def bring(recipe: Recipe) -> None:
    """Keep a recipe in this process with all that it carries, for chunks that come with a light one."""
    _brought.pop(recipe, None)
    _brought[recipe] = recipe
    for old in list(_brought)[:-_BROUGHT]:
        del _brought[old]


@functools.lru_cache(maxsize=2)
def maker_of(recipe: Recipe) -> Maker:
    """Return the recipe's maker, made once in each process."""
    maker = _brought.get(recipe, recipe).maker()
    gc.freeze()  # template and dictionaries stay: the collector need not go through them again and again
    return maker


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRecipe:
    """Contracts of a template folder, made by `pipeline.api`.

    Attributes:
        template: The template folder.
        issue: How they are issued; an `api.Issue`.
        digest: The digest of the folder, so that a worker that lives on never makes contracts of an older template.
        loaded: The folder as it was read, which takes a worker a hundredth of the time that reading it takes.
    """

    template: Path
    issue: Hashable
    digest: str = ""
    loaded: LoadedTemplate | None = field(default=None, compare=False, repr=False)

    def maker(self) -> Maker:
        """Return the maker."""
        return _IssuerMaker(self)

    def dated(self, day: date, /) -> TemplateRecipe:
        """Return the recipe for contracts of a day."""
        return replace(self, issue=replace(self.issue, today=day))  # type: ignore[type-var]

    def light(self) -> TemplateRecipe:
        """Return the recipe without the template that was read."""
        return replace(self, loaded=None)

    def read(self) -> LoadedTemplate:
        """Return the template that was brought, else what stands in the folder.

        Raises:
            TemplateDiffers: The folder has changed.
            TemplateError: It can't be used.
        """
        if self.loaded is not None:
            return self.loaded
        from pipeline import api

        if self.digest and api.template_digest(self.template) != self.digest:
            raise TemplateDiffers(self.template)
        return api.load_template(self.template)


class _IssuerMaker:
    def __init__(self, recipe: TemplateRecipe) -> None:
        from pipeline import api

        self._issuer = api.Issuer(recipe.read(), recipe.issue)  # type: ignore[arg-type]

    def check(self, record: Record) -> tuple[Diagnostic, ...] | None:
        return self._issuer.examine(record)

    def make(self, record: Record, found: tuple[Diagnostic, ...] | None = None) -> Made:
        issued = self._issuer.run(record, found=found)
        contract = issued.contract
        names = {b.party: contract.values[b.key].text for b in reversed(contract.template.blanks)
                 if b.party and b.kind.value == "party" and b.key in contract.values}  # fmt: skip
        parties = tuple({"role": p.role, "name": names.get(p.key, "")} for p in contract.template.parties)
        return Made(files=issued.files, title=contract.template.title, parties=parties)
