"""numbering.xml → the number that Word prints before a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.ooxml.names import (
    ALTERNATE,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    VAL,
    Element,
    W,
    child_value,
    first_child,
    is_on,
    value,
    whole,
)
from pipeline.ooxml.numerals import numeral
from pipeline.ooxml.styles import FLUSH, Layout, Styles, read_layout
from pipeline.ooxml.symbols import font_name, visible

_MOST = 9  # levels of a list (ISO 29500-1, 17.9.6)
_FORM, _RESTART, _TEXT, _START = W + "numFmt", W + "lvlRestart", W + "lvlText", W + "start"
_SUFFIX, _LEGAL, _VANISH, _STYLE = W + "suff", W + "isLgl", W + "vanish", W + "pStyle"
_PLACEHOLDER = re.compile(r"%([1-9])")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_OUTLINE = re.compile(r"%[1-9](?:[.．]%[1-9])+[.．]?")
_CHINESE = ("chinese", "taiwanese", "ideographLegal")
_SEPARATORS = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list.

    Attributes:
        form: ST_NumberFormat.
        text: What is printed, with %1 … %9 for the numbers of the levels.
        separator: What stands between number and text.
        start: First number.
        restart: Restarts behind a paragraph of this level (1-based) or a higher one; 0 never, None behind any higher.
        legal: All numbers are printed in digits, whatever their own level says.
        hidden: The number is not printed.
        layout: Indents that the level gives its paragraphs.
        sample: First numbers of a custom format.
    """

    form: str
    text: str
    separator: str
    start: int
    restart: int | None
    legal: bool
    hidden: bool
    layout: Layout
    sample: str = ""


def _level(element: Element) -> Level:
    said: dict[str, Element] = {}
    for child in element:
        said.setdefault(child.tag, child)
    # A form that Word invented later stands in an alternative.
    form = next(element.iter(_FORM), None) if ALTERNATE in said else said.get(_FORM)
    restart, properties = said.get(_RESTART), said.get(RUN_PROPERTIES)
    text, kind = value(said.get(_TEXT)), value(form, "decimal")
    if kind == "bullet":
        fonts = None if properties is None else properties.find(f"{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii", "")
        # Whatever glyph a font has at a private-use code, in a list it is a bullet.
        text = _PRIVATE_USE.sub("•", visible(text, font if font_name(font) else ""))
    return Level(
        form=kind, text=text, start=whole(value(said.get(_START), "0")),
        separator=_SEPARATORS.get(value(said.get(_SUFFIX), "tab"), "\t"),
        restart=None if restart is None else whole(value(restart)),
        legal=is_on(said.get(_LEGAL)),
        hidden=properties is not None and is_on(first_child(properties, _VANISH)),
        layout=read_layout(said.get(PARAGRAPH_PROPERTIES)),
        sample="" if form is None else form.get(f"{W}format", ""),
    )  # fmt: skip


def keeps_legal(application: Element | None) -> bool:
    """False where the program that saved a file forgets w:isLgl, as LibreOffice does: 1.1 under 第一条 becomes 一.1.

    Args:
        application: The root of docProps/app.xml.
    """
    names = () if application is None else [e.text or "" for e in application.iterfind("{*}Application")]
    return not any(name.strip().startswith("LibreOffice") for name in names)


class _Levels:
    """The levels of a list by index, nine at most; each is read when it is first asked for: few lists go deep.

    Args:
        elements: The w:lvl.
        keeps_legal: They say which levels print all numbers in digits.
    """

    def __init__(self, elements: dict[int, Element], *, keeps_legal: bool) -> None:
        self._elements = {index: elements[index] for index in elements if 0 <= index < _MOST}
        self._keeps_legal = keeps_legal
        self._said: dict[int, Level | None] = {}
        self._levels: dict[int, Level | None] = {}

    def get(self, index: int) -> Level | None:
        """Return a level, None if the list has no such level."""
        if index not in self._levels:
            level = self._as_said(index)
            if level is not None and not self._keeps_legal:
                level = replace(level, legal=self._is_meant_legal(level))
            self._levels[index] = level
        return self._levels[index]

    def of_style(self, style_id: str) -> int | None:
        """Return the index of the level that a paragraph style is tied to, None if it is tied to none."""
        tied = (index for index, element in self._elements.items() if child_value(element, _STYLE) == style_id)
        return next(tied, None) if style_id else None

    def _as_said(self, index: int) -> Level | None:
        if index not in self._said:
            element = self._elements.get(index)
            self._said[index] = None if element is None else _level(element)
        return self._said[index]

    def _is_meant_legal(self, level: Level) -> bool:
        """True for a level that prints as 一.1: nobody numbers clauses so, it was 1.1 before it was saved again."""
        if level.legal or level.form != "decimal" or not _OUTLINE.fullmatch(level.text):
            return level.legal
        above = (self._as_said(int(number) - 1) for number in _PLACEHOLDER.findall(level.text))
        return any(each is not None and each.form.startswith(_CHINESE) for each in above)


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A w:num: the definition that it counts with, its levels, and the numbers at which it starts anew."""

    definition: str
    levels: _Levels
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a package; a list is read when it is first asked for, since most files have many that none uses.

    Args:
        root: The root of numbering.xml.
        styles: The styles of the package.
        keeps_legal: The program that saved the file writes down which levels print all numbers in digits.
    """

    def __init__(self, root: Element | None, styles: Styles, *, keeps_legal: bool = True) -> None:
        self._keeps_legal = keeps_legal
        self._lists: dict[str, _List | None] = {}
        self._nums: dict[str, Element] = {}
        self._definitions: dict[str, Element] = {}
        self._styles = styles
        if root is None:
            return
        self._definitions = {e.get(f"{W}abstractNumId", ""): e for e in root.iterfind(f"{W}abstractNum")}
        self._nums = {e.get(f"{W}numId", ""): e for e in root.iterfind(f"{W}num")}

    def _build(self, num: Element) -> _List | None:
        definition = child_value(num, f"{W}abstractNumId")
        element = self._definitions.get(definition)
        if element is None:
            return None
        link = child_value(element, f"{W}numStyleLink")
        if link:
            # The levels stand with the list that the numbering style names.
            target = self._nums.get(self._styles.paragraph(link).layout.list_id or "")
            definition = child_value(target, f"{W}abstractNumId", definition)
            element = self._definitions.get(definition, element)
        levels = {whole(e.get(f"{W}ilvl")): e for e in element.iterfind(f"{W}lvl")}
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            index = whole(override.get(f"{W}ilvl"))
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[index] = own
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[index] = whole(start.get(VAL))
        return _List(
            definition=definition, levels=_Levels(levels, keeps_legal=self._keeps_legal), starts=starts
        )  # fmt: skip

    def find(self, list_id: str) -> _List | None:
        """Return the list with that id."""
        if list_id not in self._lists:
            num = self._nums.get(list_id)
            self._lists[list_id] = None if num is None else self._build(num)
        return self._lists[list_id]

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """Return the level of the list that a paragraph style is tied to, None if it is tied to none."""
        found = self.find(list_id)
        return found.levels.of_style(style_id) if found else None

    def layout(self, list_id: str, level: int) -> Layout:
        """Return the indents that a level of a list gives its paragraphs."""
        found = self.find(list_id)
        definition = found.levels.get(level) if found else None
        return definition.layout if definition else FLUSH


class Counter:
    """Counts the numbered paragraphs of one story in document order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, list_id: str, level: int) -> tuple[str, str]:
        """Count one paragraph.

        Args:
            list_id: Its w:numId.
            level: Its level from 0.

        Returns:
            The number as Word prints it and what stands behind it; two empty strings if nothing is printed.
        """
        found = self._numbering.find(list_id)
        definition = found.levels.get(level) if found else None
        if found is None or definition is None:
            return "", ""
        counts = self._counts.setdefault(found.definition, {})
        self._count(list_id, found, level, definition.start, counts)
        if definition.hidden:
            return "", ""
        number = self._printed(found, definition, counts)
        return (number, definition.separator) if number.strip() else ("", "")

    def _count(self, list_id: str, found: _List, level: int, start: int, counts: dict[int, int]) -> None:
        if level in found.starts and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts.pop(level, None)
        counts[level] = counts[level] + 1 if level in counts else found.starts.get(level, start)
        for above in range(level):
            definition = None if above in counts else found.levels.get(above)
            if definition is not None:
                counts[above] = found.starts.get(above, definition.start)
        for below in [each for each in counts if each > level]:
            definition = found.levels.get(below)
            if definition is None or definition.restart is None or level < definition.restart:
                counts.pop(below)

    @staticmethod
    def _printed(found: _List, definition: Level, counts: dict[int, int]) -> str:
        if definition.form == "bullet":
            return definition.text

        def replace(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            level = found.levels.get(index)
            if level is None or level.form == "bullet":
                return ""
            form = "decimal" if definition.legal and level.form != "none" else level.form
            return numeral(counts.get(index, level.start), form, level.sample)

        return _PLACEHOLDER.sub(replace, definition.text)
