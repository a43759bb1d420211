"""What all rooms of this writer share while one template is compiled: styles, looks, numbering, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Anchor
from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, Element, W, child_value, is_on, whole
from pipeline.ooxml.numbering import Numbering, keeps_legal
from pipeline.ooxml.package import APPLICATION, Package
from pipeline.ooxml.styles import Styles
from pipeline.writers.pdf.fonts import FontSet
from pipeline.writers.pdf.layouts import Paragraphs
from pipeline.writers.pdf.looks import Look, Looks, look_of
from pipeline.writers.pdf.styles import ON, Properties, StyleSheet, run_properties

_DEFAULT_TAB = 36.0  # points: Word's half inch, where settings.xml says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading for the bookmarks: where it stands, its level from 1, and its title ("" takes the paragraph's)."""

    part: str
    paragraph: int
    level: int
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where blocks are set; lengths in points.

    Attributes:
        width: Of a line.
        pitch: Distance of the lines of the page's grid, 0 for none.
        tracking: What the grid adds between characters.
        table_style: Id of the style of the table around, "".
        emphasis: Run properties that the table style gives this cell.
        flows: Pages may break here.
        align: How paragraphs are aligned that are aligned to the left.
        page_width: Width of the page.
        page_height: Height of the page.
        page_top: Upper margin of the page.
        page_room: Height of the page between its margins.
    """

    width: float
    pitch: float = 0.0
    tracking: float = 0.0
    table_style: str = ""
    emphasis: tuple[tuple[str, str], ...] = ()
    flows: bool = True
    align: str = "left"
    page_width: float = 595.3
    page_height: float = 841.9
    page_top: float = 72.0
    page_room: float = 697.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How a slot's value is set; lengths in points.

    Attributes:
        width: Of the blank's rule, which the value is padded to.
        size: Of the value's characters.
        line: Width of a line, which no word of the value may be longer than.
        runs_on: The paragraph takes more than a line: the rule ends soon behind the value, for lines break with it.
        part: Part of the package.
        paragraph: Ordinal of the paragraph in it.
    """

    width: float = 0.0
    size: float = 10.5
    line: float = 451.3
    runs_on: bool = False
    part: str = ""
    paragraph: int = 0


@dataclass(slots=True)
class Findings:
    """What can't be set faithfully, each kind once with how often and where first."""

    found: dict[str, Diagnostic] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, message: str, *, where: str = "", severity: Severity = Severity.WARNING) -> None:
        """Note one finding; those of the same code and message are counted together."""
        key = code + message
        self.counts[key] = self.counts.get(key, 0) + 1
        hint = "可用 --pdf-engine libreoffice 生成" if severity is Severity.WARNING else ""
        self.found.setdefault(key, Diagnostic(severity=severity, code=code, message=message, location=where, hint=hint))

    def all(self) -> tuple[Diagnostic, ...]:
        """Return the findings in the order of their codes."""
        counted = []
        for key, finding in sorted(self.found.items()):
            times = self.counts[key]
            counted.append(replace(finding, message=f"{finding.message}（共 {times} 处）") if times > 1 else finding)
        return tuple(counted)


class Setting:
    """The package that is compiled, and what its parts have in common."""

    def __init__(
        self, package: Package, fonts: FontSet, anchors: Sequence[Anchor], headings: Sequence[Heading] | None
    ) -> None:
        self.package = package
        self.styles = StyleSheet(package)
        self.fonts = fonts
        self.looks = Looks(fonts)
        self.findings = Findings()
        self.rooms: dict[int, Room] = {}
        self.anchors: dict[tuple[str, int], list[tuple[int, Anchor]]] = {}
        for index, anchor in enumerate(anchors):
            self.anchors.setdefault((anchor.part, anchor.paragraph), []).append((index, anchor))
        self.headings = None if headings is None else {(h.part, h.paragraph): h for h in headings}
        self.characters: dict[tuple[str, int], set[str]] = {}  # by part and paragraph
        self.levels: list[int] = []  # of the headings met so far
        self.notes: dict[str, Mapping[str, Element]] = {}
        default = self.styles.runs(self.styles.defaults.get("paragraph", ""))
        size = look_of({**self.styles.run_defaults, **default}, self.styles).size
        self.paragraphs = Paragraphs(self.styles, size)
        self._numbering_root = self._tree("numbering")
        self.numbering = Numbering(
            self._numbering_root, Styles(self._tree("styles")), keeps_legal=keeps_legal(package.trees.get(APPLICATION))
        )
        self._levels: dict[tuple[str, int], Element | None] = {}
        self._bases: dict[tuple[str, str, tuple[tuple[str, str], ...]], Properties] = {}
        self._looks: dict[tuple[tuple[tuple[str, str], ...], float], Look] = {}
        settings = self._tree("settings")
        self.tab = whole(child_value(settings, f"{W}defaultTabStop"), 720) / 20 or _DEFAULT_TAB
        self.has_even = settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))

    def _tree(self, kind: str) -> Element | None:
        name = next(self.package.related(self.package.document, kind), None)
        return None if name is None else self.package.trees[name]

    def note_part(self, kind: str) -> str:
        """Return the name of the part that holds footnotes or endnotes, "" if there is none."""
        return next(self.package.related(self.package.document, kind), "")

    def note_elements(self, kind: str) -> Mapping[str, Element]:
        """Return id → w:footnote or w:endnote."""
        if kind not in self.notes:
            root = self._tree(kind)
            self.notes[kind] = {} if root is None else {e.get(f"{W}id", ""): e for e in root}
        return self.notes[kind]

    def base(self, style: str, area: Area) -> Properties:
        """Return the run properties that a paragraph of that style gives its runs."""
        key = (style, area.table_style, area.emphasis)
        known = self._bases.get(key)
        if known is None:
            table = self.styles.runs(area.table_style) if area.table_style else {}
            known = {**self.styles.run_defaults, **table, **dict(area.emphasis), **self.styles.runs(style)}
            self._bases[key] = known
        return known

    def look(self, base: Properties, rpr: Element | None, area: Area) -> Look:
        """Return how a run with these own properties looks."""
        properties = self.styles.run(base, rpr)
        key = (tuple(sorted(properties.items())), area.tracking)
        known = self._looks.get(key)
        if known is None:
            known = look_of(properties, self.styles)
            if area.tracking:
                known = replace(known, tracking=known.tracking + area.tracking)
            self._looks[key] = known
        return known

    def list_of(self, paragraph: Element, style: str) -> tuple[str, int] | None:
        """Return the list and level that number a paragraph, None if it has no number."""
        own = paragraph.find(f"{PARAGRAPH_PROPERTIES}/{W}numPr")
        list_id, level = "", -1
        if own is not None:
            list_id = child_value(own, f"{W}numId")
            level = whole(child_value(own, f"{W}ilvl"), -1)
        for step in reversed(self.styles.chain(style)):
            stated = step.find(f"{PARAGRAPH_PROPERTIES}/{W}numPr")
            if stated is None:
                continue
            list_id = list_id or child_value(stated, f"{W}numId")
            if level < 0:
                tied = self.numbering.level_of_style(list_id, step.get(f"{W}styleId", ""))
                level = tied if tied is not None else whole(child_value(stated, f"{W}ilvl"), -1)
        return (list_id, max(level, 0)) if list_id and list_id != "0" else None

    def level(self, list_id: str, index: int) -> Element | None:
        """Return the w:lvl that a list numbers a level with."""
        key = (list_id, index)
        if key not in self._levels:
            self._levels[key] = _find_level(self._numbering_root, list_id, index)
        return self._levels[key]

    def number_look(self, mark: Look, base: Properties, level: Element | None, area: Area, own: Element | None) -> Look:
        """Return how an automatic number looks: as the paragraph's mark, with what the level says over it."""
        rpr = None if level is None else level.find(RUN_PROPERTIES)
        if rpr is None:
            return replace(mark, underline="")
        mark_properties = self.styles.run(base, own)
        stated = run_properties(rpr)
        if "u" not in stated:
            mark_properties = {**mark_properties, "u": "none"}
        merged = {**mark_properties, **stated}
        look = look_of(merged, self.styles)
        return replace(
            look, tracking=look.tracking + area.tracking, hidden=merged.get("vanish") == ON and "vanish" in stated
        )


def _find_level(root: Element | None, list_id: str, index: int) -> Element | None:
    """Return the w:lvl of a w:num, its own override before that of the abstract list."""
    if root is None:
        return None
    num = next((n for n in root.iterfind(f"{W}num") if n.get(f"{W}numId") == list_id), None)
    if num is None:
        return None
    for override in num.iterfind(f"{W}lvlOverride"):
        own = override.find(f"{W}lvl")
        if own is not None and whole(override.get(f"{W}ilvl"), -1) == index:
            return own
    wanted = child_value(num, f"{W}abstractNumId")
    abstract = next((a for a in root.iterfind(f"{W}abstractNum") if a.get(f"{W}abstractNumId") == wanted), None)
    levels = () if abstract is None else abstract.iterfind(f"{W}lvl")
    return next((level for level in levels if whole(level.get(f"{W}ilvl"), -1) == index), None)


def mark_of(paragraph: Element) -> Element | None:
    """Return the w:rPr of a paragraph's end mark."""
    return paragraph.find(f"{PARAGRAPH_PROPERTIES}/{RUN_PROPERTIES}")
