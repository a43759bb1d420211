"""What stands behind a colon on its line → whether the colon asks for a value all the same."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.colons.labels import FIRM, SIGN, SIGN_NOTE, kind_of_label, label_before
from pipeline.parsing.gaps import DONE
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.numerals import parse_number
from pipeline.text.patterns import late, pattern

MARKS = FILL + DONE + BOX + TICK
MARK = f"[{MARKS}]"
_DATED = late(rf"{FILL}+年{FILL}*月")
# Every part takes all that it can: a split of the words into fewer parts can't be found by giving some back.
LABEL_AHEAD = late(
    rf"[ \t]*+(?:[^\s：，。；{FILL}{DONE}{BOX}]{{1,4}}+"
    rf"(?>(?:[ ]{{0,4}}+[^\s：，。；{FILL}{DONE}{BOX}]{{1,4}}+){{0,5}})"
    r"|[\u4e00-\u9fff][ \t]{1,12}[\u4e00-\u9fff])[ ]?："
)
NOTE_AHEAD = late(rf"[ \t]*{SIGN_NOTE}[ \t]*(?=\n|$|[ \t：])")
_ROOM = 2  # a tab and a space


def leaves_room(after: str, room: int) -> bool:
    """True where what follows on the line may be no answer, whatever the label asks: most colons are at once done."""
    if after[0] in MARKS:
        return _DATED.match(after) is not None
    if room >= _ROOM or after[0] in "，。；、）】]|":
        return True
    return bool(NOTE_AHEAD.match(after) or LABEL_AHEAD.match(after) or _CALLED.match(after))


# 出租人：（以下简称甲方）, 买方：（乙方）: what the contract calls whoever is written before it; no rule follows
_CALLED = late(
    r"（(?:(?:以下|下文|下)?(?:统|均)?(?:简称|称)(?:为)?[：“\"「『]?[^，。；（）\n]{1,8}[”\"」』]?|[“\"]?[甲乙丙丁]方[”\"]?)）"
    rf"(?![ \t]*[{FILL}{DONE}])"
)
_ARTICLE = late(r"第([0-9零〇一二三四五六七八九十百]{1,5})条(?=[ \t])")


def is_before_article(before: str, after: str, room: int) -> bool:
    """True where the next article begins on the line, behind room to write: 第二条 目的：      第三条 ….

    So forms look that lay their articles out with line breaks inside one paragraph, once saved as text.
    """
    there = _ARTICLE.match(after) if room >= _ROOM else None
    here = _ARTICLE.findall(before)
    if there is None or not here:
        return False
    last, following = parse_number(here[-1]), parse_number(there[1])
    return last is not None and following == last + 1


_RECITAL = late(
    r"(?:[\u4e00-\u9fff]{2,3}[和与、][\u4e00-\u9fff]{2,3})?(?:根据|依据|依照|按照|鉴于|为了)[^：\n]{12}"
)  # 受托人：      根据《…》, all of it one paragraph
_WIDE_ROOM = 4
_WIDEST_ROOM = 6
# 乙方：        （组团旅行社）, 转让方：        （公司）（以下简称甲方）
_EXPLAINED = late(r"（[^）\n]{2,16}）[ \t]*(?:（[^）\n]{2,12}）[ \t]*)?(?=\n|$)")


def is_asked_beside(label: str, after: str, room: int, kind: Kind | None) -> bool:
    """True where what follows on the line is another label, a stop or a place to sign, not the value."""
    if after[0] in MARKS:
        return kind is Kind.SIGNATURE and bool(_DATED.match(after))
    if NOTE_AHEAD.match(after):
        return True
    if _CALLED.match(after):
        return kind in FIRM
    if after[0] in "，。；、":
        return kind is not None or room != 1 or after[0] in "。；"
    if after[0] in "）】" and room:
        return kind is not None or room > 1
    if after[0] in "）】]|":
        return kind in FIRM or kind is Kind.AMOUNT_UPPER
    if room >= (_WIDE_ROOM if kind in FIRM else _WIDEST_ROOM) and kind is not None and _EXPLAINED.match(after):
        return True
    other = _kind_ahead(after)
    if other is not None or LABEL_AHEAD.match(after):
        if not room:
            if kind is other is Kind.PARTY:
                return True  # 甲方：乙方：
            if kind is Kind.BANK_ACCOUNT and label.endswith("户") and other in (Kind.BANK, Kind.ACCOUNT_NAME):
                return False  # 对公账户：开户行：____
            again = other is kind and pattern(rf"[^：]*：[ \t]*{MARK}").match(after)  # 联系方式：电话：____
            follows = kind in FIRM and other in FIRM and not again and not _is_answered(after)
            return follows and (kind is not Kind.PARTY or _is_of_party(label, after))
        return other in FIRM or (kind is not None and not _has_value(after))
    if room >= _ROOM and kind is Kind.PARTY and _RECITAL.match(after):
        return True
    if room >= 4 and kind in FIRM and pattern(rf"(?:{role_pattern()}|{SIGN})").match(after):
        return len(after) < 24
    if room >= 4 and kind in (Kind.PARTY, Kind.ADDRESS) and _TAIL.match(after):
        return len(after) < 24
    return False


def _is_of_party(label: str, after: str) -> bool:
    """True where the label right behind a party's asks for something else than its name, without a rule either.

    The same label again is that of the other column: 单位名称：单位名称：.
    """
    other, _, behind = after.partition("：")
    named = pattern(r"(?:姓[ \t]*名|名[ \t]*称|全[ \t]*称)(?:（[^）]*）)?$").search(other)
    return (named is None or other == label) and not pattern(rf"[ \t]*{MARK}").match(behind)


def _is_answered(after: str) -> bool:
    """True where the label that follows has its value: 收款账户：户名：某某公司."""
    behind = after.split("：", 1)[1].strip()
    return bool(behind) and not pattern(MARK).match(behind) and not LABEL_AHEAD.match(behind)


# What a form prints behind the room for a name: ____村村民委员会, ____有限公司.
_TAIL = late(
    r"[省市县区乡镇村](?:村民|居民|人民|委员|$|\s|[省市县区乡镇村路])|村民委员会|居民委员会|有限|股份|公司|银行|[支分]行"
)


def _kind_ahead(after: str) -> Kind | None:
    """Return the kind of the label that follows on the line, None where words or a value stand before it."""
    ahead = LABEL_AHEAD.match(after)
    if not ahead or _has_value(after) or not "\u4e00" <= after.strip()[0] <= "\u9fff":
        return None
    return kind_of_label(label_before(after, 0, ahead.end() - 1))


def _has_value(after: str) -> bool:
    """True where a word that is no part of the next label stands before it: 北京市 邮编：."""
    if number_of(after):
        return False
    words = pattern(r"(?<=\s[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff](?:\s|$))").sub("", after.split("：", 1)[0]).split()
    return len(words) > 1 and len(words[0]) > 1 and kind_of_label(words[-1]) is not None
