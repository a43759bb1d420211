"""A contract and the same one saved in another format: which blanks and clauses are the same.

`python -m tests.twins txt html FILE.docx …` saves the files by LibreOffice, reads both and prints a line a file and
format, and one line a blank that differs with `--show`.
"""

from __future__ import annotations

import bisect
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from rapidfuzz.distance import Indel

from pipeline import readers
from pipeline.model.document import Mark
from pipeline.model.flow import Flow, flow
from pipeline.model.template import Blank, Template
from pipeline.parsing.parse import parse

# What LibreOffice calls the formats, by the suffix of the file.
FILTERS = {
    "txt": "txt:Text (encoded):UTF8",
    "html": "html:HTML (StarWriter)",
    "xml": "xml:MS Word 2003 XML",
    "doc": "doc:MS Word 97",
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "pdf": "pdf",
}
# Room to write in, and how a format sets it: no two agree on it, so it is no part of the words that are compared.
_ROOM = frozenset(" \t\n\r\v_＿\u00a0\u2002\u2003\u2009\u200b\u3000")
_NEAR = 2  # characters by which a blank may stand elsewhere
_WORDS = 4  # characters that must stand in both files before a blank, and behind it
_ANCHOR = 16  # characters that tell where in a text one is, if they stand in it once
_SEEN = 12  # characters on either side of a blank that are shown


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A file as read: its flow and its template."""

    flow: Flow
    template: Template

    @cached_property
    def offsets(self) -> list[int]:
        """Offsets of the characters that are no room."""
        return [at for at, sign in enumerate(self.flow.text) if sign not in _ROOM]

    @cached_property
    def pieces(self) -> list[str]:
        """The words of every line and cell, without room."""
        lines = self.flow.text.replace("\t", "\n").split("\n")
        return list(filter(None, ("".join(sign for sign in line if sign not in _ROOM) for line in lines)))

    def word(self, blank: Blank) -> int:
        """Return how many characters, room aside, stand before the blank."""
        return bisect.bisect_left(self.offsets, blank.slots[0].start)

    def around(self, blank: Blank) -> str:
        """Return the words around a blank on one line, for a message."""
        start, end = blank.slots[0].start, blank.slots[-1].end
        near = (self.flow.text[max(0, start - _SEEN) : start], self.flow.text[end : end + _SEEN])
        return f"{blank.kind} {near[0]}⟦{self.flow.text[start:end][:_SEEN]}⟧{near[1]}".translate({9: "⇥", 10: "⏎"})


@dataclass(slots=True, kw_only=True)
class Likeness:
    """How two files agree.

    Attributes:
        shared: Blanks that both have in the same place, by pairs.
        missing: Blanks of the first that the second should have.
        gone: Blanks of the first of which the second holds no trace: see `_is_gone`.
        extra: Blanks of the second that the first has not.
        added: Blanks in words that only the second has: deletions that a format without tracked changes prints.
        clauses: How many clauses both have alike (number and title), the first has, the second has.
    """

    shared: list[tuple[Blank, Blank]] = field(default_factory=list)
    missing: list[Blank] = field(default_factory=list)
    gone: list[Blank] = field(default_factory=list)
    extra: list[Blank] = field(default_factory=list)
    added: list[Blank] = field(default_factory=list)
    clauses: tuple[int, int, int] = (0, 0, 0)

    @property
    def raw(self) -> float:
        """F1 of the blanks, those that are gone counted as missing and those that were added as found wrongly."""
        return _f1(len(self.shared), len(self.missing) + len(self.gone), len(self.extra) + len(self.added))

    @property
    def fair(self) -> float:
        """F1 of the blanks in what both files hold."""
        return _f1(len(self.shared), len(self.missing), len(self.extra))

    @property
    def clause_f1(self) -> float:
        """F1 of the clauses."""
        same, first, second = self.clauses
        return _f1(same, first - same, second - same)

    def add(self, other: Likeness) -> None:
        """Count another pair of files in."""
        self.shared += other.shared
        self.missing += other.missing
        self.gone += other.gone
        self.extra += other.extra
        self.added += other.added
        same, first, second = other.clauses
        self.clauses = (self.clauses[0] + same, self.clauses[1] + first, self.clauses[2] + second)


def _f1(same: int, missing: int, extra: int) -> float:
    return 2 * same / (2 * same + missing + extra) if same + missing + extra else 1.0


def understand(path: Path) -> Understood:
    """Read a file."""
    document = readers.read(path.read_bytes(), name=path.name)
    text = flow(document)
    return Understood(flow=text, template=parse(document, text))


def saved(files: Sequence[Path], suffix: str, folder: Path) -> dict[Path, Path]:
    """Save files in another format by LibreOffice; what it can't save is left out.

    Args:
        files: DOCX files.
        suffix: A key of `FILTERS`.
        folder: Where the saved files, and LibreOffice's own settings, go.
    """
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", FILTERS[suffix],
         "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    made = {path: folder / f"{path.stem}.{suffix}" for path in files}
    return {path: twin for path, twin in made.items() if twin.exists()}


def compare(first: Understood, second: Understood) -> Likeness:
    """Compare two files that say the same.

    Args:
        first: The file as it was.
        second: The same, saved in another format.
    """
    places = _places(first, second)
    mine = sorted(((first.word(blank), blank) for blank in first.template.blanks), key=lambda one: one[0])
    theirs = sorted(((places[second.word(blank)], blank) for blank in second.template.blanks), key=lambda one: one[0])
    likeness = Likeness(clauses=_clauses(first.template, second.template))
    for distance in (0, _NEAR):
        mine, theirs = _matched(mine, theirs, distance, likeness)
    for _, blank in theirs:
        (likeness.added if _is_added(second, places, blank) else likeness.extra).append(blank)
    for at, blank in mine:
        slot = blank.slots[0]
        room = first.flow.text[slot.start : slot.end]
        (likeness.gone if _is_gone(second, places, at, room) else likeness.missing).append(blank)
    return likeness


def _is_added(second: Understood, places: list[int], blank: Blank) -> bool:
    """True where the words before the blank, or those behind it, stand in the second file only."""
    at = second.word(blank)
    before, behind = places[max(0, at - _WORDS) : at + 1], places[at : at + _WORDS + 1]
    return (len(before) > _WORDS and before[0] == before[-1]) or (len(behind) > _WORDS and behind[0] == behind[-1])


def _matched(
    mine: list[tuple[int, Blank]], theirs: list[tuple[int, Blank]], distance: int, likeness: Likeness
) -> tuple[list[tuple[int, Blank]], list[tuple[int, Blank]]]:
    """Pair what stands in the same place, of the same kind if possible; return what is left of both."""
    places, free, left = [at for at, _ in mine], [True] * len(mine), []
    for at, blank in theirs:
        near = range(bisect.bisect_left(places, at - distance), bisect.bisect_right(places, at + distance))
        able = [index for index in near if free[index]]
        if not able:
            left.append((at, blank))
            continue
        best = min(able, key=lambda index: (mine[index][1].kind is not blank.kind, abs(places[index] - at)))
        free[best] = False
        likeness.shared.append((mine[best][1], blank))
    return [one for one, is_free in zip(mine, free, strict=True) if is_free], left


def _places(first: Understood, second: Understood) -> list[int]:
    """Return for every word character of the second file, and its end, which one of the first it is or follows.

    Words that stand in each file only once say which stretches answer each other, and what lies between two of them is
    compared letter by letter: 逾期；and 第  条 stand everywhere, so that lines alone would be paired with others.
    """
    mine, theirs = "".join(first.pieces), "".join(second.pieces)
    places = [0] * (len(theirs) + 1)
    at, start = 0, 0
    for limit, end in [*_anchors(mine, theirs), (len(mine), len(theirs))]:
        for o in Indel.opcodes(mine[at:limit], theirs[start:end]):
            for step in range(o.dest_end - o.dest_start):
                places[start + o.dest_start + step] = at + min(o.src_start + step, o.src_end)
        at, start = limit, end
    places[-1] = len(mine)
    return places


def _anchors(mine: str, theirs: str) -> list[tuple[int, int]]:
    """Where words begin that stand once in either text, in the order of both."""
    ours, others = _once(mine), _once(theirs)
    ends: list[int] = []  # of the best rows so far of each length, where their last words stand
    found = [(at, others[word]) for word, at in ours.items() if word in others]
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    last: list[tuple[int, int]] = []
    for pair in found:
        length = bisect.bisect_left(ends, pair[1])
        before[pair] = last[length - 1] if length else None
        ends[length : length + 1] = [pair[1]]
        last[length : length + 1] = [pair]
    out: list[tuple[int, int]] = []
    pair_or_none = last[-1] if last else None
    while pair_or_none is not None:
        out.append(pair_or_none)
        pair_or_none = before[pair_or_none]
    return out[::-1]


def _once(text: str) -> dict[str, int]:
    """The words of so many characters that a text has once, and where."""
    words = [text[at : at + _ANCHOR] for at in range(len(text) - _ANCHOR + 1)]
    counts = Counter(words)
    return {word: at for at, word in enumerate(words) if counts[word] == 1}


def _is_gone(second: Understood, places: list[int], at: int, room: str) -> bool:
    """True where nothing tells of a blank any more: the words around it are not there, or touch.

    A lone space without a rule is no trace: that is what is left between two runs that a tab stood between. A line
    end is one only where the blank had no room of its own (a label at a line's end); an empty line always is.

    Args:
        second: The file that should have the blank.
        places: As `_places` gives them.
        at: Which character of the first file the blank stands before.
        room: What stood there.
    """
    behind = bisect.bisect_left(places, at)
    if not 0 < behind < len(second.offsets):
        return False
    if places[behind] != at or places[behind - 1] != at - 1:
        return True
    if not _ROOM.issuperset(room):
        return False  # a box or a bracket, and it is there
    start, end = second.offsets[behind - 1] + 1, second.offsets[behind]
    if any(mark & Mark.UNDERLINE for mark in second.flow.marks[start:end]):
        return False
    left = second.flow.text[start:end]
    return left in {"", " "} or (len(room) > 1 and left.count("\n") == 1 and left.strip("\n") in {"", " "})


def _clauses(first: Template, second: Template) -> tuple[int, int, int]:
    mine, theirs = (
        [(clause.number, "".join(clause.title.split()), clause.level) for clause in template.clauses]
        for template in (first, second)
    )
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks), len(mine), len(theirs)


def figures(
    files: Iterable[Path], suffix: str, folder: Path
) -> Iterable[tuple[Path, Understood, Understood, Likeness]]:
    """Yield every file that LibreOffice could save, both sides as read, and how they agree."""
    for path, twin in saved(sorted(files), suffix, folder).items():
        first, second = understand(path), understand(twin)
        yield path, first, second, compare(first, second)


def _line(name: str, suffix: str, one: Likeness) -> str:
    kinds = sum(mine.kind is theirs.kind for mine, theirs in one.shared)
    return (
        f"{suffix:5}{name[:36]:37} blanks {one.fair:.3f} ({one.raw:.3f} raw)  shared {len(one.shared)} "
        f"kinds {kinds} missing {len(one.missing)} gone {len(one.gone)} "
        f"extra {len(one.extra)} added {len(one.added)}  "
        f"clauses {one.clause_f1:.3f}\n"
    )


def main(arguments: list[str]) -> None:
    """Print the figures of files, format by format."""
    suffixes = [word for word in arguments if word in FILTERS] or list(FILTERS)
    files = [Path(word) for word in arguments if word.endswith(".docx")]
    for suffix in suffixes:
        total = Likeness()
        with tempfile.TemporaryDirectory() as folder:
            for path, first, second, one in figures(files, suffix, Path(folder)):
                total.add(one)
                sys.stdout.write(_line(path.stem, suffix, one))
                if "--show" in arguments:
                    sys.stdout.writelines(f"    - {first.around(blank)}\n" for blank in one.missing)
                    sys.stdout.writelines(f"    x {first.around(blank)}\n" for blank in one.gone)
                    sys.stdout.writelines(f"    + {second.around(blank)}\n" for blank in one.extra)
        sys.stdout.write(_line("ALL", suffix, total))


if __name__ == "__main__":
    main(sys.argv[1:])
