"""Rows → the contract's title."""

from __future__ import annotations

from pipeline.parsing.rows import Row
from pipeline.text.patterns import late, pattern

_KINDS = (
    "合同条款|合同书|合同|协议书|协议|契约|合约|意向书|订单|运单|确认书|承诺书"
    "|委托书|授权书|担保书|保函|章程|备忘录|约定书"
)
_ENDS_AS_CONTRACT = late(rf"(?:{_KINDS})(?:\([^()]{{1,12}}\))*$")
_NAMES_CONTRACT = late(_KINDS)
_EDITION = late(r"[(\[【]?(?:(?:20\d\d年?)?(?:示范文本|参考文本|范本|样本|试行|版本|(?:修订)?版)|空白模板)[)\]】]?$")
_EDITION_ENDS = frozenset(")]】本行版板")
_CODE = late(r"[A-Z]{1,8}[-—─–－][A-Z0-9—─–－-]+|[A-Z]{2,}\d")
_NO_TITLE = late(
    r"[:。;_□?!]|说明$|通知$|^(?:提示性)?公告$|目录$|编号|^附件|^第.{1,4}[部章条]"
    r"|^[【\[](?!.*(?:合同|协议|契约))[^】\]]{1,8}[】\]]$|^立\w{1,4}人$"  # 【出租人】, 立契约书人: who concludes it
    r"|有限(?:责任)?公司$|^关于.*的$"  # whose paper it is; 关于签订《…》的, and 公告 on the next line
    r"|(?:制定|监制|印制|发布|施行)$|^(?!(?:19|20)\d\d(?:年(?!\d)|度|-(?:19|20)\d\d))\d|http|www|首页|登录"
)
_LIMIT = 160
_FIRST = 3  # rows at the top that are a title without being set like one


def contract_title(rows: tuple[Row, ...]) -> tuple[str, tuple[int, ...]]:
    """Return the title of the contract and the rows that print it.

    A title is a short line that names a kind of contract, stands in the middle or in bold, near the top, and often
    twice: on the cover page and over the contract.

    Args:
        rows: The rows of the text.

    Returns:
        The title without its edition (（示范文本）, 2014版), and the indices of its rows; ("", ()) if there is none.
    """
    wanted = [i for i, row in enumerate(rows[:_LIMIT]) if _may_be_title(row)]
    wanted = [i for i in wanted if i < _FIRST or _stands_out(rows[i])]
    if not wanted:
        return "", ()
    names = {i: _name(rows[i].own) for i in wanted}
    best = max(wanted, key=lambda i: (_weight(rows, i, list(names.values()).count(names[i])), -i))
    if _weight(rows, best, 1) < 0:
        return "", ()
    same = tuple(
        i for i, row in enumerate(rows) if len(row.flat) <= len(names[best]) + 16 and _name(row.own) == names[best]
    )
    return printed(rows[best].text[rows[best].auto - rows[best].start :]), same


# 【中英双语劳动合同 / Bilingual Employment Contract】
_ALSO_ENGLISH = late(r"(?<=[\u4e00-\u9fff])[ ]?[/|｜—–-][ ]?[A-Za-z][A-Za-z ,.&'()-]+$")


def printed(title: str) -> str:
    """Return a title as it is to be shown: without the marks around it, its edition, and spaces between its words."""
    tight = pattern(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])").sub("", title.strip())
    tight = (
        pattern(r"[（(\[【]?(?:(?:20\d\d年?)?(?:示范文本|参考文本|范本|样本|(?:修订)?版))[)）\]】]?$")
        .sub("", tight)
        .strip()
        or tight
    )
    if tight[:1] == "【" and tight.find("】") == len(tight) - 1:
        tight = _ALSO_ENGLISH.sub("", tight[1:-1])
    return tight[1:-1] if tight[:1] == "《" and tight.find("》") == len(tight) - 1 else tight


def _bare(flat: str) -> str:
    before = ""
    while flat != before and flat[-1:] in _EDITION_ENDS:
        before, flat = flat, _EDITION.sub("", flat)
    return flat.strip("《》")


_BEHIND = late(r"(?:\([^()]{1,12}\))+$")


def _name(flat: str) -> str:
    """What two writings of one title share: without its edition and the words in brackets behind it."""
    return _BEHIND.sub("", _bare(flat)) or flat


def _may_be_title(row: Row) -> bool:
    flat = _bare(row.own)
    return 2 <= len(flat) <= 40 and row.alone and not _NO_TITLE.search(flat) and not _CODE.match(flat)


def _stands_out(row: Row) -> bool:
    """True for a row that is set like a title or names a kind of contract; only the first ones need neither."""
    return row.centered or row.bold or bool(_NAMES_CONTRACT.search(_bare(row.own)))


def _weight(rows: tuple[Row, ...], index: int, times: int) -> float:
    row, flat = rows[index], _bare(rows[index].own)
    weight = 2.0 - index * 0.03
    weight += 5 if _ENDS_AS_CONTRACT.search(flat) else 2 if _NAMES_CONTRACT.search(flat) else 0
    weight += 2 * row.centered + row.bold + min(times - 1, 2)
    weight += 1 if any("示范文本" in r.flat for r in rows[index + 1 : index + 3]) else 0
    weight -= 4 * ("," in flat or "、" in flat) + 3 * ("关于" in flat) + (len(flat) > 30)
    return weight
