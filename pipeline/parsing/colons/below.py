"""The lines below a colon that ends its line → whether it asks for a value, or they answer it or carry it on."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.template import Kind
from pipeline.parsing.colons.beside import LABEL_AHEAD, MARK
from pipeline.parsing.colons.cells import has_answer_cell, heads_table, is_answered_in_cell
from pipeline.parsing.colons.labels import FIRM, LONGEST, SIGN_NOTE, introduces
from pipeline.parsing.colons.lists import heads_list
from pipeline.parsing.gaps import DONE
from pipeline.parsing.lexicon import label_words, role_pattern
from pipeline.parsing.shapes.numbers import number_of
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import late, pattern

Number = tuple[str, int, int]
_SHORTEST = 16  # characters of a sentence
_SENTENCE = 24  # characters; a longer line that begins with a label says something of it
# □其他服务：, the last answer, which the one who chooses it words
_OTHER = late(rf"[{BOX}{TICK}][ \t]*其[他它][^，。；：{BOX}{TICK}]{{0,12}}：[ \t]*$")


def asks_other(line: str) -> bool:
    """Return whether a line ends with the answer that the one who chooses it words: □其他服务：."""
    return bool(_OTHER.search(line))


def is_asked_below(scene: Scene, begin: int, stop: int, label: str, kind: Kind | None) -> bool:
    """True where nothing follows on the line and the next lines do not answer or carry on."""
    line = scene.text[begin : min(stop, begin + LONGEST)]
    ahead, empty_lines = _next_line(scene, stop)
    if asks_other(line) and not pattern(rf"[ \t]*[{FILL}{DONE}]").match(ahead or ""):
        return True  # whoever ticks the box words it beside it, not in the next cell
    if has_answer_cell(scene, stop) or is_answered_in_cell(scene, begin, stop, kind):
        return False
    here, there = number_of(line), number_of(ahead or "")
    if here and there and _is_sibling(here, there, line, ahead or ""):
        return True
    if kind not in FIRM and heads_table(scene, stop):
        return False
    if introduces(label) and kind is not Kind.SIGNATURE:
        return False
    if _leads_to_signing(line, label, kind) or (kind in _FIGURES and _WRAPPED.match(ahead or "")):
        return False
    if heads_list(scene, stop, label, kind, ahead or ""):
        return False
    if ahead is None:
        return True
    below = _Below(line=line, ahead=ahead, label=label, kind=kind, here=here, there=there)
    for rule in (_by_answer, _by_form, _by_count):
        asked = rule(below)
        if asked is not None:
            return asked
    return empty_lines >= 2 or _is_label(ahead)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Below:
    """A line that ends with a colon, and the next one: what stands on them, the label, its kind, their numbers."""

    line: str
    ahead: str
    label: str
    kind: Kind | None
    here: Number | None
    there: Number | None


def _leads_to_signing(line: str, label: str, kind: Kind | None) -> bool:
    """True where the parties follow that sign: 本合同由以下各方于____年__月__日签署：."""
    if label in _SIGNING and _OPENING.match(line):
        return True
    return bool((kind is Kind.SIGNATURE and _SIGNED.search(label)) or _SIGNED_ON.search(line))


def _by_answer(below: _Below) -> bool | None:
    """Whether the colon asks, where boxes, boundaries or a gap below it tell; None where they don't."""
    ahead, label, kind = below.ahead, below.label, below.kind
    if kind is Kind.PERSON and _SIGNED_THERE.fullmatch(ahead):
        return False  # 委托代理人： and below it （签字）
    if "是否" in label and pattern(rf"[^\n：]{{0,12}}{BOX}").match(ahead):
        return False
    if pattern(rf"[ \t]*(?:是[ \t]*{BOX}|有[ \t]*{BOX}|同意[ \t]*{BOX})").match(ahead):
        return False  # 是□ 否□
    if label.endswith("四至") and pattern(r"[ \t]*东[至临接邻到：]").match(ahead):
        return False
    if kind is Kind.PARTY and pattern(rf"[ \t]*{BOX}").match(ahead):
        return True
    if pattern(rf"[ \t]*{MARK}").match(ahead):
        dated = pattern(rf"[ \t]*[{FILL}{DONE}]+[ ]*年").match(ahead)
        return dated is not None and kind in FIRM and kind is not Kind.DATE
    if kind is None and len(label) > _LONGEST_NAME and _ASKED_BELOW.match(ahead):
        return False  # 乙方采用以下养殖模式： above 品种：____
    return None


def _by_form(below: _Below) -> bool | None:
    """Whether the colon asks, where the lines are a list's, a sentence's end or a way to choose; None where not."""
    here, there, ahead, label, kind = below.here, below.there, below.ahead, below.label, below.kind
    listed = here and not there and kind not in FIRM and len(ahead) > _SENTENCE and LABEL_AHEAD.match(ahead)
    if listed and not _SIGNED_BELOW.match(ahead):
        return False  # 2. 付款安排： and a list without numbers
    if here and there and there[1] > 1 and _WAY_ASKED.search(label):
        return True
    if (
        kind not in FIRM
        and not (kind is Kind.AMOUNT_UPPER and pattern(r"[，；].*写").search(below.line))
        and (len(label) > 20 or pattern(r"[，。；]").search(below.line))
        and not pattern(r"其[他它]").search(label)
    ):
        return False  # the end of a sentence, not a label of a form
    return None


def _by_count(below: _Below) -> bool | None:
    """Whether the colon asks, by the numbers of both lines and how the next one begins; None where neither tells."""
    here, there, ahead, label, kind = below.here, below.there, below.ahead, below.label, below.kind
    if there and there[1] == 1 and here and pattern(r"[、及和]").search(label):
        return False  # 三、交货的方式及地点： and its list
    if there:
        return _is_next(here, there, kind) or (kind is Kind.PARTY and bool(_RECITAL.match(ahead[there[2] :])))
    if here and kind in (Kind.DATE, Kind.ADDRESS) and _is_prose(ahead):
        return False  # 三、装船时间： and the article
    if kind in FIRM and not (kind is Kind.PARTY and len(ahead) > 40 and not _opens_contract(label, ahead)):
        return True
    if (label in label_words("personal", "form") or label in _SUBJECTS) and _RECITAL.match(ahead):
        return True  # 学校： and below it the contract begins
    return None


# What a contract is about, asked over its recitals.
_SUBJECTS = frozenset(("工程项目", "工程名称", "项目名称", "承包工程", "货物名称", "产品名称", "服务项目", "标的名称"))


def _is_label(line: str) -> bool:
    """True for the next label of a form."""
    return bool(LABEL_AHEAD.match(line)) and len(line.split("：", 1)[0].strip()) <= 16


_LONGEST_NAME = 10
_SIGNED_THERE = late(rf"[ \t]*{SIGN_NOTE}[ \t]*")
_ASKED_BELOW = late(rf"[ \t]*[^：，。；\n]{{2,12}}：[ \t]*{MARK}")


def _is_prose(line: str) -> bool:
    """True for a sentence, not the next label of a form."""
    return len(line) > _SHORTEST and line.rstrip().endswith(("。", "；")) and "：" not in line[:_SENTENCE]


# 本协议由下列各方于…签署： introduces the parties; 统一社会信用代码： at a line's end has its figures on the next.
_SIGNED = late(r"(?:下列|以下)[^，。；]{1,20}于|于[^，。；]{4,40}签署$")
# …于____年__月__日在____市____区签署：
_SIGNED_ON = late(r"于[^，。；]{0,12}年[^，。；]{0,12}月[^，。；]{0,12}日.{0,24}(?:签署|签订|订立)：[ ]*$")
# 4、其他： and below it the parties sign
_SIGNED_BELOW = late(rf"[ \t]*[^：，。；（\n]{{1,12}}{SIGN_NOTE}[ \t]*：")
_SIGNING = frozenset(("签订", "签署", "订立", "签订本合同", "签订本协议"))
_OPENING = late(r"[ \t]*(?:本合同|本协议|双方|各方|甲乙双方)")
_WRAPPED = late(r"[ \t]*(?=[A-Z]{0,6}\d)[0-9A-Z][0-9A-Z -]{6,28}[0-9A-Z](?=$|[\s，。；])")
_FIGURES = frozenset((Kind.ID_NO, Kind.BANK_ACCOUNT, Kind.PHONE, Kind.CONTRACT_NO))
_WAY_ASKED = late(r"(?:以下|下列|如下)(?:方式|办法)(?:处理|执行|支付|交付)$")


def _is_sibling(here: Number, there: Number, line: str, ahead: str) -> bool:
    """True where the next line is the next entry of the same list: nothing stands between."""
    if here[0] != there[0] or there[1] != here[1] + 1:
        return False
    if here[0] != "deep":
        return True
    parts = [pattern(r"\d+").findall(text[:16])[:-1] for text in (line[: here[2]], ahead[: there[2]])]
    return parts[0] == parts[1]


def _is_next(here: Number | None, there: Number, kind: Kind | None) -> bool:
    """True where the numbered line that follows stands above this one or apart from it, not below it."""
    if here and here[0] == "article" and there[0] == "han" and there[1] == 1:
        return False  # 第三条 工程范围： and its list
    if here and there[0] == here[0]:
        return there[1] > (1 if there[0] == "deep" else here[1])
    if there[0] == "article" and (there[1] > 1 or kind in FIRM):
        return True
    if there[1] > 1:
        return True
    personal = kind in FIRM and kind not in (Kind.PARTY, Kind.DATE)
    return personal or (there[0] == "han" and (here is not None or kind in FIRM))


_RECITAL = late(
    r"[ \t]*(?:根据|依据|依照|按照|鉴于|为了?|经|甲、?乙|双方|就|本着|兹|现|因|遵照|按|上述|以上|本合同|本协议)"
)


def _opens_contract(label: str, ahead: str) -> bool:
    """True where the long line behind a party's label is a form's or the recitals, not what the party has to do."""
    return bool(LABEL_AHEAD.match(ahead) or _RECITAL.match(ahead) or not pattern(role_pattern()).fullmatch(label))


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
            return text[begin : min(stop, begin + LONGEST)], count
    return None, count
