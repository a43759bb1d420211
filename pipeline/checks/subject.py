"""Template + Contract + what was supplied → Subject: what the checks look at."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.checks.printing import Edit, printed, signing_date
from pipeline.model.cited import clause_path
from pipeline.model.contract import Contract, SuppliedAnnex
from pipeline.model.document import Document
from pipeline.model.template import Blank, Section, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the checks look at.

    Attributes:
        template: The template, or the uploaded file as it was understood.
        contract: The template with its values; None where a bare template or an uploaded file is checked.
        document: The file as read, with the marks of its characters; None where only a template is at hand.
        supplied: The annex files, read.
        asked: Annex files were named, by a folder or one by one: what the list names must then be among them.
        signed: Signing date, None if unknown.
        text: The text with the values printed in; a gap without value stands there as underscores.
        edits: Where `text` differs from the template's text.
    """

    template: Template
    contract: Contract | None = None
    document: Document | None = None
    supplied: tuple[SuppliedAnnex, ...] = ()
    asked: bool = False
    signed: date | None = None
    text: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def issuing(self) -> bool:
        """True where a contract is to be issued, not a draft of one and not a template."""
        return self.contract is not None and self.contract.state != "draft"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the template's text of a stretch of `text`."""
        return self._origin(start, upper=False), self._origin(end, upper=True)

    def printed_at(self, offset: int) -> int:
        """Return where in `text` the character stands that has this offset in the template's text."""
        index = bisect.bisect_right(self.edits, offset, key=lambda edit: edit.start) - 1
        if index < 0:
            return offset
        edit = self.edits[index]
        return edit.at if offset < max(edit.end, edit.start + 1) else edit.at + len(edit.text) + offset - edit.end

    def place(self, start: int) -> str:
        """Name the clause that offset `start` of `text` stands in: "三、服务费用 3.1"; else the part (合同首部)."""
        offset = self.span(start, start)[0]
        return clause_path(self.template, offset) or section_name(self.template, offset)

    def _origin(self, offset: int, *, upper: bool) -> int:
        index = bisect.bisect_right(self.edits, offset, key=lambda edit: edit.at) - 1
        if index < 0:
            return offset
        edit = self.edits[index]
        inside = offset - edit.at
        if inside >= len(edit.text):
            return edit.end + inside - len(edit.text)
        return edit.end if upper and inside else edit.start

    def blanks(self) -> Iterator[Blank]:
        """Yield every blank of the template, empty or written on."""
        yield from self.template.blanks
        yield from self.template.filled


def subject_of(
    template: Template,
    *,
    contract: Contract | None = None,
    document: Document | None = None,
    supplied: tuple[SuppliedAnnex, ...] = (),
    asked: bool = False,
    signed: date | None = None,
) -> Subject:
    """Put together what the checks look at.

    Args:
        template: The template, or an uploaded file as understood.
        contract: Its values, if it was filled here.
        document: The file as read.
        supplied: The annex files, read.
        asked: Annex files were named, be it an empty folder.
        signed: Signing date; None: the one that the contract states, if it does.

    Returns:
        The subject, the text printed with the values.
    """
    text, edits = printed(template, contract)
    return Subject(
        template=template, contract=contract, document=document, supplied=supplied, text=text, edits=edits,
        asked=asked or bool(supplied), signed=signed or signing_date(template, contract),
    )  # fmt: skip


_PARTS = {
    Section.COVER: "封面", Section.NOTES: "使用说明", Section.CONTENTS: "目录", Section.HEAD: "合同首部",
    Section.SIGNATURE: "签署栏", Section.APPENDIX: "附件",
}  # fmt: skip


def section_name(template: Template, offset: int) -> str:
    """Name the part of the contract that a character stands in, "" in the body."""
    region = next((r for r in template.regions if r.start <= offset < r.end), None)
    return _PARTS.get(region.section, "") if region else ""
