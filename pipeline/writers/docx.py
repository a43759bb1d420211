"""Source DOCX + anchors → DocxTemplate; placements → the bytes of an issued contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.contract import Placement
from pipeline.model.template import Anchor
from pipeline.ooxml.anchors import AnchorLost
from pipeline.ooxml.archive import Frozen, freeze, pack, write_archive
from pipeline.ooxml.custom import record_parts_of
from pipeline.ooxml.draft import DraftMarks
from pipeline.ooxml.fills import CompiledPart
from pipeline.ooxml.package import Package, open_package
from pipeline.ooxml.patch import compile_part
from pipeline.ooxml.plain import plain_document
from pipeline.ooxml.record import record_xml
from pipeline.ooxml.styles import Styles

_Place = tuple[str, int, int, int]
# Of deflate, for the parts that change: as fast as 1 on real contracts and a tenth smaller; 6 takes thrice as long.
LEVEL = 3


def _place(anchor: Anchor) -> _Place:
    return anchor.part, anchor.paragraph, anchor.start, anchor.end


class DocxTemplate:
    """A contract compiled once, to be filled any number of times.

    Args:
        package: The source.
        anchors: Every place that may be filled.

    Raises:
        AnchorLost: The source is not the one that the anchors were made for.
        AnchorsOverlap: Two anchors claim the same characters.
    """

    def __init__(self, package: Package, anchors: Sequence[Anchor]) -> None:
        self._package = package
        self._members = {member.name: member for member in package.members}
        self._holes: dict[_Place, tuple[str, int]] = {}
        by_part: dict[str, list[tuple[int, Anchor]]] = {}
        for anchor in anchors:
            if _place(anchor) in self._holes:
                continue
            if anchor.part not in package.trees:
                raise AnchorLost(anchor, f"缺少部件 {anchor.part}")
            hole = len(self._holes)
            self._holes[_place(anchor)] = anchor.part, hole
            by_part.setdefault(anchor.part, []).append((hole, anchor))
        styles = Styles(package.trees.get(next(package.related(package.document, "styles"), "word/styles.xml")))
        self._parts: dict[str, CompiledPart] = {
            part: compile_part(package, part, holes, styles) for part, holes in by_part.items()
        }
        self._frozen: dict[tuple[frozenset[str], bool, bool], Frozen] = {}
        self._draft = DraftMarks(package)
        self._plain = plain_document(package)
        self._record_part, self._record_static = record_parts_of(package, self._plain.replaced)

    def render(
        self,
        placements: Sequence[Placement],
        *,
        record: bytes | None = None,
        controls: bool = False,
        draft: bool = False,
        level: int = LEVEL,
    ) -> bytes:
        """Return the filled contract.

        Args:
            placements: What to write where; anchors without one stay as they are.
            record: The contract record to carry as a custom XML part; one that is there already is replaced.
            controls: Wrap every value in a content control tagged with its key.
            draft: Mark the contract a draft: a watermark on every page, and the document's status 草稿.
            level: Deflate level of the parts that change, 1 (fast) to 9 (small).

        Returns:
            The file; the same arguments give the same bytes.

        Raises:
            AnchorLost: A placement's anchor is not one that the template was compiled with.
            WriteError: A value can't be written.
        """
        changed = {
            part: self._parts[part].render(values, controls=controls)
            for part, values in self._values(placements).items()
        }
        static = self._static(frozenset(changed), has_record=record is not None, draft=draft)
        if draft:
            changed = {name: self._mark(name, content) for name, content in changed.items()}
        members = [pack(name, content, level) for name, content in changed.items()]
        if record is not None:
            members.append(pack(self._record_part, record_xml(record), level))
        return write_archive(static, members)

    def _mark(self, name: str, content: bytes) -> bytes:
        return self._draft.mark(name, content) if name in self._draft.marked else content

    def _values(self, placements: Sequence[Placement]) -> Mapping[str, dict[int, Placement]]:
        values: dict[str, dict[int, Placement]] = {}
        for placement in placements:
            found = self._holes.get(_place(placement.anchor))
            if found is None:
                raise AnchorLost(placement.anchor, "空白不在编译过的模板中")
            part, hole = found
            values.setdefault(part, {})[hole] = placement
        return values

    def _static(self, changed: frozenset[str], *, has_record: bool, draft: bool) -> Frozen:
        """Return the parts that do not depend on the values, ready to be written."""
        key = changed, has_record, draft
        if key not in self._frozen:
            replaced = dict(self._plain.replaced)
            if has_record:
                replaced.update(self._record_static)
            if draft:
                replaced.update(self._draft.parts(replaced))
                for name in self._draft.marked - changed:
                    replaced[name] = self._draft.mark(name, self._package.texts[name])
            left_out = changed | self._plain.dropped | ({self._record_part} if has_record else set())
            members = [
                pack(name, replaced.pop(name), 9) if name in replaced else member
                for name, member in self._members.items()
                if name not in left_out
            ]
            members += [pack(name, content, 9) for name, content in replaced.items()]
            self._frozen[key] = freeze(members)
        return self._frozen[key]


def compile_docx(source: bytes, anchors: Sequence[Anchor]) -> DocxTemplate:
    """Return a template ready to be filled.

    Args:
        source: The DOCX as received.
        anchors: Every place that may be filled; those that come twice count once.

    Raises:
        ReadError: The source is no Word file, damaged, or breaks a limit.
        AnchorLost: The source is not the one that the anchors were made for.
        AnchorsOverlap: Two anchors claim the same characters.
    """
    return DocxTemplate(open_package(source), anchors)
