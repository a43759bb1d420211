"""Board → choices by alternatives printed side by side: 【甲方】【乙方】, （月/季/年）, 是/否."""

from __future__ import annotations

import re

from pipeline.model.template import Kind, Option, Slot
from pipeline.parsing.gaps import DONE, GAP, WIDE
from pipeline.parsing.groups.draft import OTHER, Board, Draft, slot
from pipeline.parsing.lexicon import head_of, units
from pipeline.parsing.view import BOX
from pipeline.text.patterns import late, led, pattern

_ALTERNATIVES = led("【", rf"(?:【[^】\n]{{1,40}}】[ /、或{WIDE}]{{0,2}}){{1,12}}{GAP}?")
_ONE = late(r"【(?P<words>[^】\n]{1,40})】")
_WORD = late(r"[\u4e00-\u9fff]+")
_UNITS = frozenset(
    ["日", "天", "周", "旬", "月", "季", "季度", "半年", "年", "学期", "次", "小时", "课时", "节", "件", "套", "单"]
)
_WHO = frozenset(["甲方", "乙方", "丙方", "双方", "甲", "乙", "甲乙双方", "第三方", "买方", "卖方", "出租人", "承租人"])


_ANSWER = r"[\u4e00-\u9fff]{1,6}"
_SLASH = rf"[ {WIDE}]?/[ {WIDE}]?"
_SLASHED = led(
    rf"[（【\[是有男](?=[ {WIDE}]?/|[ ]?{_ANSWER}[ {WIDE}]?[/、或|）])",
    rf"""
      [（【\[][ ]?(?P<in>{_ANSWER}(?:[ {WIDE}]?[/、或|][ {WIDE}]?{_ANSWER}){{1,5}})[ ]?[）】\]]   # （月/季/年）
    | （(?P<two>是|有|已)）[ /、]?（(?:否|无|未)）                                                # （是）（否）
    | (?P<bare>(?<![\u4e00-\u9fff])(?:是{_SLASH}否|有{_SLASH}无|男{_SLASH}女)(?![\u4e00-\u9fff]))  # 性别：男/女
    | (?P<inner>(?<=[\u4e00-\u9fff])是{_SLASH}否)                                              # 双方是/否同意
    """,
    re.VERBOSE,
)


def group(board: Board) -> None:
    """Make one choice of the alternatives that stand side by side."""
    for match in _ALTERNATIVES.finditer(board.text):
        ones = list(_ONE.finditer(board.text, *match.span()))
        words = [one["words"] for one in ones]
        if _is_address(board, match, words) or all(BOX in w for w in words) or not _is_several(board, match, words):
            continue
        _add(board, match, [(one.start("words"), one.end("words")) for one in ones])
        _open_end(board, match.end() - 1)
    for match in _SLASHED.finditer(board.text):
        begin = match.start(match.lastgroup or 0)
        places = [m.span() for m in _WORD.finditer(board.text, begin, match.end())]
        words = [board.text[a:b] for a, b in places]
        offered = _is_choice(words) or _is_bracketed(match) or _answers_label(board, match)
        if offered or _stands_for_words(board, match, words) or _explains_rule(board, match, words):
            _add(board, match, places)


def _open_end(board: Board, where: int) -> None:
    """Make a text of the empty bracket that ends a row of alternatives: what is answered if none of them fits."""
    if not board.is_free(where) or board.gap_at(where).shape != "bracket":
        return
    gap = board.take(where)
    board.drafts.append(
        Draft(slots=(slot(gap),), first=where, last=where + 1, shape=gap.shape, kind=Kind.TEXT, hint=OTHER)
    )


def _is_several(board: Board, match: re.Match[str], words: list[str]) -> bool:
    """True where there are two answers at least; the last may be an empty bracket: 【每月__日前】【    】."""
    last = match.end() - 1
    if board.text[last] == GAP and len(words) == 1:
        return board.gap_at(last).shape == "bracket" and board.text[last - 1] == "】"
    return len(words) > 1


def _is_address(board: Board, match: re.Match[str], words: list[str]) -> bool:
    """True where the brackets hold units of an address: ____【区】【县】____路."""
    inside = GAP in match[0][:-1]
    around = board.text[match.start() - 1 : match.start()] in (GAP, DONE)
    return around and all(len(word) <= 2 for word in words) and not inside


def _is_choice(words: list[str]) -> bool:
    if len(words) == 2 and (
        " ".join(words) in set(units("opposites"))
        or words[1] in (f"不{words[0]}", f"未{words[0]}", f"非{words[0]}", f"无{words[0]}")
    ):
        return True
    return len(words) >= 2 and (set(words) <= _UNITS or set(words) <= _WHO)


def _is_bracketed(match: re.Match[str]) -> bool:
    """True for answers parted by strokes in square brackets, which print no prose: 【专用/普通】发票."""
    words = _WORD.findall(match[0])
    if set(words) <= set(units("address")):
        return False  # 【区/县/市】 in an address
    return match[0][0] in "【[" and pattern(r"[、或|]").search(match[0]) is None


def _answers_label(board: Board, match: re.Match[str]) -> bool:
    """True for answers that alone stand behind a label which asks for one: 取得方式：（出让/划拨）."""
    if match[0][0] not in "（【[":
        return False
    if "/" not in match[0]:
        return match[0].count("、") > 1 and _asks_way(board, match)  # 承包方式：（包工包料、包清工、部分承包）
    before, after = board.text[match.start() - 1 : match.start()], board.text[match.end() : match.end() + 2]
    if before and before in "以按用过取" and after in ("形式", "方式", "标准"):
        return True  # 以（现金/转账）形式支付
    return _asks_way(board, match)


def _stands_for_words(board: Board, match: re.Match[str], words: list[str]) -> bool:
    """True for answers that the sentence can't do without: ，（先用后付/先付后用）。, 人员（在岗/岗前/离岗）体检."""
    if match[0][0] != "（" or pattern(r"[、或|]").search(match[0]) or min(map(len, words)) < _SHORTEST:
        return False
    behind = board.text[match.end() : match.end() + 1]
    if behind in _STOPS and board.text[match.start() - 1 : match.start()] in ("，", "；"):
        return True
    shared = set(words[0]).intersection(*words[1:])
    return len(words) > _PAIR and bool(shared) and "\u4e00" <= behind <= "\u9fff"


def _explains_rule(board: Board, match: re.Match[str], words: list[str]) -> bool:
    """True for the answers that may go on the rule before them: 采取____（直接提款/专项提款）方式."""
    if match[0][0] != "（" or pattern(r"[、或|]").search(match[0]) or not board.is_free(match.start() - 1):
        return False
    return min(map(len, words)) > _SHORTEST and not any(map(head_of, words))


_SHORTEST = 2  # characters of an answer
_PAIR = 2
_STOPS = frozenset("。；，")


def _asks_way(board: Board, match: re.Match[str]) -> bool:
    """True where the answers are all that stands behind the label of a way or a sort."""
    label = board.text[max(board.line_start(match.start()), match.start() - 16) : match.start()].rstrip(" " + WIDE)
    behind = board.text[match.end() : match.end() + 1]
    return (
        bool(pattern(r"(?:方式|类型|性质|种类|类别|形式|用途|性别|状况|情况|等级)：$").search(label))
        and behind in "\n。；，"
    )


def _add(board: Board, match: re.Match[str], words: list[tuple[int, int]]) -> None:
    first = match.start()
    start, end = board.offset(first), board.offset(match.end())
    shape = "alternative"
    units = {board.text[a:b] for a, b in words} <= _UNITS
    if (
        units
        and board.text[max(0, first - 3) : first].rstrip(" " + WIDE)[-1:] == GAP
        and board.text[first - 2 : first - 1] not in "按以"
    ):
        return  # ____（年/月）: the brackets offer units, the value is on the rule
    if board.is_free(first - 1):  # 按____（日/月/年）: the answer goes on the rule, the brackets name the answers
        first -= 1
        gap = board.take(first)
        start, end, shape = *gap.inner, gap.shape
    options = []
    for a, b in words:
        label = pattern(rf"[ {WIDE}]").sub("", board.text[a:b]).replace(GAP, "____")
        options.append(Option(label=label, start=board.offset(a), end=board.offset(b)))
    board.drafts.append(
        Draft(
            slots=(Slot(start=start, end=end),),
            first=first,
            last=match.end(),
            shape=shape,
            kind=Kind.CHOICE,
            options=tuple(options),
        )
    )
