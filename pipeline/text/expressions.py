"""The right side of a formula as a contract prints it → a tree that can be computed: 服务费用×逾期天数×0.1%.

Read by a grammar of its own, never evaluated as code. Numbers are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.text.numerals import canonical, parse_number
from pipeline.text.patterns import late, pattern

_LONGEST = 400  # characters; formulas of contracts are below a hundred
_DEEPEST = 30
_OPERATORS = {
    **dict.fromkeys("×✕*＊∗·", "×"), **dict.fromkeys("÷/／", "÷"), **dict.fromkeys("+＋", "+"),
    **dict.fromkeys("-－−–—", "-"), **dict.fromkeys("(（[【{", "("), **dict.fromkeys(")）]】}", ")"),
}  # fmt: skip
# An x between quantities, not inside a word: 单价x数量, 100X12.
_CROSS = late(r"(?<![A-Za-z])[xX](?![A-Za-z])")
# 100元/天: what stands behind the stroke says what the price is for.
_RATE = late(
    r"(?P<price>\d[\d,.]*[千万亿]?元)[/／每](?:天|日|周|月|季度?|年|次|人|台|件|套|份|吨|公斤|小时|平方米|㎡)(?=[^\w]|$)"
)
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?[十百千万亿]*|[零〇一二三四五六七八九十百千万亿两点]+)"
_SHARES = {"百分之": 2, "千分之": 3, "万分之": 4, "十万分之": 5, "%": 2, "‰": 3, "‱": 4}
_SHARE = late(rf"(?P<before>十?[百千万]分之)(?P<of>{_NUMBER})|(?P<number>{_NUMBER})(?P<after>[%‰‱])")
_PLAIN = late(rf"(?P<number>{_NUMBER})(?P<unit>倍|元|[个]?(?:天|日|工作日|月|季度|年|次|期|份|台|件|人))?")
_SPLIT = late(r"[×✕*＊÷/／+＋－—–()（）\[\]【】{}]|(?<![a-zA-Z])[xX](?![a-zA-Z])|(?<=[^\d\s])-|-(?=[^\d\s])")
_MONEY = late(r"^(?:人民币|RMB|[￥¥])[:：]?|(?<=元)整$")
_RATED = ("率", "比例", "LPR")  # what is a share itself: 年利率4.35% is not 4.35 % of it
# 合同总价的20%, 合同总价款百分之二十, LPR的4倍.
_OF = late(rf"(?P<name>.*?[^\d.,%‰])的?(?P<share>{_SHARE.pattern.replace('?P<', '?P<of_')}|(?<=的){_NUMBER}倍)$")


class FormulaUnreadable(ValueError):
    """The words are no expression; the message says why, in Chinese. Callers make a typed error of it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `unit` is the word behind it (元, 天), "" for none, "%" for a share."""

    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions and × ÷ + or - between them."""

    operator: str
    left: Expression
    right: Expression


Expression = Number | Name | Operation


def parse_expression(words: str) -> Expression:
    """Return the tree of an expression.

    Args:
        words: As printed: （合同总价－已付款）×万分之五×逾期天数.

    Raises:
        FormulaUnreadable: Brackets or operators do not fit, or it is longer than any formula.
    """
    tokens = _tokens(words)
    parser = _Parser(tokens)
    tree = parser.sum(0)
    if parser.at != len(tokens):
        raise FormulaUnreadable(f"『{tokens[parser.at]}』处读不懂")
    return tree


def names_in(tree: Expression) -> tuple[str, ...]:
    """Return the names of an expression in reading order, each once."""

    def walk(node: Expression) -> Iterator[str]:
        if isinstance(node, Name):
            yield node.name
        elif isinstance(node, Operation):
            yield from walk(node.left)
            yield from walk(node.right)

    return tuple(dict.fromkeys(walk(tree)))


def variables_of(words: str) -> tuple[str, ...]:
    """Return the quantities that an expression names, each once; numbers and shares are none.

    What is no expression is cut at its operators: its names are worth telling nevertheless.
    """
    try:
        return names_in(parse_expression(words))
    except FormulaUnreadable:
        parts = (p.strip() for p in _SPLIT.split(words))
        return tuple(dict.fromkeys(p for p in parts if pattern(r"[^\W\d_]").search(p)))


def read_number(words: str) -> Number | None:
    """Return a number or share with its unit, None if the words are neither: 万分之五, 12万元, 3倍, 五百元."""
    plain = _MONEY.sub("", canonical("".join(words.split())))
    if share := _SHARE.fullmatch(plain):
        value = parse_number(share["of"] or share["number"])
        power = _SHARES[share["before"] or share["after"]]
        return None if value is None else Number(Fraction(value) / 10**power, "%")
    match = _PLAIN.fullmatch(plain)
    value = parse_number(match["number"]) if match else None
    if match is None or value is None:
        return None
    unit = (match["unit"] or "").removeprefix("个")
    return Number(Fraction(value), "" if unit == "倍" else unit)


def _tokens(words: str) -> tuple[str, ...]:
    """Return operators and what stands between them; a remark in brackets belongs to the name before it."""
    plain = "".join(words.split())
    if len(plain) > _LONGEST:
        raise FormulaUnreadable("公式过长")
    plain = _RATE.sub(r"\g<price>", _CROSS.sub("×", plain))
    found: list[str] = []
    at = 0
    while at < len(plain):
        operator = _OPERATORS.get(plain[at])
        if operator == "(" and found and found[-1] not in "×÷+-()":
            end = _remark(plain, at)
            if end:
                found[-1] += plain[at:end]
                at = end
                continue
        if operator:
            found.append(operator)
            at += 1
            continue
        end = next((i for i in range(at, len(plain)) if plain[i] in _OPERATORS), len(plain))
        found.append(plain[at:end])
        at = end
    return tuple(found)


def _remark(plain: str, at: int) -> int:
    """Return where a remark like （含税） ends, 0 if the brackets hold a computation."""
    for end in range(at + 1, len(plain)):
        operator = _OPERATORS.get(plain[end])
        if operator == ")":
            return end + 1 if end > at + 1 else 0
        if operator:
            return 0
    return 0


class _Parser:
    """Recursive descent; `at` is the next token."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self._tokens = tokens
        self.at = 0

    def sum(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise FormulaUnreadable("括号层数过多")
        left = self._product(depth)
        while self._next() in {"+", "-"}:
            left = Operation(self._take(), left, self._product(depth))
        return left

    def _product(self, depth: int) -> Expression:
        left = self._factor(depth)
        while self._next() in {"×", "÷"}:
            left = Operation(self._take(), left, self._factor(depth))
        return left

    def _factor(self, depth: int) -> Expression:
        taken = self._take()
        if taken == "-":
            return Operation("-", Number(Fraction(0)), self._factor(depth + 1))
        if taken == "(":
            inner = self.sum(depth + 1)
            if self._take() != ")":
                raise FormulaUnreadable("括号不成对")
            if self._next() in {"%", "％"}:
                self._take()
                return Operation("×", inner, Number(Fraction(1, 100), "%"))
            return inner
        if taken in {"", "+", "×", "÷", ")"}:
            raise FormulaUnreadable("公式不完整")
        return _operand(taken)

    def _next(self) -> str:
        return self._tokens[self.at] if self.at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self.at += 1
        return token


def _operand(token: str) -> Expression:
    number = read_number(token)
    if number is not None:
        return number
    plain = canonical(token)
    if match := _OF.fullmatch(plain):
        share = read_number(match["share"])
        if share is not None and match["name"].endswith(_RATED) and share.unit == "%" and "的" not in token:
            return share
        if share is not None:
            return Operation("×", Name(token[: match.end("name")].removesuffix("的")), share)
    if not pattern(r"[^\W\d_]").search(token) or pattern(r"[\u239b-\u23b3\u2320\u2321_＿=＝<>]").search(token):
        raise FormulaUnreadable(f"『{token}』读不懂")
    return Name(token)
