"""Subject → findings on the parties: who they are, and whether they are the same everywhere (当事人)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.checks.findings import ERROR, WARNING, Code, finding
from pipeline.checks.folding import folded
from pipeline.checks.memory import by_piece, pieces, remembered
from pipeline.checks.stated import Stated, stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Kind, Party
from pipeline.text.width import compact

SAME_PARTY = Code(
    code="PTY002", severity=ERROR, strict=True, title="双方是同一人",
    explanation="两个当事人的名称相同。",
    hint="核对当事人名称",
)  # fmt: skip
NAME_DIFFERS = Code(
    code="PTY003", severity=ERROR, strict=True, title="当事人名称前后不一致",
    explanation="同一当事人在合同首部、正文、签署栏写成了不同的名称。",
    hint="统一使用营业执照或身份证上的全称",
)  # fmt: skip
SWAPPED = Code(
    code="PTY004", severity=ERROR, strict=True, title="甲方乙方写反",
    explanation="一处写作甲方的名称，在另一处写作乙方。",
    hint="核对各处的甲方、乙方",
)  # fmt: skip
SAME_NUMBER = Code(
    code="PTY005", severity=ERROR, strict=True, title="双方证件号码或账号相同",
    explanation="两个当事人的身份证号、统一社会信用代码或银行账号相同。",
    hint="核对号码",
)  # fmt: skip
ACCOUNT_NAME = Code(
    code="PTY006", severity=WARNING, strict=True, title="账户名与当事人名称不一致",
    explanation="收款账户的户名不是该当事人，付款后可能不被视为已履行。",
    hint="改正户名；确由他人代收的，在合同中写明并接受此问题",
)  # fmt: skip
MISSPELT = Code(
    code="PTY007", severity=WARNING, strict=True, title="疑似写错的当事人名称",
    explanation="正文中有一个单位名称与某个当事人的名称只差一两个字。",
    hint="核对是否同一单位，统一写法",
)  # fmt: skip
UNKNOWN_PARTY = Code(
    code="PTY008", severity=WARNING, strict=True, title="提到了没有列出的当事人",
    explanation="正文规定了丙方（或丁方）的权利义务，合同首部却没有这一方。",
    hint="在首部补上该当事人，或改正正文",
)  # fmt: skip

CODES = (SAME_PARTY, NAME_DIFFERS, SWAPPED, SAME_NUMBER, ACCOUNT_NAME, MISSPELT, UNKNOWN_PARTY)

_COMPANY = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()（）·]{2,36}?(?:有限责任公司|股份有限公司|有限公司|集团公司|研究院|合作社|事务所)"
)
# A name after a role and a colon ends where the line, the cell or the wide gap before the next column begins.
_AFTER_ROLE = r"(?:[（(][^（()）\n]{0,20}[)）])?[ \u3000]*[：:][ \u3000]*(?P<name>[^\n\t：:，,；;。_＿]{2,40}+)"
_NOT_A_NAME = re.compile(
    r"[_＿□×/]|^[（(【\[《]|盖章|签字|签章|签名|法定代表|代理人|住所|住址|地址|电话|姓名|名称|全称|自然人|年\s*月|^\d"
)
_PROSE = re.compile(r"的|应当|负责|承担|提供|必须|能力|指定|按照")
# 王小明 · 欧阳·克里木 · 甲市建设有限公司 · ACME Ltd.: a person's or an organization's name, not a stretch of prose.
_NAME = re.compile(
    r"[\u4e00-\u9fff·]{2,4}|[A-Za-z][A-Za-z .,&'-]+|"
    r".*(?:公司|厂|店|中心|院|所|局|委|会|校|社|团|部|行|处|站|馆|府|队|户|室|园|城|家|学)(?:[（(][^）)]*[)）])?"
)
_ADDED = re.compile(r"[（(](?:盖章|公章|签字|签章|签名|章|以下简称)[^）)]*[)）]?.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party's name at one place: party key, name with widths folded and spaces dropped, offsets."""

    party: str
    name: str
    start: int
    end: int


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find parties that are one, change their name, change sides, or were never introduced.

    Args:
        subject: What is checked.

    Returns:
        The findings.
    """
    values = stated(subject)
    named = names(subject, values)
    first = {n.party: n for n in reversed(named)}
    return (
        *_same_party(subject, first),
        *_differing(subject, named, first),
        *_same_numbers(subject, values),
        *_account_names(subject, values, first),
        *_misspelt(subject, first),
        *_unknown(subject),
    )


def names(subject: Subject, values: tuple[Stated, ...]) -> tuple[Named, ...]:
    """Return every place where a party is named: its own fields, and 甲方：… in the text.

    Args:
        subject: What is checked.
        values: The values that it states.

    Returns:
        The places in reading order.
    """
    found = [
        Named(party=v.blank.party, name=compact(v.text), start=v.start, end=v.end)
        for v in values
        if v.blank.kind is Kind.PARTY and v.blank.party and (v.data is not None or _is_name(v.text))
    ]
    taken = [(n.start, n.end) for n in found]
    for party in subject.template.parties:
        found += [place for place in _in_text(subject, party)
                  if not any(start <= place.start < max(end, start + 1) for start, end in taken)]  # fmt: skip
    return tuple(sorted(found, key=lambda n: n.start))


def _in_text(subject: Subject, party: Party) -> Iterator[Named]:
    pattern = _named(party)
    if pattern is None:
        return
    for match in pattern.finditer(subject.text):
        words = re.split(r"[ \u3000]{2,}", match["name"])[0]
        if words == match["name"] and subject.text[match.end() :][:1] in ("：", ":"):
            words = words.rpartition(" ")[0]  # 王五 日期：…: the last word asks for something else
        words = _ADDED.sub("", words).strip()
        if _is_name(words) and not words.startswith(_all_roles(subject)):
            start = match.start("name")
            yield Named(party=party.key, name=compact(words), start=start, end=start + len(words))


@remembered
def _named(party: Party) -> re.Pattern[str] | None:
    roles = "|".join(re.escape(role) for role in sorted({party.role, *party.aliases}, key=len, reverse=True) if role)
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{roles}){_AFTER_ROLE}") if roles else None


def _all_roles(subject: Subject) -> tuple[str, ...]:
    """Every party's roles: in a signature block the next column's 乙方 follows 甲方（盖章）：."""
    roles = {name for party in subject.template.parties for name in (party.role, *party.aliases) if name}
    return (*sorted(roles), "甲方", "乙方", "丙方", "丁方")


def _is_name(words: str) -> bool:
    if _NOT_A_NAME.search(words) or _PROSE.search(words):
        return False
    return _NAME.fullmatch(compact(words)) is not None


def _role(subject: Subject, key: str) -> str:
    return next((p.role for p in subject.template.parties if p.key == key), key)


def _same_party(subject: Subject, first: dict[str, Named]) -> Iterator[Diagnostic]:
    for one, other in itertools.combinations(first.values(), 2):
        if one.name == other.name:
            yield finding(
                SAME_PARTY,
                f"{_role(subject, one.party)}与{_role(subject, other.party)}都是“{one.name}”",
                subject, start=max(one.start, other.start), end=max(one.end, other.end),
            )  # fmt: skip


def _differing(subject: Subject, named: tuple[Named, ...], first: dict[str, Named]) -> Iterator[Diagnostic]:
    for place in named:
        own = first[place.party]
        if place.name == own.name:
            continue
        other = next((f for f in first.values() if f.party != place.party and f.name == place.name), None)
        role = _role(subject, place.party)
        if other is not None:
            message = f"此处{role}写作“{place.name}”，前面它是{_role(subject, other.party)}"
            yield finding(SWAPPED, message, subject, start=place.start, end=place.end)
        else:
            message = f"{role}前面写作“{own.name}”，此处写作“{place.name}”"
            yield finding(NAME_DIFFERS, message, subject, start=place.start, end=place.end)


def _same_numbers(subject: Subject, values: tuple[Stated, ...]) -> Iterator[Diagnostic]:
    seen: dict[tuple[Kind, str], Stated] = {}
    for value in values:
        if value.blank.kind not in (Kind.ID_NO, Kind.BANK_ACCOUNT) or not value.blank.party:
            continue
        other = seen.setdefault((value.blank.kind, compact(value.text).upper()), value)
        if other.blank.party != value.blank.party:
            yield finding(
                SAME_NUMBER, f"『{value.name}』与『{other.name}』都是 {value.text}", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip


def _account_names(subject: Subject, values: tuple[Stated, ...], first: dict[str, Named]) -> Iterator[Diagnostic]:
    for value in values:
        own = first.get(value.blank.party)
        if value.blank.kind is Kind.ACCOUNT_NAME and own and compact(value.text) != own.name:
            yield finding(
                ACCOUNT_NAME, f"『{value.name}』是“{value.text}”，{_role(subject, own.party)}是“{own.name}”", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip


def _misspelt(subject: Subject, first: dict[str, Named]) -> Iterator[Diagnostic]:
    from rapidfuzz.distance import Levenshtein

    known = [n.name for n in first.values()]
    seen: set[str] = set()
    for start, end, words in companies(folded(subject.text)):
        for name in known:
            if len(name) < 6 or words in seen or any(other in words for other in known):
                continue
            # The pattern may have taken words in front of the name (应付给…有限公司): compare what is as long.
            tails = {words[-length:] for length in (len(name) - 1, len(name), len(name) + 1, len(name) + 2)}
            near = next((t for t in tails if t[:1] == name[:1] and 0 < Levenshtein.distance(t, name) <= 2), None)
            if near is not None:
                seen.add(words)
                yield finding(MISSPELT, f"“{near}”与“{name}”只差一两个字", subject, start=start, end=end)


def companies(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name of what looks like a company's name; no name runs over the end of a line."""
    for at, line in pieces(text, "\n"):
        for start, end, words in _companies_in(line):
            yield at + start, at + end, words


@by_piece
def _companies_in(line: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((match.start(), match.end(), compact(match[0])) for match in _COMPANY.finditer(line))


def _unknown(subject: Subject) -> Iterator[Diagnostic]:
    known = "".join(p.role + p.label + "".join(p.aliases) for p in subject.template.parties)
    if "甲方" not in known or "乙方" not in known:
        return
    for role in ("丙方", "丁方", "戊方"):
        match = re.search(rf"{role}(?=[^（(）)：:\n]{{0,6}}[应须有不可负承提支按])", subject.text)
        if match and role not in known:
            yield finding(
                UNKNOWN_PARTY, f"正文提到{role}，合同没有列出这一方", subject, start=match.start(), end=match.end()
            )
