"""A line's text → the gaps in it that only a blank can have left, whether a rule is under them or not.

A contract saved as plain text keeps the spaces and tabs of its blanks but loses the rules under them, and many were
written without any. A wide gap that stands where a sentence asks for words can be nothing else: nobody sets a gap
before a comma for looks.
"""

from __future__ import annotations

import re

from pipeline.text.patterns import late

_WIDER = late("[\t\u3000\xa0]")
_HAN = r"\u4e00-\u9fff"
_GAP = r"(?:[ \t\u3000\xa0]{2,400}+|\t)"
_ROOM = late(_GAP)
# What is left of room between a colon, or 第, and what can't follow it, where a program made one space of many.
_LAST_SPACE = late(r"(?<=[：:])[ \xa0](?=[。；，、])|(?<=第)[ \xa0](?=[种项条款][^ \u3000]|期[^限间])")
_LEFT = late(rf"[{_HAN}（(：:》”\"、，；）)￥¥“《【0-9□☐▢◻±≤≥<>～~—–×＝=/-]")
# What ends a phrase can't follow a gap that merely sets things apart.
_CLOSING = late(r"[、，。；）)》”]|（(?![盖签公印章])")
# The last answer, which the one who chooses it words.
_OTHER = late(r"(?:[□☐▢◻☑☒]|(?:\A|[\s。；])[（(]?[0-9]{1,2}(?:\.[0-9]{1,2})?[）)．.、]?)\s{0,4}其[他它](?:方式)?[ ]?\Z")
_GOES_ON = late(rf"[{_HAN}]")
_GOES_ON_ANYHOW = late(rf"[{_HAN}□☐]")  # 向____□缴纳□不缴纳
# The next column of a form: its label, spread or not, and a colon.
_LABEL = late(r"[^、，。；：:\t]{1,20}[：:]")
_SPREAD = late(rf"[{_HAN}][ \t]{{1,12}}[{_HAN}][：:]")  # 地        址：
_NUMBER_TEXT = r"""
    [\s\u3000]*+(?:
        第[\s零一二三四五六七八九十百0-9]{1,8}[编章节条款项]   # 第三条
      | [一二三四五六七八九十]{1,3}、?                          # 三、
      | [（(][ ]?[一二三四五六七八九十0-9]{1,3}[）)]            # （三）
      | [0-9]{1,3}(?:[.．][0-9]{1,3}){0,4}[.．、）)]?             # 3.1, 2）
      | [①-⑳]|附件[一二三四五六七八九十0-9]{0,3}[：:]?
    )[\s\u3000]*+
"""
_NUMBER = late(_NUMBER_TEXT, re.VERBOSE)
_ENDS_IN_NUMBER = late(rf"(?:\A|(?<=[\s。；：]))(?:{_NUMBER_TEXT})\Z", re.VERBOSE)
# What a sentence does not end with: the words that it asks for follow. What asks besides depends on whether rules were
# kept: here none are, `parsing/shapes/spaces.py` has those of a file with rules.
ASKS = "为于的在以由向第是至到计按自达付共约经对将与和从即交除同称选用就"
_ASKS = frozenset(ASKS + "×＝=及每应有给过请照")
# What asks on any line, be it a sentence or not: no label that is spread over its line begins with it.
_ALWAYS_ASKS = frozenset("向由第按于至自就（(《“")
_SET_APART = late(rf"(?![{''.join(sorted(_ALWAYS_ASKS))}])[{_HAN}]\t[{_HAN}]")
# What a name that was left out goes on with: ____为代表, ____方同意, （____会计师事务所审计）.
_GOES_ON_NAME = late(rf"为[{_HAN}]|方(?!式|案|法|便|面)|(?:人民)?法院|仲裁|会计|委员会|等[{_HAN}]")
# （大写）____（小写____): the brackets say what figures are meant.
_CAPITALS = late(r"大写[）)]\Z")
_FIGURES = late(r"[（(](?:小写|[¥￥元])|元|人民币")
_SIDE = late(rf"方(?!式|案|法|便|面|可|能|才)[{_HAN}]")
# No line begins with these: what they go on with is the room before them.
_GOES_ON_ALONE = late(r"的(?:标准|规定|原因|违约金|要求|方式|期限|金额|比例)|为准[，。；]")
# What is asked for, in brackets behind the room: （1）______（工程名称）.
_PROMPT = late(rf"[ ]?[（(][{_HAN}]{{2,10}}[）)]")
# Which of several: nothing but a number stands between 第 and one of these.
_ONE_OF = late(r"[种项条款点期次份号排栋幢层]")
# Room before one of these is a blank wherever it stands: behind a number, a comma, nothing at all.
_STOP = late(r"[、，。；]")
# What counts a blank that a line begins with.
_COUNTED = late(
    r"[%％‰]|个工作日|个月|[天日]内|日前|日[（(]|元[，。；/（]|元整|种方式|平方米|[点时人次台套页份][，。；/（）)\s]|小时"
)
# What a colon at a line's end introduces without a blank, however many spaces someone left behind it.
_INTRODUCES = late(r"(?<!另[有作行])(?:如下|下列|以下|包括|约定|规定|下述|列明)[^，。；]{0,6}[：:]\Z")
_ENTRY = late(r"[（(][0-9]{1,2}[）)]\Z")  # （10）公共水费（11）______。
# Signs set apart from each other, as on a line that is spread over its width: nothing is left out between them.
_SIGN = rf"[{_HAN}（）()：:]"
_APART = late(rf"(?:(?<=[ \t\u3000\xa0])|\A)(?:{_SIGN}{_GAP}){{3,}}{_SIGN}(?=[ \t\u3000\xa0、，。；]|\Z)")
_FREE = 6  # spaces at a line's end that nobody leaves by accident
_FREEST = 20  # even behind a colon that may introduce something
_WORDS = late(rf"[{_HAN}]{{2}}[）)]?\Z")
_SENTENCE = late("[，。；,;]")
_NEAR = 200  # characters on either side of a gap that tell what it is
_HEADING = 12  # characters that a heading before a gap may have
_WIDE = 8  # spaces that set no heading apart from its words
_WORD = 4  # characters of a label without a colon

_NARROW = 3  # columns of a gap that may set words apart
_TAB = 8  # columns that a tab takes at most
_DEEP = 4  # columns of room that a line begins with
# Who is addressed, in brackets behind the room that the line begins with.
_ADDRESSEE = late(rf"[ ]?[（(](?![以下]|正文)[{_HAN}、/]{{2,10}}(?:名称|姓名|全称|人)[）)](?![（(])")
# ____省____市____县, and what the second of them is, however it is called
_PLACES = late(
    rf"[省市县区][ ]?(?:[（(][{_HAN}、 /]{{1,9}}[）)])?(?:[ \t\xa0\u3000]{{2}}|\t)"
    r"[^\n]{0,20}[市县区路街镇乡村弄州盟旗局]"
)
# A label of words without signs, brackets aside, behind the room of the one before it.
_NEXT_LABEL = late(rf"(?:[{_HAN} /]|[（(][{_HAN}]{{1,8}}[）)]){{2,24}}(?<![\s])[：:]")
# A colon, or answers to choose from that are a label: ____：, ____【身份证】【护照】：
_COLON_AHEAD = late(r"(?:【[^【】：:]{1,10}】){0,4}[：:]")
_SIGNED = late(r"[签盖章字][^：:]{0,4}[：:]\Z")
_UNITS_TO_CHOOSE = late(r"【(?:[省市县区路街号幢栋座层室厅厨卫间村镇乡]|小区|楼盘|街道|乡镇|社区|单元)】")
_BEFORE_UNIT = late(rf"[{_HAN}】，、]\Z")
_ENTRY_NUMBER = late(r"\s*(?:[0-9]{1,2}[.．、]|[（(][ ]?[0-9一二三四五六七八九十]{1,3}[）)])")
_HEADED = late(rf"\s*(?:第[一二三四五六七八九十百零0-9]{{1,5}}[编章节条款])?[{_HAN}]{{0,4}}")


# Signs of half width mean what those of full width do, and digits the other way round.
_ONE_WIDTH = str.maketrans(":,;()％０１２３４５６７８９", "：，；（）%0123456789")


def rooms(text: str, *, has_rules: bool = False) -> list[tuple[int, int]]:
    """Return where the gaps of a line stand that ask for a value, (start, end) each.

    Args:
        text: A line, with blanks that carry a rule or not: they all are white space here.
        has_rules: Whether the text can have rules, so that a lone tab without one between two words is none that was
            lost.
    """
    spaces = [space.span() for space in _LAST_SPACE.finditer(text)]
    if "  " not in text and not _WIDER.search(text):
        return spaces
    text = text.translate(_ONE_WIDTH)
    # A line without punctuation is a heading, a form or a table's row, not a sentence.
    is_sentence = bool(_SENTENCE.search(text))
    apart = [spread.span() for spread in _APART.finditer(text)]
    found = (room.span() for room in _ROOM.finditer(text))
    wide = [
        (start, end)
        for start, end in found
        if not any(first < start and end < last for first, last in apart)
        and not (has_rules and end - start == 1 and _SET_APART.match(text, start - 1))
        and (
            _is_blank(text, start, end, is_sentence=is_sentence)
            or (
                not has_rules
                and _is_lost(text[max(0, start - _NEAR) : start], text[start:end], text[end : end + _NEAR])
            )
        )
    ]
    return sorted({*wide, *spaces}) if spaces else wide


def _is_blank(text: str, start: int, end: int, *, is_sentence: bool) -> bool:
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    wide = "\t" in text[start:end] or end - start + text.count("\u3000", start, end) >= 3
    if wide and _is_certain(before, behind):
        return True
    if not behind and not text[:start].strip():
        return False
    if _ENDS_IN_NUMBER.search(before[-20:]):
        return _is_after_number(before, behind, end - start)
    if not _LEFT.match(before[-1:]):
        return False
    if not behind:
        return _is_open(before, text[start:end])
    if before[-1] in "：:" and "\t\t" in text[start:end] and _SPREAD.match(behind):
        return True
    if _CLOSING.match(behind):
        return wide and (before[-1] not in "，；、）)" or bool(_CAPITALS.search(before) and _FIGURES.match(behind)))
    if not wide:
        return False
    is_last = _LABEL.match(_ROOM.split(behind, maxsplit=1)[0]) is None
    if before[-1] in _ALWAYS_ASKS and is_last and len(before.strip()) > 1 and _GOES_ON_ANYHOW.match(behind):
        return True
    if not _GOES_ON.match(behind):
        return False
    return is_sentence and _is_asked_for(before, behind, end - start)


def _is_lost(before: str, room: str, behind: str) -> bool:
    """True for room in a text without rules that would be none in one that has them and none here.

    A space before a tab, or several tabs, are what is left of a rule: nobody sets words apart so.
    """
    words = before.rstrip()
    if not words:
        return bool(_ADDRESSEE.match(behind) or _PLACES.match(behind)) and columns(room) >= _DEEP
    is_ruled = " \t" in room or "\t " in room or "\t\t" in room
    if before[-1] in "：:":
        return bool(_COLON_AHEAD.match(behind) and columns(room) > _NARROW) or (
            is_ruled and bool(_NEXT_LABEL.match(behind)) and not _SIGNED.search(before)
        )
    if before[-1] in "，、" and _PROMPT.match(behind):
        return columns(room) > _NARROW
    if before[-1] in "）)" and "\t" in room and _STOP.match(behind):
        return True
    if _UNITS_TO_CHOOSE.match(behind):
        return columns(room) > _NARROW and bool(_BEFORE_UNIT.search(before))
    if not behind:
        return (room.startswith(" \t") and bool(_ENTRY_NUMBER.fullmatch(before) or _WORDS.search(before))) or (
            len(room) >= _FREEST and bool(_ENDS_IN_NUMBER.search(before[-20:]))
        )
    if " \t" in room and _GOES_ON.match(behind) and _GOES_ON.match(before[-1]) and not _HEADED.fullmatch(words):
        return _LABEL.match(_ROOM.split(behind, maxsplit=1)[0]) is None and bool(_SENTENCE.search(before + behind))
    return before[-1] in _ASKS and behind[0] == "【" and len(room) >= _WIDE


def columns(room: str) -> int:
    """Return how many columns of a page a gap takes.

    Args:
        room: Spaces and tabs.
    """
    return len(room) + room.count("\u3000") + (_TAB - 1) * room.count("\t")


def _is_certain(before: str, behind: str) -> bool:
    """True where what follows the gap follows nothing but a value: a stop, a unit."""
    if _STOP.match(behind):
        return _is_bare(before)
    if before.endswith("第") and _ONE_OF.match(behind):
        return True
    if behind[:1] in {":", "："}:
        return before.endswith(("尊敬的", "致"))
    if not before.strip() and _GOES_ON_ALONE.match(behind):
        return True
    if not _COUNTED.match(behind):
        return False
    return not before.strip() or before[-1] in "：:≤≥±—–-" or before.rstrip()[-1] in "□☐▢◻"


def _is_after_number(before: str, behind: str, room: int) -> bool:
    """True where a list's entry is nothing but room, or room and what is asked for."""
    if not _NUMBER.fullmatch(before) or not before.strip():
        return False
    if room < _FREE:
        return room > 2 and bool(_SIDE.match(behind))
    if not behind:
        return room >= _FREEST or before.rstrip()[-1] in ".．、）)"
    return bool(_PROMPT.match(behind) or _SIDE.match(behind))


def _is_bare(before: str) -> bool:
    """True where no words stand between the gap and the stop, number or line end before it."""
    bare = before.rstrip()
    return (
        not bare
        or before[-1] in "，；、"
        or bare[-1] in "□☐▢◻"
        or bool(_ENDS_IN_NUMBER.search(before[-20:]))
        or bool(_ENTRY.search(before))
    )


def _is_open(before: str, room: str) -> bool:
    """True for room at a line's end that is to be written on."""
    if "\t" in room:
        return before[-1] in _ASKS or before[-1] in "：:" or _OTHER.search(before) is not None
    if before[-1] in "：:":
        return len(room) >= (_FREEST if _INTRODUCES.search(before) else _FREE)
    if before[-1] in _ALWAYS_ASKS and len(before.strip()) > 1:
        return len(room) >= _FREE
    if before[-1] in "□☐▢◻":
        return len(room) > 3
    if len(room) >= _FREEST and _WORDS.search(before):
        return True
    return len(room) >= 2 and _OTHER.search(before) is not None


def _is_asked_for(before: str, behind: str, room: int) -> bool:
    if _LABEL.match(_ROOM.split(behind, maxsplit=1)[0]):
        return False
    number = _NUMBER.match(before)
    phrase = _ROOM.sub("", before[number.end() :] if number else before)
    asked = before[-1] in _ASKS or _GOES_ON_NAME.match(behind)
    longest = _WORD if room >= _WIDE and _GOES_ON.match(before[-1]) else _HEADING
    return bool(asked) or len(phrase) > longest or bool(_SENTENCE.search(phrase))
