"""Pieces of a paragraph → the Typst code that sets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.ooxml.properties import SQUEEZED
from pipeline.ooxml.symbols import font_name, visible
from pipeline.writers.pdf.drawings import Floats
from pipeline.writers.pdf.endless import with_breaks
from pipeline.writers.pdf.layouts import Layout, Stop
from pipeline.writers.pdf.looks import Line, Look
from pipeline.writers.pdf.markup import BREAK, array, block, call, flag, points, quote
from pipeline.writers.pdf.pieces import Break, Hanging, Note, PageField, Piece, Rule, Slot, Tab, Text, flat
from pipeline.writers.pdf.rules import is_underscores, rule_length, spread, with_rules, without_end_spaces
from pipeline.writers.pdf.setting import Area, Room, Setting

NO_FLOATS = Floats()
_WIDE = "\u3000"
_BREAKABLE = re.compile(r"[_＿﹍…·.]{4}(?=[_＿﹍…·.])")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_EAST = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_NUMERALS = {
    "upperRoman": "I", "lowerRoman": "i", "upperLetter": "A", "lowerLetter": "a", "numberInDash": "- 1 -",
    "chineseCounting": "一", "chineseCountingThousand": "一", "ideographDigital": "一", "japaneseCounting": "一",
    "chineseLegalSimplified": "壹", "decimalEnclosedCircle": "①", "decimalEnclosedCircleChinese": "①",
}  # fmt: skip


def pattern(form: str) -> str:
    """Return the Typst numbering pattern for a page number format of Word."""
    return _NUMERALS.get(form, "1")


class Setter:
    """Sets the pieces of one paragraph.

    Args:
        setting: What the template's parts share.
        layout: How the paragraph is laid out.
        area: Where it stands.
        place: Part and ordinal of the paragraph.
        hang: Sets a drawing.
        note: Sets a note.
        numerals: Format of page numbers in this section, and the ordinal of the section.
    """

    def __init__(
        self,
        setting: Setting,
        layout: Layout,
        area: Area,
        place: tuple[str, int],
        hang: Callable[[Hanging], str],
        note: Callable[[Note], str],
        numerals: tuple[str, int],
    ) -> None:
        self._setting, self._looks = setting, setting.looks
        self._layout, self._area, self._place = layout, area, place
        self._hang, self._note, self._numerals = hang, note, numerals
        self._joined = self._runs_on = False
        self._room = max(area.width - layout.left - layout.right - min(layout.first, 0), 20.0)

    @property
    def _line(self) -> float:
        """Width of the lines that are indented most."""
        return max(self._room - abs(self._layout.first), 20.0)

    def line(self, look: Look, text: str = "国") -> Line:
        """Return the line that characters which look so stand in; lines of Latin letters alone are lower."""
        return self._layout.leading.line(look.size, self._looks.face(look, latin=not _EAST.search(text)))

    def tall(self, pieces: Sequence[Piece], mark: Look) -> float:
        """Return about how high one line of the pieces is, in points."""
        heights = [self.line(piece.look, piece.text).height for piece in pieces if isinstance(piece, Text)]
        return max(heights, default=self.line(mark).height)

    def lines(self, pieces: Sequence[Piece]) -> int:
        """Return about how many lines the pieces take."""
        room = max(self._area.width - self._layout.left - self._layout.right, 20.0)
        stops = [stop.at for stop in self._layout.stops]
        count, x = 1, self._layout.first
        for piece in flat(pieces):
            if isinstance(piece, Break):
                count, x = count + 1, 0.0
            elif isinstance(piece, Tab):
                x = next((stop for stop in stops if stop > x), x + self._setting.tab)
            elif isinstance(piece, Text):
                if x > room - 3 and piece.text.strip():  # a tab to the edge: what follows begins a line
                    count, x = count + 1, 0.0
                x += sum(piece.look.drawn * (1.0 if _EAST.match(c) else 0.5) for c in piece.text)
                count, x = count + max(int(x // room), 0), x % room if x > room else x
        return count

    def inline(self, pieces: Sequence[Piece]) -> str:
        """Return the pieces as Typst content."""
        room = self._room
        hang, shift = max(-self._layout.first, 0.0), min(self._layout.first, 0.0)
        is_left = self._layout.align == "left"
        drawn = with_rules(pieces, self._looks, room if is_left else 0.0)
        drawn = list(without_end_spaces(drawn)) if is_left else drawn
        if not any(isinstance(piece, Tab) for piece in flat(drawn)):
            self._runs_on = spread(drawn, self._looks) + max(self._layout.first, 0.0) > room
            return block(self._content(piece) for piece in drawn)
        stops = [self._stop(stop, shift) for stop in self._layout.stops]
        return call(
            "T", points(room), points(max(self._layout.first, 0.0)), points(hang),
            points(self._layout.left + shift), points(self._setting.tab), array(stops), array(self._items(drawn)),
        )  # fmt: skip

    @staticmethod
    def _stop(stop: Stop, shift: float) -> str:
        return f"(at:{points(stop.at - shift)},align:{quote(stop.align)},leader:{quote(stop.leader)})"

    def _items(self, pieces: Iterable[Piece]) -> list[str]:
        items: list[str] = []
        for piece in _with_gaps(pieces):
            if isinstance(piece, Text) and not piece.text.strip(" "):
                items.append(f"(gap:{block([self._content(piece)])})")
            elif isinstance(piece, Tab):
                line = self.line(piece.look)
                rule, style = self._looks.rule(piece.look, line), self._looks.name(piece.look, line)
                items.append(f"(tab:1,to:{quote(piece.to)},rule:{rule},style:{style})")
            elif isinstance(piece, Break) and piece.kind == "line":
                items.append("(break:1)")
            elif isinstance(piece, Slot) and any(isinstance(p, Tab | Break) for p in piece.blank):
                value, rule = self._slot(replace(piece, blank=())), self._looks.rule(piece.look, self.line(piece.look))
                inner = array(self._items(piece.blank))
                ends = flag(self._layout.align == "left")  # a blank at the end of the paragraph ends with the line
                items.append(f"(blank:{piece.index},value:{{{value}}},rule:{rule},ends:{ends},items:{inner})")
            else:
                items.append(block([self._content(piece)]))
        return items

    def _content(self, piece: Piece) -> str:
        if isinstance(piece, Text):
            return self.text(piece.text, piece.look)
        if isinstance(piece, Rule):
            rule = self._looks.rule(piece.look, self.line(piece.look))
            return call("L" if piece.trailing else "B", points(piece.width), rule)
        if isinstance(piece, Break):
            return {"line": "linebreak()", "column": "colbreak()"}.get(piece.kind, "")
        if isinstance(piece, Slot):
            return self._slot(piece)
        if isinstance(piece, PageField):
            return self._page_number(piece)
        if isinstance(piece, Hanging):
            return self._hang(piece)
        if isinstance(piece, Note):
            return self._note(piece)
        return "h(2em)"  # a tab is set by its stops; it only comes here inside a blank without them

    def text(self, text: str, look: Look) -> str:
        """Return characters as calls of the function of their look."""
        if look.hidden or not text:
            return ""
        text = self._shown(text, look)
        line = self.line(look, text).seen(look.size)
        text = with_breaks(text, self._line, look.drawn)
        parts = []
        for index, part in enumerate(re.split(f"({_WIDE}+)", text)):
            if part:
                name = self._looks.name(look, line, wide=True) if index % 2 else self._looks.name(look, line)
                pieces = _BREAKABLE.sub(lambda m: m[0] + BREAK, part).split(BREAK)
                parts.append(";MAY-BREAK;".join(f"{name}({quote(piece)})" for piece in pieces if piece))
        return ";".join(parts)

    def _shown(self, text: str, look: Look) -> str:
        """Return the characters with the glyphs of symbol fonts as what they look like, and remember them."""
        if any("\ue000" <= c <= "\uf8ff" for c in text) or font_name(look.latin):
            text = visible(text, font_name(look.latin))
            for glyph in _PRIVATE.findall(text):
                code = f"U+{ord(glyph):04X}"
                self._setting.findings.add(
                    "PDF006", f"专用区字符 {code} 没有公认的字形，以 □ 代替", where=self._where()
                )
            text = _PRIVATE.sub("□", text)
        self._setting.characters.setdefault(self._place, set()).update(text)
        return text

    def _where(self) -> str:
        part, paragraph = self._place
        return f"{part} 第 {paragraph + 1} 段"

    def _slot(self, slot: Slot) -> str:
        look = slot.look
        if not look.underline and is_underscores(slot.blank):
            look = replace(look, underline="single")  # a rule drawn with underscores becomes the rule under the value
        if look.hidden:
            look = replace(look, hidden=False)
        if look.tracking <= SQUEEZED / 20:
            look = replace(look, tracking=0.0)
        length = rule_length(slot.blank, self._looks) if look.underline else 0.0
        part, paragraph = self._place
        self._setting.rooms[slot.index] = Room(
            width=length, size=look.drawn, line=self._line, runs_on=self._runs_on, part=part, paragraph=paragraph
        )
        line = self.line(look).seen(look.size)
        names = self._looks.name(look, line), self._looks.name(look, line, wide=True)
        rule = self._looks.rule(look, line) if length else "none"
        shown = block(self._content(piece) for piece in slot.blank)
        return call("V", str(slot.index), "k", *names, rule, flag(slot.trailing), shown)

    def _page_number(self, piece: PageField) -> str:
        form, section = self._numerals
        numeral = quote(pattern(form))
        name = self._looks.name(piece.look, self.line(piece.look))
        if piece.kind == "page":
            return f"{name}(page-number({numeral}))"
        if piece.kind == "pages":
            return f"{name}(page-total({numeral}))"
        return f"{name}(section-total({numeral},<section-{section}>,<section-{section}-end>))"

    def join(self) -> None:
        """Leave out the upper border: the paragraph before has the same ones, and they make one frame."""
        self._joined = True

    def empty(self, mark: Look, *, above: float, hard: bool, floats: Floats = NO_FLOATS) -> str:
        """Return an empty paragraph, as high as a line of its end mark."""
        if self._layout.borders or self._layout.fill or floats:
            content = f"box(height:{points(self.line(mark, '').height)})"
            return self.block(content, above=above, hard=hard, floats=floats)
        height = self.line(mark).height + (above if hard else 0.0)
        sticky = flag(True) if self._layout.keep_next else ""
        return call("E", points(0 if hard else above), points(height), sticky=sticky)

    def block(
        self, content: str, *, above: float, hard: bool, continued: bool = False, whole: bool = False,
        sticky: bool = False, floats: Floats = NO_FLOATS,
    ) -> str:  # fmt: skip
        """Return the paragraph around its content.

        Args:
            content: What `inline` returned.
            above: Space before it, in points.
            hard: The space stands even at the top of a page or cell.
            continued: It is the rest of a paragraph behind a page break.
            whole: No page may end within it.
            sticky: No page may end with it.
            floats: Drawings that hang on the paragraph.
        """
        layout = self._layout
        first, hang = (layout.first, 0.0) if layout.first >= 0 else (0.0, -layout.first)
        borders = ",".join(f"{side}:{line}" for side, line in layout.borders if side != "top" or not self._joined)
        return call(
            "P", points(0 if hard else above), content,
            top=points(inset) if (inset := (above if hard else 0.0) + floats.top) else "",
            bottom=points(floats.bottom) if floats.bottom else "",
            left=points(layout.left - hang) if layout.left - hang else "",
            right=points(layout.right) if layout.right else "",
            first=points(first) if first and not continued else "",
            hang=points(hang) if hang else "",
            to=layout.align if layout.align != "left" else "",
            justify=flag(True) if layout.justify else "",
            spread=flag(True) if layout.spread else "",
            breakable=flag(False) if whole else "",
            sticky=flag(True) if sticky else "",
            widows="" if layout.widows else flag(False),
            stroke=f"({borders})" if borders else "",
            fill=layout.fill,
            behind=block(floats.behind) if floats.behind else "",
            before=block(floats.before) if floats.before else "",
        )  # fmt: skip


def _with_gaps(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Yield the pieces with the spaces that follow a tab apart: they are not seen where the tab ends the line."""
    after_tab = False
    for piece in pieces:
        stripped = piece.text.lstrip(" ") if isinstance(piece, Text) else ""
        if after_tab and isinstance(piece, Text) and stripped and len(stripped) < len(piece.text):
            yield Text(text=piece.text[: -len(stripped)], look=piece.look)
            yield Text(text=stripped, look=piece.look)
        else:
            yield piece
        after_tab = isinstance(piece, Tab)
