"""Defects for any contract: patterns and what to put in their place, with the code that must find each.

A contract that has no such words (no table, no deposit) is left as it is by the defect, which then does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CAPITALS = "壹贰叁肆伍陆柒捌玖"
NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A defect: name, codes of which one must find it, and the change to the text."""

    name: str
    codes: frozenset[str]
    change: Callable[[str], str]


def _defect(name: str, codes: str, pattern: str, new: str | Callable[[re.Match[str]], str], nth: int = 1) -> Defect:
    """Return the defect that replaces the nth place of a pattern, the last one for 0."""

    def change(text: str) -> str:
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if len(places) < nth:
            return text
        match = places[nth - 1]
        return text[: match.start()] + (match.expand(new) if isinstance(new, str) else new(match)) + text[match.end() :]

    return Defect(name=name, codes=frozenset(codes.split()), change=change)


def _other_capital(match: re.Match[str]) -> str:
    return match[1] + CAPITALS[CAPITALS.index(match[2]) - 1]


def _more(match: re.Match[str]) -> str:
    return match[0].replace(match["n"], {"两": "三"}.get(match["n"], "五"), 1)


def _later(match: re.Match[str]) -> str:
    return NUMBERS[NUMBERS.index(match["n"]) + 1] + match["rest"]


def _cut(match: re.Match[str]) -> str:
    words = match["name"]
    return match["role"] + words[:2] + words[3:]


AMOUNT = r"[\d,]+\.\d\d元（大写：[^）]+）"
DEFECTS: tuple[Defect, ...] = (
    _defect("another digit in words", "AMT002", rf"(大写：[^）]*?)([{CAPITALS}])", _other_capital),
    _defect("the words' unit", "AMT002", r"(大写：[^）]*?)万", r"\1亿"),
    _defect("角 behind the words", "AMT002", r"(大写：[^）]*?元)整", r"\1伍角"),
    _defect("words that are none", "AMT003", rf"(大写：)([{CAPITALS}])拾", r"\1\2拾佰"),
    _defect("a digit more", "AMT002", r"(\d)(\.00元（大写)", r"\g<1>0\2"),
    _defect("a digit less", "AMT002", r"\d(\.00元（大写)", r"\1"),
    _defect("another sign", "CUR002", r"人民币([\d,]+\.\d\d元)", r"$\1"),
    _defect("another currency", "CUR001", r"(^七、[^\n]*\n)", r"\g<1>7.0 保证费用为500美元。\n"),
    _defect("first share less", "PCT001 PCT002", r"的50%", "的40%"),
    _defect("first share more", "PCT001 PCT002", r"的50%", "的60%"),
    _defect("the rest more", "PCT002", r"剩余50%", "剩余60%"),
    _defect("the rest less", "PCT002", r"剩余50%", "剩余30%"),
    _defect("no such signing day", "DAT002", r"(日期：\d{4}年)\d+月\d+日", r"\g<1>2月30日"),
    _defect("no such month", "DAT002", r"(日期：\d{4}年)\d+月", r"\g<1>13月"),
    _defect("a range back to front", "DAT001", r"(有效期为)", r"有效期自2026年5月1日起至2025年4月30日止，\1"),
    _defect("a term that does not fit", "DAT003", r"有效期为3年", "有效期为3年，自2026年5月1日起至2028年4月30日止"),
    _defect("signed behind the end", "DAT004", r"有效期为3年", "有效期自2021年5月1日起至2022年4月30日止"),
    _defect("signed behind the start", "DAT005", r"有效期为3年", "有效期自2025年5月1日起至2028年4月30日止"),
    _defect("a character lost in the seal", "PTY003", r"(?P<role>甲方（盖章）：)", r"\g<role>临江百川商茂有限公司"),
    _defect("the other's seal", "PTY004", r"(?P<role>甲方（盖章）：)", r"\g<role>北辰云信息技术有限公司"),
    _defect("the first's seal on the second", "PTY004", r"(?P<role>乙方（盖章）：)", r"\g<role>临江百川商贸有限公司"),
    _defect("a stranger's seal", "PTY003", r"(?P<role>乙方（盖章）：)", r"\g<role>南山云计算服务有限公司"),
    _defect("both the same", "PTY002", r"北辰云信息技术有限公司", "临江百川商贸有限公司"),
    _defect("a name misspelt", "PTY007", r"(^1\.2 )乙方", r"\1北辰云信息技木有限公司"),
    _defect("a party from nowhere", "PTY008", r"(^5\.2 )", r"\1丙方应承担连带责任。"),
    _defect("a placeholder for a number", "CNO001", r"(合同编号：)\S+", r"\g<1>0000"),
    _defect("a number without digits", "CNO001", r"(合同编号：)\S+", r"\1CRM-NEW"),
    _defect("odd signs in the number", "CNO001", r"(合同编号：)\S+", r"\1CRM@2026@18"),
    _defect("copies more", "CPY001", r"一式(?P<n>[两四])份", _more),
    _defect("copies held more", "CPY001", r"各执(?P<n>[一两])份", _more),
    _defect("copies in turn", "CPY001", r"甲乙双方各执一份", "甲方执一份，乙方执两份"),
    _defect("no such article", "REF001", r"第四条", "第十四条"),
    _defect("no such clause", "REF001", r"第四条", "第4.9款"),
    _defect("no such article in a chain", "REF001", r"第四条", "第三条、第三十条"),
    _defect("no such paragraph", "REF002", r"第四条", "第四条第九款"),
    _defect("前款 without one", "REF003", r"(^1\.1 )", r"\1按照前款约定，"),
    _defect("前条 without one", "REF003", r"(^1\.2 )", r"\1按照前条约定，"),
    _defect("an article's number twice", "REF004", r"^(?P<n>五)(?P<rest>、)", r"四\g<rest>"),
    _defect("an article's number skipped", "REF005", r"^(?P<n>八)(?P<rest>、)", _later),
    _defect("a variable from nowhere", "FML001", r"×逾期天数×", "×信用系数×"),
    _defect("a bracket open", "FML002", r"＝服务费用×", "＝（服务费用×"),
    _defect("two signs side by side", "FML002", r"×逾期天数×", "×逾期天数××"),
    _defect("two formulas", "FML003", r"(^6\.1 )", r"\1逾期付款违约金另计。违约金＝服务费用×逾期天数×0.2%。"),
    _defect("an annex not listed", "ANX003", r"附件8", "附件18"),
    _defect("an annex's title not listed", "ANX003", r"附件8", "附件《源代码清单》"),
    _defect("an annex listed twice", "ANX005", r"^8\. 保密协议$", "8. 保密协议\n9. 保密协议"),
    _defect("one annex more in the list", "ANX001", r"^9\. 违约金计算公式$", "9. 违约金计算公式\n10. 会议纪要模板"),
    _defect("an annex never referred to", "ANX004", r"^9\. 违约金计算公式$", "9. 违约金计算公式\n10. 会议纪要模板"),
    _defect("an annex's number left out", "ANX006 ANX002", r"^9\. (违约金计算公式)$", r"10. \1"),
    _defect("text turned round", "CHR001", r"(大写：)", "\u202e\\1"),
    _defect("an invisible character", "CHR002", r"(北辰云)(信息)", "\\1\u200b\\2"),
    _defect("O for nought", "CHR003", r"(人民币[\d,]*?)0", r"\1O"),
    _defect("l for one", "CHR003", r"(人民币)\d", r"\1l"),
    _defect("a Cyrillic letter", "CHR004", r"CRM-", "СRM-"),
    _defect("a private character", "CHR005", r"共同遵守", "共同遵守\ue001"),
    _defect("a blank left", "REQ006", r"(联系电话：)\S+", r"\1__________"),
)


def applied(text: str) -> Iterator[tuple[Defect, str]]:
    """Yield the defects that a text can have, and the text with each."""
    for defect in DEFECTS:
        changed = defect.change(text)
        if changed != text:
            yield defect, changed
