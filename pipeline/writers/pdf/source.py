"""DOCX + anchors → Typst source with one place for every anchor's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Anchor
from pipeline.ooxml.anchors import AnchorLost
from pipeline.ooxml.names import Element, M, W
from pipeline.ooxml.package import open_package
from pipeline.writers.pdf.coverage import missing_characters
from pipeline.writers.pdf.flow import Flow, contents, section_of
from pipeline.writers.pdf.fonts import SYMBOLS, FontSet
from pipeline.writers.pdf.markup import array, call, points, quote
from pipeline.writers.pdf.sections import Page, page_of, references
from pipeline.writers.pdf.setting import Heading, Room, Setting
from pipeline.writers.pdf.story import Story

_LAYOUT = {"pgBorders": "页面边框", "lnNumType": "行号"}
# Elements that this writer does not set, or not as Word does: tag, code, words.
_UNSET = (
    (f"{W}altChunk", "PDF005", "嵌入的外部文档未排入"),
    (f"{W}subDoc", "PDF005", "子文档未排入"),
    (f"{W}control", "PDF005", "ActiveX 控件未排入"),
    (f"{W}rt", "PDF005", "拼音注文未排入"),
    (f"{W}eastAsianLayout", "PDF005", "双行合一、纵横混排按普通文字排"),
    (f"{M}oMath", "PDF005", "公式按线性文字排入"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A template as Typst source.

    Attributes:
        text: The source.
        rooms: How each anchor's value is padded.
        missing: (character, place) of what no font draws.
        diagnostics: What can't be set faithfully.
    """

    text: str
    rooms: tuple[Room, ...]
    missing: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]


@cache
def _prelude() -> str:
    return Path(__file__).with_name("prelude.typ").read_text("utf-8")


def compile_source(
    data: bytes, anchors: Sequence[Anchor], title: str, fonts: FontSet, headings: Sequence[Heading] | None
) -> Source:
    """Return the Typst source of a DOCX.

    Args:
        data: The DOCX.
        anchors: Where values go; the source looks up the i-th value at the i-th anchor.
        title: Title of the document.
        fonts: The fonts to set it in.
        headings: What the bookmarks name; None finds the headings by outline level and 第X条.

    Raises:
        AnchorLost: An anchor does not fit the DOCX.
        ReadError: The DOCX can't be read.
    """
    setting = Setting(open_package(data), fonts, anchors, headings)
    body = _Body(setting).compose()
    for tag, code, words in _UNSET:
        for _ in setting.package.trees[setting.package.document].iter(tag):
            setting.findings.add(code, words)
    lost = next((anchor for index, anchor in enumerate(anchors) if index not in setting.rooms), None)
    if lost is not None:
        raise AnchorLost(lost, "段落不存在")
    missing = _missing(setting)
    return Source(
        text=_head(setting, title) + body,
        rooms=tuple(setting.rooms[index] for index in range(len(anchors))),
        missing=missing,
        diagnostics=setting.findings.all(),
    )


def _missing(setting: Setting) -> tuple[tuple[str, str], ...]:
    """Return the characters of the document that no font draws, each with the first place where it stands."""
    texts = setting.characters
    lacking = missing_characters(setting.fonts, set().union(*texts.values()))
    found: dict[str, str] = {}
    for (part, paragraph), characters in texts.items():
        for character in sorted(characters & lacking):
            where = f"{part} 第 {paragraph + 1} 段"
            found.setdefault(character, where)
    for character, where in found.items():
        message = f"没有字体能显示字符「{character}」（U+{ord(character):04X}）"
        setting.findings.add("PDF009", message, where=where, severity=Severity.ERROR)
    return tuple(found.items())


def _head(setting: Setting, title: str) -> str:
    song = setting.fonts.named("song").families[:2]
    ranks = {level: rank + 1 for rank, level in enumerate(sorted(set(setting.levels)))}
    levels = [str(ranks[level]) for level in setting.levels]
    return "\n".join(
        (
            f"#let DRAFT={array([quote(family) for family in setting.fonts.named('hei').families[:2]])}",
            f"#let LEVELS={array(levels)}",
            f"#set document(title:{quote(title)})",
            f"#set text(font:{array([quote(family) for family in (*song, *SYMBOLS)])})",
            _prelude(),
            setting.looks.prelude,
        )
    )


class _Body:
    """Composes the main part section by section."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._part = setting.package.document
        self._root = setting.package.trees[self._part]
        self._story = Story(setting, self._part, self._root)
        self._names = {r.id: r.target for r in setting.package.relationships(self._part) if not r.external}
        self._furniture: dict[tuple[str, str], str] = {}  # as inherited from the sections before
        self._parts: dict[tuple[str, str], str] = {}  # part and page geometry → code

    def compose(self) -> str:
        """Return the body as Typst markup."""
        body = self._root.find(f"{W}body")
        assert body is not None  # the gate checks it
        sections = list(_sections(body))
        out: list[str] = []
        page: Page | None = None
        for index, (blocks, section) in enumerate(sections):
            page = self._section(index, blocks, section, page, out)
        return "\n".join([*out, "#[#metadata(none)<document-end>]\n"])

    def _section(
        self, index: int, blocks: list[Element], section: Element, before: Page | None, out: list[str]
    ) -> Page:
        page = page_of(section)
        self._story.numerals = (page.form, index)
        self._furniture.update({key: self._names.get(id_, "") for key, id_ in references(section).items()})
        continues = before is not None and page.kind == "continuous" and page.shape == before.shape
        if not continues:
            if index and page.kind in {"evenPage", "oddPage"}:
                out.append(f'#pagebreak(weak:true,to:"{page.kind.removesuffix("Page")}")')
            out.append(self._page(page, index))
        if page.start is not None:
            out.append(f"#counter(page).update({page.start})")
        out.append(f"#[#metadata(none)<section-{index}>]")
        flow = Flow(fresh=not continues)
        for block in blocks:
            self._story.block(block, page.area(column=len(flow.column_breaks)), flow)
        self._note_layout(page, section, flow)
        code = self._in_columns(page, flow) if page.columns > 1 else flow.finish()
        out.append(f"#{{{code}}}\n#[#metadata(none)<section-{index}-end>]")
        return page

    def _in_columns(self, page: Page, flow: Flow) -> str:
        """Return the blocks of a section in its columns: a column of another width is known by its break."""
        parts = flow.columns()
        if 1 < len(parts) <= len(page.uneven):
            widths, spaces = zip(*page.uneven[: len(parts)], strict=True)
            gutters = array([points(space) for space in spaces[:-1]])
            cells = [f"{{{part}}}" for part in parts]
            return call("grid", *cells, columns=array([points(width) for width in widths]), column_gutter=gutters)
        if page.uneven:
            self._setting.findings.add("PDF010", "宽度不等的分栏按等宽排")
        return call("columns", str(page.columns), f"{{{flow.finish()}}}", gutter=points(page.gutter))

    def _note_layout(self, page: Page, section: Element, flow: Flow) -> None:
        """Note what of a section's layout is not set."""
        findings = self._setting.findings
        if page.columns > 1 and not flow.column_breaks:
            findings.add("PDF010", "分栏逐栏排满，不作等高平衡")
        for tag, words in _LAYOUT.items():
            if section.find(f"{W}{tag}") is not None:
                findings.add("PDF010", f"{words}未排入")
        if page.valign != "top":
            findings.add("PDF010", "页面垂直对齐方式未排入")

    def _page(self, page: Page, index: int) -> str:
        header, header_height = self._side("header", page, index)
        footer, footer_height = self._side("footer", page, index)
        top = page.top if page.fixed[0] else max(page.top, header_height)
        bottom = page.bottom if page.fixed[1] else max(page.bottom, footer_height)
        sides = {"top": top, "bottom": bottom, "left": page.left, "right": page.right}
        return "#" + call(
            "set page",
            width=points(page.width), height=points(page.height),
            margin="(" + ",".join(f"{side}:{points(length)}" for side, length in sides.items()) + ")",
            header_ascent="0pt", footer_descent="0pt", header=header, footer=footer,
        )  # fmt: skip

    def _side(self, kind: str, page: Page, index: int) -> tuple[str, float]:
        """Return the header or footer of a section, "none" if it has none, and how much of the page it takes."""
        wanted = ["default"]
        wanted += ["first"] if page.has_first else []
        wanted += ["even"] if self._setting.has_even else []
        found = {which: self._content(kind, which, page) for which in wanted}
        if not any(found.values()):
            return "none", 0.0
        code = {which: content[0] if content else "[]" for which, content in found.items()}
        furniture = call(
            "furniture", f"<section-{index}>", code["default"], code.get("first", "none"), code.get("even", "none")
        )
        return furniture, max(content[1] for content in found.values() if content)

    def _content(self, kind: str, which: str, page: Page) -> tuple[str, float] | None:
        """Return one header or footer with how far it reaches from the page's edge, None if there is none."""
        part = self._furniture.get((kind, which), "")
        root = self._setting.package.trees.get(part)
        if root is None:
            return None
        story = Story(self._setting, part, root)
        story.numerals = self._story.numerals
        flow = story.flow(root, page.area(flows=False))
        # Typst aligns headers to their lower edge and footers to their upper one, Word the other way round.
        edge = "top" if kind == "header" else "bottom"
        distance = page.header if kind == "header" else page.footer
        body = call("align", f"{edge}+left", call("block", f"{{{flow.finish()}}}", width="100%"))
        inset = f"({edge}:{points(distance)})"
        return call("block", body, height="100%", width="100%", inset=inset), distance + flow.height + flow.after


def _sections(body: Element) -> list[tuple[list[Element], Element]]:
    """Return the blocks of every section with its properties."""
    sections: list[tuple[list[Element], Element]] = []
    blocks: list[Element] = []
    for block in contents(body):
        blocks.append(block)
        section = section_of(block)
        if section is not None:
            sections.append((blocks, section))
            blocks = []
    last = body.find(f"{W}sectPr")
    if blocks or not sections:
        sections.append((blocks, last if last is not None else body.makeelement(f"{W}sectPr")))
    return sections
