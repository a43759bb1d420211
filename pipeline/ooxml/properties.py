"""w:rPr → the properties of the run that carries a value, as bytes."""

from __future__ import annotations

from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, Element, W, child_value, whole
from pipeline.ooxml.spans import symbol_font
from pipeline.ooxml.styles import Styles
from pipeline.ooxml.tags import Tags

_TRACKED = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"))
_INVISIBLE = frozenset(W + name for name in ("vanish", "specVanish", "webHidden"))
_FONTS = f"{W}rFonts"
_SPACING, _FIT = f"{W}spacing", f"{W}fitText"
_UNDERLINE = f"{W}u"
# What stands behind w:u in a w:rPr (ISO 29500-1, 17.3.2.28 CT_RPr).
_BEHIND_UNDERLINE = frozenset(
    W + name
    for name in ("effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "oMath")
)


SQUEEZED = -15  # twentieths of a point between characters from which on they are no longer easy to read


def _squeezed(properties: Element | None) -> frozenset[str]:
    """Return what of a run's properties sets its characters too close for a value."""
    close = whole(child_value(properties, _SPACING)) <= SQUEEZED
    return frozenset({_FIT, _SPACING} if close else {_FIT})


class RunProperties:
    """Derives run properties from those in the source.

    Args:
        tags: The bytes of the part.
        styles: For underlines that come from a style.
    """

    def __init__(self, tags: Tags, styles: Styles) -> None:
        self._tags = tags
        self._styles = styles

    def of(self, run: Element) -> bytes:
        """Return the run's properties as they stand, without tracked changes of them."""
        return self._without(run.find(RUN_PROPERTIES), frozenset())

    def of_value(self, run: Element) -> bytes:
        """Return the run's properties for a value in it: without its symbol font, and never squeezed.

        The spaces of a blank are often set closer so that they fit the line; characters would lie on each other.
        """
        properties = run.find(RUN_PROPERTIES)
        drop = _squeezed(properties)
        return self._without(properties, drop | {_FONTS} if symbol_font(run) else drop)

    def on_line(self, run: Element) -> bytes:
        """Return the run's properties with an underline: the value stands on the line that underscores drew."""
        properties = run.find(RUN_PROPERTIES)
        return self._without(properties, _squeezed(properties) | {_UNDERLINE}, underline="single")

    def of_mark(self, properties: Element | None) -> bytes:
        """Return the properties of a paragraph's mark for a run in that paragraph."""
        return self._without(properties, _INVISIBLE)

    def is_underlined(self, run: Element, paragraph: Element) -> bool:
        """True where the run's characters stand on a line."""
        style = self._styles.paragraph(child_value(paragraph.find(PARAGRAPH_PROPERTIES), f"{W}pStyle"))
        return bool(self._styles.run(style, run.find(RUN_PROPERTIES)).underline)

    def inserted(self, run: Element, paragraph: Element, *, keep_underline: bool) -> bytes:
        """Return the properties for characters put in beside a run: visible, in a font that has letters."""
        properties = run.find(RUN_PROPERTIES)
        drop = set(_INVISIBLE | _squeezed(properties))
        if symbol_font(run):
            drop.add(_FONTS)
        if keep_underline or not self.is_underlined(run, paragraph):
            return self._without(properties, frozenset(drop))
        drop.add(_UNDERLINE)
        style = self._styles.paragraph(child_value(paragraph.find(PARAGRAPH_PROPERTIES), f"{W}pStyle"))
        character = self._styles.character(child_value(properties, f"{W}rStyle"))
        is_styled = character.underline if character.underline is not None else style.look.underline
        return self._without(properties, frozenset(drop), underline="none" if is_styled else "")

    def _without(self, properties: Element | None, drop: frozenset[str], *, underline: str = "") -> bytes:
        before: list[bytes] = []
        behind: list[bytes] = []
        for child in properties if properties is not None else ():
            if child.tag in _TRACKED or child.tag in drop:
                continue
            (behind if child.tag in _BEHIND_UNDERLINE else before).append(self._tags.bytes_of(child))
        if underline:
            before.append(f'<w:u w:val="{underline}"/>'.encode())
        content = b"".join((*before, *behind))
        return b"<w:rPr>" + content + b"</w:rPr>" if content else b""
