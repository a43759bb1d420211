"""Heads → the headings of clauses, told from sentences that only begin with a number."""

from __future__ import annotations

import re

from pipeline.parsing.heads import Head
from pipeline.parsing.numbering import Style
from pipeline.parsing.rows import Row, flatten
from pipeline.text.patterns import late, pattern

# What ends a run-in heading: 第三条 租金：____, 三、代销期限    年, 第十条 定金（大写）____元.
_COLON = late(r"[：:]")
_GAP = late(
    r"""
    [_＿ \u3000\xa0\t….](?:  # one set of characters, which the engine leaps to
      (?<=[_＿])[_＿]* | (?<=[ \u3000\xa0])[ \u3000\xa0]{2,} | (?<=\t) | (?<=…)…+ | (?<=[.])[.]{3,}
    )
    """,
    re.VERBOSE,
)
_STOP = late(r"[。；;！？]")
# Words of a sentence, not of a heading: 甲方应…, 承租人不得…, 有下列情形之一的.
_VERBS = (
    r"(?<![供相适对响效反])应[当该在于按向对承由以提负支将依遵经保及]"
    "|[甲乙丙双各]方应(?!急|答)"
    "|不得"
    "|必须"
    "|可以"
    r"|(?<!所)有权"
    "|无权"
    "|如[果因下]"
    "|视为"
    "|下列"
    "|以下"
    "|属于"
    "|自愿"
    "|[为是]$"
    "|包括$"
    "|[方人](?:同意)?(?:确定|约定|确认|同意)$"
    "|的$(?<!标的)(?<!目的)"
)
# Words that a short heading may have (保证金, 承诺) and a long one hardly.
_LONG_VERBS = (
    "保证(?!金|人|责任|方式|期|条|与)"
    "|同意"
    "|承诺(?!书|函|$|与|和|、|提供)"
    r"|(?<!作|行)为(?!$|[准主])"
    r"|(?<!但)是(?!否)"
    "|不承担"
    "|承担的?$"
)
_SENTENCE = late(_VERBS)
_LONG_SENTENCE = late(f"{_VERBS}|{_LONG_VERBS}")
_HANGS = late(r"(?:[为是自在于从由按向至到及和与或的应将对经第达]|处理|采取|共计|支付给|有效期)$")
# What to do with a clause is no part of its name: （二选一）, 【任选其一】, （请打√）.
_TO_DO = "[打划][勾√叉×]|□|勾选|选一|选其一|择一|任选|单选|多选|可选|填写|选择"
_NOTE = late(
    rf"[（(](?:大写|小写|人民币|币种|[^（()）]*(?:{_TO_DO})[^（()）]*)[）)]$"
    rf"|[【\[][^【】\[\]]*(?:{_TO_DO})[^【】\[\]]*[】\]]$"
)
_PARTIES = late(r"甲方|乙方|丙方|双方|本合同|本协议|任何一方|一方")
_CHOICE_OF = late(r"^(?P<head>[^，,。；;]{2,24})[，,](?:双方)?(?:按照?|采取|采用|选择|以)(?:第|下列|以下|如下)")
# 二、租赁期限 租赁期自2026年4月30日起…: a line that kept one space between heading and sentence
_SPACED = late(r"(?P<head>[\u4e00-\u9fff]{2,8})[ \u3000](?=[\u4e00-\u9fff][^\n]{9,300}。)")
# 第2条 工作内容与地点 / Article 2 Job Duties and Work Location
_IN_ENGLISH = late(
    r"(?<=[\u4e00-\u9fff)）])[ ]?[/|｜—–-]?[ ]?(?:Article|Clause|Section)[ ]?(?:[0-9]{1,2}|[IVX]{1,5})\b[ -~’]*$"
)
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
    if "Article" in rest or "Clause" in rest or "Section" in rest:
        rest = _IN_ENGLISH.sub("", rest)
    if not rest or rest.startswith(("（是", "(是")):
        return ""
    if head.number.style <= Style.SECTION:
        return _clean(pattern(r"[：:。]").split(rest, maxsplit=1)[0]) if len(rest) <= _MAX else ""
    return _clean(_run_in(rest) or _whole(rest, row, inside=head.inside))


def is_titled(text: str, rows: tuple[Row, ...], head: Head) -> bool:
    """True for a head whose words are nothing but a heading, with neither a colon nor a blank behind.

    Args:
        text: The flow's text.
        rows: Its rows.
        head: The head of one of those rows.
    """
    return bool(_whole(text[head.number.end : head.end].strip(), rows[head.row], inside=head.inside))


def _run_in(rest: str) -> str:
    """The part before a colon, a gap or a choice, if it reads like a heading and not like a sentence."""
    if rest[0] in "[【〔" and (close := pattern(r"[\]】〕]").search(rest[1:30])):
        return rest[1 : close.start() + 1]
    choice = _CHOICE_OF.match(rest)
    if choice:
        return choice["head"] if not _is_sentence(choice["head"]) else ""
    spaced = _SPACED.match(rest)
    if spaced and not _is_sentence(spaced["head"]) and not _PARTIES.search(spaced["head"]):
        return spaced["head"]
    colon, gap = _COLON.search(rest, 0, _MAX), _GAP.search(rest, 0, _MAX)
    if colon and (gap is None or colon.start() <= gap.start()):
        part = rest[: colon.start()]
        return part if not _STOP.search(part) and not _is_sentence(part) else ""
    if gap and gap.start() >= 2:
        return _before_gap(rest[: gap.start()].rstrip(), rest[gap.end() :].lstrip())
    stop = _STOP.search(rest, 0, 14)
    part = rest[: stop.start()] if stop and stop[0] == "。" and stop.end() < len(rest) else ""
    return part if len(part) >= 2 and not _is_sentence(part) and not _PARTIES.search(part) else ""


def _before_gap(part: str, after: str) -> str:
    """A heading with a blank behind it: nothing else follows, or a date."""
    ends = not after or after[0] in "。；;（(" or "年" in after[:12]
    reads_on = _HANGS.search(part) or _STOP.search(part) or _is_sentence(part)
    return part if ends and not reads_on else ""


def _whole(rest: str, row: Row, *, inside: bool) -> str:
    """The whole rest of the row, if it is a heading by its length and form."""
    if not rest or len(rest) > _MAX or _STOP.search(rest.rstrip("。")) or _GAP.search(rest):
        return ""
    if rest[-1] in "。，,、；;" or _COLON.search(rest):
        return ""
    if row.bold and not inside and len(rest) <= 30:
        return rest
    return "" if _is_sentence(rest) else rest


def _is_sentence(part: str) -> bool:
    """True for words that say something, not name it: with a comma, a verb of duty, or cut off behind 为 or 的."""
    outside = pattern(r"[（(][^（()）]*[)）]").sub("", part)
    if pattern(r"[，,。；;□]").search(outside):
        return True
    return bool((_SENTENCE if len(outside) <= _SHORT else _LONG_SENTENCE).search(outside))


def _clean(title: str) -> str:
    """The heading without notes for the drafter and spaces between its characters."""
    title = title.strip(" \t\u3000\xa0_＿□").lstrip("·• ")
    while note := _NOTE.search(title):
        title = title[: note.start()].rstrip()
    title = pattern(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])").sub("", title)
    # crosses and dashes alone are a place to write: 3. XXX
    return title if len(flatten(title)) > 1 and pattern(r"[^\WXx×_]").search(title) else ""
