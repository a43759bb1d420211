"""Template → rules that compute values from others, and refuse a given value that differs from the computed one.

Pairs of digits and 大写; a row's amount = quantity × unit price; a total = the sum of its table; the last instalment
= what is left of 100 %; the copies of the contract = parties × copies each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from pipeline.filling import findings
from pipeline.filling.sheet import Rule, Sheet
from pipeline.filling.terms import term_rules, terms
from pipeline.filling.where import where
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Clause, Column, Kind, Template
from pipeline.text.capitals import capital_amount
from pipeline.values import money, quantity

_QUANTITY = re.compile(r"数量|面积|工时|人数|天数")
_PRICE = re.compile(r"单价|单位价格")
_LINE = re.compile(r"金额|总价|合计|小计|价款|复价")
_TOTAL = re.compile(r"合计|总计|总价|总额|总金额|价款总计")
_NOT_THE_SUM = re.compile(r"税|折|优惠|运费|大写.*税")
_REMAINDER = re.compile(r"余款|剩余|其余|余下|尾款")
_PAID = re.compile(r"支付|付款|付清|结清|首付|预付")
_NEAR = 400
"""Characters behind a table within which its total stands."""


def rules(template: Template) -> tuple[Rule, ...]:
    """Return the derivations of a template, those that others build on first."""
    return (
        *_table_rules(template),
        *_share_rules(template),
        *_copy_rules(template),
        *_pair_rules(template),
        *term_rules(template),
    )


def sources(template: Template) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what follows from what: field key → the sets of fields of which each is enough to compute it.

    Args:
        template: A template whose blanks have keys.
    """
    found: dict[str, list[tuple[str, ...]]] = {}

    def follows(blank: Blank, *others: Blank) -> None:
        found.setdefault(blank.key, []).append(tuple(other.key for other in others))

    for one, other in (*pairs(template), *_copies(template)):
        follows(one, other)
        follows(other, one)
    for table, _, total in _totals(template):
        follows(total, table)
    for *shares, rest in _rests(template):
        follows(rest, *shares)
    for first, last, term in terms(template):
        follows(last, first, term)
        follows(term, first, last)
    return {key: tuple(ways) for key, ways in found.items()}


# Digits and capitals.


def pairs(template: Template) -> list[tuple[Blank, Blank]]:
    """Return the amounts with their 大写, however the two point at each other."""
    found: dict[str, tuple[Blank, Blank]] = {}
    for blank in template.blanks:
        other = template.blank(blank.pair) if blank.pair else None
        if other is not None and {blank.kind, other.kind} == {Kind.AMOUNT, Kind.AMOUNT_UPPER}:
            upper, digits = (blank, other) if blank.kind is Kind.AMOUNT_UPPER else (other, blank)
            found.setdefault(upper.key, (digits, upper))
    return list(found.values())


def _pair_rules(template: Template) -> Iterator[Rule]:
    for digits, upper in pairs(template):
        yield _pair_rule(digits, upper, where(template, upper))


def _pair_rule(digits: Blank, upper: Blank, place: str) -> Rule:
    def rule(sheet: Sheet) -> None:
        number, words = sheet.data.get(digits.key), sheet.data.get(upper.key)
        if number is None and words is None:
            return
        if number is None or words is None:
            _derive_half(sheet, digits, upper, str(number or words), place)
        elif Decimal(str(number)) != Decimal(str(words)):
            message = f"『{digits.label}』是 {money.spoken(str(number), digits)}，大写却是{_capitals(str(words))}"
            sheet.findings.append(findings.disagree("AMT001", upper, place, message))

    return rule


def _derive_half(sheet: Sheet, digits: Blank, upper: Blank, amount: str, place: str) -> None:
    if Decimal(amount).scaleb(2) % 1:
        message = f"『{digits.label}』是 {amount}，不足一分的金额写不成大写"
        sheet.findings.append(findings.bad(digits, place, "", message))
        sheet.failed.add(upper.key)
        return
    sheet.derive(upper.key, amount)
    sheet.derive(digits.key, amount)


def _capitals(amount: str) -> str:
    return capital_amount(Decimal(amount))


# Tables.


def _table_rules(template: Template) -> Iterator[Rule]:
    for blank in template.blanks:
        line = _line_column(blank)
        if line is None:
            continue
        factors = _column(blank, _QUANTITY, Kind.NUMBER), _column(blank, _PRICE, Kind.AMOUNT)
        if factors[0] and factors[1]:
            yield _row_rule(blank, factors[0], factors[1], line, where(template, blank))
    for table, line, total in _totals(template):
        yield _sum_rule(table, line, total, where(template, total))


def _totals(template: Template) -> Iterator[tuple[Blank, Column, Blank]]:
    """Yield every table whose sum stands behind it, with the column that is summed and the blank for the sum."""
    for blank in template.blanks:
        line = _line_column(blank)
        total = _total_blank(template, blank) if line else None
        if line and total:
            yield blank, line, total


def _column(blank: Blank, label: re.Pattern[str], *kinds: Kind) -> Column | None:
    found = [c for c in blank.columns if c.kind in kinds and label.search(c.label)]
    return found[0] if len(found) == 1 else None


def _line_column(blank: Blank) -> Column | None:
    found = [
        c for c in blank.columns if c.kind is Kind.AMOUNT and _LINE.search(c.label) and not _PRICE.search(c.label)
        and not _NOT_THE_SUM.search(c.label)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _row_rule(table: Blank, number: Column, price: Column, line: Column, place: str) -> Rule:
    def rule(sheet: Sheet) -> None:
        for index, row in enumerate(_rows(sheet.data.get(table.key)), 1):
            factors = row.get(number.key), row.get(price.key)
            if None in factors or "" in factors:
                continue
            # An amount of money ends at the 分; a product that does not is rounded as invoices round it.
            product = (Decimal(str(factors[0])) * Decimal(str(factors[1]))).quantize(Decimal("0.01"), ROUND_HALF_UP)
            given = row.get(line.key)
            if given is None:
                row[line.key] = money.plain(product)
            elif Decimal(str(given)) != product:
                sides = f"{number.label}×{price.label}是 {product:,.2f}，{line.label}却是 {Decimal(str(given)):,.2f}"
                message = f"『{table.label}』第{index}行：{sides}"
                sheet.findings.append(findings.disagree("SUM001", table, place, message))

    return rule


def _rows(data: JsonValue) -> list[dict[str, JsonValue]]:
    return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []


def _total_blank(template: Template, table: Blank) -> Blank | None:
    """Return the one amount that is called a total and stands just behind the table."""
    upper = {words.key for _, words in pairs(template)}
    found = [
        blank for blank in template.blanks
        if blank.kind in (Kind.AMOUNT, Kind.AMOUNT_UPPER) and blank.key not in upper and _TOTAL.search(blank.label)
        and not _NOT_THE_SUM.search(blank.label) and 0 <= blank.start - table.end <= _NEAR
        and blank.clause == table.clause
    ]  # fmt: skip
    between = [b for b in template.blanks if b.kind is Kind.TABLE and found and table.end <= b.start < found[0].start]
    return found[0] if len(found) == 1 and not between else None


def _sum_rule(table: Blank, line: Column, total: Blank, place: str) -> Rule:
    def rule(sheet: Sheet) -> None:
        amounts = [row.get(line.key) for row in _rows(sheet.data.get(table.key))]
        if not amounts or None in amounts or table.key in sheet.failed:
            return
        amount = sum((Decimal(str(a)) for a in amounts), Decimal())
        given = sheet.data.get(total.key)
        if given is None:
            sheet.derive(total.key, money.plain(amount))
        elif Decimal(str(given)) != amount:
            message = f"『{total.label}』是 {Decimal(str(given)):,.2f}，『{table.label}』各行之和却是 {amount:,.2f}"
            sheet.findings.append(findings.disagree("SUM002", total, place, message))

    return rule


# Shares.


def _share_rules(template: Template) -> Iterator[Rule]:
    for shares in _rests(template):
        yield _rest_rule(shares, where(template, shares[-1]))


def _rests(template: Template) -> Iterator[list[Blank]]:
    """Yield the shares of every article whose instalments are shares, the last of them said to be the rest."""
    articles: dict[str, list[Blank]] = {}
    for blank in template.blanks:
        article = _article(template.clauses, blank.start)
        if blank.kind is Kind.PERCENT and (article or blank.clause):
            articles.setdefault(article.number if article else blank.clause, []).append(blank)
    for shares in articles.values():
        text = template.text
        rest = [blank for blank in shares if _REMAINDER.search(_before(text, blank, "，,。；;\n") + blank.label)]
        paid = [blank for blank in shares if _PAID.search(_before(text, blank, "。；;\n") + text[blank.end :][:12])]
        if len(shares) > 1 and rest == shares[-1:] and paid == shares:
            yield shares


def _article(clauses: tuple[Clause, ...], offset: int) -> Clause | None:
    """Return the article that an offset stands in; instalments are entries of one: （一）预付款 … （四）余款."""
    found = next((clause for clause in clauses if clause.start <= offset < clause.end), None)
    return _article(found.children, offset) if found is not None and found.level < 1 else found


def _before(text: str, blank: Blank, stops: str) -> str:
    """Return the words before a blank, back to the nearest of the stops."""
    start = max(text.rfind(mark, 0, blank.start) for mark in stops)
    return text[start + 1 : blank.start]


def _rest_rule(shares: list[Blank], place: str) -> Rule:
    *others, rest = shares

    def rule(sheet: Sheet) -> None:
        given = [sheet.data.get(blank.key) for blank in others]
        if None in given:
            return
        left = Decimal(100) - sum((Decimal(str(value)) for value in given), Decimal())
        value = sheet.data.get(rest.key)
        if value is None and left > 0:
            sheet.derive(rest.key, quantity.written(left))
        elif value is not None and Decimal(str(value)) != left:
            message = f"各期付款比例之和应为 100%：『{rest.label}』应是 {quantity.written(left)}%，填的是 {value}%"
            sheet.findings.append(findings.disagree("PCT001", rest, place, message))

    return rule


# Copies.

_EACH = re.compile(r"双方各自?(?:执|持|存)[\s_＿]*$")
_ALL = re.compile(r"一式[\s_＿]*$")


def _copy_rules(template: Template) -> Iterator[Rule]:
    for total, each in _copies(template):
        yield _copy_rule(total, each, where(template, total))


def _copies(template: Template) -> Iterator[tuple[Blank, Blank]]:
    """Yield 一式__份，双方各执__份: the two follow from each other where nobody else holds a copy."""
    copies = [b for b in template.blanks if b.kind is Kind.NUMBER and b.unit == "份"]
    for total in copies:
        line = template.text[total.end : total.end + 60].partition("\n")[0].partition("。")[0]
        behind = [b for b in copies if total.end < b.start <= total.end + len(line)]
        if not _ALL.search(template.text[max(0, total.start - 8) : total.start]) or len(behind) != 1:
            continue
        before = template.text[total.end : behind[0].start]
        if _EACH.search(before) and not re.search(r"份.*份|备案|登记|公证|鉴证", line[:-1]):
            yield total, behind[0]


def _copy_rule(total: Blank, each: Blank, place: str) -> Rule:
    def rule(sheet: Sheet) -> None:
        whole, part = sheet.data.get(total.key), sheet.data.get(each.key)
        if whole is None and part is not None:
            sheet.derive(total.key, quantity.written(Decimal(str(part)) * 2))
        elif part is None and whole is not None and Decimal(str(whole)) % 2 == 0:
            sheet.derive(each.key, quantity.written(Decimal(str(whole)) / 2))
        elif whole is not None and part is not None and Decimal(str(whole)) != Decimal(str(part)) * 2:
            message = f"『{total.label}』是 {whole} 份，双方各执 {part} 份合计却是 {Decimal(str(part)) * 2} 份"
            sheet.findings.append(findings.disagree("CPY001", total, place, message))

    return rule
