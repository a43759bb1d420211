"""The blocks of a part (body, header, cell, text box …) → Typst code, in document order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.ooxml.names import PARAGRAPH, ROW, Element, W
from pipeline.ooxml.numbering import Counter
from pipeline.ooxml.spans import paragraphs
from pipeline.writers.pdf.drawings import Drawings, Floats
from pipeline.writers.pdf.flow import Flow, contents
from pipeline.writers.pdf.headings import as_heading, leads_on
from pipeline.writers.pdf.inline import Inline
from pipeline.writers.pdf.layouts import Layout
from pipeline.writers.pdf.looks import Look
from pipeline.writers.pdf.markup import call, flag, points
from pipeline.writers.pdf.paragraphs import Setter
from pipeline.writers.pdf.pieces import Break, Hanging, Note, Piece, Tab, Text, divide, is_visible, without_breaks
from pipeline.writers.pdf.setting import Area, Setting, mark_of
from pipeline.writers.pdf.tables import Tables

_KEPT = 200.0  # points: how high a paragraph may be, without its values, to be kept on one page
_ROWS = 12  # that a table may have to be kept on one page
_ROW = 15.6  # points: about how high a table row is, where only an estimate is wanted


class Story:
    """One part of the package.

    Args:
        setting: What the template's parts share.
        part: Name of the part.
        root: Its root element.

    Attributes:
        numerals: Page number format and ordinal of the section that is being set.
    """

    def __init__(self, setting: Setting, part: str, root: Element) -> None:
        self.setting, self.part = setting, part
        self.numerals = ("decimal", 0)
        self._ordinals = {p: ordinal for ordinal, p in enumerate(paragraphs(root))}
        self._counter = Counter(setting.numbering)
        self._tables = Tables(setting, self)
        self._drawings = Drawings(setting, part, self.blocks)

    def blocks(self, container: Element, area: Area) -> str:
        """Return the blocks of a container, as the inside of a Typst code block."""
        return self.flow(container, area).finish()

    def flow(self, container: Element, area: Area) -> Flow:
        """Return the blocks of a container."""
        flow = Flow()
        for child in contents(container):
            self.block(child, area, flow)
        return flow

    def block(self, element: Element, area: Area, flow: Flow) -> None:
        """Set one paragraph or table into a flow."""
        if element.tag == PARAGRAPH:
            self._paragraph(element, area, flow)
            return
        table = self._tables.set(element, area)
        if table:
            whole = flag(False) if self._is_kept(element) else ""
            flow.add(call("block", table, above=points(flow.after), width="100%", breakable=whole), _ROW * len(element))
            flow.leave(None)

    def _is_kept(self, table: Element) -> bool:
        """True for a short table whose rows but the last are all kept on the page of the next one."""
        rows = table.findall(ROW)
        above = [paragraph for row in rows[:-1] for paragraph in row.iter(PARAGRAPH)]
        return 1 < len(rows) <= _ROWS and all(map(self.setting.paragraphs.is_kept, above))

    def anchors_in(self, container: Element, counts: Callable[[Element], bool]) -> list[int]:
        """Return the ordinals of the anchors in those paragraphs of a container that count."""
        found: list[int] = []
        for paragraph in container.iter(PARAGRAPH):
            ordinal = self._ordinals.get(paragraph, -1)
            anchors = self.setting.anchors.get((self.part, ordinal), ())
            if anchors and counts(paragraph):
                found += [index for index, _ in anchors]
        return found

    def line(self, paragraph: Element, area: Area) -> str:
        """Return the text of a paragraph without the paragraph around it; a table has none."""
        if paragraph.tag != PARAGRAPH:
            self.setting.findings.add("PDF008", "脚注中的表格未排入")
            return ""
        ordinal, layout, _, pieces = self._read(paragraph, area)
        return self._setter(layout, area, ordinal).inline(without_breaks(pieces))

    def _paragraph(self, paragraph: Element, area: Area, flow: Flow) -> None:
        ordinal, layout, mark, pieces = self._read(paragraph, area)
        if mark.hidden and all(isinstance(piece, Text) and piece.look.hidden for piece in pieces):
            return
        setter = self._setter(layout, area, ordinal)
        if layout.frame and not area.flows:
            flow.out.append(call("place", layout.frame, setter.inline(without_breaks(pieces))))
            return
        line = setter.tall(pieces, mark)
        height = line * setter.lines(pieces) if any(isinstance(piece, Hanging) for piece in pieces) else line
        floats, rest = self._drawings.floating(pieces, layout, area, line, height)
        if layout.page_break and area.flows:
            flow.page(weak=True)
        if flow.borders and flow.borders == layout.borders:
            setter.join()
        self._set(rest, layout, mark, setter, flow, floats, divided=area.flows, place=(self.part, ordinal))
        flow.leave(layout)

    def _read(self, paragraph: Element, area: Area) -> tuple[int, Layout, Look, tuple[Piece, ...]]:
        """Return a paragraph's ordinal, layout, the look of its end mark, and its pieces with its number."""
        setting = self.setting
        ordinal = self._ordinals.get(paragraph, -1)
        style = setting.paragraphs.style_of(paragraph)
        base = setting.base(style, area)
        mark_rpr = mark_of(paragraph)
        mark = setting.look(base, mark_rpr, area)
        inline = Inline(lambda run: setting.look(base, run.find(f"{W}rPr"), area), mark)
        pieces = inline.pieces(paragraph, setting.anchors.get((self.part, ordinal), ()))
        numbered = setting.list_of(paragraph, style)
        level = setting.level(*numbered) if numbered else None
        size = next((p.look.size for p in pieces if isinstance(p, Text)), mark.size)
        layout = setting.paragraphs.layout(paragraph, level, area.table_style, area.pitch, size)
        if layout.align == "left" and area.align != "left":
            layout = replace(layout, align=area.align)
        if numbered:
            label = setting.number_look(mark, base, level, area, mark_rpr)
            pieces = (*self._label(numbered, label), *pieces)
        return ordinal, layout, mark, pieces

    def _label(self, numbered: tuple[str, int], look: Look) -> tuple[Piece, ...]:
        """Return the automatic number of a paragraph and what stands behind it."""
        number, separator = self._counter.next(*numbered)
        if not number:
            return ()
        label = Text(text=number, look=look)
        if separator == "\t":
            return label, Tab(look=look)
        return (label, Text(text=separator, look=look)) if separator else (label,)

    def _setter(self, layout: Layout, area: Area, ordinal: int) -> Setter:
        return Setter(
            self.setting, layout, area, (self.part, ordinal),
            lambda hanging: self._drawings.inline(hanging, area), lambda note: self._note(note, area), self.numerals,
        )  # fmt: skip

    def _set(
        self, pieces: Sequence[Piece], layout: Layout, mark: Look, setter: Setter, flow: Flow, floats: Floats,
        *, divided: bool, place: tuple[str, int],
    ) -> None:  # fmt: skip
        """Append the paragraph, in parts where page breaks divide it."""
        parts = divide(pieces) if divided else [without_breaks(pieces)]
        above = flow.above(layout)
        for index, part in enumerate(parts):
            if index:
                is_column = isinstance(part[0], Break) and part[0].kind == "column"
                (flow.column if is_column else flow.page)()
                above, part = 0.0, part[1:]  # noqa: PLW2901 — the break itself is done
            if is_visible(part):
                tall = setter.tall(part, mark)
                # What may be longer than a page can't be kept on one.
                whole = layout.keep_lines and tall * setter.lines(part) < _KEPT
                sticky = layout.keep_next or leads_on(self.setting, part, layout, place)
                code = setter.block(
                    setter.inline(part), above=above, hard=flow.fresh, continued=index > 0, whole=whole, sticky=sticky,
                    floats=floats,
                )  # fmt: skip
                flow.add(as_heading(self.setting, part, layout, place, code), above + tall)
            elif len(parts) == 1 or floats:
                flow.add(setter.empty(mark, above=above, hard=flow.fresh, floats=floats), above + setter.tall((), mark))
            floats = Floats()

    def _note(self, note: Note, area: Area) -> str:
        """Return a footnote; endnotes are set as footnotes too, and a finding says so."""
        element = self.setting.note_elements(note.kind).get(note.id)
        if element is None:
            return ""
        if note.kind == "endnotes":
            self.setting.findings.add("PDF008", "尾注按脚注排在页下")
        part = self.setting.note_part(note.kind)
        story = Story(self.setting, part, element.getroottree().getroot())
        lines = [story.line(paragraph, replace(area, flows=False, pitch=0.0)) for paragraph in contents(element)]
        return call("footnote", "{" + ";linebreak();".join(filter(None, lines)) + "}")
