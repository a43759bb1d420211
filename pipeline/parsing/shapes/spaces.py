"""Scene → gaps of plain spaces: before a unit (   元), inside a sentence (向      人民法院), in a grid (  万  仟  佰)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.parsing.gaps import Gap, plain
from pipeline.parsing.lexicon import one_of
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import FILL

_UNITS = (
    "年",
    "月",
    "日",
    "元",
    "万元",
    "%",
    "‰",
    "天",
    "个月",
    "份",
    "个工作日",
    "工作日",
    "平方米",
    "㎡",
    "亩",
    "小时",
    "公里",
    "吨",
    "美元",
    "日内",
    "元整",
    "亿元",
    "种",
    "项",
    "倍",
    "周年",
    "公顷",
    "立方米",
    "个自然日",
    "日历天",
)
_LOOSE = (
    "人",
    "名",
    "次",
    "套",
    "个",
    "台",
    "层",
    "米",
    "期",
    "间",
    "度",
    "张",
    "页",
    "件",
    "辆",
    "级",
    "室",
    "厅",
    "卫",
    "厨",
    "幢",
    "栋",
    "单元",
    "号",
    "条",
    "款",
    "部",
    "千克",
    "公斤",
    "省",
    "市",
    "区",
    "县",
    "路",
    "镇",
    "乡",
    "村",
    "户",
    "头",
    "批",
    "周",
    "学期",
    "课时",
    "学时",
    "位",
    "岁",
    "车次",
)
_LEFT = r"[\u4e00-\u9fff（：¥/、，；。)）\"”]"
_NOT_A_UNIT = r"(?!日期|日常|时间|月份|年度|年级|元素|天然|次序|名称|人民|人员|层次|间接|度量|件数|级别|号码|项目|种类|区域|市场|路线|位置|条款|条件|台账|个人|个体|室内|村民|头部|月租|年租|日租|省略|县级|部门|款项|页码|期限|期间|周期|户名|户籍)"
_ASKS = re.compile(r"[为于的在以由向第是期从到用即计至按自达付收共约经对将称选《“与和同除超]$|每年|人民币$")
_KNOWN = r"(?:方式|人民法院|法院|仲裁|公司|银行|支付|承担|负责|标准|等|的|处|区域|地区|费|之|所有|与|为|作为|起|止|签订|履行|内|以|方|工程|项目|（)"
_INNER = re.compile(rf"(?<=[\u4e00-\u9fff《“])(?P<room>[ \t]{{3,60}})(?={_KNOWN}|[》”，。；])")
_PLACES = "亿仟千佰百拾十万元角分"
_GRID = re.compile(
    rf"(?:[ \t{FILL}]*[亿仟千佰百拾十万]){{3,12}}[ \t{FILL}]*(?:元|块)?(?:[ \t{FILL}]*[角分]){{0,2}}(?=[ \t]*(?:[整正元]|\D|$))"
)
_PLACE = re.compile(rf"(?P<room>[ \t{FILL}]*)[{_PLACES}]")


@functools.cache
def _before_unit() -> re.Pattern[str]:
    strict = rf"(?P<a>[ \t]{{2,60}})(?={_NOT_A_UNIT}(?:{one_of(_UNITS)}))"
    loose = rf"(?P<b>[ \t]{{3,60}})(?={one_of(_LOOSE)}(?:[^\u4e00-\u9fff]|[的内以起之前，向及至间]|$))"
    return re.compile(rf"(?<={_LEFT})(?:{strict}|{loose})")


_SINGLE = re.compile(
    r"(?<=[第为至自于前后内每¥（占的达过])[ ](?=(?:种|年|月|日|元|%|份|个月|个工作日|天|万元|项方式)(?!期|间|度|租|薪|度|终|初))"
)


def find_grids(scene: Scene) -> Iterator[Gap]:
    """Yield the places of a grid of 万仟佰拾元角分 that carry no rule of their own."""
    for match in _GRID.finditer(scene.text):
        if len(set(match[0]) & set("亿仟千佰百拾十万")) < 3 and "元" not in match[0]:
            continue
        if not re.search(rf"[ \t{FILL}]", match[0].strip()):
            continue
        for place in _PLACE.finditer(scene.text, *match.span()):
            start, end = place.span("room")
            if FILL not in place["room"]:
                start = max(start, end - 8)
                yield Gap(start=start, end=end, inner=(start, end), shape="grid")


# （￥      ） and 大写金额 ￥ at the end of a line
_CURRENCY = re.compile(r"(?<=¥)(?P<room>[ \t]*)(?=[）。，；\n]|$)")


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the plain spaces that stand for a value."""
    text = scene.text
    for pattern in (_before_unit(), _SINGLE):
        for match in pattern.finditer(text):
            if not _is_layout(scene, match.start(), match.end()):
                yield plain(match.start(), match.end(), "gap")
    for match in _CURRENCY.finditer(text):
        yield plain(*match.span("room"), "gap")
    for match in _INNER.finditer(text):
        if _is_in_sentence(scene, match):
            yield plain(*match.span("room"), "gap")


def _is_layout(scene: Scene, start: int, end: int) -> bool:
    """True where the spaces set two columns apart or spread a heading: 目    录, 合    同."""
    line = scene.text[scene.view.line_start(start) : scene.view.line_end(end)]
    words = [word for word in line.split() if word]
    return len(words) > 1 and all(len(word) <= 1 for word in words) and not re.search(r"[年月日元%种]", line)


def _is_in_sentence(scene: Scene, match: re.Match[str]) -> bool:
    before = scene.text[scene.view.line_start(match.start()) : match.start()]
    return len(before.strip()) >= 1 and bool(_ASKS.search(before))
