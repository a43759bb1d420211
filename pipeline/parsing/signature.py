"""Row → whether it belongs to a signature block."""

from __future__ import annotations

import functools
import re

from pipeline.parsing.parties import roles
from pipeline.parsing.rows import Row
from pipeline.text.patterns import late, one_of

# 甲方（盖章）, 甲方签字：, 甲方法定代表人（签名）, 甲方（签字或盖章）
_SIGNS = r"(?:加?盖)?(?:单位)?(?:公章|印章|盖章|签章|签字|签名|签订|签署|签约|章)"
_SIGN_PAGE = late(r"无正文|签署页|签字页|签章页|签订页|签约页|盖章页|代表签署如下:?$")
_SIGN_HEAD = late(r"签署:?$|签字盖章:?$|签署栏")
_MORE = late(rf"{_SIGNS}|日期|\d*年\d*月|法定代表人|代表人?:|负责人:|代理人:")
_LONGEST = 90
_AHEAD = 5


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    named = rf"{one_of(roles().every)}(?:\([^()]{{1,12}}\))?"
    blank = r"[_:\s]*"
    signs = rf"""
        ^(?: {named}(?:单位|授权代表|代表|法定代表人)?:?_*\(?{_SIGNS}   # 甲方代表签字
          | {named}\([^()]{{0,8}}(?:章|签)[^()]{{0,8}}\)                # 甲方（公章）
          | [^\W\d_a-zA-Z]{{1,7}}方\((?:公章|盖章|签[字章名]|签字(?:或|、|/)?盖章)\)   # 执赛方（盖章）
          | {named}{blank}{named}{blank}$ )                             # 甲方：　　乙方：
    """
    return re.compile(signs, re.VERBOSE), re.compile(rf"^{named}{blank}$")


def is_sign_page(row: Row) -> bool:
    """True for a row that announces signatures: （以下无正文）, 签署页."""
    return bool(_SIGN_PAGE.search(row.flat) or _SIGN_HEAD.match(row.flat))


def is_signature(row: Row, below: tuple[Row, ...] = ()) -> bool:
    """True for the first row of a signature block.

    It is 甲方（盖章）：　乙方（盖章）：, two parties with nothing said of them, or one party alone in its row with
    signatures, a date or the other party close below.

    Args:
        row: Any row.
        below: The rows that follow.
    """
    if len(row.flat) > _LONGEST or "。" in row.flat:
        return False
    signs, alone = _patterns()
    if signs.match(row.flat):
        return True
    near = below[:_AHEAD]
    return bool(alone.match(row.flat)) and any(_MORE.search(r.flat) or alone.match(r.flat) for r in near)
