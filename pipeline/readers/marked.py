r"""A line of Markdown → runs: signs of emphasis taken away, escapes and entities written out.

Blanks made of underscores stand above emphasis: three and more are always a blank, two only mark bold where they
surround words, so that `__年__月__日` stays a date to fill in. A program that writes Markdown escapes the underscores
that are printed (`\_\_`); where one did, those that are not escaped are emphasis, however many stand together.

Pandoc says how words look behind them: `[    ]{.underline}`, and writes a no-break space as `\ `.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from pipeline.model.document import Mark, Run
from pipeline.readers.plain import runs

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])             # \_ \* \|
    | (?P<kept>\\[ ])                            # a no-break space
    | (?P<blank>_{3,}+)                          # ____
    | (?P<code>`+)
    | !\[[^\[\]\n]{0,500}\]\([^()\s]{0,2000}\)   # an image
    | (?<!\!)\[(?P<link>[^\[\]\n]{1,500})\]\([^()\s]{0,2000}\)
    | (?P<entity>&(?:[a-zA-Z]{2,10}|\#\d{1,7}|\#x[0-9a-fA-F]{1,6});)
    | <(?P<close>/?)(?P<tag>u|ins|b|strong|i|em|s|del|sup|sub|span|font|mark|a)\b[^<>]{0,300}>
    | (?P<emphasis>\*{1,3}|__?|~~|==)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LOOKS = {
    "u": Mark.UNDERLINE, "ins": Mark.UNDERLINE, "b": Mark.BOLD, "strong": Mark.BOLD, "mark": Mark.HIGHLIGHT,
    "**": Mark.BOLD, "***": Mark.BOLD, "__": Mark.BOLD, "==": Mark.HIGHLIGHT,
}  # fmt: skip
# Words and how they look: [    ]{.underline}, []{#bookmark .anchor}, [甲方]{custom-style="Strong"}.
_SPAN = re.compile(
    r"(?<![\\!])\[(?P<words>(?>[^\[\]\\]+|\\.)*)\]\{(?P<looks>(?:[#.][\w:.-]|[\w-]{1,40}=\")[^{}]{0,300})\}"
)
_DEEPEST = 8  # spans inside each other
_CLASSES = ((".underline", "u"), (".ul", "u"), (".mark", "mark"))
_ESCAPED = re.compile(r"(?>(?:\\_){2,})")
_PLAIN_RULE = re.compile(r"(?<![\\_])_{4,}+")  # longer than any sign of emphasis
_NOT_ESCAPED = re.compile(r"(?<!\\)_{2,}")
_FARTHEST = 2_000  # characters that emphasis spans at most
_STRUCK = frozenset(("~~", "s", "del"))
_UNITS = re.compile(r"[年月日元天份个%％,，.。]{0,2}")


@dataclass(slots=True)
class Line:
    """A line as read.

    Attributes:
        runs: Its runs, as they look.
        struck: Words that are struck out and left out.
    """

    runs: list[Run] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


def has_escaped_underscores(text: str) -> bool:
    """Return whether a program wrote the text, which escapes the underscores that are printed.

    A person who escaped a few of them left most rules as they are.

    Args:
        text: A file's text.
    """
    escaped = len(_ESCAPED.findall(text))
    return escaped > 0 and len(_PLAIN_RULE.findall(text)) <= escaped


def marked(text: str, *, escaped: bool = False) -> Line:
    """Read the signs of a line.

    Args:
        text: One line of Markdown, without what marks it as a heading or a list item.
        escaped: Whether those underscores that are not escaped are signs of emphasis.
    """
    if escaped:
        text = _NOT_ESCAPED.sub("", text)
    for _ in range(_DEEPEST if "]{" in text else 0):
        text, count = _SPAN.subn(_tagged, text)
        if not count:
            break
    reader = _Reader(text)
    reader.read()
    return reader.line


def _tagged(span: re.Match[str]) -> str:
    looks = span["looks"].split()
    tag = next((tag for name, tag in _CLASSES if name in looks), None)
    return f"<{tag}>{span['words']}</{tag}>" if tag else span["words"]


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.line = Line()
        self.open: dict[str, Mark] = {}
        self.struck = False
        self.pieces: list[tuple[str, Mark]] = []

    def read(self) -> None:
        at = 0
        for token in _TOKEN.finditer(self.text):
            self.add(self.text[at : token.start()])
            at = token.end()
            self.token(token)
        self.add(self.text[at:])
        joined: list[tuple[str, Mark]] = []
        for text, marks in self.pieces:
            if joined and joined[-1][1] == marks:
                joined[-1] = (joined[-1][0] + text, marks)
            else:
                joined.append((text, marks))
        self.line.runs = [run for text, marks in joined for run in runs(text, marks)]

    def add(self, text: str) -> None:
        if not text:
            return
        if self.struck:
            self.line.struck.append(text)
            return
        marks = Mark.NONE
        for mark in self.open.values():
            marks |= mark
        self.pieces.append((text, marks))

    def token(self, token: re.Match[str]) -> None:
        if token["kept"]:
            self.add("\xa0")
        elif token["escaped"] or token["blank"] or token["link"]:
            self.add(token["escaped"] or token["blank"] or token["link"])
        elif token["entity"]:
            self.add(html.unescape(token["entity"]))
        elif token["tag"]:
            self.turn(token["tag"].lower(), on=not token["close"])
        elif token["emphasis"]:
            self.emphasis(token)

    def turn(self, sign: str, *, on: bool) -> None:
        if sign in _STRUCK:
            self.struck = on
        elif on:
            self.open[sign] = _LOOKS.get(sign, Mark.NONE)
        else:
            self.open.pop(sign, None)

    def emphasis(self, token: re.Match[str]) -> None:
        sign = token["emphasis"]
        if sign in self.open or (sign == "~~" and self.struck):
            self.turn(sign, on=False)
        elif self._opens(token, sign):
            self.turn(sign, on=True)
        else:
            self.add(sign)

    def _opens(self, token: re.Match[str], sign: str) -> bool:
        """True where the sign stands before words and the same sign behind them."""
        start = token.end()
        end = self._closing(sign, start)
        if end <= start or self.text[start].isspace() or self.text[end - 1].isspace():
            return False
        if sign[0] != "_":
            return True
        before, behind = self.text[token.start() - 1 : token.start()], self.text[end + len(sign) : end + len(sign) + 1]
        inner = self.text[start : min(end, start + 3)]
        return not before.isalnum() and not behind.isalnum() and not _UNITS.fullmatch(inner)

    def _closing(self, sign: str, start: int) -> int:
        """Where the same sign stands next, runs of underscores that are blanks aside; −1 if nowhere near."""
        limit = start + _FARTHEST
        end = self.text.find(sign, start, limit)
        while end >= 0 and self.text.startswith("___", end):
            while self.text.startswith("_", end):
                end += 1
            end = self.text.find(sign, end, limit)
        return end
