"""Words → labels of free texts, and of blanks whose label is only 其他."""

from __future__ import annotations

import re

from pipeline.model.template import Clause
from pipeline.parsing.lexicon import role_pattern
from pipeline.parsing.surroundings import Words
from pipeline.parsing.wording.phrases import bare, noun_before, tidy, title_of

_NOTED = re.compile(r"（(?:填写|注明|写明|请填写)?([\u4e00-\u9fff]{2,12}?)(?:，[^）]*)?）")
_NOTE_HEAD = re.compile(
    r"(?:名称|地址|姓名|号|号码|日期|内容|方式|标准|范围|地点|时间|项目|种类|类型|用途|原因|机构|单位|部门|事项)$"
)
_THING = re.compile(
    r"(?:方式|标准|形式|方法|范围|名称|事务|区域|等级|项目|工程|媒体|所有|公司|银行|单位|部门|机构|条件|程序)$"
)
_BEHIND = re.compile(r"[）》”]?(?:的|等|之)?([\u4e00-\u9fff]{2,8}?)(?=[，。；、的_（]|$|[支承负完向进处])")


def text(words: Words, clause: Clause | None) -> str:
    """Return the label of a free text in a sentence."""
    del clause
    segment, after = words.segment, words.after
    court = re.match(r"[^，。]{0,4}?(仲裁委员会|仲裁院|人民法院|法院)", after)
    if court:
        return f"{court[1]}名称"
    found = _role(words)
    if found:
        return found
    if not re.sub(r"[。；，、）]", "", after):
        stem = bare(segment)
        return stem if 2 <= len(stem) <= 14 else noun_before(segment)
    note = _NOTED.match(after)
    if note and _NOTE_HEAD.search(note[1]):
        return note[1]
    return _around(segment, after)


def _role(words: Words) -> str:
    """Return the label of a sentence's usual places: who bears, by what standard, who holds a copy."""
    bearer = re.match(r"由([\u4e00-\u9fff]{2,6}?)(承担|负担|支付|负责)", words.after)
    if bearer:
        return f"{bearer[1]}{bearer[2]}的{'事项' if bearer[2] == '负责' else '费用'}"
    rate = re.match(
        r"的?标准(?:[^，。；]{0,8}?)(?:支付|赔偿|收取|缴纳)([\u4e00-\u9fff]{2,5}?)(?=[，。；]|$)", words.after
    )
    if rate:
        return f"{rate[1]}标准"
    if re.match(r"各?[执持]|各一份", words.after):
        return "合同其他持有人"
    verb = re.match(r"(?:方)?(承担|负责|提供|支付|负担|缴纳|办理|分担)", words.after)
    if words.segment.endswith("由") and verb:
        return f"{noun_before(words.segment[:-1], 6)}{verb[1]}方"
    return ""


def _around(segment: str, after: str) -> str:
    task = re.match(r"(?:担任|作为)([\u4e00-\u9fff]{2,10}?(?:负责人|代表|联系人|经理|总监|顾问|教师))", after)
    if task:
        return task[1]
    behind = _BEHIND.match(after)
    noun = noun_before(segment, 6)
    noun = "" if behind and re.fullmatch(role_pattern(), noun) else noun
    if behind and _THING.search(behind[1]):
        return f"{noun[-4:]}{behind[1]}" if noun and len(behind[1]) <= 2 else behind[1]
    return noun or (behind[1] if behind else "")


def other(label: str, words: Words, clause: Clause | None) -> str:
    """Return what 其他 means here: of the heading above or the clause."""
    over = tidy(words.above) if words.above and len(words.above) <= 18 and "_" not in words.above else ""
    over = title_of(clause) if not over or re.search(r"\d", over) else over
    stem = "其他约定" if label in ("其他", "其它") else label if label.startswith("其") else f"其他{label}"
    if not over or over.startswith("其"):
        return max(label, over, key=len) if over else "其他约定"
    if label in ("备注", "说明"):
        return label
    shared = _OWN.search(over)
    if shared and shared.start():
        return f"{over[: shared.start()].removesuffix('的')}的其他{shared[0]}"
    return f"其他{over}" if _SORT.search(over) else f"{over}{stem}"


_OWN = re.compile(r"(?:权利和义务|权利义务|权利|义务)$")
_SORT = re.compile(r"(?:方式|费用|条件|情形|事项|要求|标准|服务|内容|责任)$")


def item(words: Words, clause: Clause | None) -> str:
    """Return the label of a numbered line that is nothing but a blank."""
    above = words.above
    if "情形" in above or "条件" in above:
        who = re.search(r"([甲乙丙]方|出租人|承租人|双方)(?:有权|可以?)", above)
        return f"{who[1] if who else ''}其他情形"
    title = title_of(clause) or (tidy(above) if len(above) <= 16 else "")
    if title.startswith("其"):
        return f"{title}（{words.number.strip('（）、.． ')}）"
    return f"其他{title}" if title else ""
