"""Structure → definitions: terms, their short forms, and what the contract says they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.template import Clause, Definition, Section
from pipeline.parsing.numbering import number_at
from pipeline.parsing.parties import roles
from pipeline.parsing.structure import Structure, flatten
from pipeline.text.patterns import late, pattern

_OPEN, _CLOSE = r"[“\"「『《]?", r"[”\"」』》]?"
_ASIDE = r"(?:[（(](?P<aside>[^（）()\n]{1,80})[）)])?"
_MEANS = r"(?:系|是|均|即|特|仅|泛)?指(?![定示导派令引明出数标向南挥印纹控数])"
_SAID = late(
    rf"(?:本[^，,。；;：:“\"]{{1,12}}?(?:所?称|所指|所述)的?|下列)?{_OPEN}(?P<term>[^“”\"「」：:，,。；;（()）\s]{{2,24}}?){_CLOSE}{_ASIDE}"
    rf"[”\"]?\s*(?:一词)?\s*(?:[：:，,]\s*)?{_MEANS}[：:，,]?\s*(?P<text>\S.*)",
    re.DOTALL,
)
_LISTED = late(
    rf"{_OPEN}(?P<term>[^“”\"「」：:，,。；;（()）\s]{{2,24}}){_CLOSE}{_ASIDE}\s*[：:]\s*(?P<text>\S.*)", re.DOTALL
)
_QUOTED = late(rf"[“\"](?P<term>[^“”\"\n]{{2,20}})[”\"]\s*(?:一词)?[，,]?\s*{_MEANS}[：:，,]?\s*(?P<text>[^\n]*)")
_SHORT = late(
    r"""
    (?:(?P<full>[^\W_]{2,30})[_＿ \t\u3000]*+)?
    [（(](?:以下|下)?统?(?:简称|称)为?[：:]?
    [“\"「『]?(?P<short>[^“”\"「」『』（）()，,：:]{2,20})[”\"」』]?[）)]          # （以下简称“本项目”）
    """,
    re.VERBOSE,
)
_NO_TERM = late(r"[应须]|可以|不得|示范文本|所$|^本(?:合同|协议)|^[如若]|按$")
_NO_SHORT = late(r"^(?:本?(?:合同|协议)|本?《.*|.*[》]|双方|各方)$")
_SECTION = late(r"定义|释义|术语|名词|词语含义")
_CALLED = late(r"(?:以下|下)?(?:简称|缩写|又称|亦称)(?:为)?[：:]?[“\"]?(?P<name>[^，,；;”\"）)]{1,20})")


def definitions(text: str, structure: Structure) -> tuple[Definition, ...]:
    """Return what the text defines, each term once, in reading order.

    Recognised are “X”是指…, X：指…, the entries of a section on terms (术语, 名词解释: X：…), and short forms
    （以下简称“Y”）; roles of parties are no definitions.

    Args:
        text: The flow's text.
        structure: How the contract is built.
    """
    found = sorted(
        [*_in_sections(text, structure), *_in_rows(structure), *_shortened(structure)], key=lambda d: d.start
    )
    known: set[str] = set(roles().every)
    kept = []
    for definition in found:
        if definition.term not in known:
            known.add(definition.term)
            kept.append(definition)
    return tuple(kept)


def _in_sections(text: str, structure: Structure) -> Iterator[Definition]:
    for clause in flatten(structure.clauses):
        if clause.title and _SECTION.search(clause.title):
            for entry in clause.children:
                found = _entry(text, entry)
                if found:
                    yield found


def _entry(text: str, entry: Clause) -> Definition | None:
    number = number_at(text, entry.start, entry.end)
    start = number.end if number else entry.start
    end = entry.children[0].start if entry.children else entry.end
    said = text[start:end].strip()
    match = _SAID.match(said) or _LISTED.match(said)
    return _definition(match, start) if match else None


def _definition(match: re.Match[str], start: int) -> Definition:
    aside = match.groupdict().get("aside") or ""
    aliases = tuple(m["name"].strip() for m in _CALLED.finditer(aside))
    return Definition(
        term=match["term"], aliases=aliases, text=" ".join(match["text"].split()).lstrip("：:，, "), start=start
    )


def _in_rows(structure: Structure) -> Iterator[Definition]:
    for row in structure.rows:
        if "指" not in row.text or structure.section_at(row.start) is Section.CONTENTS:
            continue
        number = number_at(row.text, 0)
        start = number.end if number else 0
        match = _SAID.match(row.text, start)
        if match and not _NO_TERM.search(match["term"]):
            yield _definition(match, row.start + start)
            continue
        for quoted in _QUOTED.finditer(row.text):
            yield Definition(term=quoted["term"], aliases=(), text=quoted["text"], start=row.start + quoted.start())


def _shortened(structure: Structure) -> Iterator[Definition]:
    """（以下简称“本项目”）: the short form is the term, the words before it what it means."""
    for row in structure.rows:
        if "称" not in row.text or structure.section_at(row.start) is Section.CONTENTS:
            continue
        for match in _SHORT.finditer(row.text):
            if _NO_SHORT.match(match["short"]):
                continue
            full = pattern(r"^.*(?:根据|按照|依据|的)(?=.{4})").sub("", match["full"] or "")
            yield Definition(term=match["short"].strip(), aliases=(), text=full, start=row.start + match.start("short"))
