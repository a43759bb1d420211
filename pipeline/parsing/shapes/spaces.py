"""Scene → gaps of plain spaces: before a unit (   元), inside a sentence (向      人民法院), in grids."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.parsing.gaps import Gap, plain
from pipeline.parsing.lexicon import head_of, role_words, unit_pattern, units
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import FILL
from pipeline.text.patterns import Led, late, led, lined, one_of, pattern
from pipeline.text.rooms import ASKS


class _Behind(NamedTuple):
    """A pattern of room, and which characters its room stands behind."""

    left: re.Pattern[str]
    pattern: re.Pattern[str]


def _behind(left: str, pattern: str) -> _Behind:
    return _Behind(late(left), late(pattern))


class _Rooms:
    """Where the room in a text begins, by the character before it: looked for once, not once a pattern."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[str, list[int]] = {}
        for room in _BEGIN.finditer(text):
            self._starts.setdefault(text[room.start() - 1], []).append(room.start())

    def finditer(self, gaps: _Behind) -> Iterator[re.Match[str]]:
        """Yield the matches that begin where room does, behind one of the characters of the pattern."""
        fitting = (starts for left, starts in self._starts.items() if gaps.left.match(left))
        done = 0
        for start in sorted(itertools.chain.from_iterable(fitting)):
            found = gaps.pattern.match(self._text, start) if start >= done else None
            if found:
                yield found
                done = found.end()


_BEGIN = late(r"[ \t](?<=[^ \t].)")
_LEFT = r"[\u4e00-\u9fff（：¥B/×=＝、，；。)）\"”%]"
_ASKS = late(rf"[{ASKS}期收《“超因归入]$|每年|人民币$")
# 在      设立, 注册资金为      币: words that no sentence ends with, whatever it goes on with behind the room
_LEADS_ON = late(
    r"[\u4e00-\u9fff）：，、 ]"
    r"(?:[为于在由向经与对就以]|占|出资|投资|投入|支付|取得|提供|名称|共同经营|所持|就读于|任职于|从事)$"
)
_LONGEST_TITLE = 24
_AHEAD = 400
_WIDEST_HEAD = 60  # characters of a heading that is spread by spaces
_ROOM = rf"[ \t{FILL}]"
_PLACES = "亿仟千佰百拾十万元角分"
_GRID = lined(
    "[亿仟千佰百拾十万]",
    rf"(?<!{_ROOM})(?:{_ROOM}*+[亿仟千佰百拾十万]){{3,12}}{_ROOM}*+(?:元|块)?(?:{_ROOM}*+[角分]){{0,2}}",
)
_PLACE = late(rf"(?P<room>[ \t{FILL}]*)[{_PLACES}]")


@functools.cache
def _before_unit() -> _Behind:
    strict = rf"(?P<a>[ \t]{{2,60}})(?!{unit_pattern('not_units')})(?={unit_pattern('after_spaces')})"
    loose = (
        rf"(?P<b>[ \t]{{3,60}})(?={unit_pattern('after_wide_spaces')}(?:[^\u4e00-\u9fff：]|[的内以起之前，向及至间]|$))"
    )
    return _behind(_LEFT, rf"{strict}|{loose}")


# A lone tab before what is counted and begins no word: 支付	元, 税率：	%
_TAB = led(rf"\t(?<={_LEFT}.)", r"\t(?=(?:[%‰]|个工作日|个月|平方米|(?:万?元|[份天])(?![\u4e00-\u9fff])))")
_SINGLE = led(
    r"[ ](?<=[第为至自于前后内每¥（占的达过币付] )",
    r"[ ](?<!每 (?=[年月日天]))"
    r"(?=(?:种|年|月|日|元|%|份|个月|个工作日|天|万元|项方式)(?![期间度租薪终初])|(?:个|人|名|间|台|套|件|次)[，。；])",
)


# 总工期： 天, 建筑面积： 平方米: a page keeps one space of many
@functools.cache
def _labelled() -> Led:
    measured = f"{unit_pattern('after_spaces')}|{unit_pattern('after_wide_spaces')}"
    return led(
        r"[ ](?<=[：限额款费价积期] )(?<!单位： )",
        rf"[ ]{{1,60}}(?!{unit_pattern('not_units')})(?=(?:{measured})(?![\u4e00-\u9fff：]))",
    )


# 人民币      /馆/小时: a rate whose unit says no money
_RATE = led(r"[ ](?<=[币¥] )", r"[ ]{2,60}(?=/[\u4e00-\u9fff])")
# 归 方抚养, 离婚后 方对 方: which of the parties; 方 with nothing before it is no word
_SIDE = led(
    r"[ ](?<=[\u4e00-\u9fff，。；、（“_条] )(?<![甲乙丙丁双各一两] )",
    r"(?:[ ]{2,30}|[ ](?<!对 ))"
    r"(?=方(?:有权|每[年月日次]|直接|承担|负[责担]|对|向|支付|应当?|须|需|所有|抚养|[自不未]|提供|享有|同意|的|[，。；、]))",
)
# 户型： 室 厅 卫
_ROOMS = led(
    r"[ ](?<=[\u4e00-\u9fff：，] )",
    r"[ ]{1,12}(?=室[ ]{1,12}[厅卫厨])|(?<=[室厅卫厨])[ ]{1,12}(?=[厅卫厨](?![\u4e00-\u9fff]))",
)
# 位于    园第  排第  号: which of a row, whatever word follows what is counted
_ORDINAL = led(r"[ ](?<=第 )", r"[ ]{2,30}(?=[排号列组幢栋层室座区册届])")
# 位于    【号楼】【幢】  层: the number before the units to choose from
_HOUSE = led(r"[ ](?<=于 )[ ]", r"[ ]{2,30}(?=【(?:号楼|幢|栋|座|区|县|市)】)")
# 货物是指：    类饲料, 二、    店的经营: a name before the word that says what it is a name of
_SORT = led(r"[ ](?<=： )[ ]", r"(?<=[为是指]：)[ ]{2,30}(?=[类型级档][\u4e00-\u9fff])")
_SHOP = led(
    r"[ ](?<=、 )[ ]{2}", r"(?<=[一二三四五六七八九十]、)[ ]{3,30}(?=(?:店|公司)[的由内将应经所][\u4e00-\u9fff])"
)
# 双方子女    归…, 由    和    共同承担: words that can only go on with what stands before them
_GOES_ON = led(
    r"[ ](?<=[\u4e00-\u9fff] )[ ]{2}",
    rf"[ ]{{3,60}}(?=(?:归|与|和|所有|等)[\u4e00-\u9fff {FILL}][^：\n]{{0,40}}[，。；])",
)
# 广告规格为 。: words that ask, and nothing but the stop behind them
_STOPPED = led(r"[ ](?<=[为是于因由向归至] )", r"[ ]{1,60}(?=[，。；])")


@functools.cache
def _inner() -> _Behind:
    """Wide spaces inside a sentence, before words that go on with it."""
    ahead = f"{one_of(units('after_inner_spaces'))}|[》”，。；]"
    return _behind(
        r"[\u4e00-\u9fff《“]",
        rf"(?P<room>[ \t]{{3,60}})(?:(?={ahead})|(?=(?P<any>[\u4e00-\u9fff])[^\n：]{{0,80}}[，。；]))",
    )


def find_grids(scene: Scene) -> Iterator[Gap]:
    """Yield the places of a grid of 万仟佰拾元角分 that carry no rule of their own."""
    for match in _GRID.finditer(scene.text):
        if len(set(match[0]) & set("亿仟千佰百拾十万")) < 3 and "元" not in match[0]:
            continue
        if not pattern(rf"[ \t{FILL}]").search(match[0].strip()):
            continue
        for place in _PLACE.finditer(scene.text, *match.span()):
            start, end = place.span("room")
            if FILL not in place["room"]:
                start = max(start, end - 8)
                yield Gap(start=start, end=end, inner=(start, end), shape="grid")


#       （以下简称委托人）: room before what the contract calls whoever is written there
_CALLED = led(r"[ ](?<=[\n\u4e00-\u9fff，、 ].)[ ]{3}", r"[ ]{4,60}(?=（以下(?:简称|称)[^）\n]{2,10}）)")
#       县      乡      村      组，以下简称甲方: the room that opens a line of parts of an address
_PLACES_LINE = led(r"[ ](?<=\n.)[ ]{2}", r"(?<=\n)[ ]{3,30}(?=[省市县区][ ]{3,30}[市县区乡镇])")
# （￥      ） and 大写金额 ￥ at the end of a line
# a line of nothing but room and a full stop, left to write on
_ROOM_LINE = _behind(r"\n", r"(?P<room>[ \t]{4,400}+)(?=[。；][ ]*+(?:\n|$))")
# 1.      ；, 3.1      ；: a number and a stop, and nothing else on the line
_ENTRY = _behind(
    r"[.．、）0-9]",
    r"(?:(?<=[0-9一二三四五六七八九十][.．、）])|(?<=[0-9][.．][0-9]))(?P<room>[ \t]{1,400}+)(?=[。；][ ]*+(?:\n|$))",
)
# lines of nothing but room: a text keeps no rule under them; the value begins on the first
_ROOM_LINES = _behind(r"\n", r"(?P<room>[ \t]{8,400}+)(?P<more>(?>(?:\n[ \t]{8,400}+){0,19}))(?=\n)")
# 大写）      元, 大写）：      （¥      ）, （小写）：      （大写）：
_CAPITALS = _behind(
    r"[）：]",
    r"(?<=大写）)(?:[ ]{2,60}|\t)(?=（小写|（?元|（?¥)|(?:(?<=大写）：)|(?<=大写：))(?:[ ]{2,60}|\t)(?=（?¥|（小写）¥)"
    r"|(?<=小写）：)(?:[ ]{2,60}|\t)(?=（大写)",
)
_OTHERS = _behind(
    r"[他它用式]",
    r"(?<=其[他它])(?P<room>[ \t]{2,60})(?=[。；】])|(?<=其[他它](?:费用|方式))(?P<more>[ \t]{2,60})(?=】)",
)
# （小写          ）, 万分之      的违约金: figures are meant, whatever follows
_FIGURES = _behind(
    r"[写之]",
    r"(?:(?<=（小写)[ \t]{3,60}(?=）)|(?<=[万千百]分之)(?:[ ]{2,60}|[ ]?\t[ \t]{0,8})(?=[\u4e00-\u9fff（]))",
)
_CURRENCY = lined("¥", r"(?<=¥)(?P<room>[ \t]*)(?=[）。，；\n]|$)")


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the plain spaces that stand for a value."""
    text, rooms = scene.text, _Rooms(scene.text)
    matches = (
        rooms.finditer(_before_unit()),
        *(gaps.finditer(text) for gaps in (_SINGLE, _TAB, _labelled(), _STOPPED)),
    )
    for found in matches:
        for match in found:
            if not _is_layout(scene, match.start(), match.end()) and not _is_after_number(scene, *match.span()):
                yield plain(match.start(), match.end(), "gap")
    rare = (
        (" 方", _SIDE), ("室", _ROOMS), (" 【", _HOUSE), ("   ", _GOES_ON), ("第 ", _ORDINAL), (" /", _RATE),
        ("：  ", _SORT), ("、   ", _SHOP),
    )  # fmt: skip
    for sign, gaps in rare:
        for match in gaps.finditer(text) if sign in text else ():  # few contracts have any of these
            yield plain(match.start(), match.end(), "gap")
    for match in _CALLED.finditer(text) if "（以下" in text else ():
        yield plain(*match.span(), "gap")
    for match in _PLACES_LINE.finditer(text):
        yield plain(*match.span(), "gap")
    for match in rooms.finditer(_ROOM_LINE):
        yield plain(*match.span("room"), "gap")
    for match in rooms.finditer(_ENTRY):
        head = text[scene.view.line_start(match.start()) : match.start()].strip()
        number = number_of(head + " ") if len(head) <= _WIDEST_NUMBER else None
        if number and number[2] >= len(head):
            yield plain(*match.span("room"), "gap")
    for match in rooms.finditer(_ROOM_LINES):
        if _is_all_that_a_clause_has(scene, *match.span()):
            yield plain(*match.span("room"), "gap")
    for match in rooms.finditer(_FIGURES):
        yield plain(*match.span(), "gap")
    for match in rooms.finditer(_CAPITALS):
        yield plain(*match.span(), "gap")
    for match in rooms.finditer(_OTHERS):
        yield plain(*match.span("room" if match["room"] else "more"), "gap")
    for match in _CURRENCY.finditer(text):
        yield plain(*match.span("room"), "gap")
    yield from _form_rows(scene)
    for match in rooms.finditer(_inner()):
        if _is_in_sentence(scene, match):
            yield plain(*match.span("room"), "gap")


_WIDEST_NUMBER = 6
# 性别      国籍          : the labels of a form without colons, each with room behind it
_FORM_ROOM = late(r"[ ]{3,400}+")
_ROWS = led(r"[ ](?<=[\u4e00-\u9fff）：].)[ ]{2}", r"[ ]{3,400}+")
_LAST_ROOM = 4
_MOST_LABELS = 4


def _form_rows(scene: Scene) -> Iterator[Gap]:
    """Yield the room behind each label of a line that is nothing but labels and room, or ends so."""
    text, done = scene.text, -1
    for match in _ROWS.finditer(text):
        if match.start() < done:
            continue
        begin, done = scene.view.line_start(match.start()), scene.view.line_end(match.end())
        if done - begin <= _AHEAD:
            yield from _form_row(scene, begin, done)


def _form_row(scene: Scene, begin: int, end: int) -> Iterator[Gap]:
    """Yield the room of one line: what follows it is the line's end, or a label with room of its own."""
    text = scene.text
    rooms = [room.span() for room in _FORM_ROOM.finditer(text, begin, end) if room.start() > begin]
    if not rooms or len(rooms) > _MOST_LABELS or rooms[-1][1] - rooms[-1][0] < _LAST_ROOM:
        return
    is_asked = rooms[-1][1] == end
    edges = [begin, *(stop for _, stop in rooms)]
    for (start, stop), before in reversed(list(zip(rooms, edges, strict=False))):
        words = text[before:start].strip()
        is_asked = is_asked and _is_form_label(words) and not (before == begin and number_of(words + " "))
        if not is_asked or scene.view.is_underlined(start - 1):
            return  # a value, written on its rule
        yield plain(start, stop, "colon", words.rstrip("：").split("，")[-1])


def _is_form_label(words: str) -> bool:
    """True for a label without a colon; a colon behind the first leaves the room before the next label to it."""
    bare = pattern(r"（[^（）]{0,12}）$").sub("", words.rstrip("：").split("，")[-1])
    if not 2 <= len(bare) <= _WIDEST_LABEL or pattern(r"[^\u4e00-\u9fff/、（）]").search(bare):
        return False
    return bool(head_of(bare)) or bool(role_words().at_end(bare) and words.endswith(("：", "）")))


_WIDEST_LABEL = 12


def _is_all_that_a_clause_has(scene: Scene, start: int, end: int) -> bool:
    """True where a numbered heading stands right above the room, and below it the heading that counts on."""
    above = scene.text[max(scene.view.line_start(start - 1), start - _WIDEST_HEAD) : start - 1].rstrip()
    below = scene.text[end : end + _AHEAD].lstrip()
    here, there = number_of(above), number_of(below)
    if here is None or there is None or here[0] != there[0] or there[1] != here[1] + 1:
        return False
    return 0 < len(above) - here[2] <= _LONGEST_TITLE and not pattern(rf"[，。；：{FILL}]").search(above[here[2] :])


def _is_after_number(scene: Scene, start: int, end: int) -> bool:
    """True where nothing but the line's number stands before the spaces, 一、  种子的数量; no clause begins with %."""
    if scene.text[end : end + 1] in ("%", "‰"):
        return False
    before = scene.text[max(scene.view.line_start(start), start - 16) : start]
    number = number_of(before + " ")
    return number is not None and number[2] >= len(before)


def _is_layout(scene: Scene, start: int, end: int) -> bool:
    """True where the spaces set two columns apart or spread a heading: 目    录, 合    同."""
    line = scene.text[
        max(scene.view.line_start(start), start - _WIDEST_HEAD) : min(scene.view.line_end(end), end + _WIDEST_HEAD)
    ]
    left = pattern(r"[\s：，。；（）]").split(scene.text[max(0, start - 8) : start])[-1]
    if (
        len(left) == 1
        and left not in "第为至自于共约计满达付押¥"
        and pattern(rf"[\u4e00-\u9fff](?:[\s{FILL}]|：|$)").match(scene.text[end : end + 2])
    ):
        return True  # a label spread over the line: 开    户    行
    words = [word for word in line.split() if word]
    return len(words) > 1 and all(len(word) <= 1 for word in words) and not pattern(r"[年月日元%种]").search(line)


def _is_in_sentence(scene: Scene, match: re.Match[str]) -> bool:
    begin = scene.view.line_start(match.start())
    before = scene.text[max(begin, match.start() - 40) : match.start()]
    if match["any"]:
        return bool(_LEADS_ON.search(before))
    if len(before.strip()) < 1:
        return False
    return bool(_ASKS.search(before)) or (len(match["room"]) >= _WIDE and _reads_on(scene.text, begin, match))


_WIDE = 6  # spaces inside a sentence that are none of a layout


def _reads_on(text: str, begin: int, match: re.Match[str]) -> bool:
    """True where words of a sentence stand on both sides: 甲方授权      ，身份证号码为, 为承建      工程，."""
    left = text[max(begin, match.start() - 3) : match.start()].strip()
    behind = text[match.end("room") : match.end("room") + 24]
    return len(left) > 1 and bool(
        pattern(r"，[\u4e00-\u9fff]|(?:工程|项目)[^：\n]{0,16}[，。（]|(?:股份)?有限(?:责任)?公司").match(behind)
    )
