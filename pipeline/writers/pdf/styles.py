"""styles.xml and theme → the properties of a paragraph or run, with inheritance.

Order of strength, weakest first (ECMA-376 part 1, 17.7.2): document defaults, table style, paragraph style with
what it is based on, character style, direct formatting. Bold, italic and their like toggle between styles (17.7.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.ooxml.names import OFF, PARAGRAPH_PROPERTIES, RUN_PROPERTIES, Element, W, child_value, value
from pipeline.ooxml.package import Package

Properties = dict[str, str]
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TOGGLES = frozenset({"b", "i", "strike", "dstrike", "caps", "smallCaps", "vanish"})
_RUN_VALUES = frozenset({"sz", "vertAlign", "highlight", "spacing", "position", "em", "w"})
_PARAGRAPH_VALUES = frozenset({"jc", "outlineLvl", "textAlignment"})
_PARAGRAPH_FLAGS = frozenset(
    {"keepNext", "keepLines", "pageBreakBefore", "widowControl", "contextualSpacing", "snapToGrid", "bidi"}
)
_DEPTH = 32  # styles based on one another; Word stops at about ten
ON = "1"


def local(element: Element) -> str:
    """Return an element's name without its namespace, "" for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _flag(element: Element) -> str:
    return "0" if value(element, ON) in OFF else ON


def run_properties(rpr: Element | None) -> Properties:
    """Return what a w:rPr states, flat, as {"b": "1", "sz": "21", "eastAsia": "宋体"}."""
    found: Properties = {}
    for element in () if rpr is None else rpr:
        name = local(element)
        if name in _TOGGLES:
            found[name] = _flag(element)
        elif name in _RUN_VALUES:
            found[name] = value(element)
        elif name == "u":
            found["u"] = value(element, "single")
            found["u.color"] = element.get(f"{W}color", "auto")
        elif name == "color":
            found["color"] = value(element)
        elif name == "shd":
            found["shd"] = element.get(f"{W}fill", "auto")
        elif name == "rFonts":
            _fonts(element, found)
        elif name == "bdr":
            found["bdr"] = value(element)
    return found


def _fonts(element: Element, found: Properties) -> None:
    for key in ("eastAsia", "ascii"):
        # A theme font named beside a plain one wins (17.3.2.26).
        name = (element.get(f"{W}{key}Theme") and f"+{element.get(f'{W}{key}Theme')}") or element.get(f"{W}{key}")
        if name:
            found[key] = name
    if element.get(f"{W}hint"):
        found["hint"] = element.get(f"{W}hint", "")


def paragraph_properties(ppr: Element | None) -> Properties:
    """Return what a w:pPr states, flat, as {"ind.left": "420", "spacing.line": "360", "jc": "center"}."""
    found: Properties = {}
    for element in () if ppr is None else ppr:
        name = local(element)
        if name in {"ind", "spacing"}:
            _measures(element, name, found)
        elif name in _PARAGRAPH_VALUES:
            found[name] = value(element)
        elif name in _PARAGRAPH_FLAGS:
            found[name] = _flag(element)
        elif name == "shd":
            found["shd"] = element.get(f"{W}fill", "auto")
    return found


def _measures(element: Element, name: str, found: Properties) -> None:
    for key, measure in element.attrib.items():
        found[f"{name}.{str(key).rsplit('}', 1)[-1]}"] = str(measure)


def layer(*properties: Mapping[str, str]) -> Properties:
    """Return the properties laid over one another, the last strongest; a hanging indent replaces a first-line one."""
    merged: Properties = {}
    for over in properties:
        if "ind.hanging" in over or "ind.hangingChars" in over:
            merged.pop("ind.firstLine", None)
            merged.pop("ind.firstLineChars", None)
        elif "ind.firstLine" in over or "ind.firstLineChars" in over:
            merged.pop("ind.hanging", None)
            merged.pop("ind.hangingChars", None)
        merged.update(over)
    return merged


class StyleSheet:
    """The styles of a package, resolved once each."""

    def __init__(self, package: Package) -> None:
        root = next((package.trees[name] for name in package.related(package.document, "styles")), None)
        theme = next((package.trees[name] for name in package.related(package.document, "theme")), None)
        self._theme = _theme_fonts(theme)
        self._styles: dict[str, Element] = {}
        self.defaults: dict[str, str] = {}  # w:type → style used where none is named
        for style in () if root is None else root.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles[name] = style
            if style.get(f"{W}default", "0") not in OFF:
                self.defaults[style.get(f"{W}type", "")] = name
        defaults = None if root is None else root.find(f"{W}docDefaults")
        run, paragraph = f"{W}rPrDefault/{RUN_PROPERTIES}", f"{W}pPrDefault/{PARAGRAPH_PROPERTIES}"
        self.run_defaults = run_properties(None if defaults is None else defaults.find(run))
        self.paragraph_defaults = paragraph_properties(None if defaults is None else defaults.find(paragraph))
        self._runs: dict[str, Properties] = {}
        self._chains: dict[str, tuple[Element, ...]] = {}

    def chain(self, style: str) -> tuple[Element, ...]:
        """Return a style and what it is based on, the root first; a circle ends where it closes."""
        known = self._chains.get(style)
        if known is None:
            steps: list[Element] = []
            name = style
            while name in self._styles and self._styles[name] not in steps and len(steps) < _DEPTH:
                steps.append(self._styles[name])
                name = child_value(self._styles[name], f"{W}basedOn")
            known = self._chains[style] = tuple(reversed(steps))
        return known

    def runs(self, style: str) -> Properties:
        """Return the run properties that a style and its ancestors state."""
        known = self._runs.get(style)
        if known is None:
            known = layer(*(run_properties(step.find(RUN_PROPERTIES)) for step in self.chain(style)))
            self._runs[style] = known
        return known

    def name(self, style: str) -> str:
        """Return the name that Word shows for a style."""
        found = self._styles.get(style)
        return child_value(found, f"{W}name") if found is not None else ""

    def run(self, base: Mapping[str, str], rpr: Element | None) -> Properties:
        """Return the properties of a run.

        Args:
            base: Properties of the paragraph it stands in (defaults and paragraph style).
            rpr: Its own w:rPr.
        """
        direct = run_properties(rpr)
        style = child_value(rpr, f"{W}rStyle")
        if not style:
            return {**base, **direct}
        character = dict(self.runs(style))
        for toggle in _TOGGLES & character.keys() & base.keys():
            character[toggle] = "0" if character[toggle] == base[toggle] == ON else max(character[toggle], base[toggle])
        return {**base, **character, **direct}

    def font(self, name: str) -> str:
        """Return the font that a theme reference (+minorEastAsia) stands for, or the name itself."""
        return self._theme.get(name, "") if name.startswith("+") else name


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for size in ("major", "minor"):
        scheme = theme.find(f".//{_DRAWING}{size}Font")
        if scheme is None:
            continue
        latin = _typeface(scheme.iterfind(f"{_DRAWING}latin"))
        hans = _typeface(f for f in scheme.iterfind(f"{_DRAWING}font") if f.get("script") == "Hans")
        east = _typeface(scheme.iterfind(f"{_DRAWING}ea")) or hans or "宋体"
        fonts.update({f"+{size}Ascii": latin, f"+{size}HAnsi": latin, f"+{size}EastAsia": east, f"+{size}Bidi": latin})
    return fonts


def _typeface(elements: Iterable[Element]) -> str:
    return next((element.get("typeface", "") for element in elements), "")
