"""Style sheets of a page → the declarations of each of its elements.

Rules hang on elements, classes and ids, alone or inside others (`.contract u`, `p > span.line`). Of what a rule says
about elements inside others only where it draws lines and how wide is taken, never that they are hidden: the elements
around one are known by name, not in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Declarations = dict[str, str]

_SHEET = 500_000
_STYLE = 4_000
_CLASSES = 20
_RULES_INSIDE = 150  # rules on elements inside others that are followed
_BRACE = re.compile(r"([{}])")
_ELEMENT = re.compile(r"[a-z][a-z0-9]*", re.IGNORECASE)
_COMPOUND = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)*", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
# At-rules whose rules hold on a screen; what is printed, moved or a font is none of an element's text there.
_SHOWN = re.compile(r"@(?:media(?!\s+print\b)|supports|layer|container)", re.IGNORECASE)
_DRAWN = re.compile(r"border|padding|width|min-width|text-decoration")
_DRAWN_AS = frozenset(("inline", "inline-block", "block"))


def declarations(style: str) -> Declarations:
    """Read the declarations of a style attribute or rule.

    Args:
        style: `text-decoration: underline; width: 80px`.

    Returns:
        Values by property, both in lower case.
    """
    found: Declarations = {}
    for declaration in style[:_STYLE].split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def names_of(tag: str, attributes: Mapping[str, str | None]) -> list[str]:
    """Return what rules can call an element: its tag, ".class" and "#id"."""
    classes = (attributes.get("class") or "").split()[:_CLASSES]
    own = (attributes.get("id") or "").strip()
    return [tag, *(f".{name}" for name in classes), *([f"#{own}"] if own else [])]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule.

    Attributes:
        rank: How specific its selector is, and its place in the sheet: later ones win.
        names: What an element must be called.
        around: What elements around it must be called.
        declared: What it says.
    """

    rank: tuple[int, int, int, int]
    names: frozenset[str]
    around: frozenset[str]
    declared: Declarations


class Sheets:
    """The rules of a page, by a name that their elements have."""

    def __init__(self, sheets: str) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        inside = 0
        alone: dict[frozenset[str], _Rule] = {}
        for place, (selector, declared) in enumerate(_rules(_without_comments(sheets[:_SHEET]))):
            rule = _rule(selector, declared, place)
            if rule is None:
                continue
            if not rule.around and rule.names in alone:
                alone[rule.names].declared.update(rule.declared)
                continue
            if rule.around or len(rule.names) > 1:
                inside += 1
                if inside > _RULES_INSIDE:
                    continue
            if not rule.around:
                alone[rule.names] = rule
            self._rules.setdefault(max(rule.names, key=_specific), []).append(rule)

    def of(self, names: list[str], around: Mapping[str, int]) -> Declarations:
        """Return what the rules say of an element.

        Args:
            names: What it is called, as `names_of` gives it.
            around: How many of the elements around it are called by each name.
        """
        found = [rule for name in names for rule in self._rules.get(name, ())]
        declared: Declarations = {}
        for rule in sorted(found, key=lambda rule: rule.rank):
            if rule.names.issubset(names) and all(around.get(name) for name in rule.around):
                declared.update(rule.declared)
        return declared


def _specific(name: str) -> int:
    return (" .#").find(name[0]) if name[0] in ".#" else 0


def _rule(selector: str, declared: Declarations, place: int) -> _Rule | None:
    """Return the rule of a selector, None for one that hangs on anything but elements, classes and ids."""
    parts = selector.replace(">", " ").split()
    if not parts or not all(_COMPOUND.fullmatch(part) for part in parts):
        return None
    *outer, own = map(_names, parts)
    around = frozenset().union(*outer)
    if around:
        declared = {name: value for name, value in declared.items() if _DRAWN.match(name) or _is_layout(name, value)}
    every = [name for names in (*outer, own) for name in names]
    counts = [sum(_specific(name) == kind for name in every) for kind in (2, 1, 0)]
    return _Rule((counts[0], counts[1], counts[2], place), own, around, dict(declared)) if declared else None


def _is_layout(name: str, value: str) -> bool:
    return name == "display" and value in _DRAWN_AS


def _names(compound: str) -> frozenset[str]:
    element = _ELEMENT.match(compound)
    return frozenset((*([element[0].lower()] if element else []), *_NAME.findall(compound)))


def _rules(sheets: str) -> list[tuple[str, Declarations]]:
    """Return (selector, declarations) of every rule that holds on a screen."""
    found: list[tuple[str, Declarations]] = []
    selectors, shown = "", [True]
    pieces = _BRACE.split(sheets)  # words, a brace, words, a brace, words
    for words, brace in zip(pieces[::2], pieces[1::2], strict=False):
        opens = words.rsplit(";", 1)[-1].strip()
        if brace == "{" and opens.startswith("@"):
            shown.append(shown[-1] and _SHOWN.match(opens) is not None)
        elif brace == "{":
            selectors = opens
        elif selectors:
            if shown[-1]:
                declared = declarations(words)
                found += [(selector, declared) for selector in selectors.split(",")]
            selectors = ""
        elif len(shown) > 1:
            shown.pop()
    return found


def _without_comments(sheets: str) -> str:
    first, *others = sheets.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)
