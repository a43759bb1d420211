"""BlankSet + tags → BlankSet: in a hand-tagged template the tags' names are the fields.

A tag that is nothing but a name ({{ party_a.name }}) is one more shape of blank, found, typed and labelled as any
other; here it gets the name that was given to it, and all tags of one name become one blank. Names that other tags
compute with ({% if has_deposit %}, {%tr for row in goods %}) become blanks whose slots are those tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.flow import Flow
from pipeline.model.template import Blank, Column, Kind, Option, Role, Slot
from pipeline.parsing.blanks import BlankSet
from pipeline.parsing.keys import key_of, unique
from pipeline.parsing.naming import column_of
from pipeline.text.patterns import late
from pipeline.text.tags.scan import Tag, scan

if TYPE_CHECKING:
    from pipeline.text.tags.errors import TagError
    from pipeline.text.tags.names import Use

_KEY = late(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_SURE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A tag in the text: its offsets there, and the paragraph that it stands in, in words."""

    tag: Tag
    start: int
    end: int
    place: str


def with_tags(found: BlankSet, flow: Flow) -> BlankSet:
    """Return the blanks as the tags name them; a text without tags as it is.

    Args:
        found: The blanks of the text.
        flow: The text.

    Returns:
        The blanks; tags that can't be read are reported as TAG001, for parsing never fails on content.
    """
    tags = tuple(tags_of(flow))
    if not tags:
        return found
    from pipeline.text.tags.errors import TagError
    from pipeline.text.tags.names import uses

    others = [blank for blank in found.blanks if not _touches(blank, tags)]
    diagnostics = tuple(d for d in found.diagnostics if d.code != "NAM001" or d.key in {b.key for b in others})
    try:
        used = uses([one.tag for one in tags], [one.place for one in tags])
    except TagError as error:
        return replace(found, blanks=tuple(others), diagnostics=(*diagnostics, _unreadable(error, tags)))
    named = _Namer(found.blanks, tags, flow).blanks(used)
    taken = {blank.key: 1 for blank in named}
    kept = [replace(blank, key=unique(blank.key, taken)) for blank in others]
    every = sorted((*named, *kept), key=lambda blank: blank.start)
    return replace(found, blanks=tuple(every), diagnostics=diagnostics)


def tags_of(flow: Flow) -> Iterator[Found]:
    """Yield the tags of a text in reading order."""
    for line in flow.lines if "{" in flow.text else ():
        for tag in scan(flow.text[line.body : line.end]):
            place = f"第{line.paragraph.place.paragraph + 1}段"
            yield Found(tag=tag, start=line.body + tag.start, end=line.body + tag.end, place=place)


def _touches(blank: Blank, tags: Sequence[Found]) -> bool:
    spans = [(slot.start, slot.end) for slots in (blank.slots, *blank.repeats) for slot in slots]
    return any(start < one.end and one.start < end for start, end in spans for one in tags)


def _unreadable(error: TagError, tags: Sequence[Found]) -> Diagnostic:
    one = tags[error.index] if error.index is not None else None
    return Diagnostic(
        severity=Severity.ERROR, code="TAG001", message=error.message, location=error.location, hint=error.hint,
        start=one.start if one else None, end=one.end if one else None,
    )  # fmt: skip


class _Namer:
    """Makes a blank of every name that the tags use."""

    def __init__(self, blanks: Sequence[Blank], tags: Sequence[Found], flow: Flow) -> None:
        self._tags, self._flow = tags, flow
        self._faces = {(b.slots[0].start, b.slots[0].end): b for b in blanks if len(b.slots) == 1}
        self._renamed: dict[str, str] = {}

    def blanks(self, used: Mapping[str, Use]) -> list[Blank]:
        """Return the blanks, pairs under their new names."""
        alone = {index for use in used.values() for index in use.tags}
        for index in list(alone):
            if sum(index in use.tags for use in used.values()) > 1:
                alone.discard(index)
        # A group of fields that is only asked whether it is there ({% if party_c %}) is no field itself.
        groups = {name.rsplit(".", depth)[0] for name in used for depth in range(1, name.count(".") + 1)}
        taken: dict[str, int] = {}
        made = [self._blank(use, alone, taken) for use in used.values() if use.name not in groups]
        return [replace(blank, pair=self._renamed.get(blank.pair, "")) for blank in made]

    def _blank(self, use: Use, alone: set[int], taken: dict[str, int]) -> Blank:
        simple = [self._tags[index] for index in use.tags if self._tags[index].tag.name == use.name]
        candidates = [*simple, *(self._tags[i] for i in use.tags if i in alone and self._tags[i].tag.kind == "output")]
        faces = [face for one in candidates if (face := self._faces.get((one.start, one.end)))]
        face = next((face for face in faces if face.kind is not Kind.TEXT), faces[0] if faces else None)
        key = self._key(use.name, face, taken)
        for old in faces:
            self._renamed.setdefault(old.key, key)
        places = [(Slot(start=one.start, end=one.end),) for one in simple]
        computed = [one for index in use.tags if (one := self._tags[index]) not in simple]
        if computed:
            places.append((Slot(start=computed[0].start, end=computed[0].end, role=Role.TAG, name=use.name),))
        named = replace(face or Blank(slots=places[0]), key=key, slots=places[0], repeats=tuple(places[1:]))
        return self._typed(named, use, has_face=face is not None)

    def _key(self, name: str, face: Blank | None, taken: dict[str, int]) -> str:
        if _KEY.fullmatch(name):
            taken[name] = 1
            return name
        return unique(face.key if face and face.key else key_of(name, Kind.TEXT, "", "")[0], taken)

    def _typed(self, blank: Blank, use: Use, *, has_face: bool) -> Blank:
        answers = tuple(use.answers) if len(use.answers) > 1 else ()
        kind, required = blank.kind, use.needed and blank.required
        if use.columns is not None:
            kind, answers, required = Kind.TABLE, (), False
        elif use.tested and not use.otherwise:
            kind, answers = Kind.CHOICE, ("是", "否")
        elif kind in (Kind.TEXT, Kind.SIGNATURE):
            kind = Kind.CHOICE if answers else Kind.NUMBER if use.numeric and not has_face else Kind.TEXT
        at = blank.slots[0].start
        options = tuple(Option(label=text, start=at, end=at) for text in answers)
        return replace(
            blank, kind=kind, required=required, label=blank.label or use.name, shape="tag", confidence=_SURE,
            options=options if kind is Kind.CHOICE else (), columns=self._columns(use), filled=None,
        )  # fmt: skip

    def _columns(self, use: Use) -> tuple[Column, ...]:
        if use.columns is None:
            return ()
        columns = {name or "value": tag for name, tag in (use.columns or {"": use.tags[0]}).items()}
        return tuple(self._column(name, self._tags[tag]) for name, tag in columns.items())

    def _column(self, name: str, one: Found) -> Column:
        """Return a column, typed by the head of the table's column that its tag stands in."""
        head = self._head(one.start)
        return replace(column_of(Column(key="", label=head)), key=name) if head else Column(key=name, label=name)

    def _head(self, offset: int) -> str:
        cells = self._flow.cells
        inner = next((c for c in reversed(cells) if c.start <= offset < max(c.end, c.start + 1)), None)
        if inner is None:
            return ""
        above = (c for c in cells if c.table == inner.table and c.row < inner.row and c.column == inner.column)
        texts = (self._flow.text[c.start : c.end].strip() for c in above)
        return next((text for text in texts if text and "{" not in text and "\n" not in text), "")
