"""Reading without parties → its parties: what stands behind labels that are no label of anything else."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extracting.labels import is_label
from pipeline.extracting.numbering import NUMBER
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.template import Party

_LINE = re.compile(
    rf"(?:^|(?<=\n))[ ]{{0,12}}{NUMBER}?"
    r"(?P<role>[\u4e00-\u9fff](?:[ ]{0,4}[\u4e00-\u9fff]){1,5}[ ]?[甲乙丙丁ABC一二三四0-9]?)"
    r"(?:\((?P<other>[^()\n]{0,20})\))?[ ]{0,4}:[ ]{0,8}(?P<value>[^\n]{2,200})"
)
# Party A (甲方): …
_ENGLISH_LINE = re.compile(
    rf"(?:^|(?<=\n))[ *]{{0,40}}[A-Z][A-Za-z .]{{2,30}}"
    rf"\((?P<role>{alternatives(words('party', 'short'))}|[买卖]方)\) ?:"
)
# What a party's name looks like: a firm's last word, or two to four characters that a comma or the line's end follows.
_FIRM = re.compile(rf"[^\s,;。:]{{2,40}}?(?:{alternatives(words('party', 'firm'))})(?=[\s,;。()]|$)")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?=\s?[,(]|\s{2}|$)")


def with_parties(reading: Reading) -> Reading:
    """Return the reading with parties, where parsing knew none of their roles.

    Only lines above the first article count, at least two of them, each with a name behind a label of its own.
    """
    if reading.template.parties:
        return _joined(_renamed(reading))
    found: list[Party] = []
    for match in _LINE.finditer(reading.text, 0, reading.head):
        role = match["role"].replace(" ", "")
        named = _FIRM.match(match["value"].strip()) or _PERSON.match(match["value"].strip())
        if named and not is_label(role) and role not in (p.role for p in found):
            key = f"party_{'abcdefghij'[len(found) % 10]}"
            found.append(Party(key=key, role=role, label=role, start=match.start("role")))
    for match in _ENGLISH_LINE.finditer(reading.text, 0, reading.head):
        if match["role"] not in (p.role for p in found):
            key = f"party_{'abcdefghij'[len(found) % 10]}"
            found.append(Party(key=key, role=match["role"], label=match["role"], start=match.start("role")))
    if not 2 <= len(found) <= _MOST:
        return reading
    return replace(reading, template=replace(reading.template, parties=tuple(found)))


_JOINS = alternatives(words("party", "joining"))
_JOINING = re.compile(
    rf"(?:^|(?<=[\n。;])|(?<=  ))[ ]{{0,12}}{NUMBER}?(?P<role>{_JOINS})"
    r"(?:\([^()\n]{0,20}\))?[ ]{0,4}:[ ]{0,8}(?P<value>[^\n。;,]{2,60})"
    rf"|(?P<acting>{_JOINS})\((?P<firm>[^()\n]{{4,40}})\)"
)


def _joined(reading: Reading) -> Reading:
    """Return the reading with the parties that join the others: 受益人：张三, and in an article 丙方（某某公司）."""
    parties = list(reading.template.parties)
    known = {name for p in parties for name in (p.role, *p.aliases)}
    for match in _JOINING.finditer(reading.text):
        value, role = (match["value"] or match["firm"]).strip(), match["role"] or match["acting"]
        if role not in known and len(parties) < _MOST and (_FIRM.match(value) or _PERSON.match(value)):
            known.add(role)
            key = f"party_{'abcdefghij'[len(parties)]}"
            parties.append(Party(key=key, role=role, label=role, start=match.start()))
    return replace(reading, template=replace(reading.template, parties=tuple(parties)))


_MOST = 10
_NO_ROLES = frozenset(words("party", "all"))
_CALLED = re.compile(r"(?:(?:简称|称)(?:为|作)?\s?[“\"「『]?|\([“\"「『])(?P<name>[\u4e00-\u9fff]{2,4})")


def _renamed(reading: Reading) -> Reading:
    """Return the reading with the roles under which parties are introduced.

    委 托 方：某某公司（简称甲方）; 参展单位（甲方）：某某公司.
    """
    parties = list(reading.template.parties)
    for match in _LINE.finditer(reading.text, 0, reading.head):
        role = match["role"].replace(" ", "")
        if role in _NO_ROLES:
            continue
        other = (match["other"] or "").replace(" ", "")
        known = {name for p in parties for name in (p.role, *p.aliases)}
        if other in known and _stands(reading, other):
            continue  # 收件人（甲方）：… is no other name of a party that 甲方：… names
        called = None if other in known else _CALLED.search(match["value"])
        name = called["name"] if called else other
        if name in known and role not in known and not is_label(role):
            for index, party in enumerate(parties):
                if name in (party.role, *party.aliases):
                    aliases = (party.role, *party.aliases)
                    parties[index] = replace(party, role=role, aliases=aliases)
    return replace(reading, template=replace(reading.template, parties=tuple(parties)))


def _stands(reading: Reading, name: str) -> bool:
    """True where a line above the first article begins with a role and its colon."""
    line = re.compile(rf"(?:^|(?<=\n))[ ]{{0,12}}{re.escape(name)}[ ]{{0,8}}:")
    return bool(line.search(reading.text, 0, reading.head))
