"""Reading → what the contract costs: total, deposit, rent, salary, each by the words before the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.extracting.money import Money, moneys
from pipeline.extracting.reading import Reading
from pipeline.extracting.vocabulary import Mention, alternatives, mentions, words
from pipeline.model.extracted import Found, Sum
from pipeline.model.record import JsonValue

_WINDOW = 60
# 合同总价的30%: what follows the words is a part of it, and so is the amount behind.
# 由人民币10万元调整为人民币12万元，增加人民币2万元: neither what was before nor the difference is the price.
_BEFORE_CHANGE = re.compile(r"\s?(?:调整|变更|修改|修正|增加|提高|上调|降低|减少|下调|更改)(?:为|至|到)")
_DIFFERENCE = re.compile(r"(?:增加|减少|调增|调减|增长|提高|降低|核增|核减)了?(?:人民币)?\s?$")
_SHARE = re.compile(r"\s?的?\s?(?:(?:百|千|万)分之[0-9.零一二三四五六七八九十百点]{0,8}|[0-9.]{1,6}\s?[%‰])")
_MONTHS_OF = re.compile(r"个?月的?$|个$")
_PROBATION = re.compile(r"试用期(?!满|届满|结束|后)|见习期(?!满)")
_REGULAR = re.compile(r"转正|试用期(?:满|届满|结束)|正式")
_BEHIND = re.compile(
    r"[ ]?(?:作为|为|的)?[ ]?(?:预付款|首付款|尾款|进度款|定金|押金|质保金|质量保证金|履约保证金|保证金)"
)
# 以人民币350万元的价格转让: what the amount is stands behind it.
_PRICE_BEHIND = re.compile(r"\)?\s?的(?:总?价格|总?价款|总?对价|转让款|增资款|认购款|投资款|出资款)(?!的)")
_OWN_AMOUNT = re.compile(r"[0-9]\s?[千万亿]{0,2}元(?!.*[余剩])")
_PER_MONTH = re.compile(r"[每按]月|每个月|/月|月租|[Mm]onthly|per month|按季度?(?=向|支付|缴纳|交纳)")
_NEXT_PER_MONTH = re.compile(r"\s?(?:/|每)\s?(?:个)?月")
# 共计1500元/月, 16320元/半年: what is paid again and again is not what the contract costs.
_PERIODIC = re.compile(r"\s?(?:/|每)\s?(?:个|一|半|两|[0-9]{1,2}|个季|三个?)?(?:月|季度?|年度?|[天日周])")
_PER_PIECE = re.compile(r"\s?/\s?(?!月)[^\s,0-9]")
_ROW_TOTAL = re.compile(r"(?:^|(?<=[\n\t]))\s{0,4}(?:价税|金额|费用)?[合总共]\s{0,4}计[^\t\n]{0,12}\t(?P<rest>[^\n]*)")
_PLAIN = re.compile(r"(?<![0-9.,])(?:[0-9]{1,3}(?>(?:,[0-9]{3})+)|[0-9]{3,12})(?:\.[0-9]{1,2})?(?![0-9.%])")
# 含税合同金额：1672205.89
_LINE_TOTAL = re.compile(
    rf"(?:^|(?<=[\n\t]))\s{{0,4}}(?:含税)?(?:{alternatives(words('money', 'strong'))})(?:\([^()\n]{{0,8}}\))?\s?:\s?"
    rf"(?P<sum>{_PLAIN.pattern})(?=\s|$)"
)

_CAPITALS = ("大写", "人民币大写")
_SUMMING = ("合计", "共计", "总计", "总额", "总金额")
# 补缴租赁保证金…元，补缴后总额为…元: the second is the deposit.
_ADDED = re.compile(r"补[缴交足]|追加|增[加缴]")

_WEIGHTS = {"strong": 3.0, "medium": 2.0, "weak": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """An amount with the words that say what it is (`mention`, None if there are none) and how sure that is."""

    money: Money
    mention: Mention | None
    name: str
    before: str


def priced(reading: Reading) -> tuple[Priced, ...]:
    """Return the amounts of a contract, each with the list of words.toml that it belongs to ("" if to none)."""
    return tuple(_priced(reading, money) for money in moneys(reading.text))


def _priced(reading: Reading, money: Money) -> Priced:
    text = reading.text
    start = _left(reading, money.start)
    near = [m for m in mentions("money", text, start, money.start) if not _is_measure(text, m)]
    mention = _whole(near)
    name = mention.name if mention else _from_title(reading, money)
    if mention and _SHARE.match(text, mention.end):
        name = "part"
    if mention and mention.name in _WEIGHTS and any(_still(text, m, mention) for m in near):
        name = "part"
    if name in ("", "weak", "other", "unit") and _PRICE_BEHIND.match(text, money.end):
        name = "medium"
    behind = _BEHIND.match(text, money.end)
    if _BEFORE_CHANGE.match(text, money.end) or _DIFFERENCE.search(text, start, money.start):
        name = "other"
    elif behind:
        name = "deposit" if behind[0].strip(" 作为的")[-2:] in ("定金", "押金") else "part"
    return Priced(money=money, mention=mention, name=name, before=text[start : money.start])


def _whole(near: list[Mention]) -> Mention | None:
    """Return the last of the words before an amount; in 月租金合计 or 租赁保证金总额 what the sum is of."""
    kinds = ("deposit", "rent", "salary")
    if len(near) > 1 and near[-1].word in _CAPITALS:
        return near[-2]
    if (
        len(near) > 1
        and near[-1].word in (*_SUMMING, "金额")
        and near[-2].name in kinds
        and near[-1].start - near[-2].end <= 1
    ):
        return near[-2]
    return near[-1] if near else None


def _still(text: str, part: Mention, mention: Mention) -> bool:
    """True for a word such as 每期 before a word of the price; not where an amount of its own follows the part.

    培训费每期6.5万元，四期合计26万元: 合计 is no longer of 每期.
    """
    return part.name == "part" and not _OWN_AMOUNT.search(text, part.end, mention.start)


def _left(reading: Reading, at: int) -> int:
    """Return where the words that belong to an amount begin: its sentence, in a table its row."""
    text = reading.text
    start = reading.sentence(at)[0]
    if start and text[start - 1] == "\t":
        start = text.rfind("\n", 0, at) + 1
    elif (
        start
        and not text[start:at].strip(" 人民币¥￥")
        and (above := _LABEL_ABOVE.search(text, max(0, start - 24), start))
    ):
        start = above.start()
    return max(start, at - _WINDOW)


# 合计人民币金额（大写）, and the amount on the line below
_LABEL_ABOVE = re.compile(r"(?<=\n)[^\n。;,]{2,20}[:)]\n$")


def _is_measure(text: str, mention: Mention) -> bool:
    """True for 两个月租金: a measure of another amount."""
    if mention.name not in ("rent", "salary"):
        return False
    return bool(_MONTHS_OF.search(text, max(0, mention.start - 3), mention.start))


def _from_title(reading: Reading, money: Money) -> str:
    article = reading.article(money.start)
    named = mentions("money", article.title, 0, len(article.title)) if article else []
    return named[-1].name if named else ""


def totals(reading: Reading, amounts: tuple[Priced, ...]) -> Iterator[tuple[str, Found]]:
    """Yield total_amount and total_amount_upper: the amount that most says that it is the whole price."""
    whole = [p for p in amounts if p.name in _WEIGHTS and not _is_periodic(reading.text, p.money)]
    ranked = [(_total_score(reading, p), -p.money.start, p) for p in whole]
    best = max(ranked, key=lambda r: r[:2], default=None)
    if best is None or best[0] < 2:
        row = _row_total(reading) or _line_total(reading)
        if row:
            yield "total_amount", row
        return
    if any(p.name in ("rent", "salary") for p in amounts) and (best[0] <= _ALONE or _is_of_less(best[2])):
        return  # 月租金3500元，中介费500元: a fee beside the rent is not what the contract costs
    chosen = best[2].money
    confidence = min(0.55 + best[0] * 0.08, 0.97) if chosen.agrees else 0.5
    yield "total_amount", _money_found(reading, chosen, confidence)
    written = next((m for m in (chosen, *_of_same_value(amounts, chosen)) if m.upper), None)
    if written:
        yield "total_amount_upper", reading.found(written.upper, written.start, written.end, confidence)


def _is_periodic(text: str, money: Money) -> bool:
    """True for 1500元/月, also where its capitals stand behind that: 1500元/月（大写：壹仟伍佰元整）."""
    return bool(_PERIODIC.match(text, money.end) or _PERIODIC.search(text, money.start, money.end))


def _of_same_value(amounts: tuple[Priced, ...], money: Money) -> Iterator[Money]:
    """Yield the same amount where it stands by itself behind 大写, in the sentence below: 大写：人民币壹万元整."""
    for one in amounts:
        if one.money.value == money.value and one.mention and one.mention.word in _CAPITALS:
            yield one.money


_ALONE = 2  # a word such as 中介费, and nothing else that speaks for the whole


def _is_of_less(one: Priced) -> bool:
    """True for a sum of which nothing says that it is of the whole: 空调两台，共计5600元 in a contract of lease."""
    if one.mention is None or one.mention.word not in ("合计", "共计"):
        return False
    before = one.before[: one.before.rfind(one.mention.word)]
    return not any(m.name != "other" for m in mentions("money", before, 0, len(before)))


def _total_score(reading: Reading, one: Priced) -> float:
    score = _WEIGHTS[one.name]
    article = reading.article(one.money.start)
    if one.money.upper:
        score += 1.5
    if one.mention and one.mention.word[-2:] in ("合计", "共计", "总计"):
        score += 0.5
    if article and article.category in ("价款", "付款", "转让", "标的"):
        score += 0.5
    # 每月租金为1000元，共计12000元: the sum is no longer of a month
    own = one.before.rpartition(",")[2] if one.mention and one.mention.word in _SUMMING else one.before
    if _PER_MONTH.search(own) or _NEXT_PER_MONTH.match(reading.text, one.money.end):
        score -= 2
    if _PER_PIECE.match(reading.text, one.money.end):
        score -= 2
    if _is_untaxed(one):
        score -= 1
    if _ESTIMATED.search(one.before):
        score -= 3
    secured = article and article.category == "担保" and reading.template.category in _SECURING
    if article and article.category in ("违约", "担保", "解除", "保险") and not secured:
        score -= 2
    return score


def _is_untaxed(one: Priced) -> bool:
    """True for 不含增值税签约合同价: the whole price is the one with tax, where both are there."""
    before = one.before[: one.before.rfind(one.mention.word)] if one.mention else ""
    return bool(_UNTAXED.search(before))


_UNTAXED = re.compile(r"(?:不含(?:增值)?税|除税|税前)的?[\u4e00-\u9fff]{0,4}$")
_ESTIMATED = re.compile(r"(?:预计|估计|估算|拟)(?:总)?投资[\u4e00-\u9fff]{0,4}$")  # what is hoped for
# Contracts that are about security themselves: what is secured is what they are for.
_SECURING = ("保证", "担保", "抵押", "质押")


def _row_total(reading: Reading) -> Found | None:
    """The last number of a table's row that says 合计."""
    for match in _ROW_TOTAL.finditer(reading.text):
        numbers = [*_PLAIN.finditer(reading.text, match.start("rest"), match.end("rest"))]
        if numbers:
            found = moneys(f"{numbers[-1][0]}元")[0]
            value: JsonValue = {"value": found.data, "currency": "CNY"}
            return reading.found(value, numbers[-1].start(), numbers[-1].end(), 0.65)
    return None


def _line_total(reading: Reading) -> Found | None:
    """The number behind a label on a line of its own, in a contract that names its currency elsewhere."""
    match = _LINE_TOTAL.search(reading.text)
    if match is None or not re.search("元|人民币", reading.text):
        return None
    value: JsonValue = {"value": moneys(f"{match['sum']}元")[0].data, "currency": "CNY"}
    return reading.found(value, match.start("sum"), match.end("sum"), 0.65)


def singles(reading: Reading, amounts: tuple[Priced, ...]) -> Iterator[tuple[str, Found]]:
    """Yield deposit, rent and salary: the first amount of each list, the regular one before that of a probation."""
    by_name: Mapping[str, list[Priced]] = {
        name: [p for p in amounts if p.name == name] for name in ("deposit", "rent", "salary")
    }
    for name, candidates in by_name.items():
        ranked = sorted(candidates, key=lambda p: (-_single_score(reading, name, p), p.money.start))
        if ranked and _single_score(reading, name, ranked[0]) > 0:
            one = ranked[0]
            sure = 0.9 if one.mention else 0.75
            yield name, _money_found(reading, one.money, sure if one.money.agrees else 0.5)
        elif cell := _in_cell(reading, name):
            yield name, cell


def _in_cell(reading: Reading, name: str) -> Found | None:
    """Return the amount in the cell beside the word for it, in a list of prices in yuan: 履约保证金 | 20000."""
    row = re.compile(
        rf"(?:^|(?<=[\n\t]))(?:{alternatives(words('money', name))})\t(?P<sum>{_PLAIN.pattern})(?=[\t\n]|$)"
    )
    found = row.search(reading.text)
    if not found or "元" not in reading.text[max(0, found.start() - _TABLE) : found.start()]:
        return None
    value: JsonValue = {"value": moneys(f"{found['sum']}元")[0].data, "currency": "CNY"}
    return reading.found(value, found.start("sum"), found.end("sum"), 0.65)


_TABLE = 300  # characters above a cell in which the head of its column stands


def _single_score(reading: Reading, name: str, one: Priced) -> float:
    article = reading.article(one.money.start)
    score = 2.0 + (0.5 if one.money.upper else 0)
    if article and article.category in ("违约", "解除"):
        score -= 1.5
    if name == "salary" and _last(_PROBATION, one.before) > _last(_REGULAR, one.before):
        score -= 1.5
    # 月租金为4500元，年租金总额为54000元: the second is of no month
    own = one.before.rpartition(",")[2]
    own = own if one.mention and one.mention.word in own else one.before
    monthly = _PER_MONTH.search(own) or _NEXT_PER_MONTH.match(reading.text, one.money.end)
    if name in ("rent", "salary") and monthly:
        score += 1
    if _PER_PIECE.match(reading.text, one.money.end):
        score -= 1
    if _ADDED.search(one.before.rpartition(",")[2]):
        score -= 1
    if one.mention and any(one.before.rpartition(one.mention.word)[2].strip().startswith(word) for word in _SUMMING):
        score += 0.5
    return score


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _money_found(reading: Reading, money: Money, confidence: float) -> Found:
    value: JsonValue = {"value": money.data, "currency": money.currency}
    return reading.found(value, money.start, money.end, confidence)


def sums(reading: Reading, amounts: tuple[Priced, ...]) -> Iterator[Sum]:
    """Yield every amount with the words that say what it is for."""
    for one in amounts:
        money = one.money
        yield Sum(
            value=money.data, unit=money.currency, purpose=_purpose(reading, one),
            words=reading.template.text[money.start : money.end].strip(), clause=reading.number(money.start),
            start=money.start, end=money.end,
        )  # fmt: skip


# Words before an amount that tell of which of several it is, and not of what.
_VAGUE = frozenset((*_SUMMING, *_CAPITALS, "其中", "剩余", "其余", "费用", "金额", "款项"))
# 其中外套200元、长裤计120元
_PART = re.compile(
    r"(?:其中|[,、;](?!其中))(?P<what>[\u4e00-\u9fff]{2,12}?)\s?(?:为|是|计|共|共计|合计|即|:)?\s?(?:人民币)?\s?[¥￥]?\s?$"
)
_NAMED = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{1,16}?(?:费用?|款|金|价|额|租|息|酬|工资|预算|押金|补贴|奖金))"
    r"\s?(?:为|是|:|计|共|共计|合计|即)?\s?(?:人民币)?\s?$"
)


def _purpose(reading: Reading, one: Priced) -> str:
    """Return what an amount is for: the word of words.toml, else the noun before it, else the article's heading."""
    word = one.mention.word if one.mention else ""
    changed = _DIFFERENCE.search(one.before)
    if changed:
        return changed[0].removesuffix("人民币").strip(" 了")
    if forfeit := _FORFEIT.match(reading.text, one.money.end):
        return forfeit["what"]
    if one.mention and one.mention.name in _WEIGHTS and (share := _SHARE.match(reading.text, one.mention.end)):
        return _part_of(one, one.mention, share[0])
    if word and (each := _EACH.search(one.before)):
        return f"{each['each']}{word.removesuffix('总额')}"
    if word and word not in _VAGUE:
        return _qualified(one, word)
    if word == "其中" and (part := _PART.search(one.before)):
        return part["what"]
    if named := _NAMED.search(_own_words(one.before)):
        return _OF_WHOM.sub("", named["what"])
    if word in ("剩余", "其余"):
        rest = _SHARE.match(reading.text, one.mention.end) if one.mention else None
        return f"{word}{rest[0].strip(' 的')}" if rest else f"{word}款项"
    article = reading.article(one.money.start)
    title = re.split("[及与和、]", article.title)[0] if article and len(article.title) <= _LONG_TITLE else ""
    return f"{title}{word}" if title else word


# 服务费总额为486,000元，每季度支付121,500元
_EACH = re.compile(r"[,;](?P<each>每(?:个?月|季度?|半?年|期|次))(?:应?(?:支付|付|缴纳|交纳))?(?:人民币)?\s?$")
_LONG_TITLE = 12


def _own_words(before: str) -> str:
    """Return the words right before an amount, without those for its writing: 安全措施费（含税）：大写：."""
    return _DEED.split(_WRITING.sub("", before))[-1]


def _qualified(one: Priced, word: str) -> str:
    """Return the word for an amount with what qualifies it: 绩效工资, 首期价款."""
    if _is_untaxed(one):
        return f"{_UNTAXED_SHORT}{word}"
    named = _NAMED.search(_own_words(one.before))
    longer = _OF_WHOM.sub("", named["what"]) if named else ""
    prefix = longer.removesuffix(word)
    return longer if longer.endswith(word) and len(prefix) <= _QUALIFIER and not _VERBAL.search(prefix) else word


_UNTAXED_SHORT = "不含税"
_QUALIFIER = 4  # characters before the word
_VERBAL = re.compile(r"[甲乙丙丁双各方应须当付给向为按将于至由的以及和与或该本其每个共计是收取]|支付|缴纳|人民币")
_OF_WHOM = re.compile(r"^(?:[甲乙丙丁]方|本次|本合同|本协议|该|其中?)+")
_DEED = re.compile(r"[,;。:、\n\t]|支付|缴纳|交纳|付|收取|退还|返还")
_WRITING = re.compile(r"(?:[ :,(]|[¥￥)]|大写|小写|人民币|含税)+$")
# 支付不低于50,000元的违约金
_FORFEIT = re.compile(
    r"\s?(?:整)?(?:作为|的)?"
    r"(?P<what>违约金|赔偿金|滞纳金|补偿金|罚款|押金|定金|预付款|首付款|履约保证金|保证金)"
)


def _part_of(one: Priced, whole: Mention, share: str) -> str:
    """Return what a share of a price is for: 首付款：…支付合同总额的40%，即…; else which share it is."""
    head = one.before[: one.before.rfind(whole.word)]
    named = [m.word for m in mentions("money", head, 0, len(head)) if m.name == "part" and m.word not in _VAGUE]
    return named[-1] if named else f"{whole.word}的{share.strip(' 的')}"
