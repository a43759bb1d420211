"""Reading → its parties with name, number, address, people, telephone and bank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extracting.defined import defined_marks, described_marks, introduced_names
from pipeline.extracting.labels import Mark, label_marks, merged, role_marks, role_names
from pipeline.extracting.party_tables import table_marks
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives
from pipeline.extracting.vocabulary import words as listed
from pipeline.model.extracted import Found, ReadParty
from pipeline.model.template import Party
from pipeline.values.contact import has_luhn, is_phone
from pipeline.values.identity import card_error, credit_code_error

ELEMENTS = (
    "name", "id_no", "legal_representative", "contact", "phone", "email", "address", "bank", "bank_account",
)  # fmt: skip

_ID = re.compile(r"(?<![0-9A-Z])[0-9A-Z](?:[ -]?[0-9A-Z]){13,21}(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<![0-9])(?:\+?86[- ]?)?(?:\(0[0-9]{2,3}\)|[0-9])[0-9 -]{5,16}[0-9](?:\s?转\s?[0-9]{1,6})?(?![0-9])"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_ACCOUNT = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){7,29}(?![0-9])")
_PERSON = re.compile(r"[\u4e00-\u9fffA-Za-z·][\u4e00-\u9fffA-Za-z· ]{0,29}")
_WORDS = re.compile(r"[^\n\t;。,]+")
_PLACE_WORDS = re.compile(r"[省市区县镇乡村路街道号弄巷室楼栋幢园苑层]")
_CALLED = re.compile(r"[(,]?\s?(?:以下|下文|下)?(?:统|均)?(?:简称|称)(?:为|作)?.*$")
_SEAL = re.compile(rf"\((?:{alternatives(listed('party', 'seal'))})\)|(?:公|盖|签)章|签字|签名")
_ALIAS = re.compile(r"\(\s?[“\"「『][^()]{1,12}[”\"」』]\s?\)\s{0,4}$")
_NUMBER_BEHIND = re.compile(r"[ :]{1,4}(?:[账帐]号|电话)?[ :]{0,4}(?=[0-9(+])[0-9 ()+-]{7,40}$")
_WIDE = re.compile(r" {3,}|\t|\n")
_NOT_NAME = re.compile(
    rf"^(?:{alternatives(listed('party', 'not_name_start'))}|[0-9.\s]*$)|{alternatives(listed('party', 'not_name'))}"
)
_NUMBERED = re.compile(r"^[ (]{0,3}(?:[0-9一二三四五六七八九十]{1,3}[ .、)]{1,3}){0,3}")
_SHORT = frozenset(listed("party", "short"))
_SHAPES = {"id_no": _ID, "phone": _PHONE, "email": _EMAIL, "bank_account": _ACCOUNT}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A value on offer for a party: whose, which element, and the value."""

    owner: str
    name: str
    found: Found


def parties(reading: Reading) -> tuple[ReadParty, ...]:
    """Return the parties with what the contract says of each; what it does not say is absent."""
    offers = [*_labelled(reading), *_introduced(reading)]
    names = {p.key: _best(offers, p.key, "name") for p in reading.template.parties}
    accounts = [*_accounts(reading, names)]
    held = {(piece.name, piece.found.start): piece.owner for piece in accounts}
    offers = [o for o in offers if held.get((o.name, o.found.start), o.owner) == o.owner] + accounts
    return tuple(_party(p, offers) for p in reading.template.parties)


def _party(party: Party, offers: Sequence[_Piece]) -> ReadParty:
    chosen = {name: best for name in ELEMENTS if (best := _best(offers, party.key, name))}
    return ReadParty(key=party.key, role=_called(party), label=party.label, values=chosen)


def _called(party: Party) -> str:
    """Return a party's role with the short name that the articles call it by: 发包人（甲方）."""
    short = next((name for name in party.aliases if name in _SHORT), "") if party.role not in _SHORT else ""
    return f"{party.role}（{short}）" if short else party.role


def _best(offers: Sequence[_Piece], owner: str, name: str) -> Found | None:
    own = [o.found for o in offers if o.owner == owner and o.name == name]
    return max(own, key=lambda f: (f.confidence, -f.start), default=None)


def _labelled(reading: Reading) -> Iterator[_Piece]:
    """Yield what stands behind labels, and behind the roles themselves."""
    text = reading.text
    marks = _marks(reading)
    owners = _owners(reading, marks)
    for index, mark in enumerate(marks):
        stop = marks[index + 1].start if index + 1 < len(marks) else len(text)
        end = _value_end(text, mark.end, stop)
        owner = owners[index]
        if not owner or mark.name in ("other", "described"):
            continue
        if mark.name == "role":
            yield from _behind_role(reading, owner, mark, end)
        else:
            yield from _behind_label(reading, owner, mark, end)


def _behind_label(reading: Reading, owner: str, mark: Mark, end: int) -> Iterator[_Piece]:
    """Yield what stands behind a label; behind 开户行及账号 both."""
    for name in mark.name.split("+"):
        found = _value(reading, name, mark.end, end, mark.start)
        # 姓名 among the signatures is who signs, which need not be the party.
        tail = _tail(reading)
        signs = name == "name" and mark.start >= tail and not mark.owner
        # 乙方指派…，电话…: in an article a label may be of somebody who acts for the party.
        told = reading.head <= mark.start < tail and not _opens_line(reading, mark)
        if found:
            yield _Piece(owner=owner, name=name, found=_lower(found, 0.25 if signs else 0.12 if told else 0))


def _opens_line(reading: Reading, mark: Mark) -> bool:
    start = _line(reading.text, mark.start)[0]
    return not _NUMBERED.sub("", reading.text[start : mark.start]).strip()


def _marks(reading: Reading) -> list[Mark]:
    """Return roles and labels in reading order; in a table with a column a party, its cells instead."""
    cells, tables = table_marks(reading.template, reading.text)
    roles = role_marks(reading.template, reading.text)
    roles = sorted((*roles, *defined_marks(reading, roles)), key=lambda m: m.start)
    roles = sorted((*roles, *described_marks(reading, roles)), key=lambda m: m.start)
    found = merged(roles, label_marks(reading.text))
    found = [m for m in found if not any(start <= m.start <= end for start, end in tables)]
    return sorted((*found, *cells), key=lambda m: (m.start, -m.end))


def _value_end(text: str, start: int, stop: int) -> int:
    """Return where the value behind a label ends: at the next label, the line's end, or the next cell."""
    begin = start + 1 if text[start : start + 1] == "\t" else start
    while begin < stop and text[begin] == " ":
        begin += 1
    found = _WIDE.search(text, begin, stop)
    if found and found.start() == begin and _WRAPPED.match(text, begin, stop):
        found = _WIDE.search(text, begin + 1, stop)
    return found.start() if found else stop


# 刘德福(户主): what stands in brackets behind a person's name is none of it.
_ASIDE = re.compile(r"(?:(?<=^..)|(?<=^...)|(?<=^....))\((?!有限合伙|普通合伙|集团)[^()]{1,6}\)$")
_COURTESY = re.compile(r"(?:先生|女士)$")
# 统一社会信用代码： at the end of a line, its figures on the next.
_WRAPPED = re.compile(r"\n[0-9A-Z]{8}")


def _owners(reading: Reading, marks: Sequence[Mark]) -> list[str]:
    """Return for each mark the key of its party, "" if it has none."""
    owners: list[str] = []
    columns: list[tuple[int, str]] = []
    current, tail = "", _tail(reading)
    for index, mark in enumerate(marks):
        if mark.name in ("role", "described"):
            current = mark.owner
            columns = _columns(reading, marks, index)
            owners.append(current)
        elif mark.owner:
            owners.append(mark.owner)
            current, columns = "", []
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


_SLACK = 6


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
        if marks[at - 1].name == "role":
            return reading.article(marks[at - 1].start) is reading.article(marks[index].start)
    return False


def _tail(reading: Reading) -> int:
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
    return not _NUMBERED.sub("", row[: role.start()]) and len(row) - role.end() <= 12


def _lines_above(reading: Reading, line: int) -> list[str]:
    article = reading.article(line)
    start = article.start if article else line
    rows = [row.strip() for row in reversed(reading.text[start:line].split("\n"))]
    return [row for row in rows if row][:6]


def _behind_role(reading: Reading, owner: str, mark: Mark, end: int) -> Iterator[_Piece]:
    """Yield the name behind a role, and what follows it without labels: 卖方：…，长沙市…9号，139…."""
    in_tail = mark.start >= _tail(reading)
    in_body = reading.head <= mark.start and not in_tail
    for match in _WORDS.finditer(reading.text, mark.end, end):
        piece = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        kind = _kind_of(piece)
        if kind and (found := _value(reading, kind, start, match.end(), mark.start)):
            yield _Piece(owner=owner, name=kind, found=_lower(found, 0.1))
        elif match.start() - mark.end <= 2 and (name := _name(reading, start, match.end())):
            yield _Piece(owner=owner, name="name", found=_lower(name, 0.2 if in_tail else 0.45 if in_body else 0))


def _lower(found: Found, by: float) -> Found:
    return replace(found, confidence=round(found.confidence - by, 2)) if by else found


def _kind_of(piece: str) -> str:
    """Return what a piece of text says itself that it is, "" if nothing."""
    number = re.sub(r"[ -]", "", piece)
    if re.fullmatch(r"[0-9A-Z]{18}", number) and not (card_error(number) and credit_code_error(number)):
        return "id_no"
    if _PHONE.fullmatch(piece) and is_phone(piece):
        return "phone"
    if _EMAIL.fullmatch(piece):
        return "email"
    is_place = len(_PLACE_WORDS.findall(piece)) >= 3 and re.search(r"[0-9一二三四五六七八九十]号|室|村", piece)
    return "address" if is_place else ""


def _value(reading: Reading, name: str, start: int, end: int, label: int) -> Found | None:
    """Return the value of an element between two offsets, None if nothing of its shape stands there."""
    if name in _SHAPES:
        return _figures(reading, name, start, end, label)
    if name == "name":
        return _name(reading, start, end)
    text = reading.text
    match = (_PERSON if name in ("legal_representative", "contact") else _WORDS).match(text, _skip(text, start), end)
    if not match:
        return None
    printed = match[0]
    if name in ("bank", "address"):
        printed = _NUMBER_BEHIND.sub("", printed)  # 开户行及账号：…支行 7559…
    elif text[match.end() : match.end() + 1] == ":" and " " in printed.strip():
        printed = printed.strip().rpartition(" ")[0]  # 王某　职别：…: the words before the colon ask for the next value
    words = _SEAL.sub("", _ALIAS.sub("", printed)).strip(" ()")
    if name in ("legal_representative", "contact"):
        words = _COURTESY.sub("", words)
    if len(words) < 2 or _NOT_NAME.search(words) or (name in ("legal_representative", "contact") and len(words) > 20):
        return None
    if name == "bank" and not re.search(r"行|信用社|营业部|支付|财务公司", words):
        return None
    at = text.index(words, match.start()) if words in text[match.start() : match.end()] else match.start()
    # Brackets that the value opens belong to it; one that closes the bracket around it does not.
    printed = reading.template.text[at : at + len(words)]
    if printed.count("（") > printed.count("）"):
        printed += "）"
    return reading.found(printed, at, at + len(words), 0.9)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _figures(reading: Reading, name: str, start: int, end: int, label: int) -> Found | None:
    match = _SHAPES[name].search(reading.text, start, end)
    if not match or match.start() - start > 30:
        return None
    words = match[0].strip()
    if name == "phone":
        return reading.found(words, match.start(), match.end(), 0.95 if is_phone(words) else 0.6)
    if name == "email":
        return reading.found(words, match.start(), match.end(), 0.97)
    number = re.sub(r"[ -]", "", words)
    if name == "bank_account":
        return reading.found(number, match.start(), match.end(), 0.95 if has_luhn(number) else 0.85)
    valid = len(number) == 18 and not (card_error(number) and credit_code_error(number))
    in_licence = "执照" in reading.text[label:start]
    return reading.found(number, match.start(), match.end(), 0.99 if valid else 0.7 if in_licence else 0.8)


def _name(reading: Reading, start: int, end: int) -> Found | None:
    """Return the name of a person or a company, without 以下简称 and the words for a seal."""
    text = reading.text
    match = _WORDS.match(text, _skip(text, start), end)
    if not match:
        return None
    words = _CALLED.sub("", match[0])
    words = _SEAL.sub("", words) if "(" in words else words
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")]
    words = words.strip(' :“”"')
    words = _ASIDE.sub("", words)
    if not 2 <= len(words) <= 60 or _NOT_NAME.search(words) or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", words):
        return None
    if words.replace(" ", "") in role_names(reading.template):
        return None  # 定作方 | 承揽方: the head of the next column, nobody's name
    at = text.index(words, match.start())
    return reading.found(reading.template.text[at : at + len(words)], at, at + len(words), 0.93)


def _introduced(reading: Reading) -> Iterator[_Piece]:
    """Yield names that a sentence introduces: 某某公司（以下简称“甲方”）."""
    names = role_names(reading.template)
    for owner, start, end in introduced_names(reading):
        name = reading.text[start:end]
        if name not in names and not _NOT_NAME.search(name):
            found = reading.found(reading.template.text[start:end], start, end, 0.85)
            yield _Piece(owner=owner, name="name", found=found)


_HOLDER = re.compile(
    r"(?:户\s{0,4}名|账户名称?|帐户名称?|开户名称?|收款人|收款单位)\s?[:为是]?\s?(?P<name>[^\s,;。:]{2,40})"
)


def _accounts(reading: Reading, names: Mapping[str, Found | None]) -> Iterator[_Piece]:
    """Yield bank and account that stand with the name of the party that they belong to (户名)."""
    known = {_plain(str(found.value)): key for key, found in names.items() if found}
    marks = label_marks(reading.text)
    holders = list(_HOLDER.finditer(reading.text))
    for index, match in enumerate(holders):
        owner = known.get(_plain(reading.template.text[match.start("name") : match.end("name")]))
        if owner:
            first = max(match.start() - _BESIDE, holders[index - 1].end() if index else 0)
            last = min(match.end() + _BESIDE, *(h.start() for h in holders[index + 1 :][:1]), len(reading.text))
            yield from _account(reading, owner, marks, (first, match.start(), last))


_BESIDE = 120


def _account(reading: Reading, owner: str, marks: Sequence[Mark], around: tuple[int, int, int]) -> Iterator[_Piece]:
    """Yield bank and account beside a 户名, those behind it before those above, up to the next account's 户名."""
    first, holder, last = around
    for name in ("bank", "bank_account"):
        near = [i for i, m in enumerate(marks) if name in m.name.split("+") and first <= m.start < last]
        for index in sorted(near, key=lambda i: (marks[i].start < holder, abs(marks[i].start - holder))):
            mark = marks[index]
            stop = marks[index + 1].start if index + 1 < len(marks) else len(reading.text)
            found = _value(reading, name, mark.end, _value_end(reading.text, mark.end, stop), mark.start)
            if found:
                yield _Piece(owner=owner, name=name, found=_lower(found, -0.02))
                break


def _plain(words: str) -> str:
    return "".join(c for c in words if c.isalnum())
