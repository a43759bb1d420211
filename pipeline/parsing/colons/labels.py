"""Line → the label that ends at a colon, and the kind of value that it asks for."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Kind
from pipeline.parsing.gaps import DONE
from pipeline.parsing.lexicon import head_of, kind_by_head, label_words, role_words
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import behind_last, late, one_of, pattern

SIGN = (
    r"(?:盖\s*章|签\s*字|签\s*章|签\s*名|公\s*章|合同专用章|签署|捺印|手印|印章|章|签字或盖章|签字并盖章|签字盖章|签盖)"
)
SIGN_NOTE = rf"（[^（）\n]{{0,12}}{SIGN}[^（）\n]{{0,10}}）"
FIRM = frozenset(Kind(kind) for kind in label_words("firm", "kinds"))
LONGEST = 400  # characters of a line that are looked at around a colon
# What a label stands behind, read from its colon back: a stop, a gap, wide room or a tab.
_STOP = late(rf"[。；，！？：{FILL}{DONE}{BOX}{TICK}\n| \t](?:(?<=[ \t])[ \t]+|(?<! ))")


def label_before(text: str, start: int, end: int) -> str:
    """Return the label that ends at `end` in a line that begins at `start`, spaces and number taken off.

    One sign before the last wide space belongs to the label: 电    话.
    """
    piece = text[start:end]
    at = 0
    for stop in _STOP.finditer(piece[::-1]):
        first, last = len(piece) - stop.end(), len(piece) - stop.start()
        if piece.count("）", last) > piece.count("（", last):
            continue  # inside brackets: （系单位的，盖章）
        tail = piece[last:].strip()
        if stop[0].isspace() and (not tail or _is_spread(piece[:first], tail)):
            continue
        at = last
        break
    label = piece[at:]
    label = pattern(r"^[\x21-\x7e]+[ ]+(?=[\u4e00-\u9fff])").sub("", label)
    label = _SIGNED_BEFORE.sub("", label)
    number = number_of(label)
    if at and piece[at - 1] in FILL + DONE:
        label = _UNIT_FIRST.sub("", _PRICE_UNIT.sub("", label))
    return _balanced(pattern(r"\s").sub("", label[number[2] :] if number else label))


_SIGNED_BEFORE = late(rf"^[^，。；：]*{SIGN_NOTE}(?=[\u4e00-\u9fff]{{3,8}}$)")  # 受托人（盖章）法定代表人：
# ____元/月（含税）总价：
_PRICE_UNIT = late(r"^万?元(?:/[\u4e00-\u9fff㎡]{1,3})+(?:（[^（）]{1,6}）)?(?=[\u4e00-\u9fff]{2})")
_UNIT_FIRST = late(r"^[年月日元%号][ ]+(?:出生[ ]*)?(?=[\u4e00-\u9fff]{2})")  # 日 出生 电话：


def _is_spread(before: str, tail: str) -> bool:
    """True where a wide space stands inside a label: 电    话, 邮  编, 法  定  代表人."""
    last = behind_last(pattern(rf"[\s{FILL}{DONE}：，。；）]"), before.rstrip())
    if pattern(rf"[{FILL}{DONE}][年月日元号份%人方]$").search(before.rstrip()):
        return False  # the unit of the gap before it
    return (
        bool(last)
        and (len(last) == 1 or len(pattern(r"（.*?）").sub("", tail)) == 1)
        and not number_of(last + "、" if last.isdigit() else last)
    )


def _balanced(label: str) -> str:
    """Return the label without a bracket that opens before it or closes behind it, or stands before it."""
    sum_named = _SUM_NAMED.match(label) if label.endswith(("小写", "大写")) else None
    if sum_named:
        return sum_named[1]  # 车位（库）租金为人民币（大写）元（小写
    label = pattern(r"^（(?:以下|下)?(?:简?称)[^（）]*）(?=[\u4e00-\u9fff]{2})").sub("", label)
    if label.count("（") > label.count("）"):
        outer = label.startswith("（") or label.endswith("（")
        label = label.rsplit("（", 1)[-1] if outer else label[_opened(label) :]
    if label.count("）") > label.count("（"):
        label = label.split("）", 1)[-1]
    return label.strip('【】[]《》“”"、-—*#')


def _opened(label: str) -> int:
    """Return where the words in the last bracket begin that is not closed: 发电厂（机组）许可证（编号."""
    closed = 0
    for at in range(len(label) - 1, -1, -1):
        closed += (label[at] == "）") - (label[at] == "（")
        if closed < 0:
            return at + 1
    return 0


_SUM_NAMED = late(
    r"([\u4e00-\u9fff]{1,8}（[^（）]{1,4}）[\u4e00-\u9fff]{1,6}?)(?:为|共计?|合计)?人民币（大写）元?（小写$"
)
_CALLED_PARTY = late(r"(?:（(?:以下)?简称|方（)[：“]?[甲乙丙丁]方[”]?）$")  # 房东方（简称丙方）：


def kind_of_label(label: str) -> Kind | None:
    """Return the kind that the label's last head word asks for, None where it has none."""
    bare = pattern(r"（[^（）]*）").sub("", label) or label
    if pattern(SIGN_NOTE + "?$").search(label) and pattern(rf"{SIGN}[^（）]*）?$").search(label):
        return Kind.SIGNATURE
    head = head_of(bare, "号处栏项额等为是")
    if head:
        return kind_by_head()[head]
    if _CALLED_PARTY.search(label):
        return Kind.PARTY
    named = role_words().at_end(bare) or role_words().at_end(pattern(r"（[^）]*）$").sub("", bare))
    return Kind.PARTY if named else None


_ANNOUNCING = late(
    r"(?:享有|承担|履行|遵守|提供|承诺|保证)(?:以下|下列|如下)|(?:借贷|买卖|租赁|当事|签约|立约|订约|转让|合作)(?:双方|各方|三方)$"
)  # 享有以下会员权益：


def introduces(label: str) -> bool:
    """True for a label that leads to what follows and asks for nothing: 达成协议如下."""
    return bool(_introducing().search(label) or _ANNOUNCING.search(label))


@functools.cache
def _introducing() -> re.Pattern[str]:
    return re.compile(rf"{one_of(label_words('introducing', 'words'))}$")
