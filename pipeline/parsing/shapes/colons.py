"""Scene → gaps behind a label and a colon with nothing after it, and places to sign or seal."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.model.template import Kind
from pipeline.parsing.gaps import DONE, Gap
from pipeline.parsing.lexicon import head_of, kind_by_head, label_words, role_pattern, role_words
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.numerals import parse_number
from pipeline.text.patterns import late, lined, one_of, pattern

_SIGN = (
    r"(?:盖\s*章|签\s*字|签\s*章|签\s*名|公\s*章|合同专用章|签署|捺印|手印|印章|章|签字或盖章|签字并盖章|签字盖章|签盖)"
)
_SIGN_NOTE = rf"（[^（）\n]{{0,12}}{_SIGN}[^（）\n]{{0,10}}）"
_STOP = late(rf"[。；，！？：{FILL}{DONE}{BOX}{TICK}\n| \t](?:(?<=[ \t])[ \t]+|(?<! ))")
_MARKS = FILL + DONE + BOX + TICK
_MARK = f"[{_MARKS}]"
_DATED = late(rf"{FILL}+年{FILL}*月")
# Every part takes all that it can: a split of the words into fewer parts can't be found by giving some back.
_LABEL_AHEAD = late(
    rf"[ \t]*+[^\s：，。；{FILL}{DONE}{BOX}]{{1,4}}+"
    rf"(?>(?:[ ]{{0,4}}+[^\s：，。；{FILL}{DONE}{BOX}]{{1,4}}+){{0,5}})[ ]?："
)
_NOTE_AHEAD = late(rf"[ \t]*{_SIGN_NOTE}[ \t]*(?=\n|$|[ \t：])")
Number = tuple[str, int, int]
_SENTENCE = 24
_ROOM = 2  # a tab and a space
_LONGEST = 400  # characters of a line that are looked at around a colon
_FIRM = frozenset(Kind(kind) for kind in label_words("firm", "kinds"))


def find(scene: Scene) -> Iterator[Gap]:
    """Yield a gap behind every colon that asks for a value."""
    for match in pattern("：").finditer(scene.text):
        gap = _behind(scene, match.start())
        if gap:
            yield gap


def label_before(text: str, start: int, end: int) -> str:
    """Return the label that ends at `end` in a line that begins at `start`, spaces and number taken off.

    One sign before the last wide space belongs to the label: 电    话.
    """
    piece = text[start:end]
    at = 0
    for stop in reversed(list(_STOP.finditer(piece))):
        if piece.count("）", stop.end()) > piece.count("（", stop.end()):
            continue  # inside brackets: （系单位的，盖章）
        tail = piece[stop.end() :].strip()
        if stop[0].isspace() and (not tail or _is_spread(piece[: stop.start()], tail)):
            continue
        at = stop.end()
        break
    label = piece[at:]
    label = pattern(r"^[\x21-\x7e]+[ ]+(?=[\u4e00-\u9fff])").sub("", label)
    number = number_of(label)
    if at and piece[at - 1] in FILL + DONE:
        label = _UNIT_FIRST.sub("", label)
    return _balanced(pattern(r"\s").sub("", label[number[2] :] if number else label))


_UNIT_FIRST = late(r"^[年月日元%号][ ]+(?:出生[ ]*)?(?=[\u4e00-\u9fff]{2})")  # 日 出生 电话：


def _is_spread(before: str, tail: str) -> bool:
    """True where a wide space stands inside a label: 电    话, 邮  编, 法  定  代表人."""
    last = pattern(rf"[\s{FILL}{DONE}：，。；）]").split(before.rstrip())[-1]
    if pattern(rf"[{FILL}{DONE}][年月日元号份%人方]$").search(before.rstrip()):
        return False  # the unit of the gap before it
    return (
        bool(last)
        and (len(last) == 1 or len(pattern(r"（.*?）").sub("", tail)) == 1)
        and not number_of(last + "、" if last.isdigit() else last)
    )


def _balanced(label: str) -> str:
    """Return the label without a bracket that opens before it or closes behind it, or stands before it."""
    label = pattern(r"^（(?:以下|下)?(?:简?称)[^（）]*）(?=[\u4e00-\u9fff]{2})").sub("", label)
    if label.count("（") > label.count("）"):
        label = (
            label.rsplit("（", 1)[-1] if label.startswith("（") or label.endswith("（") else label.split("（", 1)[-1]
        )
    if label.count("）") > label.count("（"):
        label = label.split("）", 1)[-1]
    return label.strip('【】[]《》“”"、-—*#')


def kind_of_label(label: str) -> Kind | None:
    """Return the kind that the label's last head word asks for, None where it has none."""
    bare = pattern(r"（[^（）]*）").sub("", label) or label
    if pattern(_SIGN_NOTE + "?$").search(label) and pattern(rf"{_SIGN}[^（）]*）?$").search(label):
        return Kind.SIGNATURE
    head = head_of(bare, "号处栏项额等为是")
    if head:
        return kind_by_head()[head]
    named = role_words().at_end(bare) or role_words().at_end(pattern(r"（[^）]*）$").sub("", bare))
    return Kind.PARTY if named else None


def introduces(label: str) -> bool:
    """True for a label that leads to what follows and asks for nothing: 达成协议如下."""
    return bool(_introduces().search(label))


@functools.cache
def _introduces() -> re.Pattern[str]:
    return re.compile(rf"{one_of(label_words('introducing', 'words'))}$")


# 附件8： heads what follows; a stamp is stuck, not written
_NO_LABEL = late(r"^附[件录表][0-9一二三四五六七八九十]{0,3}$|[粘张]贴处$|^(?:种方[式案]|项方式)")


def _behind(scene: Scene, colon: int) -> Gap | None:
    """Return the gap behind the colon, None where the colon introduces something or is followed by a value."""
    view, text = scene.view, scene.text
    begin, stop = view.line_start(colon), view.line_end(colon)
    rest = text[colon + 1 : min(stop, colon + _LONGEST)]
    room = len(rest) - len(rest.lstrip(" \t"))
    after = rest[room:]
    if after and not _leaves_room(after, room):
        return None
    label = label_before(text, max(begin, colon - _LONGEST), colon)
    if not label or len(label) > 40 or label.isdigit() or _NO_LABEL.search(label):
        return None
    kind = kind_of_label(label)
    asked = (
        _next_article(text[max(begin, colon - _LONGEST) : colon], after, room)
        or _is_asked_inside(label, after, room, kind)
        if after
        else _is_asked(scene, begin, stop, label, kind)
    )
    if not asked:
        return None
    start = colon + 1
    note = _NOTE_AHEAD.match(rest) or _BARE_ROLE.match(rest)
    if note:
        start += note.end() if text[start + note.end() : start + note.end() + 1] != "：" else 0
        return Gap(start=start, end=start, inner=(start, start), shape="colon", hint=f"{label}{note[0].strip()}")
    return Gap(start=start, end=start, inner=(start, start), shape="colon", hint=label)


def _leaves_room(after: str, room: int) -> bool:
    """True where what follows on the line may be no answer, whatever the label asks: most colons are at once done."""
    if after[0] in _MARKS:
        return _DATED.match(after) is not None
    if room >= _ROOM or after[0] in "，。；、）】]|":
        return True
    return bool(_NOTE_AHEAD.match(after) or _LABEL_AHEAD.match(after) or _CALLED.match(after))


# 出租人：（以下简称甲方）, 买方：（乙方）: what the contract calls whoever is written before it; no rule follows
_CALLED = late(
    r"（(?:(?:以下|下文|下)?(?:统|均)?(?:简称|称)(?:为)?[：“\"「『]?[^，。；（）\n]{1,8}[”\"」』]?|[“\"]?[甲乙丙丁]方[”\"]?)）"
    rf"(?![ \t]*[{FILL}{DONE}])"
)


_ARTICLE = late(r"第([0-9零〇一二三四五六七八九十百]{1,5})条(?=[ \t])")


def _next_article(before: str, after: str, room: int) -> bool:
    """True where the next article begins on the line, behind room to write: 第二条 目的：      第三条 ….

    So forms look that lay their articles out with line breaks inside one paragraph, once saved as text.
    """
    there = _ARTICLE.match(after) if room >= _ROOM else None
    here = _ARTICLE.findall(before)
    if there is None or not here:
        return False
    last, following = parse_number(here[-1]), parse_number(there[1])
    return last is not None and following == last + 1


_WIDE_ROOM = 4
_EXPLAINED = late(r"（[^）\n]{2,16}）[ \t]*(?=\n|$)")  # 乙方：        （组团旅行社）
_BARE_ROLE = late(r"[ \t]*（[甲乙丙丁]方）")  # 出租人：（甲方）____: here the name comes behind


def _is_asked_inside(label: str, after: str, room: int, kind: Kind | None) -> bool:
    """True where what follows on the line is another label, a stop or a place to sign, not the value."""
    if after[0] in _MARKS:
        return kind is Kind.SIGNATURE and bool(_DATED.match(after))
    if _NOTE_AHEAD.match(after):
        return True
    if _CALLED.match(after):
        return kind in _FIRM
    if after[0] in "，。；、":
        return kind is not None or room != 1 or after[0] in "。；"
    if after[0] in "）】" and room:
        return kind is not None or room > 1
    if after[0] in "）】]|":
        return kind in _FIRM or kind is Kind.AMOUNT_UPPER
    if room >= _WIDE_ROOM and kind in _FIRM and _EXPLAINED.match(after):
        return True
    other = _kind_ahead(after)
    if other is not None or _LABEL_AHEAD.match(after):
        if not room:
            if kind is other is Kind.PARTY:
                return True  # 甲方：乙方：
            again = other is kind and pattern(rf"[^：]*：[ \t]*{_MARK}").match(after)  # 联系方式：电话：____
            follows = kind in _FIRM and other in _FIRM and not again and not _is_answered(after)
            return follows and (kind is not Kind.PARTY or _is_of_party(label, after))
        return other in _FIRM or (kind is not None and not _has_value(after))
    if room >= 4 and kind in _FIRM and pattern(rf"(?:{role_pattern()}|{_SIGN})").match(after):
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
    return (named is None or other == label) and not pattern(rf"[ \t]*{_MARK}").match(behind)


def _is_answered(after: str) -> bool:
    """True where the label that follows has its value: 收款账户：户名：某某公司."""
    behind = after.split("：", 1)[1].strip()
    return bool(behind) and not pattern(_MARK).match(behind) and not _LABEL_AHEAD.match(behind)


# What a form prints behind the room for a name: ____村村民委员会, ____有限公司.
_TAIL = late(
    r"[省市县区乡镇村](?:村民|居民|人民|委员|$|\s|[省市县区乡镇村路])|村民委员会|居民委员会|有限|股份|公司|银行|[支分]行"
)


# □其他服务：, the last answer, which the one who chooses it words
_OTHER = late(rf"[{BOX}{TICK}][ \t]*其[他它][^，。；：{BOX}{TICK}]{{0,12}}：[ \t]*$")


def asks_other(line: str) -> bool:
    """Return whether a line ends with the answer that the one who chooses it words: □其他服务：."""
    return bool(_OTHER.search(line))


def _is_asked(scene: Scene, begin: int, stop: int, label: str, kind: Kind | None) -> bool:
    """True where nothing follows on the line and the next lines do not answer or carry on."""
    line = scene.text[begin : min(stop, begin + _LONGEST)]
    ahead, empty_lines = _next_line(scene, stop)
    if asks_other(line) and not pattern(rf"[ \t]*[{FILL}{DONE}]").match(ahead or ""):
        return True  # whoever ticks the box words it beside it, not in the next cell
    if _has_answer_cell(scene, stop) or _is_answered_beside(scene, begin, stop, kind):
        return False
    here, there = number_of(line), number_of(ahead or "")
    if here and there and _is_sibling(here, there, line, ahead or ""):
        return True
    if _introduces().search(label) and kind is not Kind.SIGNATURE:
        return False
    if label in _SIGNING and _OPENING.match(line):
        return False
    if (kind is Kind.SIGNATURE and (_SIGNED.search(label) or _SIGNED_ON.search(line))) or (
        kind in _FIGURES and _WRAPPED.match(ahead or "")
    ):
        return False
    if _heads_list(scene, stop, label, kind, ahead or ""):
        return False
    if ahead is None:
        return True
    if "是否" in label and pattern(rf"[^\n：]{{0,12}}{BOX}").match(ahead):
        return False
    if label.endswith("四至") and pattern(r"[ \t]*东[至临接邻到：]").match(ahead):
        return False
    if kind is Kind.PARTY and pattern(rf"[ \t]*{BOX}").match(ahead):
        return True
    if pattern(rf"[ \t]*{_MARK}").match(ahead):
        dated = pattern(rf"[ \t]*[{FILL}{DONE}]+[ ]*年").match(ahead)
        return dated is not None and kind in _FIRM and kind is not Kind.DATE
    listed = here and not there and kind not in _FIRM and len(ahead) > _SENTENCE and _LABEL_AHEAD.match(ahead)
    if listed and not _SIGNED_BELOW.match(ahead):
        return False  # 2. 付款安排： and a list without numbers
    if here and there and there[1] > 1 and _WAY_ASKED.search(label):
        return True
    if (
        kind not in _FIRM
        and not (kind is Kind.AMOUNT_UPPER and pattern(r"[，；].*写").search(line))
        and (len(label) > 20 or pattern(r"[，。；]").search(line))
        and not pattern(r"其[他它]").search(label)
    ):
        return False  # the end of a sentence, not a label of a form
    if there:
        return _is_next(here, there, kind) or (kind is Kind.PARTY and bool(_RECITAL.match(ahead[there[2] :])))
    if kind in _FIRM and not (kind is Kind.PARTY and len(ahead) > 40 and not _opens_contract(label, ahead)):
        return True
    return empty_lines >= 2 or (bool(_LABEL_AHEAD.match(ahead)) and len(ahead.split("：", 1)[0].strip()) <= 16)


# 本协议由下列各方于…签署： introduces the parties; 统一社会信用代码： at a line's end has its figures on the next.
_SIGNED = late(r"(?:下列|以下)[^，。；]{1,20}于|于[^，。；]{4,40}签署$")
# …于____年__月__日在____市____区签署：
_SIGNED_ON = late(r"于[^，。；]{0,12}年[^，。；]{0,12}月[^，。；]{0,12}日.{0,24}(?:签署|签订|订立)：[ ]*$")
# 4、其他： and below it the parties sign
_SIGNED_BELOW = late(rf"[ \t]*[^：，。；（\n]{{1,12}}{_SIGN_NOTE}[ \t]*：")
_SIGNING = frozenset(("签订", "签署", "订立", "签订本合同", "签订本协议"))
_OPENING = late(r"[ \t]*(?:本合同|本协议|双方|各方|甲乙双方)")
_WRAPPED = late(r"[ \t]*(?=[A-Z]{0,6}\d)[0-9A-Z][0-9A-Z -]{6,28}[0-9A-Z](?=$|[\s，。；])")
_FIGURES = frozenset((Kind.ID_NO, Kind.BANK_ACCOUNT, Kind.PHONE, Kind.CONTRACT_NO))
_ANNEX_AHEAD = late(r"[ \t]*附\s?[件录表]\s?[一二三四五六七八九十\d]")
_BELOW = late(r"(?:下列|以下|如下)[^，。；]{1,8}$|信息[为是]?$")
_WAY_ASKED = late(r"(?:以下|下列|如下)(?:方式|办法)(?:处理|执行|支付|交付)$")
# 乙方（老年人）： on its line and 姓名：____ below: the first only heads the form
_NAMED_BELOW = late(
    r"[ \t]*(?:[\u4e00-\u9fff]{0,4}(?:姓[ \t]*名|名[ \t]*称)|全[ \t]*称)(?:[^：\n]{0,6}|（[^）\n]{1,40}）)："
    r"|[ \t]*自然人[ \t]*$"
)
_LONGEST_HEAD = 12
_WHOLE = frozenset((Kind.PARTY, Kind.CONTRACT_NO, Kind.DATE, Kind.SIGNATURE))


def _heads_list(scene: Scene, stop: int, label: str, kind: Kind | None, ahead: str) -> bool:
    """True where a table, or lines with labels of their own, say what the label only names: 账户如下：, 股东签字：."""
    if kind is Kind.SIGNATURE:
        who = pattern(r"[\u4e00-\u9fff]{2,4}?(?=签|盖)").match(label)
        each = tuple(f"{who[0]}{one}" for one in "甲乙丙丁一二三四1234") if who else ()
        return ahead.lstrip(" \t").startswith(each)
    if _ANNEX_AHEAD.match(ahead) or (_BELOW.search(label) and _LABEL_AHEAD.match(ahead)):
        return True
    if kind is Kind.BANK_ACCOUNT and label.endswith("账户") and _opens_account(ahead):
        return True
    if kind in (Kind.PARTY, Kind.PERSON, Kind.AMOUNT) and _NAMED_BELOW.match(ahead) and _stands_alone(scene, stop):
        return True
    if kind in _WHOLE or stop in scene.view.cell_ends:
        return False
    begin = next((at for at in range(stop + 1, min(stop + 4, len(scene.text))) if at in scene.view.cell_starts), -1)
    head = scene.text[begin : min(scene.view.line_end(begin), begin + _LONGEST_HEAD)].strip() if begin > 0 else ""
    return bool(head) and len(head) < _LONGEST_HEAD


def _opens_account(ahead: str) -> bool:
    """True where the line begins with the holder, the bank or the number of an account: 收款账户：, 户名：____."""
    own = _LABEL_AHEAD.match(ahead)
    kind = kind_of_label(label_before(ahead, 0, own.end() - 1)) if own else None
    return kind in (Kind.ACCOUNT_NAME, Kind.BANK, Kind.BANK_ACCOUNT)


def _stands_alone(scene: Scene, stop: int) -> bool:
    """True where the line that ends here has no other label on it."""
    return scene.text.count("：", scene.view.line_start(stop), stop) == 1


def _is_sibling(here: Number, there: Number, line: str, ahead: str) -> bool:
    """True where the next line is the next entry of the same list: nothing stands between."""
    if here[0] != there[0] or there[1] != here[1] + 1:
        return False
    if here[0] != "deep":
        return True
    parts = [pattern(r"\d+").findall(text[:16])[:-1] for text in (line[: here[2]], ahead[: there[2]])]
    return parts[0] == parts[1]


def _kind_ahead(after: str) -> Kind | None:
    """Return the kind of the label that follows on the line, None where words or a value stand before it."""
    ahead = _LABEL_AHEAD.match(after)
    if not ahead or _has_value(after) or not "\u4e00" <= after.strip()[0] <= "\u9fff":
        return None
    return kind_of_label(label_before(after, 0, ahead.end() - 1))


def _has_value(after: str) -> bool:
    """True where a word that is no part of the next label stands before it: 北京市 邮编：."""
    if number_of(after):
        return False
    words = pattern(r"(?<=\s[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff](?:\s|$))").sub("", after.split("：", 1)[0]).split()
    return len(words) > 1 and len(words[0]) > 1 and kind_of_label(words[-1]) is not None


_RECITAL = late(
    r"[ \t]*(?:根据|依据|依照|按照|鉴于|为了?|经|甲、?乙|双方|就|本着|兹|现|因|遵照|按|上述|以上|本合同|本协议)"
)


def _opens_contract(label: str, ahead: str) -> bool:
    """True where the long line behind a party's label is a form's or the recitals, not what the party has to do."""
    return bool(_LABEL_AHEAD.match(ahead) or _RECITAL.match(ahead) or not pattern(role_pattern()).fullmatch(label))


def _is_next(here: Number | None, there: Number, kind: Kind | None) -> bool:
    """True where the numbered line that follows stands above this one or apart from it, not below it."""
    if here and there[0] == here[0]:
        return there[1] > (1 if there[0] == "deep" else here[1])
    if there[0] == "article" and (there[1] > 1 or kind in _FIRM):
        return True
    if there[1] > 1:
        return True
    personal = kind in _FIRM and kind not in (Kind.PARTY, Kind.DATE)
    return personal or (there[0] == "han" and (here is not None or kind in _FIRM))


def _next_line(scene: Scene, stop: int) -> tuple[str | None, int]:
    """Return the next line with anything on it, inside the same cell, and how many empty ones come first."""
    view, text = scene.view, scene.text
    count = -1
    while stop < len(text):
        if stop in view.cell_ends:
            return None, count
        begin, stop = stop + 1, view.line_end(stop + 1)
        count += 1
        if text[begin:stop].strip():
            return text[begin : min(stop, begin + _LONGEST)], count
    return None, count


def _has_answer_cell(scene: Scene, stop: int) -> bool:
    """True where the line ends its cell and the cell to the right is empty: the value goes there."""
    return _beside(scene, stop) == ""


def _is_answered_beside(scene: Scene, begin: int, stop: int, kind: Kind | None) -> bool:
    """True where the label is all that its cell says and the cell to the right says a value: 总价： | 126,000元."""
    value = _beside(scene, stop) if begin in scene.view.cell_starts and kind is not Kind.SIGNATURE else None
    return bool(value) and len(value or "") > 1 and not _ASKS_TOO.search(value or "")


def _beside(scene: Scene, stop: int) -> str | None:
    """Return the words of the cell to the right of a line that ends its cell, None where there is none."""
    index = scene.view.cell_ends.get(stop)
    if index is None:
        return None
    cells = scene.view.flow.cells
    cell = cells[index]
    for other in cells[index + 1 : index + 40]:
        if other.table == cell.table and other.row == cell.row and other.column == cell.column + cell.column_span:
            return scene.text[other.start : other.end].strip()
    return None


# Another label, room to write, or what a form prints beside a value: a legend, a day to be filled.
_ASKS_TOO = late(rf"：$|[{_MARKS}]|^[（(][^（）]*[）)]$|年[ ]*月|^[^0-9\n]{{0,8}}[元份年月日天]$")


_PLACE = lined(
    "[章签印]",
    rf"""(?:^|(?<=[\n\t])|(?<=[ ]{{2}})|(?<=\n[ ]))(?![ ])
    (?P<who>[^\s，。；：（）\n{FILL}{DONE}{BOX}]{{0,20}}(?:（[^（）\n]{{1,12}}）)?[^\s，。；：（）\n{FILL}{DONE}{BOX}]{{0,10}})
    (?P<what>{_SIGN_NOTE}|(?<=[方人者司位])(?:盖章|签字|签章|签名|签署)(?:处|栏)?|(?:签字|盖章|签章|签名)(?:处|栏))
    (?=[ \t]*+(?:\n|$)|[ ]{{2,}}|\t|[ ][^\s：，。；]{{2,10}}：)""",
    re.VERBOSE,
)


def find_places(scene: Scene) -> Iterator[Gap]:
    """Yield the places to sign or seal that no colon follows: 甲方（盖章）        乙方（盖章）."""
    for match in _PLACE.finditer(scene.text):
        begin, stop = scene.view.line_start(match.start("what")), scene.view.line_end(match.end())
        line = scene.text[max(begin, match.start() - _LONGEST) : min(stop, match.end() + _LONGEST)]
        if (
            pattern(r"[，。；]|骑缝|粘贴|加盖处").search(line)
            or _has_answer_cell(scene, stop)
            or (FILL in line and "\t" not in line)
        ):
            continue
        at = match.end()
        yield Gap(
            start=at, end=at, inner=(at, at), shape="place", hint=pattern(r"\s").sub("", match["who"] + match["what"])
        )
