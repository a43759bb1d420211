"""The blocks of a part (body, header, cell, text box …) → Typst code, in document order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.ooxml.names import (
    ALTERNATE,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    TABLE,
    Element,
    W,
    child_value,
)
from pipeline.ooxml.numbering import Counter
from pipeline.ooxml.spans import paragraphs
from pipeline.writers.pdf.drawings import Drawings, Floats
from pipeline.writers.pdf.inline import Break, Hanging, Inline, Note, Piece, Slot, Tab, Text
from pipeline.writers.pdf.layouts import Layout
from pipeline.writers.pdf.looks import Look
from pipeline.writers.pdf.markup import call, flag, points, quote
from pipeline.writers.pdf.paragraphs import Setter
from pipeline.writers.pdf.setting import Area, Setting, mark_of
from pipeline.writers.pdf.tables import Tables

_WRAPPERS = frozenset({f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"})
_TITLE = 60  # characters of a bookmark at most
# What begins an article where the styles have no outline: 编 and 部分 above 章 above 节 above 条.
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百零〇○\d]{1,6}(?P<unit>编|部分|章|节|条)(?![款项约规所之])")
_UNITS = {"编": 1, "部分": 1, "章": 2, "节": 3, "条": 4}


def contents(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a container; content controls and insertions are seen through."""
    for child in container:
        tag = child.tag
        if tag in {PARAGRAPH, TABLE}:
            yield child
        elif tag == CONTROL:
            inner = child.find(CONTROL_CONTENT)
            if inner is not None:
                yield from contents(inner)
        elif tag in _WRAPPERS:
            yield from contents(child)
        elif tag == ALTERNATE:
            choice = child.find(CHOICE)
            if choice is not None:
                yield from contents(choice)


@dataclass(slots=True)
class Flow:
    """Where a run of blocks stands: space owed by the block before, its style, and whether a container starts here."""

    after: float = 0.0
    style: str = ""
    fresh: bool = True
    contextual: bool = False
    borders: tuple[tuple[str, str], ...] = ()
    out: list[str] = field(default_factory=list)


class Story:
    """One part of the package.

    Args:
        setting: What the template's parts share.
        part: Name of the part.
        root: Its root element.
    """

    def __init__(self, setting: Setting, part: str, root: Element) -> None:
        self.setting, self.part = setting, part
        self._ordinals = {p: ordinal for ordinal, p in enumerate(paragraphs(root))}
        self._counter = Counter(setting.numbering)
        self._tables = Tables(setting, self)
        self._drawings = Drawings(setting, part, self.blocks)
        self.numerals = ("decimal", 0)  # page number format and ordinal of the section that is being set

    def blocks(self, container: Element, area: Area) -> str:
        """Return the blocks of a container, as the inside of a Typst code block."""
        flow = Flow()
        for block in contents(container):
            self.block(block, area, flow)
        return self.finish(flow)

    @staticmethod
    def finish(flow: Flow) -> str:
        """Return what a flow holds, with the space that its last paragraph asks for."""
        tail = [call("v", points(flow.after))] if flow.after else []
        return ";".join(code for code in (*flow.out, *tail) if code)

    def block(self, block: Element, area: Area, flow: Flow) -> None:
        """Set one paragraph or table into a flow."""
        if block.tag == PARAGRAPH:
            self._paragraph(block, area, flow)
            return
        table = self._tables.set(block, area)
        if table:
            flow.out.append(call("block", table, above=points(flow.after), width="100%"))
            flow.after, flow.style, flow.fresh, flow.borders = 0.0, "", False, ()

    def anchors_in(self, container: Element) -> list[int]:
        """Return the ordinals of the anchors that stand in the paragraphs of a container."""
        found = []
        for paragraph in container.iter(PARAGRAPH):
            ordinal = self._ordinals.get(paragraph, -1)
            found += [index for index, _ in self.setting.anchors.get((self.part, ordinal), ())]
        return found

    def _paragraph(self, paragraph: Element, area: Area, flow: Flow) -> None:
        ordinal, layout, mark, pieces = self._read(paragraph, area)
        if mark.hidden and not _shows(pieces):
            return
        self._set(pieces, layout, mark, area, flow, ordinal)

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
        if numbered:
            label = setting.number_look(mark, base, level, area, mark_rpr)
            pieces = (*self._label(numbered, label), *pieces)
        return ordinal, layout, mark, pieces

    def _setter(self, layout: Layout, area: Area, ordinal: int) -> Setter:
        return Setter(
            self.setting, layout, area, (self.part, ordinal),
            lambda hanging: self._drawings.inline(hanging, area), lambda note: self._note(note, area), self.numerals,
        )  # fmt: skip

    def _label(self, numbered: tuple[str, int], look: Look) -> tuple[Piece, ...]:
        """Return the automatic number of a paragraph and what stands behind it."""
        number, separator = self._counter.next(*numbered)
        if not number:
            return ()
        label = Text(text=number, look=look)
        if separator == "\t":
            return label, Tab(look=look)
        return (label, Text(text=separator, look=look)) if separator else (label,)

    def _set(self, pieces: Sequence[Piece], layout: Layout, mark: Look, area: Area, flow: Flow, ordinal: int) -> None:
        """Append the paragraph, in parts where page breaks divide it."""
        setter = self._setter(layout, area, ordinal)
        floats, pieces = self._drawings.floating(pieces, layout, area, setter.line(mark).height)
        if layout.page_break and area.flows:
            self._break(flow, weak=not flow.out)
        if layout.frame:
            inner = setter.inline(pieces)
            flow.out.append(call("place", f"{layout.frame}", inner))
            return
        together = layout.contextual and flow.contextual and layout.style == flow.style
        above = 0.0 if together else flow.after + layout.before
        if flow.borders and flow.borders == layout.borders:
            setter.join()
        parts = _divide(pieces) if area.flows else [_without_breaks(pieces)]
        for index, part in enumerate(parts):
            if index:
                self._break(flow, kind=part[0].kind if isinstance(part[0], Break) else "page")
                part = part[1:]
            if not _is_visible(part) and (index or len(parts) > 1) and not floats:
                continue
            above = above if not index else 0.0
            if _is_visible(part):
                content = setter.inline(part)
                code = setter.block(content, above=above, hard=flow.fresh, continued=index > 0, floats=floats)
                code = self._heading(part, layout, ordinal, code)
            else:
                code = setter.empty(mark, above=above, hard=flow.fresh, floats=floats)
            floats = Floats()
            flow.out.append(code)
            flow.fresh = False
        flow.after = 0.0 if layout.contextual and layout.contextual == flow.contextual and False else layout.after
        flow.style, flow.contextual, flow.borders = layout.style, layout.contextual, layout.borders

    @staticmethod
    def _break(flow: Flow, *, weak: bool = False, kind: str = "page") -> None:
        if kind == "column":
            flow.out.append("colbreak()")
        else:
            flow.out.append(call("pagebreak", weak=flag(True) if weak else ""))
        flow.after, flow.fresh, flow.style = 0.0, True, ""

    def _heading(self, pieces: Sequence[Piece], layout: Layout, ordinal: int, code: str) -> str:
        """Return the paragraph as a heading where it is one."""
        text = "".join(p.text if isinstance(p, Text) else " " for p in pieces if isinstance(p, Text | Tab | Slot))
        text = " ".join(text.replace("\u3000", " ").split())
        level, title = self._heading_level(text, layout, ordinal)
        if not level or not title:
            return code
        self.setting.levels.append(level)
        return call(
            "heading", f"[#{quote(title[:_TITLE])}]", level=f"LEVELS.at({len(self.setting.levels) - 1})",
            outlined="true", bookmarked="true", supplement=code,
        )  # fmt: skip

    def _heading_level(self, text: str, layout: Layout, ordinal: int) -> tuple[int, str]:
        """Return level and title of a heading; level 0 where the paragraph is none."""
        if self.setting.headings is not None:
            stated = self.setting.headings.get((self.part, ordinal))
            return (stated.level, stated.title or text) if stated else (0, "")
        if self.part != self.setting.package.document or self.setting.styles.name(layout.style).lower().startswith(
            "toc"
        ):
            return 0, ""
        article = _ARTICLE.match(text)
        if article:
            return _UNITS[article["unit"]], text
        return (layout.level + 1, text) if layout.level is not None and len(text) <= _TITLE else (0, "")

    def _note(self, note: Note, area: Area) -> str:
        """Return a footnote; endnotes are set as footnotes too, and a finding says so."""
        element = self.setting.note_elements(note.kind).get(note.id)
        if element is None:
            return ""
        if note.kind == "endnotes":
            self.setting.findings.add("PDF008", "尾注按脚注排在页下")
        part = self.setting.note_part(note.kind)
        story = Story(self.setting, part, element.getroottree().getroot())
        lines = [story.line(block, replace(area, flows=False, pitch=0.0)) for block in contents(element)]
        return call("footnote", "{" + ";linebreak();".join(line for line in lines if line) + "}")

    def line(self, paragraph: Element, area: Area) -> str:
        """Return the text of a paragraph without the paragraph around it; a table has none."""
        if paragraph.tag != PARAGRAPH:
            self.setting.findings.add("PDF008", "脚注中的表格未排入")
            return ""
        ordinal, layout, mark, pieces = self._read(paragraph, area)
        return self._setter(layout, area, ordinal).inline(_without_breaks(pieces))


def _shows(pieces: Sequence[Piece]) -> bool:
    return any(not isinstance(piece, Text) or not piece.look.hidden for piece in pieces)


def _is_visible(pieces: Sequence[Piece]) -> bool:
    return any(not isinstance(p, Text) or (p.text and not p.look.hidden) for p in pieces)


def _divide(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces divided at page and column breaks; each part but the first starts with its break."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Break) and piece.kind != "line":
            parts.append([])
        parts[-1].append(piece)
    return parts


def _without_breaks(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not isinstance(piece, Break) or piece.kind == "line"]


def has_section(paragraph: Element) -> Element | None:
    """Return the section properties that a paragraph ends a section with."""
    return paragraph.find(f"{PARAGRAPH_PROPERTIES}/{W}sectPr") if paragraph.tag == PARAGRAPH else None


def hanging_in(pieces: Sequence[Piece]) -> Iterator[Hanging]:
    """Yield the drawings among the pieces."""
    return (piece for piece in pieces if isinstance(piece, Hanging))


def style_name(element: Element) -> str:
    """Return the id of the style that a table names."""
    return child_value(element.find(f"{W}tblPr"), f"{W}tblStyle")
