"""Elements of a page → blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from selectolax.lexbor import LexborNode

from pipeline.model.document import Block, Mark, Paragraph, Place, Run
from pipeline.ooxml.symbols import font_name, visible
from pipeline.readers.html.borders import is_tick_box, room
from pipeline.readers.html.forms import control_runs, editable_run
from pipeline.readers.html.inline import Inline
from pipeline.readers.html.looks import Look, is_hidden, look_of, painted
from pipeline.readers.html.numbers import item_number, list_style
from pipeline.readers.html.sheets import Declarations, Sheets, declarations, names_of
from pipeline.readers.html.source import MAX_DEPTH, PageTooComplex
from pipeline.readers.html.tables import read_table

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "nav", "aside", "iframe", "object", "embed", "applet", "svg",
     "canvas", "audio", "video", "map", "button", "datalist", "rt", "rp", "xml")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
     "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul")
)  # fmt: skip
_DELETED = frozenset(("del", "s", "strike"))
_CONTROLS = frozenset(("input", "select", "textarea"))
_ARTICLE = re.compile(r"[\s　]*第[一二三四五六七八九十百0-9]{1,5}条")
_AS_BLOCK = frozenset(("block", "flex", "grid", "list-item", "table"))
_AS_SPAN = frozenset(("inline", "inline-block", "inline-flex", "inline-table"))
_APART = 20  # spaces between what stands side by side
_SEEN = Mark.FIELD | Mark.BOX
_LINE = "text-decoration-line"
_NOTES = ("sdfootnote", "sdendnote")
_HEADINGS = {f"h{level}": level - 1 for level in range(1, 7)}


class Walker:
    """Walks a page and collects its blocks.

    Attributes:
        blocks: The body's blocks so far.
        furniture: Blocks of the page's own header and footer.
        hidden: Words that are not shown.
        deleted: Words that are struck out.
        outside: References to local files.
        scripted: Links that would run a script.
    """

    def __init__(self, sheets: Sheets, name: str, *, by_office: bool = False) -> None:
        self.blocks: list[Block] = []
        self.furniture: list[Block] = []
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        self.outside: list[str] = []
        self.scripted: list[str] = []
        self._sheets = sheets
        self._around: Counter[str] = Counter()
        self._name = name
        self._inline = Inline(by_office=by_office)
        self._paragraphs = 0
        self._lists: list[tuple[str, int]] = []
        self.by_office = by_office
        self._counted: dict[int, int] = {}

    def page(self, body: LexborNode) -> None:
        """Read a page."""
        look = Look()
        for node in (body.parent, body):
            if node is not None:
                names = names_of(node.tag or "", node.attributes)
                look = painted(node.attributes, self._style(names, node.attributes), look)
                self._around.update(names)
        self.children(body, look)
        self.flush(look)

    def children(self, node: LexborNode, look: Look, depth: int = 0, level: int | None = None) -> None:
        """Read what stands in an element."""
        if depth > MAX_DEPTH:
            raise PageTooComplex(self._name, f"标签嵌套超过 {MAX_DEPTH} 层")
        for child in node.iter(include_text=True):
            if child.is_text_node:
                self._text(child.text_content or "", look)
            elif child.is_element_node:
                self._element(child, look, depth + 1, level)

    def flush(self, look: Look, level: int | None = None, *, shows_empty: bool = False) -> None:
        """End the paragraph at hand.

        Args:
            look: How it looks.
            level: Its outline level.
            shows_empty: A line break ends it, so that it takes a line even if nothing stands in it. Otherwise one in
                which nothing is to be seen is dropped, unless a no-break space holds its line open.
        """
        if self._inline.is_empty():
            shows_empty = shows_empty or any("\xa0" in run.text for run in self._inline.pieces)
            self._inline.pieces.clear()  # the number stays for the paragraph that the item holds
            if shows_empty:
                self.blocks.append(Paragraph(place=Place(paragraph=self._paragraphs), align=look.align))
                self._paragraphs += 1
            return
        number = self._inline.number
        paragraph = Paragraph(
            runs=self._inline.take(),
            number=number,
            separator=" " if number and not number.endswith("、") else "",
            place=Place(paragraph=self._paragraphs),
            level=level,
            align=look.align,
            indent=look.indent,
            left=look.left,
        )
        if not number and _ARTICLE.match(paragraph.text):
            self._counted.clear()  # what is counted below an article does not go on from above it
        self.blocks.append(paragraph)
        self._paragraphs += 1

    def _text(self, text: str, look: Look) -> None:
        shown = visible(text, font_name(look.font))
        lines = shown.split("\n") if look.keeps_space else [shown]
        for number, line in enumerate(lines):
            if number:
                self.flush(look)
            self._inline.add(line, look.marks, keeps_space=look.keeps_space)
        if look.marks & Mark.HIDDEN and text.strip():
            self.hidden.append(text.strip())

    def _element(self, node: LexborNode, outer: Look, depth: int, level: int | None) -> None:
        tag, attributes = node.tag or "", node.attributes
        self._note_links(attributes)
        if tag in _SKIPPED or attributes.get("role") == "navigation":
            return
        names = names_of(tag, attributes)
        style = self._style(names, attributes)
        if self._is_read_at_once(node, style, outer, level):
            return
        self._around.update(names)
        look = look_of(tag, attributes, style, outer)
        if tag == "table":
            self._table(node, painted(attributes, style, outer), depth)
        elif style.get("display") in _AS_BLOCK or (tag in _BLOCKS and style.get("display") not in _AS_SPAN):
            self._block(node, look, outer, style, depth, level)
        else:
            self._span(node, look, style, depth, level)
        self._around.subtract(names)

    def _is_read_at_once(self, node: LexborNode, style: Declarations, outer: Look, level: int | None) -> bool:
        """Read an element of which no other is read: what is not shown, signs, line breaks and form controls."""
        tag, attributes = node.tag or "", node.attributes
        if _is_note_sign(node, style):
            return True
        if is_hidden(attributes, style) and tag not in _CONTROLS:
            self._drop(node, self.hidden)
        elif tag in _DELETED or "line-through" in style.get("text-decoration", "") + style.get(_LINE, ""):
            self._drop(node, self.deleted)
        elif style.get("mso-list") == "ignore":
            self._inline.number = node.text().strip(" \xa0\n\t")
        elif tag == "br":
            self.flush(outer, level, shows_empty=True)
        elif tag in _CONTROLS:
            self._inline.pieces += control_runs(node, outer.marks)
        elif tag not in _BLOCKS and (run := editable_run(node, outer.marks)):
            self._inline.add_run(run)
        else:
            return False
        return True

    def _style(self, names: list[str], attributes: Mapping[str, str | None]) -> Declarations:
        style = self._sheets.of(names, self._around)
        if written := attributes.get("style"):
            style.update(declarations(written))
        return style

    def _span(self, node: LexborNode, look: Look, style: Declarations, depth: int, level: int | None) -> None:
        before, paragraphs = len(self._inline.pieces), self._paragraphs
        self.children(node, look, depth, level)
        wide = room(style)
        pieces = self._inline.pieces[before:]
        blank = "".join(piece.text for piece in pieces)
        if not wide or paragraphs != self._paragraphs:
            return
        if blank.strip(" \xa0\t") or any(piece.marks & _SEEN for piece in pieces):
            if node.tag in _BLOCKS:  # set side by side with the next
                self._inline.add_run(Run(text=" " * min(max(2, round(2 * (wide - len(blank)))), _APART)))
        elif is_tick_box(style):
            self._inline.pieces[before:] = [Run(text="□", marks=look.marks | Mark.BOX)]
        elif look.marks & Mark.UNDERLINE:
            # Drawn as wide as its room, whatever holds it open.
            spaces = max(2, round(2 * wide), len(blank))
            self._inline.pieces[before:] = [Run(text=" " * spaces, marks=look.marks)]

    def _block(
        self, node: LexborNode, look: Look, outer: Look, style: Declarations, depth: int, level: int | None
    ) -> None:
        tag = node.tag or ""
        inner_level = _HEADINGS.get(tag, _outline(style, level))
        self.flush(outer, level)
        # A line under a block separates it from the next; it is nothing to write on.
        look = replace(look, marks=look.marks & ~Mark.UNDERLINE | outer.marks & Mark.UNDERLINE)
        if self._is_furniture(node):
            self._furniture(node, look, depth)
        elif tag in {"ol", "ul", "menu", "dir"}:
            self._list(node, look, style, depth)
        elif tag == "li":
            self._item(node, look, depth)
        else:
            self.children(node, look, depth, inner_level)
        self.flush(look, inner_level)

    def _is_furniture(self, node: LexborNode) -> bool:
        """The page's own head and foot, what LibreOffice writes of those of printed pages, and footnotes."""
        if node.tag in {"header", "footer"}:
            return node.parent is not None and node.parent.tag == "body"
        attributes = node.attributes
        is_note = (attributes.get("id") or "").startswith(_NOTES) or "mso-element" in (attributes.get("style") or "")
        return node.tag == "div" and (is_note or (self.by_office and attributes.get("title") in {"header", "footer"}))

    def _furniture(self, node: LexborNode, look: Look, depth: int) -> None:
        body, self.blocks = self.blocks, self.furniture
        self.children(node, look, depth)
        self.flush(look)
        self.blocks = body

    def _list(self, node: LexborNode, look: Look, style: Declarations, depth: int) -> None:
        attributes = node.attributes
        named = style.get("list-style-type") or style.get("list-style") or ("disc" if node.tag != "ol" else "")
        start = self._first(node)
        self._lists.append((list_style(attributes.get("type") or "", named), start))
        self.children(node, look, depth)
        self.flush(look)
        _, following = self._lists.pop()
        if following != start:
            self._counted[len(self._lists) + 1] = following

    def _first(self, node: LexborNode) -> int:
        """The number of a list's first item.

        LibreOffice opens the outer lists again where the text goes on at an inner level, without their numbers. Where
        it says a start, no item prints the outer number: the inner list begins below that very number.
        """
        start = node.attributes.get("start")
        first = next(iter(node.iter()), None)
        if not self.by_office or first is None or first.tag not in {"ol", "ul"}:
            return _integer(start, 1)
        return self._counted.get(len(self._lists) + 1, 1) if start is None else _integer(start, 0) + 1

    def _item(self, node: LexborNode, look: Look, depth: int) -> None:
        if self._lists:
            style, value = self._lists[-1]
            value = _integer(node.attributes.get("value"), value)
            self._lists[-1] = (style, value + 1)
            self._inline.number = self._within(item_number(value, style))
        self.children(node, look, depth)
        self.flush(look)
        self._inline.number = ""

    def _within(self, number: str) -> str:
        """The number of an item of an inner list of LibreOffice, which leaves the outer numbers out: 2.1, not 1."""
        if not self.by_office or len(self._lists) < 2 or not number.removesuffix(".").isdigit():
            return number
        outer = [str(following - 1) for style, following in self._lists[:-1] if style == "decimal"]
        known = len(outer) == len(self._lists) - 1 and "0" not in outer
        return ".".join((*outer, number.removesuffix("."))) if known else number

    def _table(self, node: LexborNode, outer: Look, depth: int) -> None:
        self.flush(outer)
        table = read_table(node, lambda cell: self._cell(cell, outer, depth))
        if table is None:
            return
        caption = node.css_first("caption")
        if caption is not None and caption.parent is not None and caption.parent.mem_id == node.mem_id:
            self.children(caption, outer, depth + 1)
            self.flush(outer)
        if sum(map(len, table.rows)) == 1:
            self.blocks += table.rows[0][0].blocks  # a frame around text
        else:
            self.blocks.append(table)

    def _cell(self, cell: LexborNode, outer: Look, depth: int) -> tuple[Block, ...]:
        body, self.blocks = self.blocks, []
        around = [names_of(node.tag or "", node.attributes) for node in (cell.parent, cell) if node is not None]
        for names in around:
            self._around.update(names)
        if cell.parent is not None:
            row = cell.parent.attributes
            outer = painted(row, self._style(around[0], row), outer)
        style = self._style(around[-1], cell.attributes)
        look = look_of(cell.tag or "", cell.attributes, style, replace(outer, indent=0.0, left=0.0))
        look = replace(look, marks=look.marks & ~Mark.UNDERLINE)
        self.children(cell, look, depth + 3)
        self.flush(look)
        for names in around:
            self._around.subtract(names)
        found, self.blocks = self.blocks, body
        return tuple(found)

    def _drop(self, node: LexborNode, words: list[str]) -> None:
        if text := (node.text() or "").strip():
            words.append(text)

    def _note_links(self, attributes: Mapping[str, str | None]) -> None:
        for name in ("href", "src", "background"):
            target = (attributes.get(name) or "").strip().lower()
            if target.startswith(("javascript:", "vbscript:")):
                self.scripted.append(target)
            elif target.startswith(("file:", "\\\\")):
                self.outside.append(target)


def _is_note_sign(node: LexborNode, style: Declarations) -> bool:
    """The number of a footnote within the text, as office programs mark it."""
    named = (node.attributes.get("class") or "").startswith(("sdfootnoteanc", "sdendnoteanc"))
    return node.tag == "a" and (named or "mso-footnote-id" in style or "mso-endnote-id" in style)


def _outline(style: Declarations, level: int | None) -> int | None:
    """The level that Word wrote down for a paragraph."""
    named = _integer(style.get("mso-outline-level"), 0)
    return named - 1 if 1 <= named <= 9 else level


def _integer(text: str | None, default: int) -> int:
    written = (text or "").strip()
    return int(written) if written.lstrip("-").isdigit() and written.isascii() and len(written) < 7 else default
