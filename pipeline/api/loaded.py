"""A template folder in memory; a worker that is given one need not import what reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.filling import Binder, compile_template
from pipeline.model.document import Document
from pipeline.model.flow import Flow, flow
from pipeline.model.folder import TemplateFile
from pipeline.model.template import Template

if TYPE_CHECKING:
    from pipeline.extracting.aligned.read import Aligner


@dataclass(frozen=True, kw_only=True)
class LoadedTemplate:
    """A template folder in memory: the template, its file, and the bytes of source.docx.

    What thousands of contracts are read back by is made once, when first asked for.
    """

    template: Template
    file: TemplateFile
    source: bytes
    document: Document

    @cached_property
    def flow(self) -> Flow:
        """The text of the blank contract."""
        return flow(self.document)

    @cached_property
    def aligner(self) -> Aligner:
        """What reads documents that were made from the template."""
        from pipeline.extracting.aligned.read import Aligner

        return Aligner(self.template, self.flow)

    @cached_property
    def binder(self) -> Binder:
        """What binds records to the template."""
        return compile_template(self.template)
