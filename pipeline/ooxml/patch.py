"""Part + anchors → CompiledPart: the bytes around each anchor cut so that a value fits in.

A value replaces exactly the anchored characters, over however many runs they are spread, and looks like the first
of them. Nothing else of the part changes by a byte, except that a w:t with an anchor keeps its white space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.errors import TemplateError
from pipeline.model.template import Anchor
from pipeline.ooxml.anchors import AnchorLost, fingerprint
from pipeline.ooxml.controls import control_edits, drawn_boxes, form_edit, state_marks, takes_value
from pipeline.ooxml.edits import Edit, assemble
from pipeline.ooxml.fills import TEXT_OPEN, CompiledPart, Fill, escape
from pipeline.ooxml.holes import Fills, unit_of
from pipeline.ooxml.names import (
    ALTERNATE,
    BOX_CONTENT,
    CHOICE,
    FALLBACK,
    PARAGRAPH,
    ROW,
    TEXT,
    Element,
    M,
    W,
)
from pipeline.ooxml.package import Package
from pipeline.ooxml.spans import Atom, Walk, paragraphs, raw_text
from pipeline.ooxml.styles import Styles
from pipeline.ooxml.symbols import BOXES
from pipeline.ooxml.tags import Tags, usual_prefix


class AnchorsOverlap(TemplateError):
    """Two anchors claim the same characters."""

    def __init__(self, part: str) -> None:
        super().__init__("模板中有两个空白占用了同一处文字", location=part, hint="请在 template.yaml 中删除其中一个")


class _Patch:
    """Collects the edits that the anchors of one part need."""

    def __init__(self, text: bytes, root: Element, part: str, styles: Styles) -> None:
        self.part = part
        self.tags = Tags(text, root)
        self.edits: list[Edit] = []
        self.rows: dict[Element, set[int]] = {}
        self._paragraphs = list(paragraphs(root))
        self._fills = Fills(self.tags, styles)
        self._cuts: dict[Element, list[tuple[int, int, Fill]]] = {}
        self._walks: dict[Element, Walk] = {}
        self._touched: set[Element] = set()

    def add(self, hole: int, anchor: Anchor) -> None:
        """Make room for a value at the anchor."""
        if not 0 <= anchor.paragraph < len(self._paragraphs):
            raise AnchorLost(anchor, "段落不存在")
        paragraph = self._paragraphs[anchor.paragraph]
        text = self._walk(paragraph).text
        if fingerprint(text) != anchor.fingerprint:
            raise AnchorLost(anchor, "段落文字已改变")
        if not 0 <= anchor.start <= anchor.end <= len(text):
            raise AnchorLost(anchor, "空白的位置超出段落")
        for target in (paragraph, *self._twins(paragraph, text)):
            row = next(target.iterancestors(ROW), None)
            if row is not None:
                self.rows.setdefault(row, set()).add(hole)
            if anchor.start == anchor.end:
                self._insert(hole, target, anchor.start)
            else:
                self._replace(hole, target, anchor.start, anchor.end)

    def _walk(self, paragraph: Element) -> Walk:
        if paragraph not in self._walks:
            self._walks[paragraph] = Walk(paragraph)
        return self._walks[paragraph]

    def _twins(self, paragraph: Element, text: str) -> Iterator[Element]:
        """Yield the copies of a text box's paragraph that are kept for old programs."""
        box = next(paragraph.iterancestors(BOX_CONTENT), None)
        if box is None:
            return
        for alternate in box.iterancestors(ALTERNATE):
            choice, fallback = alternate.find(CHOICE), alternate.find(FALLBACK)
            if choice is None or fallback is None:
                continue
            boxes, copies = list(choice.iter(BOX_CONTENT)), list(fallback.iter(BOX_CONTENT))
            index = list(box.iter(PARAGRAPH)).index(paragraph)
            if box in boxes and len(boxes) == len(copies):
                twins = list(copies[boxes.index(box)].iter(PARAGRAPH))
                if index < len(twins) and self._walk(twins[index]).text == text:
                    yield twins[index]

    def _replace(self, hole: int, paragraph: Element, start: int, end: int) -> None:
        walk = self._walk(paragraph)
        at, is_first = 0, True
        for number, atom in enumerate(walk.atoms):
            begin, at = at, at + len(atom.text)
            first, last = max(start, begin) - begin, min(end, at) - begin
            if first >= last:
                continue
            self._unlink(hole, walk, number)
            if is_first:
                self._write(hole, atom, first, last)
            else:
                self._empty(hole, atom, first, last)
            is_first = False

    def _write(self, hole: int, atom: Atom, first: int, last: int) -> None:
        if atom.node.tag == f"{W}fldChar":
            self.edits.append(form_edit(hole, atom.node, self.tags))
            return
        control = atom.frame.control
        if control is not None and control not in self._touched:
            self._touched.add(control)
            self.edits += control_edits(hole, atom, self.tags)
        exact: dict[str, bytes] = {}
        if control is not None and atom.frame.ticked is not None:
            exact = state_marks(control)
        elif atom.text[first:last] in BOXES:
            exact = drawn_boxes(atom)
        is_control = control is not None and takes_value(control)
        if _is_text(atom):
            self._cut(atom, first, last, self._fills.in_text(hole, atom, first, last, exact, is_control=is_control))
        else:
            self.edits.append(self._fills.in_unit(hole, atom, first, last, exact, is_control=is_control))

    def _empty(self, hole: int, atom: Atom, first: int, last: int) -> None:
        if atom.node.tag == f"{W}fldChar":
            return
        if _is_text(atom):
            self._cut(atom, first, last, Fill(hole=hole, original=escape(raw_text(atom.node)[first:last])))
            return
        self.edits.append(self._fills.gone(hole, unit_of(atom)))

    def _unlink(self, hole: int, walk: Walk, number: int) -> None:
        """Turn a merge field into plain text: Word would overwrite the value when it updates the field."""
        for merge in walk.merges:
            if not merge.first <= number < merge.last or merge.nodes[0] in self._touched:
                continue
            self._touched.add(merge.nodes[0])
            if merge.nodes[0].tag != f"{W}fldSimple":
                self.edits += [self._fills.gone(hole, node) for node in merge.nodes]
                continue
            span = self.tags.span(merge.nodes[0])
            for start, end in ((span.start, span.inner), (span.close, span.end)):
                self.edits.append(Edit(start, end, (Fill(hole=hole, original=self.tags.text[start:end]),)))

    def _cut(self, atom: Atom, first: int, last: int, fill: Fill) -> None:
        self._cuts.setdefault(atom.node, []).append((first, last, fill))

    def _insert(self, hole: int, paragraph: Element, at: int) -> None:
        """Make room between two characters: beside the one before, or else beside the one behind."""
        atoms = self._walk(paragraph).atoms
        before, after = _neighbours(atoms, at)
        beside = next((a for a in (before, after) if a is not None and a.node.tag != f"{W}fldChar"), None)
        if beside is None:
            self.edits.append(self._fills.at_end(hole, paragraph))
            return
        # A value stands on a line only where the line goes on at both sides of it.
        on_line = None not in {before, after} and all(
            self._fills.is_underlined(atom, paragraph) for atom in (before, after) if atom is not None
        )
        if _is_text(beside):
            offset = at - _start(atoms, beside)
            self._cut(beside, offset, offset, self._fills.between(hole, beside, paragraph, on_line=on_line))
            return
        span = self.tags.span(unit_of(beside))
        place = span.end if beside is before else span.start
        fill = self._fills.between(hole, beside, paragraph, on_line=on_line)
        self.edits.append(Edit(place, place, (fill,)))

    def finish(self) -> CompiledPart:
        """Return the part cut at all edits."""
        for node, cuts in self._cuts.items():
            self.edits.append(self._cut_text(node, cuts))
        rows = {self.tags.span(row): frozenset(holes) for row, holes in self.rows.items()}
        compiled = assemble(self.tags.text, self.edits, {(span.start, span.end): h for span, h in rows.items()})
        if compiled is None:
            raise AnchorsOverlap(self.part)
        return compiled

    def _cut_text(self, node: Element, cuts: list[tuple[int, int, Fill]]) -> Edit:
        raw = raw_text(node)
        opening = TEXT_OPEN if node.tag == TEXT else self.tags.text[slice(*self.tags.span(node)[:2])]
        pieces: list[bytes | Fill] = [opening]
        at = 0
        for first, last, fill in sorted(cuts, key=lambda cut: cut[:2]):
            if first < at:
                raise AnchorsOverlap(self.part)
            pieces += [escape(raw[at:first]), fill]
            at = last
        pieces.append(escape(raw[at:]))
        span = self.tags.span(node)
        return Edit(span.start, span.close, tuple(pieces))


def _is_text(atom: Atom) -> bool:
    """True where the characters stand in the run as text, not as an element that draws them."""
    return atom.node.tag in {TEXT, f"{M}t"} and atom.node.getparent() is atom.run


def _neighbours(atoms: list[Atom], at: int) -> tuple[Atom | None, Atom | None]:
    """Return the atoms with the characters before and behind a place."""
    before = after = None
    begin = 0
    for atom in atoms:
        end = begin + len(atom.text)
        if begin < at <= end:
            before = atom
        if begin <= at < end:
            after = atom
        begin = end
    return before, after


def _start(atoms: list[Atom], wanted: Atom) -> int:
    begin = 0
    for atom in atoms:
        if atom is wanted:
            break
        begin += len(atom.text)
    return begin


def compile_part(package: Package, part: str, anchors: Sequence[tuple[int, Anchor]], styles: Styles) -> CompiledPart:
    """Return a part ready to be filled.

    Args:
        package: The source.
        part: Name of the part.
        anchors: Number and anchor of every place in it.
        styles: The styles of the package.

    Raises:
        AnchorLost: The source is not the one that the anchors were made for.
        AnchorsOverlap: Two anchors claim the same characters.
    """
    patch = _Patch(*usual_prefix(package.texts[part], package.trees[part]), part, styles)
    for hole, anchor in anchors:
        patch.add(hole, anchor)
    return patch.finish()
