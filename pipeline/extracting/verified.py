"""Contract record + document → the findings that tell a file changed after it was issued."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.errors import RecordError
from pipeline.extracting.bound import contract_pages
from pipeline.model.flow import Flow, shown
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Slot
from pipeline.text.skeleton import digest, positions, skeleton

JsonObject = dict[str, JsonValue]
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
# What stands at the foot of a page: 3, — 3 —, 第3页 共12页.
_PAGE = re.compile(r"[\s\-—–~－第共页/]*[0-9]{1,3}[\s\-—–~－第共页/]*(?:[0-9]{1,3}[\s页]*)?")
_SLOT = (Slot(start=0, end=0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line as the record has it, and the number of the clause that it stands in."""

    text: str
    clause: str


def load(record: bytes) -> JsonObject | None:
    """Return the record in an issued file, None if it is no contract record."""
    try:
        data = json.loads(record)
    except ValueError:
        return None
    return data if isinstance(data, dict) and "fields" in data and "clauses" in data else None


def verify(record: Mapping[str, JsonValue], flow: Flow, *, wrapped: bool) -> tuple[Diagnostic, ...]:
    """Return what the visible text says otherwise than the record that the file carries; () if they agree.

    Args:
        record: The record, as `load` returned it.
        flow: The visible text.
        wrapped: The file was set in lines and pages, as a PDF is: what stands where is not compared, only what.
    """
    lines = _lines(record)
    flow, left_out = contract_pages(record, shown(flow), skeleton("".join(line.text for line in lines)))
    text = record.get("text")
    notes = [*_own_faults(record, lines), *left_out]
    if isinstance(text, dict) and text.get("sha256") == digest(flow.text):
        return tuple(notes)
    if wrapped and _same_words(lines, flow.text):
        return tuple(notes)
    if not isinstance(text, dict):
        # An earlier version kept no text: its clauses alone do not tell what stood around them.
        return (*notes, *_unprinted(record, skeleton(flow.text), wrapped=wrapped))
    return (*notes, *_changes(record, lines, flow, wrapped=wrapped))


def _lines(record: Mapping[str, JsonValue]) -> list[Line]:
    """Return the lines of the contract as issued, from the clauses of its record and what stands around them."""
    text = record.get("text")
    outside = text.get("outside") if isinstance(text, dict) else None
    around = [str(piece) for piece in outside] if isinstance(outside, list) else []
    clauses = record["clauses"]
    assert isinstance(clauses, list)
    found: list[Line] = []
    for index, clause in enumerate(clauses):
        found += _split(around[index] if index < len(around) else "", "")
        found += _clause_lines(clause, "")
    found += _split("\n".join(around[len(clauses) :]), "")
    return found


def _clause_lines(clause: JsonValue, above: str) -> Iterator[Line]:
    if not isinstance(clause, dict):
        return
    level = clause.get("level")
    number = str(clause.get("number", "")) if level in (0, 1) else above
    yield from _split(str(clause.get("text", "")), number or above)
    children = clause.get("children")
    for child in children if isinstance(children, list) else []:
        yield from _clause_lines(child, number or above)


def _split(text: str, clause: str) -> list[Line]:
    return [Line(text=line, clause=clause) for line in text.split("\n") if skeleton(line)]


def _same_words(lines: Sequence[Line], text: str) -> bool:
    """True where the same characters and numbers stand in both, in whatever order a page gives them.

    Numbers of pages may be more or fewer. A number that a narrow cell breaks is two, which is no change; one whose
    digits stand in another order is.
    """
    wanted = "\n".join(line.text for line in lines)
    was, has = Counter(skeleton(wanted)), Counter(skeleton(text))
    gone, come = was - has, has - was
    if gone and come:
        return False
    if not (gone <= _page_numbers(wanted) and come <= _page_numbers(text)):
        return False
    lost, new = _numbers(wanted) - _numbers(text), _numbers(text) - _numbers(wanted)
    turned = {"".join(sorted(number)) for number in new}
    return not any("".join(sorted(number)) in turned for number in lost)


def _page_numbers(text: str) -> Counter[str]:
    return Counter(skeleton("".join(line for line in text.split("\n") if _PAGE.fullmatch(line))))


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(skeleton(text.replace("\n", "|").replace("\t", "|"))))


def _changes(
    record: Mapping[str, JsonValue], lines: Sequence[Line], flow: Flow, *, wrapped: bool
) -> Iterator[Diagnostic]:
    """Yield each stretch of lines that differs, with both readings."""
    now, offsets = positions(flow.text)
    rows = [skeleton(line.text) for line in lines]
    here = [skeleton(row) for row in flow.text.split("\n")]
    here = [row for row in here if row]
    starts = [0]
    for row in here:
        starts.append(starts[-1] + len(row))
    gone: list[tuple[str, str, int, int]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, rows, here, autojunk=False).get_opcodes():
        was, has = "".join(rows[i1:i2]), "".join(here[j1:j2])
        if tag != "equal" and was != has:
            clause = lines[min(i1, len(lines) - 1)].clause if lines else ""
            gone += [(clause, *one) for one in _stretches(was, has, starts[j1])]
    for clause, was, first, last in gone:
        has = now[first:last]
        if wrapped and _is_elsewhere(was, has, now, "".join(rows)):
            continue
        start = offsets[first] if first < len(offsets) else len(flow.text)
        end = offsets[last - 1] + 1 if last > first else start
        yield _changed(record, clause, was, has, start, end)


def _stretches(was: str, has: str, base: int) -> Iterator[tuple[str, int, int]]:
    """Yield (words as issued, first, last) of every stretch that differs, with a few words around it."""
    spans: list[tuple[int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, was, has, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if spans and i1 - spans[-1][1] < _NEAR:
            spans[-1] = (spans[-1][0], i2, spans[-1][2], j2)
        else:
            spans.append((i1, i2, j1, j2))
    for i1, i2, j1, j2 in spans:
        before = min(_NEAR, i1, j1)
        after = min(_NEAR, len(was) - i2, len(has) - j2)
        yield was[i1 - before : i2 + after], base + j1 - before, base + j2 + after


_NEAR = 8


def _is_elsewhere(was: str, has: str, now: str, issued: str) -> bool:
    """True where a page only puts the words elsewhere, or leaves out the number of a page."""
    gone, come = _core(was, has)
    only = gone or come
    # Dashes or words stand around the number of a page; figures alone may be anything.
    if not (gone and come) and _PAGE.fullmatch(only) and not only.isdigit():
        return True
    return (not has and was in now) or (not was and has in issued)


def _core(was: str, has: str) -> tuple[str, str]:
    """Return two readings without the words around them that both have."""
    shorter = min(len(was), len(has))
    head = next((n for n in range(shorter) if was[n] != has[n]), shorter)
    was, has = was[head:], has[head:]
    shorter = min(len(was), len(has))
    tail = next((n for n in range(shorter) if was[-1 - n] != has[-1 - n]), shorter)
    return was[: len(was) - tail], has[: len(has) - tail]


def _changed(record: Mapping[str, JsonValue], clause: str, was: str, has: str, start: int, end: int) -> Diagnostic:
    label = _label(record, clause, was, has)
    about = f"『{label}』" if label else ""
    return Diagnostic(
        severity=Severity.ERROR, code="TAMPER001", location=clause or "条款以外",
        message=f"{about}文件中的文字与出具时的合同记录不一致：记录为“{_short(was)}”，文件中为“{_short(has)}”",
        hint="文件在出具之后被改动过，请以出具的原件或合同记录为准", start=start, end=end, quote=has[:80],
        key=_key(record, label),
    )  # fmt: skip


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:40]}……{words[-16:]}"


def _label(record: Mapping[str, JsonValue], clause: str, was: str, has: str) -> str:
    """Return the label of the field whose printed value the change hits, "" if it hits none."""
    for field in _fields(record).values():
        text = skeleton(str(field.get("text", "")))
        if text and text in was and text not in has and clause in (_clause_of(field), ""):
            return str(field.get("label", ""))
    candidates = [f for f in _fields(record).values() if _clause_of(f) == clause and skeleton(str(f.get("text", "")))]
    hit = [f for f in candidates if _overlaps(skeleton(str(f["text"])), was, has)]
    return str(hit[0].get("label", "")) if len(hit) == 1 else ""


def _overlaps(text: str, was: str, has: str) -> bool:
    return len(text) > 2 and text in was and text not in has


def _clause_of(field: JsonObject) -> str:
    at = field.get("at")
    first = at[0] if isinstance(at, list) and at else None
    return str(first.get("clause", "")) if isinstance(first, dict) else ""


def _key(record: Mapping[str, JsonValue], label: str) -> str:
    return next((key for key, f in _fields(record).items() if label and f.get("label") == label), "")


def _fields(record: Mapping[str, JsonValue]) -> dict[str, JsonObject]:
    fields = record["fields"]
    return {k: f for k, f in fields.items() if isinstance(f, dict)} if isinstance(fields, dict) else {}


def _own_faults(record: Mapping[str, JsonValue], lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield what in the record itself does not agree: it was edited."""
    text = record.get("text")
    whole = "".join(line.text for line in lines)
    if isinstance(text, dict) and text.get("sha256") != digest(whole):
        yield _fault("TAMPER003", "合同记录自身的文字与其摘要不一致，记录被改动过", "")
    printed = skeleton(whole)
    for key, field in _fields(record).items():
        words, value = str(field.get("text", "")), field.get("value")
        if _reads_otherwise(field, words, value) or (
            field.get("kind") in _PRINTED_WHOLE and isinstance(text, dict) and skeleton(words) not in printed
        ):
            label = field.get("label", key)
            yield _fault("TAMPER002", f"合同记录中『{label}』的值“{value}”与其文字“{words}”或正文不一致", key)


_SUM = re.compile(r"[0-9][0-9,]*\.[0-9]{2}")


def _unprinted(record: Mapping[str, JsonValue], printed: str, *, wrapped: bool) -> Iterator[Diagnostic]:
    """Yield the fields of a record without text whose own text does not stand in the file."""
    for key, field in _fields(record).items():
        text = str(field.get("text", ""))
        words, kind = skeleton(text), field.get("kind")
        if not words or not (kind in _PRINTED_WHOLE or (kind == Kind.AMOUNT and _SUM.fullmatch(text))):
            continue
        # A page may break a name, and put other words between its lines; figures it breaks nowhere.
        is_name = wrapped and kind in (Kind.PARTY, Kind.PERSON)
        half = len(words) // 2
        stands = words in printed or (is_name and half > 0 and (words[:half] in printed or words[half:] in printed))
        if not stands:
            label = field.get("label", key)
            yield _fault("TAMPER002", f"合同记录中『{label}』为“{text}”，文件正文中没有这段文字", key)


# Kinds that print in one piece, so that their text stands in the contract's text.
_PRINTED_WHOLE = frozenset(map(str, (Kind.PARTY, Kind.PERSON, Kind.ID_NO, Kind.PHONE, Kind.BANK_ACCOUNT)))
_COMPARED = frozenset(map(str, (Kind.AMOUNT, Kind.DATE, Kind.NUMBER, Kind.ID_NO, Kind.PHONE, Kind.BANK_ACCOUNT)))


def _reads_otherwise(field: JsonObject, words: str, value: JsonValue) -> bool:
    """True where a field's value is not what its printed text reads as."""
    from pipeline import values

    if field.get("kind") not in _COMPARED or not words:
        return False
    label, unit = str(field.get("label", "")), str(field.get("unit", ""))
    blank = Blank(key="x", label=label, kind=Kind(str(field["kind"])), unit=unit, slots=_SLOT)
    try:
        return values.coerce(words, blank) != value
    except RecordError:
        return False


def _fault(code: str, message: str, key: str) -> Diagnostic:
    return Diagnostic(
        severity=Severity.ERROR, code=code, message=message, key=key, hint="请以出具方保存的合同记录为准",
        location="合同记录",
    )  # fmt: skip
