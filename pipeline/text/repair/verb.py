"""str → Repair."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.text.patterns import late
from pipeline.text.repair.evidence import has_annotations, is_suspicious
from pipeline.text.repair.hypothesis import Hypothesis
from pipeline.text.repair.readings import ANNOTATION, CUT_ANNOTATION, SYLLABLE, is_reading, is_toned
from pipeline.text.repair.report import diagnose
from pipeline.text.repair.respelling import with_script
from pipeline.text.repair.result import Edit, Repair, apply
from pipeline.text.repair.search import REACH, decode

_BRACKET_SHIFT = late(r"。(?=[\u3100-\u312f\u2010-\u2040ā-ǜɑɡ])")
_MARKS = late(r"[?�]{1,2}|[?？]{2}")
# Signs of damage, where a search begins. The first three are damage whatever the rest of the text looks like.
_SIGN = late(
    rf"(?P<cut>{CUT_ANNOTATION.pattern.replace('?P<syllable>', '')})"
    rf"|(?P<bracket>{_BRACKET_SHIFT.pattern})"
    rf"|(?P<annotation>{ANNOTATION.pattern.replace('?P<syllable>', '')})"
    rf"|(?P<marks>{_MARKS.pattern})"
)
_GLUED = late(rf"{CUT_ANNOTATION.pattern}|{ANNOTATION.pattern}".replace("?P<syllable>", ""))
_SYLLABLE = late(SYLLABLE)
_MOST_SEARCHES = 200  # a text damaged in more places is not worth reading, and each search takes some 50 ms
_RIVAL = 3.0  # nats; a reading that beats another by less is not certain


def repair(text: str) -> Repair:
    """Undo what copying sites do to a text: glued-in pinyin, shifted bytes, traditional characters.

    Args:
        text: Text as read from a page or file.

    Returns:
        The repaired text with its edits and findings; the input itself, untouched, where nothing shows damage.
        Everything that had to be guessed is an edit with certain=False and a diagnostic.
    """
    if not is_suspicious(text):
        return Repair(text=text)
    scan = _scanned(text, trusting=has_annotations(text))
    if not scan.edits:
        return Repair(text=text)
    edits = with_script(text, tuple(scan.edits))
    annotations = sum(len(_GLUED.findall(edit.before)) for edit in edits)
    return Repair(
        text=apply(text, edits),
        edits=edits,
        diagnostics=diagnose(text, edits, tuple(scan.unread), annotations=annotations),
        annotations=annotations,
    )


@dataclass(slots=True)
class _Scan:
    """A walk through the text: what it read so far, in the text's own script, and what it changed."""

    read: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    at: int = 0
    searches: int = 0

    def before(self) -> str:
        """The last characters read."""
        return "".join(self.read[-8:])[-8:]

    def keep(self, text: str, end: int) -> None:
        """Read on to `end` as it stands."""
        self.read.append(text[self.at : end])
        self.at = end

    def change(self, text: str, edit: Edit) -> None:
        """Read on to the edit's end with the edit made."""
        self.keep(text, edit.start)
        self.read.append(edit.after)
        self.edits.append(edit)
        self.at = edit.end


def _scanned(text: str, *, trusting: bool) -> _Scan:
    """Walk from sign to sign; signs that clean texts show too count only once others have shown damage."""
    scan = _Scan()
    while sign := _SIGN.search(text, scan.at):
        scan.keep(text, sign.start())
        edit = _edit(text, sign, scan.before(), trusting=trusting, searches=scan.searches)
        scan.searches += edit is None or edit.kind == "shift"
        if edit is None:
            if trusting and _is_damage(sign):
                scan.unread.append(sign.span())
            scan.keep(text, sign.start() + 1)
        elif not trusting and edit.kind == "shift":
            return _scanned(text, trusting=True)
        else:
            scan.change(text, edit)
    scan.keep(text, len(text))
    return scan


def _is_damage(sign: re.Match[str]) -> bool:
    # Brackets around plain letters and question marks are ordinary writing: (app), (a), 是否同意？？
    return sign.lastgroup in {"cut", "bracket"} or (
        sign.lastgroup == "annotation" and is_toned(sign.group()[1:-1].strip())
    )


def _edit(text: str, sign: re.Match[str], before: str, *, trusting: bool, searches: int) -> Edit | None:
    if sign.lastgroup == "annotation":
        syllable = _SYLLABLE.search(sign.group())
        if trusting and syllable and before and _is_glued(syllable.group(), before[-1]):
            return _edited("annotation", text, sign.span(), "")
    if sign.lastgroup in {"annotation", "marks"} and not trusting:
        return None
    if searches > _MOST_SEARCHES:
        return None
    found = decode(text[sign.start() : sign.start() + REACH], before)
    return _shift(text, sign.start(), found) if found else None


def _is_glued(syllable: str, character: str) -> bool:
    # A single plain letter in brackets numbers a list or names a variable: 金额(e), 方案(a).
    return (is_toned(syllable) or len(syllable) > 1) and is_reading(syllable, character)


def _shift(text: str, start: int, found: Hypothesis) -> Edit:
    span = start + found.first, start + found.last
    certain = found.guessed == 0 and found.rival > _RIVAL
    kind = "shift" if found.repaired or not ANNOTATION.fullmatch(text, *span) else "annotation"
    return _edited(kind, text, span, found.repaired, certain=certain)


def _edited(kind: str, text: str, span: tuple[int, int], after: str, *, certain: bool = True) -> Edit:
    return Edit(kind=kind, start=span[0], end=span[1], before=text[slice(*span)], after=after, certain=certain)
