"""Rows and regions → parties: who concludes the contract, under which names."""

from __future__ import annotations

import bisect
import functools
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.template import Party, Region, Section
from pipeline.parsing.heads import in_brackets
from pipeline.parsing.rows import Row, flatten
from pipeline.text.patterns import late, one_of, pattern

_ROLES = Path(__file__).with_name("roles.toml")
_KEYS = ("party_a", "party_b", "party_c", "party_d")
# White space but no tab and no line end, said without a character beyond Latin-1: between the characters of hundreds
# of roles such a set is compiled in a tenth of the time.
_SPACES = r"[^\S\t-\r\x1c-\x1f\x85]{0,4}"
# What stands before （以下简称甲方） and is a field or a name, not a role.
_NO_ROLE = late(r"(?:名称|姓名|单位|公司|集团|中心|银行|事务所|医院|学校|大学|学院|研究院|厂|店|社|局)$|[a-zA-Z]")
_SIGNS = late(r"盖?章|签[字名章约署]|公章|手印|捺印")
_ORDINAL = "甲乙丙丁戊"
_NTH = "一二三四1234ABCD"
# 运营方：____, 采 购 人（全称）：____
_LABEL = late(
    rf"(?P<role>(?:[^\W\d_a-zA-Z]{_SPACES}){{1,7}}[方人者户商])(?P<aside>{_SPACES}[（(][^（()）\n]{{1,12}}[)）])?"
    rf"{_SPACES}(?:[：:]|[ \u3000\xa0_＿]{{3,}}|\t)"
)
_ANY_LABEL = late(rf"(?P<role>(?:[^\W\d_a-zA-Z]{_SPACES}){{2,10}})[：:]")
# 兹有____（甲方）委托____（乙方）储存下列物资
_UNNAMED = late(r"(?:[_＿]{2,}|[ \u3000\xa0]{3,})[ ]?[（(](?P<role>[甲乙丙丁]方)[)）]")
# ____乡____村村民，以下简称乙方；
_CALLED_SHORT = late(
    r"(?:[_＿ \u3000\xa0]{3}|^)[^。；;：:]{0,40}[,，](?:以下|下)?简?称(?:为)?"
    r"[“\"]?(?P<role>[甲乙丙丁]方)[”\"]?[。．；;，,]?$"
)
_LONGEST_CALLED = 80
_OFTEN = 3  # how often the articles speak of somebody who concludes the contract
# Parties introduce themselves at the beginning of a section; further down their names open sentences.
_NEAR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The dictionary of roles: generic ones, pairs with the kind of contract they tell, joining ones, and no roles."""

    generic: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    categories: dict[frozenset[str], str]
    third: tuple[str, ...]
    none: frozenset[str]
    every: tuple[str, ...]


@functools.cache
def roles() -> Roles:
    """Return the roles of roles.toml."""
    raw = tomllib.loads(_ROLES.read_text("utf-8"))
    pairs = tuple((p["roles"][0], p["roles"][1]) for p in raw["pairs"])
    every = dict.fromkeys([*raw["generic"], *(role for pair in pairs for role in pair), *raw["third"]])
    return Roles(
        generic=tuple(raw["generic"]),
        pairs=pairs,
        categories={frozenset(p["roles"]): p["category"] for p in raw["pairs"]},
        third=tuple(raw["third"]),
        none=frozenset(raw["none"]),
        every=tuple(sorted(every, key=len, reverse=True)),
    )


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known, generic = one_of(roles().every, between=_SPACES), one_of(roles().generic, between=_SPACES)
    aside = r"(?:[（(][^（()）\n]{1,60}[)）]|\[[^\[\]\n]{1,24}\])"
    short = rf"[（(\[](?:以下|下)?(?:简称|称)?(?:为)?[：:]?[“\"「『]?(?:{generic})[”\"」』]?[)）\]]"
    introduced = rf"""
        (?:^|(?<=[\t\u3000\xa0 ]))[*＊\#★☆]?\s{{0,2}}(?:[一二三四1-4][、.．]\s{{0,2}})?
        (?: (?:合同)?(?P<role>(?:{known})(?:{_SPACES}[一二三四1-4A-D])?){_SPACES}(?P<aside>{aside})?
          | (?:[（(][0-9一二三四][)）]\s{{0,2}})?(?P<other>[^\W\d_]{{2,30}}){_SPACES}(?P<short>{short}) )
        (?:{_SPACES}(?:单位名称|名称|姓名|全称|单位|公司名称)?(?:[（(][^（()）\n]{{1,12}}[)）])?)
        (?: (?:[ ]?[/|]?[ ]?[A-Za-z][A-Za-z .&'-]{{1,40}})?(?P<colon>[：:]) | (?=[ \u3000\xa0]{{3,}}|\t|[_＿]|$) )
    """
    late = r"[（(](?:以下|下)?(?:统)?(?:简称|称)(?:为)?[：:]?[“\"「『]?(?P<alias>[^\W\d_a-zA-Z]{2,6})[”\"」』]?[)）]"
    return re.compile(introduced, re.VERBOSE), re.compile(late)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that introduces a party: role and label as printed, its other names."""

    role: str
    label: str
    start: int
    aliases: tuple[str, ...] = ()
    signs: bool = False


def mentions(row: Row) -> tuple[Mention, ...]:
    """Return the parties that a row introduces: 甲方（出租人）：____, 出租人：____ 承租人：____.

    Args:
        row: Any row.
    """
    introduced, late = _patterns()
    if in_brackets(row):
        row = replace(row, start=row.start + 1, text=row.text[1:-1])
    found = []
    is_form = any(sign in row.text for sign in "：:") or len(row.text) <= _NEAR
    for match in introduced.finditer(row.text) if is_form else _opening(introduced, row.text):
        mention = _mention(row, match)
        if mention:
            found.append(mention)
    if not found and (called := _called_later(row, late)):
        return (called,)
    if not found and len(unnamed := tuple(_UNNAMED.finditer(row.text))) > 1:
        return tuple(Mention(role=m["role"], label=m["role"], start=row.start + m.start("role")) for m in unnamed)
    if len(found) == 1 and (alias := late.search(row.text, row.text.find(found[0].label) + len(found[0].label))):
        found[0] = replace(found[0], aliases=tuple(dict.fromkeys([*found[0].aliases, alias["alias"]])))
    return tuple(found)


def _opening(introduced: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The party that opens a long line of rules, 甲方姓名____，性别____，身份证号____, and no sentence."""
    match = introduced.match(text, 0, _NEAR) if pattern(r"[_＿]{2}").search(text, 0, _NEAR) else None
    return [match] if match and text[match.end() : match.end() + 1] in ("_", "＿") else []


def _called_later(row: Row, late: re.Pattern[str]) -> Mention | None:
    """A label that no dictionary has, with its short name behind the blank: 直播机构：____（以下简称“乙方”）."""
    label = _ANY_LABEL.match(row.text)
    alias = late.search(row.text, label.end()) if label else None
    if label is None or alias is None or alias["alias"] not in roles().generic:
        return None
    role = "".join(label["role"].split())
    if _NO_ROLE.search(flatten(role)) or role in roles().none:
        return Mention(role=alias["alias"], label=alias["alias"], start=row.start + alias.start("alias"))
    return Mention(role=role, label=role, start=row.start + label.start(), aliases=(alias["alias"],))


def _mention(row: Row, match: re.Match[str]) -> Mention | None:
    role = "".join((match["role"] or match["other"]).split())
    aside = match["aside"] or match["short"] or ""
    inner = pattern(r"^(?:以下|下)?(?:简称|称)?(?:为)?[：:“\"「『]*|[”\"」』]+$").sub("", "".join(aside[1:-1].split()))
    if match["other"] and _NO_ROLE.search(flatten(role)):
        role, aside, inner = inner, "", ""
    signs = bool(_SIGNS.search(inner))
    label = role + ("" if signs else "".join(aside.split()))
    alias = (inner,) if inner and not signs and _is_name(inner) else ()
    start = match.start("role") if match["role"] else match.start("other")
    return Mention(role=role, label=label, start=row.start + start, aliases=alias, signs=signs)


def _is_name(inner: str) -> bool:
    return (
        len(inner) <= 8
        and not inner.isascii()
        and not pattern(r"[：:，。、_□]|填写|可|如|为|请|全称|签|章").search(inner)
    )


def is_party_row(row: Row) -> bool:
    """True for a row that introduces a party and is none of the signature block."""
    return any(not m.signs for m in mentions(row)) and row.alone


def parties(
    text: str, rows: tuple[Row, ...], regions: tuple[Region, ...]
) -> tuple[tuple[Party, ...], tuple[Diagnostic, ...]]:
    """Return the parties in order of introduction, and what is wrong with them.

    They are looked for over the contract, on the cover, in its articles, in the signature block, and at last by how
    often the text speaks of them.

    Args:
        text: The flow's text.
        rows: Its rows.
        regions: Its sections.
    """
    head, diagnostics = _settle_twins(text, _said(rows, regions, Section.HEAD))
    found = _merge([], head)
    for section in (Section.BODY, Section.COVER, Section.SIGNATURE):
        if len(found) < 2:
            found = _merge(found, _said(rows, regions, section))
    found = _facing(found)
    if len(found) < 2:
        found = _merge(found, _unknown(text, rows, regions))
    if len(found) < 2:
        found = _merge(found, _called_short(rows))
    if len(found) < 2:
        found = _merge(found, _lettered(rows))
    if len(found) < 2:
        found = _merge(found, _by_count(text))
    return tuple(_party(i, mention) for i, mention in enumerate(_ordered(found)[:4])), diagnostics


def _said(rows: tuple[Row, ...], regions: tuple[Region, ...], section: Section) -> list[Mention]:
    inside: list[Row] = []
    for region in regions:
        if region.section is section and len(inside) < _NEAR:
            begin = bisect.bisect_left(rows, region.start, key=lambda row: row.start)
            end = bisect.bisect_left(rows, region.end, key=lambda row: row.start)
            inside += rows[begin : min(end, begin + _NEAR)]
    return [m for row in inside[:_NEAR] for m in mentions(row)]


def _unknown(text: str, rows: tuple[Row, ...], regions: tuple[Region, ...]) -> list[Mention]:
    """Roles that no dictionary has, 运营方：____: labels over the articles whose name these use for who acts."""
    end = next((r.start for r in regions if r.section is Section.BODY), 0)
    found: list[Mention] = []
    for row in rows[:_NEAR]:
        match = _LABEL.match(row.text) if row.start < end else None
        role = "".join(match["role"].split()) if match else ""
        if match and role not in roles().none and text.count(role, end) >= _OFTEN:
            aside = "".join((match["aside"] or "").split())
            found.append(Mention(role=role, label=role + aside, start=row.start + match.start("role")))
    return found


def _facing(found: list[Mention]) -> list[Mention]:
    """The parties that face each other, and who joins them; 代理人 or 设计人 over a contract are no parties of it."""
    generic = [m for m in found if any(_is(m, role) for role in roles().generic)]
    pair = next((p for p in roles().pairs if all(any(_is(m, role) for m in found) for role in p)), None)
    core = generic if len(generic) >= 2 else [m for m in found if pair and any(_is(m, r) for r in pair)] or found[:2]
    return [m for m in found if m in core or m.role in roles().third]


def _is(mention: Mention, role: str) -> bool:
    """True for a party of a role, also for one of several: 转让方一 is a 转让方."""
    return any(name == role or (name[:-1] == role and name[-1] in _NTH) for name in _names(mention))


def _merge(found: list[Mention], said: list[Mention]) -> list[Mention]:
    """Add mentions to the parties found; a mention that shares a name with one of them only adds to its names."""
    merged = list(found)
    for mention in said:
        twin = next((i for i, m in enumerate(merged) if _names(m) & _names(mention)), None)
        if twin is None:
            merged.append(mention)
            continue
        known = merged[twin]
        label = mention.label if known.label in mention.label else known.label
        others = [n for n in (mention.role, *known.aliases, *mention.aliases) if n != known.role]
        merged[twin] = replace(known, label=label, aliases=tuple(dict.fromkeys(others)))
    return merged


def _names(mention: Mention) -> set[str]:
    return {mention.role, *mention.aliases}


def _settle_twins(text: str, said: list[Mention]) -> tuple[list[Mention], tuple[Diagnostic, ...]]:
    """Where a contract's head calls two parties 甲方 and none 乙方, take the second for 乙方 and say so."""
    first = [m for m in said if m.role == "甲方" and not m.signs]
    if len(first) != 2 or any("乙方" in _names(m) for m in said):
        return said, ()
    second = first[1]
    renamed = replace(second, role="乙方" if "乙方" in text else "甲方", aliases=("甲方二",))
    diagnostic = Diagnostic(
        severity=Severity.WARNING,
        code="PTY001",
        message="合同首部把两方当事人都写成了“甲方”",
        location="合同首部",
        hint="请把第二处“甲方”改为“乙方”",
        start=second.start,
        end=second.start + 2,
        quote=text[second.start : second.start + 20].split("\n", maxsplit=1)[0],
    )
    return [renamed if m is second else m for m in said], (diagnostic,)


def _called_short(rows: tuple[Row, ...]) -> list[Mention]:
    """Return the parties that are introduced without a label, each on its line: ____村村民，以下简称乙方."""
    found = [(row, match) for row in rows[:_NEAR] if (match := _CALLED_SHORT.search(row.text[-_LONGEST_CALLED:]))]
    return [Mention(role=match["role"], label=match["role"], start=row.start) for row, match in found]


_LETTER = late(r"\s*([甲乙丙丁])[ \u3000]?[：:]")


def _lettered(rows: tuple[Row, ...]) -> list[Mention]:
    """The parties of 甲：____ 乙：____, each on its line and one after the other."""
    found: list[Mention] = []
    for row in rows[:_NEAR]:
        letter = _LETTER.match(row.text)
        if letter and len(found) < len(_ORDINAL) and letter[1] == _ORDINAL[len(found)]:
            found.append(Mention(role=letter[1], label=letter[1], start=row.start + letter.start(1)))
    return found if len(found) > 1 else []


def _by_count(text: str) -> list[Mention]:
    """The pair of roles that the text speaks of most, each at least twice."""
    pairs = [("甲方", "乙方"), *roles().pairs]
    best = max(pairs, key=lambda pair: min(text.count(pair[0]), text.count(pair[1])))
    if min(text.count(role) for role in best) < 2:
        return []
    names = [*best, *(["丙方"] if best[0] == "甲方" and text.count("丙方") >= 3 else [])]
    return sorted((Mention(role=n, label=n, start=text.find(n)) for n in names), key=lambda m: m.start)


def _ordered(found: list[Mention]) -> list[Mention]:
    """In the order of 甲乙丙丁 where they are called so, else as introduced."""

    def rank(mention: Mention) -> int:
        names = [n for n in _names(mention) if n in roles().generic]
        return _ORDINAL.index(names[0][0]) if names else -1

    return sorted(found, key=rank) if all(rank(m) >= 0 for m in found) else found


def _party(index: int, mention: Mention) -> Party:
    aliases = tuple(a for a in mention.aliases if a not in (mention.role, "甲方二"))
    return Party(key=_KEYS[index], role=mention.role, label=mention.label, start=mention.start, aliases=aliases)
