"""Rows and heads → the contract's title, and the headings of its clauses."""

from __future__ import annotations

import re

from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row, flatten

_KINDS = r"合同|协议|协议书|合同书|契约|合约|意向书|订单|运单|确认书|承诺书|委托书|授权书|担保书|保函|章程|备忘录|合同条款|约定书"
_ENDS_AS_CONTRACT = re.compile(rf"(?:{_KINDS})(?:\([^()]{{1,12}}\))*$")
_NAMES_CONTRACT = re.compile(_KINDS)
_EDITION = re.compile(r"[(\[【]?(?:(?:20\d\d年?)?(?:示范文本|参考文本|范本|样本|试行|版本|(?:修订)?版)|空白模板)[)\]】]?$")
_CODE = re.compile(r"[A-Z]{1,8}[-—─–－][A-Z0-9—─–－-]+|[A-Z]{2,}\d")
_NO_TITLE = re.compile(r"[:。;_□?!]|说明$|通知$|目录$|编号|^附件|^第.{1,4}[部章条]|(?:制定|监制|印制|发布|施行)$|^\d|http|www|首页|登录")
_LIMIT = 160


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
    if not wanted:
        return "", ()
    names = {i: _name(rows[i].flat) for i in wanted}
    best = max(wanted, key=lambda i: (_weight(rows, i, list(names.values()).count(names[i])), -i))
    if _weight(rows, best, 1) < 0:
        return "", ()
    same = tuple(i for i, row in enumerate(rows) if len(row.flat) <= len(names[best]) + 16 and _name(row.flat) == names[best])
    return printed(rows[best].text), same


def printed(title: str) -> str:
    """Return a title as it is to be shown: without the marks around it, its edition, and spaces between its words."""
    tight = re.sub(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])", "", title.strip())
    tight = re.sub(r"[（(\[【]?(?:(?:20\d\d年?)?(?:示范文本|参考文本|范本|样本|(?:修订)?版))[)）\]】]?$", "", tight).strip() or tight
    return tight[1:-1] if tight[:1] == "《" and tight.find("》") == len(tight) - 1 else tight


def _bare(flat: str) -> str:
    before = ""
    while flat != before:
        before, flat = flat, _EDITION.sub("", flat)
    return flat.strip("《》")


def _name(flat: str) -> str:
    """What two writings of one title share: without its edition and the words in brackets behind it."""
    return re.sub(r"(?:\([^()]{1,12}\))+$", "", _bare(flat)) or flat


def _may_be_title(row: Row) -> bool:
    flat = _bare(row.flat)
    return 2 <= len(flat) <= 40 and row.alone and not _NO_TITLE.search(flat) and not _CODE.match(flat)


def _weight(rows: tuple[Row, ...], index: int, times: int) -> float:
    row, flat = rows[index], _bare(rows[index].flat)
    weight = 2.0 - index * 0.03
    weight += 5 if _ENDS_AS_CONTRACT.search(flat) else 2 if _NAMES_CONTRACT.search(flat) else 0
    weight += 2 * row.centered + row.bold + min(times - 1, 2)
    weight += 1 if any("示范文本" in r.flat for r in rows[index + 1 : index + 3]) else 0
    weight -= 4 * ("," in flat or "、" in flat) + 3 * ("关于" in flat) + (len(flat) > 30)
    return weight


# What ends a run-in heading: 第三条 租金：____, 三、代销期限    年, 第十条 定金（大写）____元.
_COLON = re.compile(r"[：:]")
_GAP = re.compile(r"[_＿]{1,}|[ \u3000\xa0]{3,}|\t|…{2,}|\.{4,}")
_STOP = re.compile(r"[。；;！？]")
# Words of a sentence, not of a heading: 甲方应…, 承租人不得…, 有下列情形之一的.
_VERBS = (
    r"(?<![供相适对响效反])应[当该在于按向对承由以提负支将依遵经保及]", "不得", "必须", "可以", r"(?<!所)有权", "无权", "如[果因下]", "视为", "下列", "以下", "如下",
    r"属于", r"自愿", r"[为是]$", r"[方人](?:同意)?(?:确定|约定|确认|同意)$", r"包括$", r"的$(?<!标的)(?<!目的)",
)  # fmt: skip
_LONG_VERBS = ("保证(?!金|人|责任|方式|期|条|与)", "同意", "承诺(?!书|函|$|与|和|、|提供)", r"(?<!作|行)为(?!$|[准主])", r"(?<!但)是(?!否)", "不承担", "承担的?$")
_SENTENCE = re.compile("|".join(_VERBS))
_LONG_SENTENCE = re.compile("|".join((*_VERBS, *_LONG_VERBS)))
_HANGS = re.compile(r"(?:[为是自在于从由按向至到及和与或的应将对经第达]|处理|采取|共计|支付给|有效期)$")
_NOTE = re.compile(
    r"[（(](?:大写|小写|人民币|币种|[^（()）]*(?:[打划][勾√叉×]|□|勾选|选一|单选|多选|可选|填写|选择)[^（()）]*)[）)]$"
)
_PARTIES = re.compile(r"甲方|乙方|丙方|双方|本合同|本协议|任何一方|一方")
_CHOICE_OF = re.compile(r"^(?P<head>[^，,。；;]{2,24})[，,](?:双方)?(?:按照?|采取|采用|选择|以)(?:第|下列|以下|如下)")
_MAX = 44
_SHORT = 9


def heading(text: str, head: Head, row: Row) -> str:
    """Return the heading behind a clause number, "" if the clause is only a sentence.

    Args:
        text: The flow's text.
        head: The number and where its words end.
        row: The row that it stands in.
    """
    rest = text[head.number.end : head.end].strip(" \t\u3000\xa0")
    if not rest or rest.startswith(("（是", "(是")):
        return ""
    if head.number.style <= Style.SECTION:
        return _clean(re.split(r"[：:。]", rest, maxsplit=1)[0]) if len(rest) <= _MAX else ""
    return _clean(_run_in(rest) or _whole(rest, row, inside=head.inside))


def _run_in(rest: str) -> str:
    """The part before a colon, a gap or a choice, if it reads like a heading and not like a sentence."""
    if rest[0] in "[【〔" and (close := re.search(r"[\]】〕]", rest[1:30])):
        return rest[1 : close.start() + 1]
    choice = _CHOICE_OF.match(rest)
    if choice:
        return choice["head"] if not _is_sentence(choice["head"]) else ""
    colon, gap = _COLON.search(rest, 0, _MAX), _GAP.search(rest, 0, _MAX)
    if colon and (gap is None or colon.start() <= gap.start()):
        part = rest[: colon.start()]
        return part if not _STOP.search(part) and not _is_sentence(part) else ""
    if gap and gap.start() >= 2:
        part = rest[: gap.start()].rstrip()
        after = rest[gap.end() :].lstrip()
        ends = not after or after[0] in "。；;（(" or "年" in after[:12]
        return part if ends and not _HANGS.search(part) and not _STOP.search(part) and not _is_sentence(part) else ""
    stop = _STOP.search(rest, 0, 14)
    if stop and 2 <= stop.start() and stop.group() == "。" and not _is_sentence(rest[: stop.start()]):
        return rest[: stop.start()] if not _PARTIES.search(rest[: stop.start()]) else ""
    return ""


def _whole(rest: str, row: Row, *, inside: bool) -> str:
    """The whole rest of the row, if it is a heading by its length and form."""
    if len(rest) > _MAX or _STOP.search(rest.rstrip("。")) or _GAP.search(rest):
        return ""
    if rest[-1] in "。，,、；;" or _COLON.search(rest):
        return ""
    if row.bold and not inside and len(rest) <= 30:
        return rest
    return "" if _is_sentence(rest) else rest


def _is_sentence(part: str) -> bool:
    """True for words that say something, not name it: with a comma, a verb of duty, or cut off behind 为 or 的."""
    outside = re.sub(r"[（(][^（()）]*[)）]", "", part)
    if re.search(r"[，,。；;□]", outside):
        return True
    return bool((_SENTENCE if len(outside) <= _SHORT else _LONG_SENTENCE).search(outside))


def _clean(title: str) -> str:
    """The heading without notes for the drafter and spaces between its characters."""
    title = _NOTE.sub("", title.strip(" \t\u3000\xa0_＿□"))
    title = re.sub(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])", "", title)
    return title if len(flatten(title)) > 1 else ""
