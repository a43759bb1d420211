"""Reading → obligations: who has to do what, by when."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extracting.bounds import Bound, bounds
from pipeline.extracting.labels import role_names
from pipeline.extracting.money import moneys
from pipeline.extracting.numbering import NUMBER, without_number
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.extracted import Obligation
from pipeline.model.template import Clause

# 应 alone; 供应商, 相应, 应付未付金额 and 应用 are other words. 保证金 and 负责人 hold no duty.
_OUGHT = (
    r"(?<![供对相响适反效感回呼])"
    r"应(?!付[未的]|付(?!清)[\u4e00-\u9fff]{0,2}[费款金额]|缴费|收款|用|急|当|于|在|税|届)"
)
# 带保证金, 不再负责, 所有权
_NO_MODAL_BEFORE = r"(?<!具)(?<!带)(?<!不)(?<!不再)(?<![所占持])"
_NO_MODAL_BEHIND = r"(?![金人书期益]|(?<=证)(?:责任|范围|方式|合同|担保|条款)|(?<=不得)(?:超过|低于|高于|少于|多于))"
_MODALS = rf"(?:{_NO_MODAL_BEFORE}(?:{alternatives(words('duty', 'modal'))}){_NO_MODAL_BEHIND}|{_OUGHT})"
_NO_DEED_BEHIND = "后|时|之日|前|期|节点|日|地点|方式|标准|条件|义务|要求|责任|总额|限额|上限"
_DEEDS = rf"(?:{alternatives(words('duty', 'deed'))})(?!{_NO_DEED_BEHIND})"
_TOWARDS = r"(?:向[^,。;\s]{1,10}?)?(?:一次性|全额|如数|足额|无息)?"
_MODAL = re.compile(rf"(?P<modal>{_MODALS})")
# 甲方支付…, 乙方于每年10月1日前付清…: a contract that says so lays it down.
_DEED = re.compile(
    rf"(?P<modal>)(?:(?:于|在|按|以|每|将|分|自|凭|依法|依约|为)[^,;]{{1,40}}?(?<![甲乙丙丁]方))?{_TOWARDS}{_DEEDS}"
)
# …的，按…向甲方支付违约金: the party that the clause before speaks of pays.
_PAYS = re.compile(
    rf"(?P<modal>)(?:向[^,。;\s]{{1,10}}?(?:一次性|全额|如数|足额)?{_DEEDS}|(?:支付|交纳|缴纳)[^,。;]{{0,8}}(?:违约金|滞纳金))"
)
# …由乙方承担
_BY_WHOM = re.compile(r"(?:承担|负担|负责(?!人)|支付|提供|办理|赔偿|缴纳|自行|另行|无偿|免费)")
# What may stand between the beginning of a clause and who acts.
_LEAD = re.compile(
    r"[\s“\"]*(?:第[0-9一二三四五六七八九十百]{1,4}条\s*)?"
    rf"{NUMBER}{{0,2}}"
    r"(?:但是?|则|而|且|并且?|同时|届时|此时|此后|如果?|若|由(?!此)|应由|均由|其中|即)?\s*"
)
_NOT_ACTING = re.compile(r"\s*(?:的?(?:原因|过错|责任(?!人)|要求|名义|书面同意|所在地|住所地|账户|指定|损失|之间))")
_NO_SUBJECT_BEFORE = re.compile(r"[向给与和及对为经因按凭被/]$|收到$|通知$|根据$")
# 验收合格后, …的, 到货后10日内: words that lead to the clause behind them.
_LEADS = re.compile(r"(?:后|时|的|之日起|以内|之内|内|前|起|以前|之前)$")
# 若乙方交付…, 交付货物不合格: what may come to pass, laid down by nobody.
_SUPPOSED = re.compile(r"[\s“\"]*(?:如果?|若|倘若?|一旦|假如|因)")
_FAILS = re.compile(r"不合格|不符|不能|未能?|未按|逾期|迟延|延迟|有瑕疵|有误")
_AGAIN = re.compile(r"\s*(?:并且?|同时|且|另)")
_TOPIC = re.compile(
    r"\s*(?:的|之)?(?:主要|基本)?(?:权利|义务|责任|工作|职责|承诺|保证)(?:[和与及、](?:权利|义务|责任|职责))?\s*[::]?\s*$"
)
_ANY = re.compile(r"(?P<modal>)")
_TO = re.compile(r"(?:应|须|应当)?向")
_PAYING = re.compile(r"(?:再|各)?(?:支付|付至|付清|付款|付[0-9])")
_COMMA = re.compile(r"[,:](?![0-9]{3}(?![0-9]))")
_STOPS = ",。;:\n\t "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of a sentence between two commas.

    Attributes:
        start: Offset of its first character.
        end: Behind its last.
        who: The party that acts in it, "" if it names none.
        at: Offset behind the party's name; `start` if there is none.
        binds: The words that make it a duty, a right or a ban; None if it is none.
    """

    start: int
    end: int
    who: str
    at: int
    binds: re.Match[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Duty:
    """A duty: the stretch of its sentence, who, the modal, and where the words begin that say what."""

    start: int
    end: int
    who: str
    modal: str
    at: int


def obligations(reading: Reading) -> Iterator[Obligation]:
    """Yield the duties, rights and bans that the articles state, in reading order."""
    if not reading.articles:
        return
    roles = role_names(reading.template)
    # 转让方 speaks of 转让方一 and 转让方二.
    # 甲方 and 乙方 act, though the head calls the parties 出租方 and 承租方 only.
    short = (name for name in ("甲方", "乙方", "丙方") if name in reading.text)
    names = {*roles, *short, *(role[:-1] for role in roles if role[-1] in "一二三四1234"), *words("duty", "anyone")}
    either = alternatives(tuple(sorted(names, key=lambda name: (-len(name), name))))
    grammar = _Grammar(
        opposite=_opposites(reading),
        who=re.compile(rf"(?P<who>{either})"),
        acting=re.compile(rf"(?P<who>{either})(?:均|都|也|还|仍|则|双方)?(?=(?:{_MODALS}|{_TOWARDS}{_DEEDS}))"),
        by_whom=re.compile(rf"由(?P<who>{either})(?P<binds>(?P<modal>){_BY_WHOM.pattern}(?!的))"),
    )
    known = bounds(reading)
    for article in reading.articles:
        yield from _in_article(reading, article, grammar, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grammar:
    """A contract's own patterns: who, who right before a duty, and 由…承担; and of two parties who the other is."""

    opposite: Mapping[str, str]
    who: re.Pattern[str]
    acting: re.Pattern[str]
    by_whom: re.Pattern[str]


def _in_article(reading: Reading, article: Clause, grammar: _Grammar, known: tuple[Bound, ...]) -> Iterator[Obligation]:
    """Yield the duties of an article; one that does not say who has it is of the party in the heading above."""
    headed, payer = _headed(article.title, grammar), ""
    at = article.start
    while at < article.end:
        end = max(min(reading.sentence(at)[1], article.end), at + 1)
        named = _headed(reading.text[at:end], grammar)
        headed = named or headed
        if not named:
            first = bisect.bisect_left(known, at, key=_start)
            near = known[first : bisect.bisect_left(known, end, lo=first, key=_start)]
            duties = _in_sentence(reading.text, (at, end), grammar, headed, near)
            if not duties and payer:
                duties = _paid(reading.text, (at, end), payer, near)
            for duty in duties:
                payer = duty.who if _PAYING.search(reading.text, duty.at, duty.end) else payer
                yield _obligation(reading, duty, near)
        at = end


def _start(bound: Bound) -> int:
    return bound.start


def _headed(heading: str, grammar: _Grammar) -> str:
    """Return the party of a heading such as 乙方的权利和义务, "" for any other words."""
    lead = _LEAD.match(heading)
    named = grammar.who.match(heading, lead.end() if lead else 0)
    return named[0] if named and _TOPIC.match(heading, named.end()) else ""


def _in_sentence(
    text: str, stretch: tuple[int, int], grammar: _Grammar, headed: str, known: tuple[Bound, ...]
) -> list[_Duty]:
    """Return the duties of a sentence: another one begins where another party acts, or another time runs."""
    start, end = stretch
    found: list[_Duty] = []
    subject, begun, is_open = headed, start, False
    for piece in _pieces(text, start, end, grammar, known):
        again = is_open and (_is_again(text, piece, known) or bool(piece.who and piece.binds and piece.binds["modal"]))
        if is_open and (again or piece.who not in ("", subject)):
            begun = piece.start if again else _with_lead(text, piece.start, found[-1].at)
            found[-1] = replace(found[-1], end=begun)
            is_open = False
        payee = "" if piece.who else _payee(text, piece, grammar)
        if payee and subject in ("", payee) and payee in grammar.opposite:
            # 甲方有权要求整改，逾期未改的，应向甲方支付…, 逾期付款的，向乙方支付…: who pays is the other
            subject = grammar.opposite[payee]
            if is_open:
                begun = _with_lead(text, piece.start, found[-1].at)
                found[-1] = replace(found[-1], end=begun)
                is_open = False
        subject = piece.who or subject
        if subject and not is_open and (piece.binds or again):
            modal = piece.binds["modal"] if piece.binds else found[-1].modal
            at = piece.binds.end("modal") if piece.binds and modal else _what(text, piece)
            if not text[at : piece.end].strip(_STOPS):
                at = _what(text, piece)  # 正常维修由甲方负责
            found.append(_Duty(start=begun, end=end, who=subject, modal=modal, at=at))
            is_open = True
        elif piece.binds and not is_open:
            begun = piece.end  # 不合格产品应在7日内重做，…: whose duty it is remains open, and its time is no other's
    return found


def _paid(text: str, stretch: tuple[int, int], payer: str, known: tuple[Bound, ...]) -> list[_Duty]:
    """Return a further payment of a list that names the payer once: 2. 到货后10日内支付合同总价的40%."""
    start, end = stretch
    bound = next((b for b in known if start <= b.start < end), None)
    pays = _PAYING.search(text, bound.end, end) if bound else None
    if pays is None:
        return []
    # 余款…元于质保期满后10日内付清: what is paid stands before the time.
    stated = bool(moneys(text[start : bound.start])) if bound else False
    return [_Duty(start=start, end=end, who=payer, modal="", at=start if stated else pays.start())]


def _what(text: str, piece: _Piece) -> int:
    """Return where the words begin that say what: behind the party, before 由乙方承担 what is to be borne."""
    if text[piece.at - len(piece.who) - 1 : piece.at - len(piece.who)] != "由":
        again = None if piece.who else _AGAIN.match(text, piece.at)
        return again.end() if again else piece.at
    lead = _LEAD.match(text, piece.start)
    before = text[lead.end() if lead else piece.start : piece.at - len(piece.who) - 1]
    return piece.at - len(piece.who) - 1 - len(before) if before.strip() else piece.at


def _opposites(reading: Reading) -> dict[str, str]:
    """Return for every name of one of two parties the name of the other of the same sort: 甲方 → 乙方."""
    parties = reading.template.parties
    if len(parties) != _TWO:
        return {}
    found = {"甲方": "乙方", "乙方": "甲方"}
    for one, other in (parties, parties[::-1]):
        short = next((name for name in (other.role, *other.aliases) if name in words("party", "short")), other.role)
        for name in (one.role, *one.aliases):
            found[name] = short if name in words("party", "short") else other.role
    return found


_TWO = 2


def _payee(text: str, piece: _Piece, grammar: _Grammar) -> str:
    """Return the party that a piece without a subject has something paid to: 应向甲方支付违约金."""
    if piece.binds is None or not (found := _TO.search(text, piece.start, piece.end)):
        return ""
    named = grammar.who.match(text, found.end())
    return named["who"] if named and _PAYING.match(text, named.end()) else ""


def _is_again(text: str, piece: _Piece, known: tuple[Bound, ...]) -> bool:
    """True for 并在到货后15日内完成…: the same party, another time."""
    return bool(_AGAIN.match(text, piece.start)) and any(piece.start <= b.start < piece.end for b in known)


def _with_lead(text: str, start: int, stop: int) -> int:
    """Return where the clause begins that leads to a piece: 到货后10日内，卖方应…."""
    before = max(text.rfind(sign, stop, start - 1) for sign in ",:") + 1
    is_leading = stop < before < start and _LEADS.search(text[before:start].rstrip(_STOPS))
    return before if is_leading else start


def _pieces(text: str, start: int, end: int, grammar: _Grammar, known: tuple[Bound, ...]) -> Iterator[_Piece]:
    stops = [m.end() for m in _COMMA.finditer(text, start, end)]
    for first, last in pairwise([start, *(stop for stop in stops if start < stop < end), end]):
        lead = _LEAD.match(text, first, last)
        named = grammar.who.match(text, lead.end() if lead else first, last)
        if named and _NOT_ACTING.match(text, named.end()):
            named = None
        times = [bound for bound in known if first <= bound.start < last]
        if named is None:
            named = _inside(text, (first, last), grammar, times)
        at = named.end("who") if named else first
        binds = _binds(text, (at, last), named, timed=bool(times))
        yield _Piece(start=first, end=last, who=named["who"] if named else "", at=at, binds=binds)


def _inside(text: str, stretch: tuple[int, int], grammar: _Grammar, times: list[Bound]) -> re.Match[str] | None:
    """Return a party that acts in the midst of a piece: 签订后3日内乙方应…, 费用由乙方承担, 每月5日前乙方…."""
    start, end = stretch
    if behind := next((m for bound in times if (m := grammar.who.match(text, bound.end, end))), None):
        return behind
    for match in (*grammar.acting.finditer(text, start, end), *grammar.by_whom.finditer(text, start, end)):
        if not _NO_SUBJECT_BEFORE.search(text, start, match.start("who")):
            return match
    return None


def _binds(text: str, stretch: tuple[int, int], named: re.Match[str] | None, *, timed: bool) -> re.Match[str] | None:
    """Return the words of a piece that make it a duty, a right or a ban, None if it is none."""
    start, end = stretch
    if modal := _MODAL.search(text, start, end):
        return modal
    if named and "binds" in named.re.groupindex:
        return named
    if _LEADS.search(text[start:end].rstrip(_STOPS)) or _is_supposed(text, end, named):
        return None
    fails = _FAILS.search(text, start, end)
    deed = _DEED.match(text, start, end) if named and not fails else None
    if named and timed and not fails:
        deed = deed or _ANY.match(text, start)  # 甲方自接到通知3日内组织验收
    return deed or _PAYS.search(text, start, end)


def _leads_to(text: str, bound: Bound, at: int) -> bool:
    """True for a time in the piece of a duty or behind it, or that a piece before ends with: 签订后3日内，乙方应…."""
    piece = max(text.rfind(sign, 0, at) for sign in _STOPS) + 1
    if bound.end > piece:
        return True
    stop = _COMMA.search(text, bound.end)
    return stop is not None and len(text[bound.end : stop.start()].strip()) <= _BRIEF


_BRIEF = 2  # characters between a time and the comma: 当日内起


def _closed(what: str) -> str:
    """Return words without a bracket at their end that opens before them: （由乙方承运，并承担运费）."""
    return what[:-1] if what.endswith("）") and what.count("）") > what.count("（") else what


def _is_supposed(text: str, end: int, named: re.Match[str] | None) -> bool:
    """True for a case that a clause supposes: 若乙方交付…."""
    begin = max(text.rfind(sign, 0, named.start()) for sign in _STOPS) + 1 if named else end
    return bool(_SUPPOSED.match(text, begin, end))


def _obligation(reading: Reading, duty: _Duty, known: tuple[Bound, ...]) -> Obligation:
    start, end = duty.start, duty.end
    while end > duty.at and reading.text[end - 1] in _STOPS:
        end -= 1
    bound = next((b for b in known if start <= b.start < end and _leads_to(reading.text, b, duty.at)), None)
    modal = duty.modal.rstrip("在于")
    printed = reading.text[duty.at - len(duty.modal) : duty.at] == duty.modal
    what = reading.template.text[duty.at - (len(duty.modal) - len(modal)) * printed : end].strip()
    return Obligation(
        who=duty.who, what=_closed(without_number(what)), modal=modal, by=bound.words if bound else "",
        length=bound.length if bound else None, since=bound.since if bound else "", due=bound.due if bound else "",
        clause=reading.number(duty.at), start=start, end=end,
    )  # fmt: skip
