"""Elements of a page → blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from selectolax.lexbor import LexborNode

from pipeline.model.document import Block, Mark, Paragraph, Place, Run
from pipeline.ooxml.symbols import font_name, visible
from pipeline.readers.html.forms import control_runs
from pipeline.readers.html.inline import Inline
from pipeline.readers.html.looks import Declarations, Look, declarations, is_hidden, length, look_of
from pipeline.readers.html.numbers import item_number, list_style
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

    def __init__(self, classes: dict[str, Declarations], name: str, *, by_office: bool = False) -> None:
        self.blocks: list[Block] = []
        self.furniture: list[Block] = []
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        self.outside: list[str] = []
        self.scripted: list[str] = []
        self._classes = classes
        self._name = name
        self._inline = Inline(by_office=by_office)
        self._paragraphs = 0
        self._lists: list[tuple[str, int]] = []
        self.by_office = by_office
        self._counted: dict[int, int] = {}

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
        style = self._style(attributes)
        self._note_links(attributes)
        if tag in _SKIPPED or attributes.get("role") == "navigation" or _is_note_sign(node, style):
            return
        if is_hidden(attributes, style) and tag not in _CONTROLS:
            self._drop(node, self.hidden)
        elif tag in _DELETED or "line-through" in style.get("text-decoration", ""):
            self._drop(node, self.deleted)
        elif style.get("mso-list") == "ignore":
            self._inline.number = node.text().strip(" \xa0\n\t")
        elif tag == "br":
            self.flush(outer, level, shows_empty=True)
        elif tag in _CONTROLS:
            self._inline.pieces += control_runs(node, outer.marks)
        elif tag == "table":
            self._table(node, outer, depth)
        elif tag in _BLOCKS:
            self._block(node, look_of(tag, attributes, style, outer), outer, depth, level)
        else:
            self._span(node, look_of(tag, attributes, style, outer), style, depth, level)

    def _style(self, attributes: Mapping[str, str | None]) -> Declarations:
        style: Declarations = {}
        for name in (attributes.get("class") or "").split()[:20]:
            style.update(self._classes.get(name, {}))
        style.update(declarations(attributes.get("style") or ""))
        return style

    def _span(self, node: LexborNode, look: Look, style: Declarations, depth: int, level: int | None) -> None:
        before = len(self._inline.pieces)
        self.children(node, look, depth, level)
        width = length(style.get("width", "")) or length(style.get("min-width", ""))
        if width and len(self._inline.pieces) == before and look.marks & Mark.UNDERLINE:
            self._inline.add_run(Run(text=" " * max(2, round(2 * min(width, 100))), marks=look.marks))

    def _block(self, node: LexborNode, look: Look, outer: Look, depth: int, level: int | None) -> None:
        tag = node.tag or ""
        inner_level = _HEADINGS.get(tag, _outline(self._style(node.attributes), level))
        self.flush(outer, level)
        # A line under a block separates it from the next; it is nothing to write on.
        look = replace(look, marks=look.marks & ~Mark.UNDERLINE | outer.marks & Mark.UNDERLINE)
        if self._is_furniture(node):
            self._furniture(node, look, depth)
        elif tag in {"ol", "ul", "menu", "dir"}:
            self._list(node, look, depth)
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

    def _list(self, node: LexborNode, look: Look, depth: int) -> None:
        attributes = node.attributes
        style = self._style(attributes)
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
        look = look_of(
            cell.tag or "", cell.attributes, self._style(cell.attributes), replace(outer, indent=0.0, left=0.0)
        )
        look = replace(look, marks=look.marks & ~Mark.UNDERLINE)
        self.children(cell, look, depth + 3)
        self.flush(look)
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
