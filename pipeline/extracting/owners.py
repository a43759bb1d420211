"""Reading and marks → whose each label is: of the role above it, beside it in its column, or in its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extracting.labels import Mark, role_names
from pipeline.extracting.numbering import without_number
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives

_SLACK = 6  # half widths by which a label may stand left of its column


def owners(reading: Reading, marks: Sequence[Mark]) -> list[str]:
    """Return for each mark the key of its party, "" if it has none.

    Args:
        reading: The contract.
        marks: Its roles and labels, in reading order.
    """
    owners: list[str] = []
    columns: list[tuple[int, str]] = []
    current, tail, turns = "", tail_of(reading), _turns(reading, marks)
    for index, mark in enumerate(marks):
        if index in turns:
            owners.append(turns[index])
        elif mark.name in _NAMES:
            current = mark.owner
            columns = _columns(reading, marks, index)
            owners.append(current)
        elif mark.owner:
            owners.append(mark.owner)
            current, columns = ("" if mark.bare else mark.owner), []
        elif reading.head <= mark.start < tail and not _follows_role(reading, marks, index):
            owners.append(_in_sentence(reading, mark))
        elif len(columns) > 1:
            twins = _twins(reading, marks, mark)
            if len(twins) == len(columns):
                owners.append(columns[twins.index(mark)][1])
                continue
            at = _column(reading.template.text, mark.start)
            owners.append([owner for begin, owner in columns if begin <= at + _SLACK or begin == columns[0][0]][-1])
        else:
            owners.append(current)
    return owners


def _turns(reading: Reading, marks: Sequence[Mark]) -> dict[int, str]:
    """Return the parties of labels that stand below the names of several, by the index of their mark.

    甲方：… / 乙方：… / 信用代码：… / 信用代码：…: the first is of the first. A label that comes as often as there are
    names is asked of each in turn.
    """
    found: dict[int, str] = {}
    at = 0
    while at < len(marks):
        end = at + 1
        while end < len(marks) and _is_next_name(reading, marks[end - 1], marks[end]):
            end += 1
        parties = [mark.owner for mark in marks[at:end]]
        if len(set(parties)) == len(parties) > 1 and all(parties):
            for indices in _below(marks, end):
                found |= dict(zip(indices, parties, strict=True)) if len(indices) == len(parties) else {}
        at = end
    return found


def _is_next_name(reading: Reading, above: Mark, mark: Mark) -> bool:
    """True for a party's name on the line below another's."""
    if above.name not in _NAMES or mark.name not in _NAMES:
        return False
    between = reading.text[above.start : mark.start].strip(" \n")
    return "\n" not in between and reading.text[_line(reading.text, mark.start)[0] : mark.start].strip() == ""


def _below(marks: Sequence[Mark], start: int) -> list[list[int]]:
    """Return the labels below a name up to the next one, those of one element together."""
    found: dict[str, list[int]] = {}
    for index in range(start, len(marks)):
        if marks[index].name in _NAMES or marks[index].owner:
            break
        found.setdefault(marks[index].name, []).append(index)
    return list(found.values())


_NAMES = ("role", "described")


def _twins(reading: Reading, marks: Sequence[Mark], mark: Mark) -> list[Mark]:
    """Return the labels of one element on one line: one a column."""
    start, end = _line(reading.text, mark.start)
    return [m for m in marks if m.name == mark.name and start <= m.start < end]


def _columns(reading: Reading, marks: Sequence[Mark], index: int) -> list[tuple[int, str]]:
    """Return column and party of every role on the line of a role."""
    start, end = _line(reading.text, marks[index].start)
    here = [m for m in marks if m.name == "role" and start <= m.start < end]
    found = [(_column(reading.template.text, m.start), m.owner) for m in here]
    return found if len({owner for _, owner in found}) == len(found) else []


def _column(text: str, at: int) -> int:
    """Return how far right a character stands: in a table its cell, elsewhere in half widths."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if "\t" in line:
        return line.count("\t") * 100
    return sum(2 if c > "\u2e80" else 1 for c in line)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _follows_role(reading: Reading, marks: Sequence[Mark], index: int) -> bool:
    """True for a label in an article that stands in a list of labels under a role: 甲方：… / 地址：… / 电话：…."""
    for at in range(index, 0, -1):
        start = _line(reading.text, marks[at].start)[0]
        above = _line(reading.text, marks[at - 1].start)[1]
        begun = above < start and bool(reading.text[start : marks[at].start].strip(" ,;("))
        if begun or reading.text[above:start].strip():
            return False
        if marks[at - 1].name in _NAMES:
            return reading.article(marks[at - 1].start) is reading.article(marks[index].start)
    return False


def tail_of(reading: Reading) -> int:
    """Return where the signatures begin: the first line behind the last article's first that begins with a role."""
    if not reading.articles:
        return len(reading.text)
    last = reading.articles[-1]
    names = alternatives(tuple(role_names(reading.template)), spaced=True)
    if not names:
        return last.end
    line = re.compile(rf"\n[ ]{{0,12}}(?:{names})[ ]{{0,8}}(?:\([^()\n]{{0,12}}\))?[ ]{{0,8}}[:]")
    match = line.search(reading.text, last.start)
    return match.start() if match else last.end


def _in_sentence(reading: Reading, mark: Mark) -> str:
    """Return the party that the line of a label in an article speaks of, the nearest before the label."""
    names = role_names(reading.template)
    either = re.compile(alternatives(tuple(names))) if names else None
    line = reading.text.rfind("\n", 0, mark.start) + 1
    if either is None:
        return ""
    found = [m[0] for m in either.finditer(reading.text, line, mark.start)]
    if found:
        return names[found[-1]]
    for row in _lines_above(reading, line):
        heads = [m for m in either.finditer(row) if row.endswith(":") or _opens(row, m)]
        if heads:
            return names[heads[-1][0]]
    return ""


def _opens(row: str, role: re.Match[str]) -> bool:
    """True for a role that begins a line which leads to labels: 乙方开户信息; not for 甲方应于…支付."""
    return not without_number(row[: role.start()]) and len(row) - role.end() <= 12


def _lines_above(reading: Reading, line: int) -> list[str]:
    article = reading.article(line)
    start = article.start if article else line
    rows = [row.strip() for row in reversed(reading.text[start:line].split("\n"))]
    return [row for row in rows if row][:6]


def opens_line(reading: Reading, mark: Mark) -> bool:
    """Return whether a mark begins its line, numbers apart."""
    start = _line(reading.text, mark.start)[0]
    return not without_number(reading.text[start : mark.start]).strip()
