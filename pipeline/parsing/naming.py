"""Drafts → blanks: kind, owner, label, pair, key and confidence of each."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.making import changer, maker
from pipeline.model.template import Blank, Clause, Column, Kind, Role, Section, Slot
from pipeline.parsing.belonging import is_personal, owners_of
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.keys import key_of, unique
from pipeline.parsing.kinds.classify import classify
from pipeline.parsing.kinds.labels import head_kind, is_party_label
from pipeline.parsing.labels import label_of
from pipeline.parsing.owners import Owner, Owners, find_owners
from pipeline.parsing.placing import placed
from pipeline.parsing.structure import Structure
from pipeline.parsing.surroundings import Words, words_around
from pipeline.parsing.wording.phrases import tidy
from pipeline.text.patterns import late, pattern

_OPTIONAL = late(r"如有|若有|其他|其它|备注|补充|选填|可选|另行约定|如适用")


def name_all(board: Board, drafts: list[Draft], structure: Structure) -> list[Blank]:
    """Return the drafts as blanks with kinds, labels and keys, in reading order."""
    words = [words_around(board, draft) for draft in drafts]
    sections = [structure.section_at(draft.slots[0].start) for draft in drafts]
    verdicts = [
        placed(classify(draft, around), around, section)
        for draft, around, section in zip(drafts, words, sections, strict=True)
    ]
    roles = {name for party in structure.parties for name in (party.role, party.label)}
    verdicts = [
        (Kind.PARTY, "", sure) if kind is Kind.PERSON and around.label in roles else (kind, unit, sure)
        for (kind, unit, sure), around in zip(verdicts, words, strict=True)
    ]
    for i in range(1, len(drafts)):
        if _repeats(drafts[i - 1], drafts[i], words[i]):
            verdicts[i] = verdicts[i - 1]
    enclosing = [structure.clauses_at(draft.slots[0].start) for draft in drafts]
    clauses = [each[-1] if each else None for each in enclosing]
    titled = [_innermost_titled(each) for each in enclosing]
    kinds = [kind for kind, _, _ in verdicts]
    lines = find_owners(board, structure)
    labels = _of_each_side(board, drafts, _labels(board, drafts, words, kinds, titled), kinds, lines)
    owners = owners_of(board, drafts, labels, kinds, lines, structure)
    blanks = [
        _blank(draft, around, verdict, label, owner, clause, structure)
        for draft, around, verdict, label, owner, clause in zip(
            drafts, words, verdicts, labels, owners, clauses, strict=True
        )
    ]
    return _keyed(_paired(blanks))


def _of_each_side(board: Board, drafts: list[Draft], labels: list[str], kinds: list[Kind], owners: Owners) -> list[str]:
    """Return the labels, with a side's name before what is asked under each: 甲方： 保密内容… 乙方： 保密内容…."""
    places: dict[str, list[int]] = {}
    for i, (label, kind) in enumerate(zip(labels, kinds, strict=True)):
        if label and kind in _ASKED_OF_EACH:
            places.setdefault(label, []).append(i)
    told = list(labels)
    for label, indices in places.items():
        if not 1 < len(indices) <= _MOST_SIDES:
            continue
        sides = [owners.by_line.get(board.line_start(drafts[i].first), ()) for i in indices]
        names = [side[0].name for side in sides if len(side) == 1]
        if len(set(names)) == len(indices) and all(pattern(r"[甲乙丙丁]方").fullmatch(name) for name in names):
            for i, name in zip(indices, names, strict=True):
                told[i] = f"{name}{label}"
    return told


_ASKED_OF_EACH = frozenset((Kind.TEXT, Kind.DURATION, Kind.CHOICE))
_MOST_SIDES = 4


def _repeats(before: Draft, draft: Draft, words: Words) -> bool:
    """True for a further place of a list: 各期付款日期：____，____，____."""
    if draft.first - before.last != 1 or draft.kind or before.kind or words.label:
        return False
    return bool(pattern(r"_[，、]$").search(words.before)) and not pattern(r"[\u4e00-\u9fff]").match(words.after)


def titled_clause(structure: Structure, offset: int) -> Clause | None:
    """Return the innermost clause around `offset` that has a title of its own."""
    return _innermost_titled(structure.clauses_at(offset))


def _innermost_titled(clauses: list[Clause]) -> Clause | None:
    return next((clause for clause in reversed(clauses) if clause.title), None)


def _labels(
    board: Board, drafts: list[Draft], words: list[Words], kinds: list[Kind], clauses: list[Clause | None]
) -> list[str]:
    """Return the labels; a blank inside an option is named after its choice."""
    labels: list[str] = []
    choice, reach, offered, reached = "", -1, "", ""
    for i, (draft, around, kind, clause) in enumerate(zip(drafts, words, kinds, clauses, strict=True)):
        inside = choice if draft.first <= reach else ""
        again = i > 0 and _repeats(drafts[i - 1], draft, around)
        label = labels[-1] if again else label_of(draft, around, kind, clause, inside)
        if kind is Kind.PHONE and label in _REACHES and i and _is_beside(board, drafts[i - 1], draft):
            whom = labels[-1] if kinds[i - 1] is Kind.PERSON else reached
            reached = whom if _has_task(whom) else ""
            label = f"{reached}{label}"
        else:
            reached = ""
        if kind is Kind.TEXT and i and kinds[i - 1] is Kind.CHOICE and _after_last(drafts[i - 1], label):
            label = f"其他{labels[-1]}"  # □种子 □农药 □化肥____
        if offered and around.number and kind is Kind.TEXT and _OFFERS.search(around.above):
            label = f"其他{offered}"
        if (
            label == "截止日期"
            and i
            and labels[-1].endswith("起始日期")
            and pattern(r"_日?[至到]$").search(around.before)
        ):
            label = f"{labels[-1].removesuffix('起始日期')}截止日期"
        if kind is Kind.CHOICE:
            choice, reach = label, board.line_end(draft.last)
            offered = label if draft.shape not in ("box", "alternative") else offered
        labels.append(label)
    return labels


_REACHES = frozenset(("电话", "手机", "联系电话", "联系方式", "手机号", "手机号码", "移动电话", "电话号码", "办公电话"))
# Who stands in a party's place is reached as the party is: 法定代表人：____ 电话：____
_IN_PLACE = late(r"法定代表人|法人|代理人|姓名|签[约字]|代表$|^[甲乙丙丁]方联系人$")


def _has_task(whom: str) -> bool:
    """True for somebody with a task of their own, who is not reached as the party is: 施工负责人, 紧急联系人."""
    return len(whom) > 2 and not _IN_PLACE.search(whom)


def _is_beside(board: Board, before: Draft, draft: Draft) -> bool:
    """True where a draft follows another on its line, or in the next cells of its row."""
    if board.line_start(before.first) == board.line_start(draft.first):
        return True
    left, right = board.cell_at(before.first), board.cell_at(draft.first)
    if left is None or right is None:
        return False
    cells = board.flow.cells
    return (cells[left].table, cells[left].row) == (cells[right].table, cells[right].row)


def _after_last(choice: Draft, label: str) -> bool:
    """True where a label is but the last answer of the choice right before: the gap takes a further one."""
    if len(choice.options) < _FEWEST or choice.shape != "box":
        return False
    last = choice.options[-1].label.split("____", 1)[0].rstrip("和或及、：:")
    return label == tidy(last) and "其" not in label


_FEWEST = 3  # answers after which a gap is one more
_OFFERS = late(r"第_[种项款]|(?:下列|以下)_")


_new_blank, _changed = maker(Blank), changer(Blank)


def _blank(draft: Draft, words: Words, verdict: tuple[Kind, str, float], label: str, owner: Owner | None,
           clause: Clause | None, structure: Structure) -> Blank:  # fmt: skip
    kind, unit, sure = verdict
    named = label
    if kind is Kind.DATE and not label and owner:
        named = f"{owner.name}签署日期"
    elif kind is Kind.DATE and not label:
        body = _SEALED.match(words.above)
        named = "日期" if structure.section_at(draft.slots[0].start) is Section.BODY else "签署日期"
        named = f"{body[1]}签署日期" if body else named
    elif owner and not label.startswith(owner.name) and not _names_party(label) and is_personal(label, kind):
        named = f"{owner.name}{label}"
    required = kind is not Kind.SIGNATURE and not draft.spare and not _OPTIONAL.search(words.label + named)
    return _new_blank(
        label=named, kind=kind, unit=unit, required=required,
        slots=_recurring(draft.slots, words) if kind is Kind.DATE else draft.slots,
        options=draft.options, multiple=draft.multiple,
        columns=_columns(draft.columns), rows=draft.rows, shape=draft.shape,
        confidence=sure if named else min(sure, 0.5), filled=draft.filled, party=owner.key if owner else "",
        clause=clause.number if clause else "",
    )  # fmt: skip


# 鉴证机关（章）____ 经办人：____ and below it the day
_SEALED = late(r"([\u4e00-\u9fff]{2,8}(?:机关|单位|部门|机构))（(?:盖|公)?章）")
_MONTHLY = late(r"月(?:份)?的?第?[（]?$")
_YEARLY = late(r"年的?[（]?$")


def _recurring(slots: tuple[Slot, ...], words: Words) -> tuple[Slot, ...]:
    """Return the gap of 每月__日 or 每年__月 as one for a day or a month: it takes no whole date."""
    if len(slots) != 1 or slots[0].role is not Role.VALUE:
        return slots
    if words.after.startswith("日") and _MONTHLY.search(words.before):
        return (replace(slots[0], role=Role.DAY),)
    if words.after.startswith("月") and _YEARLY.search(words.before):
        return (replace(slots[0], role=Role.MONTH),)
    return slots


def _names_party(label: str) -> bool:
    return bool(pattern(r"[甲乙丙丁]方").match(label))


def _columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns named by their heads, no two by the same key: a row's values are told apart by it."""
    if not columns:
        return ()
    taken: dict[str, int] = {}
    return tuple(replace(column, key=unique(column.key, taken)) for column in map(column_of, columns))


def column_of(column: Column) -> Column:
    """Return a column with kind, unit and key, by the head that stands as its label."""
    label = tidy(column.label)
    unit = pattern(r"（(元|万元|%|平方米|㎡|个|吨|公斤|千克|年|天|月)[^）]*）").search(column.label)
    kind = head_kind(label) or Kind.TEXT
    kind = Kind.TEXT if kind in (Kind.CHOICE, Kind.PARTY) and not is_party_label(label) else kind
    kind = Kind.TEXT if kind is Kind.PARTY and label in ("名称", "单位", "全称") else kind
    return Column(key=key_of(label, kind, "", "")[0], label=label, kind=kind, unit=unit[1] if unit else "")


_AHEAD = 20  # characters that digits behind capitals must stand nearer than those before them
_NEAR = 80  # characters between digits and capitals of one amount


def _paired(blanks: list[Blank]) -> list[Blank]:
    """Name capitals after their digits; the keys are paired once they exist."""
    named = list(blanks)
    for i, blank in enumerate(blanks):
        mate = _mate(blanks, i)
        if blank.label == "大写" and blank.kind is not Kind.AMOUNT_UPPER and i:
            named[i] = replace(blank, label=f"{blanks[i - 1].label}大写")  # ____亩（大写：____亩）
        if (
            mate is not None
            and blank.label.removeprefix("即") in ("大写", "大写金额", "金额大写", "人民币大写", "大写（人民币）", "")
            and "大写" not in blanks[mate].label
            and not _BARE_SUM.fullmatch(blanks[mate].label)
        ):
            named[i] = replace(blank, label=f"{blanks[mate].label}大写")
        elif mate is not None and (len(blanks[mate].label) < 2 or _BARE_SUM.fullmatch(blanks[mate].label)):
            named[mate] = replace(blanks[mate], label=pattern(r"（?大写）?$").sub("", blank.label) or "金额")
    return [_named_sum(blank) if blank.kind in _SUMS else blank for blank in named]


def _named_sum(blank: Blank) -> Blank:
    label = _sum_label(blank)
    return blank if label == blank.label else replace(blank, label=label)


_SUMS = (Kind.AMOUNT, Kind.AMOUNT_UPPER)
# Labels that say how a sum is written and not what it is.
_BARE_SUM = late(r"(?:即|计|合计)?(?:人民币)?[（]?(?:小写|¥|RMB)[）]?(?:金额)?|(?:金额|人民币)[（]?小写[）]?")


_LED = late(
    r"(?:[应须需]|日内|一次性|已|向[甲乙丙]方)[^，。；]{0,6}(?:支付|缴纳|交纳|付清)(?P<sum>[\u4e00-\u9fff]{2,8})$"
)


def _sum_label(blank: Blank) -> str:
    """Return the label of a sum without the words that only lead to it: 应支付定金人民币 gives 定金."""
    if _BARE_SUM.fullmatch(blank.label):
        return "金额"
    upper = "大写" if blank.kind is Kind.AMOUNT_UPPER and blank.label.endswith("大写") else ""
    plain = blank.label.removesuffix(upper).removeprefix("即")
    short = pattern(r"(?:总计|合计|共计)?人民币$").sub("", plain) or f"{plain.removesuffix('人民币')}金额"
    led = _LED.search(short)
    label = led["sum"] if led else short
    spelt = blank.kind is Kind.AMOUNT_UPPER and "大写" not in label and blank.shape != "grid"
    return f"{label}大写" if upper or spelt else label


def _mate(blanks: list[Blank], at: int) -> int | None:
    """Return the index of the digits that belong to capitals: the amount just before, else just behind."""
    blank = blanks[at]
    if blank.kind is not Kind.AMOUNT_UPPER:
        return None
    near: list[tuple[int, int]] = []
    for other in (at - 1, at + 1):
        if 0 <= other < len(blanks) and blanks[other].kind is Kind.AMOUNT:
            gap = blank.start - blanks[other].end if other < at else blanks[other].start - blank.end
            # digits before the capitals are theirs, unless a bare 小写 stands right behind them
            bare = _BARE_SUM.fullmatch(blanks[other].label) is not None
            ahead = _AHEAD if other > at else 0
            near += [(gap - _NEAR if bare and other > at else gap + ahead, other)] if gap <= _NEAR else []
    return min(near)[1] if near else None


def _keyed(blanks: list[Blank]) -> list[Blank]:
    taken: dict[str, int] = {}
    keyed = []
    for blank in blanks:
        label = (
            pattern(r"^[甲乙丙丁戊]方(?:（[^）]*）)?|（[甲乙丙丁]方）").sub("", blank.label)
            if blank.party
            else blank.label
        )
        key, _ = key_of(label, blank.kind, blank.party, blank.clause)
        keyed.append(_changed(blank, key=unique(key, taken)))
    for i in range(len(keyed)):
        mate = _mate(keyed, i)
        if mate is not None:
            keyed[i] = replace(keyed[i], pair=keyed[mate].key)
            keyed[mate] = replace(keyed[mate], pair=keyed[i].key)
    return keyed
