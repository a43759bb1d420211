"""numbering.xml → the number that Word prints before a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.ooxml.names import (
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    VAL,
    Element,
    W,
    child_value,
    is_on,
    value,
    whole,
)
from pipeline.ooxml.numerals import numeral
from pipeline.ooxml.styles import Layout, Styles, read_layout
from pipeline.ooxml.symbols import font_name, visible

_LEVELS = 9
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
        style: Id of the paragraph style that is tied to the level.
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
    style: str
    layout: Layout
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A w:num: the definition that it counts with, its levels, and the numbers at which it starts anew."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


def _level(element: Element) -> Level:
    form = next(element.iter(f"{W}numFmt"), None)
    restart = element.find(f"{W}lvlRestart")
    properties = element.find(RUN_PROPERTIES)
    text = child_value(element, f"{W}lvlText")
    kind = value(form, "decimal")
    if kind == "bullet":
        fonts = None if properties is None else properties.find(f"{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii", "")
        # Whatever glyph a font has at a private-use code, in a list it is a bullet.
        text = _PRIVATE_USE.sub("•", visible(text, font if font_name(font) else ""))
    return Level(
        form=kind, text=text, start=whole(child_value(element, f"{W}start", "0")),
        separator=_SEPARATORS.get(child_value(element, f"{W}suff", "tab"), "\t"),
        restart=None if restart is None else whole(value(restart)),
        legal=is_on(element.find(f"{W}isLgl")),
        hidden=properties is not None and is_on(properties.find(f"{W}vanish")),
        style=child_value(element, f"{W}pStyle"),
        layout=read_layout(element.find(PARAGRAPH_PROPERTIES)),
        sample="" if form is None else form.get(f"{W}format", ""),
    )  # fmt: skip


def keeps_legal(application: Element | None) -> bool:
    """False where the program that saved a file forgets w:isLgl, as LibreOffice does: 1.1 under 第一条 becomes 一.1.

    Args:
        application: The root of docProps/app.xml.
    """
    names = () if application is None else [e.text or "" for e in application.iterfind("{*}Application")]
    return not any(name.strip().startswith("LibreOffice") for name in names)


def _is_meant_legal(level: Level, levels: dict[int, Level]) -> bool:
    """True for a level that prints as 一.1: nobody numbers clauses so, it was 1.1 before the file was saved again."""
    if level.legal or level.form != "decimal" or not _OUTLINE.fullmatch(level.text):
        return level.legal
    above = (levels.get(int(number) - 1) for number in _PLACEHOLDER.findall(level.text))
    return any(each is not None and each.form.startswith(_CHINESE) for each in above)


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
        levels = {whole(e.get(f"{W}ilvl")): _level(e) for e in element.iterfind(f"{W}lvl")}
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            index = whole(override.get(f"{W}ilvl"))
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[index] = _level(own)
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[index] = whole(start.get(VAL))
        if not self._keeps_legal:
            levels = {index: replace(level, legal=_is_meant_legal(level, levels)) for index, level in levels.items()}
        return _List(definition=definition, levels=levels, starts=starts)

    def find(self, list_id: str) -> _List | None:
        """Return the list with that id."""
        if list_id not in self._lists:
            num = self._nums.get(list_id)
            self._lists[list_id] = None if num is None else self._build(num)
        return self._lists[list_id]

    def level_of_style(self, list_id: str, style_id: str) -> int | None:
        """Return the level of the list that a paragraph style is tied to, None if it is tied to none."""
        found = self.find(list_id)
        levels = found.levels.items() if found else ()
        return next((index for index, level in levels if style_id and level.style == style_id), None)

    def layout(self, list_id: str, level: int) -> Layout:
        """Return the indents that a level of a list gives its paragraphs."""
        found = self.find(list_id)
        return found.levels[level].layout if found and level in found.levels else Layout()


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
        self._count(list_id, found, level, counts)
        if definition.hidden:
            return "", ""
        number = self._printed(found, definition, counts)
        return (number, definition.separator) if number.strip() else ("", "")

    def _count(self, list_id: str, found: _List, level: int, counts: dict[int, int]) -> None:
        start = found.starts.get(level, found.levels[level].start)
        if level in found.starts and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts.pop(level, None)
        counts[level] = counts[level] + 1 if level in counts else start
        for above in range(level):
            if above not in counts and above in found.levels:
                counts[above] = found.starts.get(above, found.levels[above].start)
        for below in range(level + 1, _LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or level < restart:
                counts.pop(below, None)

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
