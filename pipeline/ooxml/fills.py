"""A part cut into what stays and what is filled: bytes ready to be joined once a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape as escape_markup

from pipeline.errors import WriteError
from pipeline.model.contract import Placement
from pipeline.model.ordinal import ordinal

TEXT_OPEN, TEXT_CLOSE = b'<w:t xml:space="preserve">', b"</w:t>"
_BREAK, _TAB = b"</w:t><w:br/>" + TEXT_OPEN, b"</w:t><w:tab/>" + TEXT_OPEN
_SPECIAL = re.compile("[&<>\n\r\t\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SDT_OPEN, _SDT_BODY = b"<w:sdt><w:sdtPr>", b"</w:sdtPr><w:sdtContent>"
_SDT_CLOSE = b"</w:sdtContent></w:sdt>"
# What must not stand twice in a file: the ids of a repeated row's paragraphs, and bookmarks.
_UNIQUE = re.compile(rb"""\sw14:(?:paraId|textId)=(?:"[^"]*"|'[^']*')|<w:bookmark(?:Start|End)\b[^>]*/>""")
_MERGE = re.compile(rb"""<w:vMerge w:val=(?:"restart"|'restart')\s*/>""")


class IllegalCharacter(WriteError):
    """A value holds a character that no Word file may hold."""

    def __init__(self, key: str, character: str) -> None:
        super().__init__(
            f"含有无法写入文件的字符 U+{ord(character):04X}", location=f"字段『{key}』", hint="请删除该字符后重试"
        )


class NotAChoice(WriteError):
    """A value was meant for a check box or drop-down of the form that does not offer it."""

    def __init__(self, key: str, text: str, choices: tuple[str, ...]) -> None:
        offered = "、".join(choices)
        super().__init__(f"『{text[:40]}』不在可选项中", location=f"字段『{key}』", hint=f"可选：{offered}")


def escape(text: str) -> bytes:
    """Return characters of a source document as XML text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def encode(text: str, key: str) -> bytes:
    r"""Return a value as the content of a w:t: literal characters, "\n" and "\t" as Word's own elements.

    Raises:
        IllegalCharacter: XML can't carry one of the characters.
    """
    if not _SPECIAL.search(text):
        return text.encode()
    illegal = _ILLEGAL.search(text)
    if illegal:
        raise IllegalCharacter(key, illegal[0])
    data = escape(text.replace("\r\n", "\n").replace("\r", "\n"))
    return data.replace(b"\n", _BREAK).replace(b"\t", _TAB)


def unrepeated(xml: bytes) -> bytes:
    """Return a stretch of a part that stands there already without what must not stand there twice."""
    return _UNIQUE.sub(b"", xml)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A stretch of a part that a value changes.

    Attributes:
        hole: Number of the anchor.
        original: The bytes that stand there while no value is given.
        writes: False where the value only empties the stretch.
        wrap: What stands around the value's characters.
        outer: What stands around that: the end of one run and the beginning of another, where the value needs its own.
        leave: What ends the run around the value, for a content control.
        enter: What begins a run behind it.
        run: What begins the value's own run.
        exact: Values that are not written as characters: boxes drawn by a symbol font, states of form fields.
        is_closed: Other values than `exact` are refused.
        is_control: The value stands in a content control of the source already, or where none may stand.
        is_flat: Line breaks and tabs can't stand here and become spaces.
    """

    hole: int
    original: bytes
    writes: bool = False
    wrap: tuple[bytes, bytes] = (b"", b"")
    outer: tuple[bytes, bytes] = (b"", b"")
    leave: bytes = b""
    enter: bytes = b""
    run: bytes = b""
    exact: Mapping[str, bytes] = field(default_factory=dict)
    is_closed: bool = False
    is_control: bool = False
    is_flat: bool = False

    @property
    def simple(self) -> tuple[bytes, bytes] | None:
        """What stands around any value, None where it depends on the value."""
        if not self.writes or self.exact or self.is_flat:
            return None
        return self.outer[0] + self.wrap[0], self.wrap[1] + self.outer[1]

    def filled(self, text: str, key: str, *, controls: bool) -> bytes:
        """Return the bytes with a value.

        Args:
            text: The value's characters.
            key: Field key, for messages and as the content control's tag.
            controls: Wrap the value in a content control.

        Raises:
            IllegalCharacter: XML can't carry one of the characters.
            NotAChoice: The value is none of those that a form field offers.
        """
        if not self.writes:
            return b""
        if self.is_closed:
            if text not in self.exact:
                raise NotAChoice(key, text, tuple(self.exact))
            return self.outer[0] + self.exact[text] + self.outer[1]
        tagged = controls and not self.is_control
        if self.is_flat:
            text = " ".join(text.split())
        if text in self.exact:
            inner = self.exact[text]
        else:
            before, after = (TEXT_OPEN, TEXT_CLOSE) if tagged else self.wrap
            inner = before + encode(text, key) + after
        if not tagged:
            return self.outer[0] + inner + self.outer[1]
        tag = f'<w:tag w:val="{escape_markup(key)}"/>'.encode()
        inside = _SDT_OPEN + tag + _SDT_BODY + self.run + inner + b"</w:r>" + _SDT_CLOSE
        return self.leave + inside + self.enter


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSpan:
    """A table row that holds fills: its pieces `first:last`, and the numbers of its anchors."""

    first: int
    last: int
    holes: frozenset[int]


# The first cell of a row, where all of it stands before the row's first gap and holds no table.
_FIRST_CELL = re.compile(rb"<w:tr[ >](?:(?!<w:tc[ >]).)*<w:tc[ >](?P<cell>(?:(?!<w:tbl[ >]).)*?)</w:tc>", re.DOTALL)
_WORDS = re.compile(rb"(?P<open><w:t(?: [^>]*)?>)(?P<words>[^<]*)(?=</w:t>)")


def _counted_on(piece: bytes, steps: int) -> bytes:
    """Return what stands before a row's first gap, its printed number counted on: below 5 comes 6."""
    row = _FIRST_CELL.search(piece)
    cell = row["cell"] if row else b""
    number = ordinal(b"".join(match["words"] for match in _WORDS.finditer(cell)).decode())
    if row is None or number is None:
        return piece
    counted = iter((number.on(steps).encode(),))  # into the first run of the number, the others are emptied
    cell = _WORDS.sub(lambda m: m["open"] + (next(counted, b"") if m["words"].strip() else b""), cell)
    return piece[: row.start("cell")] + cell + piece[row.end("cell") :]


class CompiledPart:
    """A part ready to be filled.

    Args:
        pieces: Bytes that stay, and fills, in the order of the part.
        rows: The table rows that hold fills, innermost only.
    """

    def __init__(self, pieces: list[bytes | Fill], rows: tuple[RowSpan, ...]) -> None:
        self._pieces = pieces
        self._fills = tuple(
            (index, piece.hole, piece.simple, piece) for index, piece in enumerate(pieces) if isinstance(piece, Fill)
        )
        self._blank = [piece.original if isinstance(piece, Fill) else piece for piece in pieces]
        self._rows = rows
        self._copies: dict[int, bytes] = {}

    def render(self, values: Mapping[int, Placement], *, controls: bool = False) -> bytes:
        """Return the part with values; anchors without one stay as they are.

        Args:
            values: Number of the anchor → what goes there.
            controls: Wrap every value in a content control tagged with its key.

        Raises:
            WriteError: A value can't be written.
        """
        out = self._blank.copy()
        for index, hole, simple, fill in self._fills:
            value = values.get(hole)
            if value is None:
                continue
            if simple and not controls:
                out[index] = simple[0] + encode(value.text, value.key) + simple[1]
            else:
                out[index] = fill.filled(value.text, value.key, controls=controls)
        if any(value.texts for value in values.values()):
            for row in self._rows:
                out[row.last - 1] += self._grown(row, values, controls=controls)
        return b"".join(out)

    def _grown(self, row: RowSpan, values: Mapping[int, Placement], *, controls: bool) -> bytes:
        """Return the copies of a row that its values ask for."""
        count = max((len(values[hole].texts) for hole in row.holes if hole in values), default=0)
        return b"".join(
            self._copied(index, values, number, controls=controls)
            for number in range(count)
            for index in range(row.first, row.last)
        )

    def _copied(self, index: int, values: Mapping[int, Placement], number: int, *, controls: bool) -> bytes:
        piece = self._pieces[index]
        if not isinstance(piece, Fill):
            if index not in self._copies:
                self._copies[index] = _MERGE.sub(b"<w:vMerge/>", unrepeated(piece))
            return _counted_on(self._copies[index], number + 1)
        value = values.get(piece.hole)
        if value is None:
            return piece.original
        text = value.texts[number] if number < len(value.texts) else ""
        return piece.filled(text, value.key, controls=controls)
