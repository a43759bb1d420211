"""Stretch of a text in which a value changed → the whole value with its unit, and what it is called.

Of 4,200.00元/月 only the figures change and of a date only the month; a person wants to read the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.template import Template
from pipeline.text.width import fold
from pipeline.values.units import CURRENCY_WORDS, DURATIONS, PERCENTS, SCALES
from pipeline.values.units import alternatives as either

_MEASURE = alternatives(words("value", "measures"))
_GAP = r"[^\S\t\n]?"  # a space within a line and a cell
_UNIT = rf"(?:{either(SCALES)})?{_GAP}(?:{either((*DURATIONS, *CURRENCY_WORDS, *PERCENTS))}|{_MEASURE})"
_EACH = rf"(?:{_GAP}[/每]{_GAP}(?:[年月日天次人周时]|季度|小时|{_MEASURE}))?"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
_WHOLE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-/][A-Za-z0-9]+)+"  # HT-2026-0417
    rf"|[0-9_]{{2,8}}{_GAP}年{_GAP}[0-9_]{{1,8}}{_GAP}月(?:{_GAP}[0-9_]{{1,8}}{_GAP}日)?"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    rf"|[百千万]分之{_GAP}[0-9.零一二三四五六七八九十]+"
    rf"|(?:(?:人民币|RMB){_GAP})?[¥￥$€]?{_GAP}[0-9]+(?:[,.][0-9]+)*(?:{_GAP}{_UNIT}{_EACH}(?:整|正)?)?"
    rf"|(?:人民币{_GAP})?[{_CAPITALS}]+(?:{_GAP}[元圆]{_GAP})?(?:[{_CAPITALS}]角)?(?:[{_CAPITALS}]分)?[整正]?"
)
_BEHIND = re.compile(rf"{_GAP}(?!人民){_UNIT}{_EACH}")  # ____人, and ____人民法院, which counts nobody
_COUNTS = re.compile(rf"[0-9_零一二三四五六七八九十两百千万亿半{_CAPITALS}\s]$")
_PARTED = re.compile(r"[。;,、:!?()\[\]【】“”\s_]+")
_NUMBER = re.compile(r"^(?:第[0-9零一二三四五六七八九十百]+[条章节款]|[0-9]+(?:\.[0-9]+)*)")
# Words between what a value is called and the value: 租金标准为每月人民币
_JOINT = re.compile(
    r"(?:人民币|大写|小写|RMB|[¥￥$€]|每[年月日天次]|共计|合计|不超过|不少于|不低于|为|是|计|自|于|在|起|至|按|即|的)+$"
)
_OPENING = re.compile(r"^(?:每[年月日天次]|并|应当?|按照?|由|则)+")
_WHO = re.compile(r"[甲乙丙丁]?(?:方|双方|各方)")  # 甲、乙双方于2026年…
_NAMED = re.compile(r"[\u4e00-\u9fff]{2}")
_LONGEST = 16
_FIGURE = re.compile(r"[0-9０-９_]")


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the value stands of which a stretch is all or a part, its unit included.

    Args:
        text: The text.
        start: Where the stretch begins.
        end: Behind it.
    """
    folded = fold(text)
    begin = folded.rfind("\n", 0, start) + 1
    for match in _WHOLE.finditer(folded, begin):
        if match.start() > start:
            break
        if match.end() >= end and match.end() > start:
            return match.span()
    counts = start == end or _COUNTS.search(folded[start:end])
    unit = _BEHIND.match(folded, end) if counts else None
    return start, unit.end() if unit else end


def called(text: str, at: int) -> str:
    """Return what the head of its column or the words before it in its line call a value; "" if they don't."""
    if head := _headed(text, at):
        return head
    line = fold(text[text.rfind("\n", 0, at) + 1 : at])
    for words_before in reversed(_PARTED.split(_WHOLE.sub("。", line))):
        name = _OPENING.sub("", _JOINT.sub("", _NUMBER.sub("", words_before)))
        if _NAMED.search(name) and not _WHO.fullmatch(name):
            return name[-_LONGEST:]
    return ""


def _headed(text: str, at: int) -> str:
    """Return the head of the column that a cell of a list stands in, "" for what is none."""
    start = first = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    column, columns = text.count("\t", start, at), text.count("\t", start, end if end >= 0 else len(text))
    while columns and first:
        above = text.rfind("\n", 0, first - 1) + 1
        if text.count("\t", above, first) != columns:
            break
        first = above
    heads = [cell.strip() for cell in text[first : text.find("\n", first)].split("\t")]
    # A table of labels beside their values has some of these in its first row, and seldom more than two pairs.
    is_list = columns > 1 and first < start and all(cell and not _FIGURE.search(cell) for cell in heads)
    return heads[column][:_LONGEST] if is_list and len(set(heads)) == len(heads) else ""


def labels(template: Template) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of every place that a template leaves for a value."""
    for blank in template.blanks:
        for slots in (blank.slots, *blank.repeats):
            yield slots[0].start, slots[-1].end, blank.label
