"""Part + anchors → CompiledPart: the bytes around each anchor cut so that a value fits in.

A value replaces exactly the anchored characters, over however many runs they are spread, and looks like the first
of them. Nothing else of the part changes by a byte, except that a w:t with an anchor keeps its white space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.errors import TemplateError
from pipeline.model.template import Anchor
from pipeline.ooxml.anchors import fingerprint
from pipeline.ooxml.controls import control_edits, drawn_boxes, form_edit, state_marks
from pipeline.ooxml.edits import Edit, assemble
from pipeline.ooxml.fills import TEXT_CLOSE, TEXT_OPEN, CompiledPart, Fill, escape
from pipeline.ooxml.names import (
    ALTERNATE,
    BOX_CONTENT,
    CHOICE,
    FALLBACK,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ROW,
    RUN_PROPERTIES,
    TEXT,
    Element,
    M,
    W,
)
from pipeline.ooxml.package import Package
from pipeline.ooxml.properties import RunProperties
from pipeline.ooxml.spans import Atom, Walk, paragraphs, raw_text, symbol_font
from pipeline.ooxml.styles import Styles
from pipeline.ooxml.symbols import BOXES
from pipeline.ooxml.tags import Tags, usual_prefix


class AnchorLost(TemplateError):
    """The source changed under its template: a wrong fill is never made."""

    def __init__(self, anchor: Anchor, why: str) -> None:
        super().__init__(
            f"模板与源文件不一致：{why}",
            location=f"{anchor.part} 第{anchor.paragraph + 1}段",
            hint="源文件已被修改；请对修改后的文件重新执行 hetong parse",
        )


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
        self._format = RunProperties(self.tags, styles)
        self._cuts: dict[Element, list[tuple[int, int, Fill]]] = {}
        self._walks: dict[Element, Walk] = {}
        self._touched: set[Element] = set()

    def add(self, hole: int, anchor: Anchor) -> None:
        """Make room for a value at the anchor."""
        if not 0 <= anchor.paragraph < len(self._paragraphs):
            raise AnchorLost(anchor, "段落不存在")
        paragraph = self._paragraphs[anchor.paragraph]
        text = "".join(atom.text for atom in self._walk(paragraph).atoms)
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
                if index < len(twins) and "".join(atom.text for atom in self._walk(twins[index]).atoms) == text:
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
        exact: dict[str, bytes] = {}
        control = atom.frame.control
        has_control = control is not None
        if control is not None:
            if atom.frame.ticked is not None:
                exact = state_marks(control)
            if control not in self._touched:
                self._touched.add(control)
                self.edits += control_edits(hole, atom, self.tags)
        elif atom.text[first:last] in BOXES:
            exact = drawn_boxes(atom)
        if atom.node.tag in {TEXT, f"{M}t"} and atom.node.getparent() is atom.run:
            self._cut(atom, first, last, self._text_fill(hole, atom, first, last, exact, is_control=has_control))
        else:
            self._unit(hole, atom, first, last, exact, is_control=has_control)

    def _text_fill(
        self, hole: int, atom: Atom, first: int, last: int, exact: dict[str, bytes], *, is_control: bool
    ) -> Fill:
        original = escape(raw_text(atom.node)[first:last])
        if atom.run.tag == f"{M}r":
            return Fill(hole=hole, original=original, writes=True, is_control=True, is_flat=True)
        own = self._format.of(atom.run)
        plain = self._format.without_symbols(atom.run) if symbol_font(atom.run) else own
        return self._in_text(hole, original, own, plain, exact, is_control=is_control)

    @staticmethod
    def _in_text(
        hole: int, original: bytes, own: bytes, new: bytes, exact: dict[str, bytes], *, is_control: bool = False
    ) -> Fill:
        """Return a fill inside a w:t; the value gets its own run where it must look unlike the rest."""
        leave, enter = TEXT_CLOSE + b"</w:r>", b"<w:r>" + own + TEXT_OPEN
        run = b"<w:r>" + new
        if new == own and not exact:
            return Fill(
                hole=hole, original=original, writes=True, leave=leave, enter=enter, run=run, is_control=is_control
            )
        return Fill(
            hole=hole, original=original, writes=True, leave=leave, enter=enter, run=run, is_control=is_control,
            wrap=(TEXT_OPEN, TEXT_CLOSE), outer=(leave + run, b"</w:r>" + enter), exact=exact,
        )  # fmt: skip

    def _unit(self, hole: int, atom: Atom, first: int, last: int, exact: dict[str, bytes], *, is_control: bool) -> None:
        """Replace a child of a run: a tab, a line break, a symbol."""
        unit = _unit_of(atom)
        span = self.tags.span(unit)
        before, after = escape(atom.text[:first]), escape(atom.text[last:])
        own = self._format.of(atom.run)
        fill = Fill(
            hole=hole, original=self.tags.bytes_of(unit), writes=True, exact=exact, is_control=is_control,
            wrap=(TEXT_OPEN + before, after + TEXT_CLOSE),
            leave=b"</w:r>", enter=b"<w:r>" + own, run=b"<w:r>" + own,
        )  # fmt: skip
        self.edits.append(Edit(span.start, span.end, (fill,)))

    def _empty(self, hole: int, atom: Atom, first: int, last: int) -> None:
        if atom.node.tag == f"{W}fldChar":
            return
        if atom.node.tag in {TEXT, f"{M}t"} and atom.node.getparent() is atom.run:
            self._cut(atom, first, last, Fill(hole=hole, original=escape(raw_text(atom.node)[first:last])))
            return
        self.edits.append(self._gone(hole, _unit_of(atom)))

    def _gone(self, hole: int, element: Element) -> Edit:
        span = self.tags.span(element)
        return Edit(span.start, span.end, (Fill(hole=hole, original=self.tags.bytes_of(element)),))

    def _unlink(self, hole: int, walk: Walk, number: int) -> None:
        """Turn a merge field into plain text: Word would overwrite the value when it updates the field."""
        for merge in walk.merges:
            if not merge.first <= number < merge.last or merge.nodes[0] in self._touched:
                continue
            self._touched.add(merge.nodes[0])
            if merge.nodes[0].tag != f"{W}fldSimple":
                self.edits += [self._gone(hole, node) for node in merge.nodes]
                continue
            span = self.tags.span(merge.nodes[0])
            for start, end in ((span.start, span.inner), (span.close, span.end)):
                self.edits.append(Edit(start, end, (Fill(hole=hole, original=self.tags.text[start:end]),)))

    def _cut(self, atom: Atom, first: int, last: int, fill: Fill) -> None:
        self._cuts.setdefault(atom.node, []).append((first, last, fill))

    def _insert(self, hole: int, paragraph: Element, at: int) -> None:
        """Make room between two characters."""
        atoms = [atom for atom in self._walk(paragraph).atoms if atom.node.tag != f"{W}fldChar"]
        before, after = _neighbours(self._walk(paragraph).atoms, at)
        anchor = before if before in atoms else after
        if anchor is None or anchor not in atoms:
            self._append(hole, paragraph)
            return
        both = before is not None and after is not None
        keep = both and all(self._format.is_underlined(atom.run, paragraph) for atom in (before, after) if atom)
        own = self._format.of(anchor.run)
        new = self._format.inserted(anchor.run, paragraph, keep_underline=keep)
        offset = at - _start(self._walk(paragraph).atoms, anchor)
        if anchor.node.tag == TEXT and anchor.node.getparent() is anchor.run:
            self._cut(anchor, offset, offset, self._in_text(hole, b"", own, new, {}))
            return
        span = self.tags.span(_unit_of(anchor))
        place = span.end if anchor is before else span.start
        leave, enter, run = b"</w:r>", b"<w:r>" + own, b"<w:r>" + new
        outer = (b"", b"") if new == own else (leave + run, b"</w:r>" + enter)
        fill = Fill(
            hole=hole, original=b"", writes=True, wrap=(TEXT_OPEN, TEXT_CLOSE), outer=outer,
            leave=leave, enter=enter, run=run,
        )  # fmt: skip
        self.edits.append(Edit(place, place, (fill,)))

    def _append(self, hole: int, paragraph: Element) -> None:
        """Make room at the end of a paragraph without text of its own."""
        span = self.tags.span(paragraph)
        run = b"<w:r>" + self._format.of_mark(paragraph.find(f"{PARAGRAPH_PROPERTIES}/{RUN_PROPERTIES}"))
        opening = closing = original = b""
        start, end = span.close, span.close
        if span.is_empty:
            start, end = span.start, span.end
            original = self.tags.text[start:end]
            opening, closing = original[:-2].rstrip() + b">", b"</w:p>"
        fill = Fill(
            hole=hole, original=original, writes=True, wrap=(TEXT_OPEN, TEXT_CLOSE), run=run,
            outer=(opening + run, b"</w:r>" + closing), leave=opening, enter=closing,
        )  # fmt: skip
        self.edits.append(Edit(start, end, (fill,)))

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


def _unit_of(atom: Atom) -> Element:
    """Return the child of the run that the atom's element stands in."""
    unit = atom.node
    while (parent := unit.getparent()) is not None and parent is not atom.run:
        unit = parent
    return unit


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
