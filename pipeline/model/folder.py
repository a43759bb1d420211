"""What template.yaml says: the part of a template that a person may review and edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.template import Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The file that a template was made from, as it came: name, format, SHA-256."""

    name: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEntry:
    """A party as listed in template.yaml."""

    key: str
    role: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexEntry:
    """An annex as listed in template.yaml."""

    number: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseEntry:
    """A clause as listed in template.yaml; only its category may be edited."""

    number: str
    title: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """The contents of template.yaml (模板文件).

    Attributes:
        id: Name of the template, the folder's name unless edited.
        title: Title of the contract.
        category: 合同类型.
        sha256: Of source.docx.
        received: The file that the template was made from.
        fields: The blanks; their slots have anchors, and offsets that are not yet valid.
        parties: The parties.
        annexes: The annexes that must be there.
        clauses: The articles with their categories.
        accept: Finding code → reason, accepted for every contract made from the template.
    """

    id: str
    title: str
    category: str
    sha256: str
    received: Received
    fields: tuple[Blank, ...]
    parties: tuple[PartyEntry, ...] = ()
    annexes: tuple[AnnexEntry, ...] = ()
    clauses: tuple[ClauseEntry, ...] = ()
    accept: Mapping[str, str] = field(default_factory=dict)
