"""labels.toml and a contract's own roles → the places where a label or a role stands."""

from __future__ import annotations

import bisect
import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.extracting.numbering import NUMBER
from pipeline.extracting.vocabulary import alternatives, words
from pipeline.model.template import Template
from pipeline.text.patterns import led, lined

_GAP = r"[ ]{0,8}"
_BRACKETS = r"(?:\([^()\n]{0,24}\)|\[[^\[\]\n]{0,24}\])"
_ENGLISH = r"(?:[/|]?[ ]?[A-Za-z][A-Za-z .&'-]{1,40})"  # 买方 / Purchaser:, 日期 Date:


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A label or a role in the text.

    Attributes:
        name: Element of the label; "role" where a role introduces a party.
        owner: Key of the party, for a role and for a label that names it (采购人地址); "" for others.
        start: Offset of its first character.
        end: Behind its colon: where the value begins.
        bare: True where no colon follows.
    """

    name: str
    owner: str
    start: int
    end: int
    bare: bool = False


@functools.cache
def _lists() -> dict[str, str]:
    data: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {word: name for name, listed in data.items() for word in listed}


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    listed = tuple(sorted(_lists(), key=lambda w: (-len(w), w)))
    return re.compile(
        rf"(?P<label>{alternatives(listed, spaced=True)}){_GAP}{_BRACKETS}?{_GAP}"
        rf"(?:(?P<colon>为?[:]|(?=\t))|{_ENGLISH}[:])"
    )


# 房屋地址, 交货地址: where something is, and nobody's address
_OTHER_PLACE = re.compile(
    r"(?:房屋|租屋|物业|项目|工程|交货|交付|收货|施工|服务|租赁物?|场地|店铺|商铺|标的物?|不动产|网站?)\Z"
)
# 标的名称, 项目名称: what something is called, and no party
_OTHER_NAME = re.compile(
    r"(?:标的物?|项目|产品|货物|设备|工程|材料|服务|商品|物品|合同|软件|系统|平台|课程|活动|药品|作品|专利|商标|文件|资料|车辆|款项|费用)\Z"
)
# 账号6225…, 身份证号1101…: figures say themselves what they are.
_FIGURES = led(
    "[居公身统银账帐卡电手联]",
    r"(?P<label>(?:居民|公民)?身份证(?:号码|号)?|公民身份号码|统一社会信用代码|(?:银行)?[账帐]号|(?:银行)?卡号|电话|手机号?码?|联系方式)"
    r"(?:为|是)?\s?(?=[0-9+(][0-9A-Z +()-]{6})",
)
_PLACE = led("[住地]", r"(?P<label>住所地|住所|住址|地址|(?<=[,;])住)(?:为|在|于)?(?=[\u4e00-\u9fff]{2,8}[省市区县州])")
# …汇入齐鲁银行济南历城支行，账号8661…, or 建设银行大连中山支行 6217…: the bank needs no label of its own.
_BRANCH = (
    r"(?<![\u4e00-\u9fff])(?P<label>)"
    r"(?=[\u4e00-\u9fff]{2,20}(?:银行|信用社)[\u4e00-\u9fff]{0,20}(?:支行|分行|营业部|分理处|总行)"
)
_BANK_BEFORE = re.compile(rf"{_BRANCH}[,、 \n]{{0,3}}(?:银行)?(?:[账帐]号|账户|卡号))")
_BANK_FIGURES = lined("银行|信用社", rf"{_BRANCH}[,、: ]{{1,2}}[0-9][0-9 -]{{11,30}}(?![0-9]))")
# …，法定代表人卜算子。 in a sentence that describes a firm; 法定代表人签字, 法定代表人变更的 name nobody.
_LEGAL = led(
    "[法负](?<=[,;].)",
    r"(?<=[,;])(?P<label>法定代表人|负责人)(?:为|是)?(?![签盖或及和授委变应不负有由发之名身无均须对已更为是])"
    r"(?=[\u4e00-\u9fff·]{2,4}(?:先生|女士)?(?<![的人章字])[。,;)(])",
)
_MAIL = re.compile(r"(?P<label>电子邮箱|电子邮件|邮箱)(?:地址)?(?:为|是)\s?(?=[A-Za-z0-9._%+-]{1,64}@)")
_BANK = re.compile(r"(?P<label>开户银行|开户行)(?:为|是)?\s?(?=[\u4e00-\u9fff]{2,24}(?:行|支行|分行|营业部|信用社))")


def label_marks(text: str) -> list[Mark]:
    """Return the labels in a folded text, in reading order."""
    lists, found = _lists(), {}
    for match in _label_pattern().finditer(text):
        if not match["colon"] and _stands_below(text, match["label"], match.end()):
            continue
        name = lists[match["label"].replace(" ", "")]
        if name == "address" and _OTHER_PLACE.search(text, max(0, match.start() - 4), match.start()):
            name = "other"
        if name == "name" and _OTHER_NAME.search(text, max(0, match.start() - 4), match.start()):
            name = "other"
        found[match.start()] = Mark(name=name, owner="", start=match.start(), end=match.end())
    values = {mark.end for mark in found.values() if "bank" in mark.name.split("+")}
    for pattern, given in (
        (_FIGURES, ""),
        (_BANK, ""),
        (_LEGAL, ""),
        (_MAIL, ""),
        (_BANK_BEFORE, "bank"),
        (_BANK_FIGURES, "bank+bank_account"),
        (_PLACE, "address"),
    ):
        for match in pattern.finditer(text):
            name = given or lists.get(match["label"], "")
            if match.start() not in found and match.start() not in values and name:
                found[match.start()] = Mark(name=name, owner="", start=match.start(), end=match.end(), bare=True)
    return [found[at] for at in sorted(found)]


_CELL_BESIDE = re.compile(r"\t[^\n\t]{1,20}\n")
_ENDS = ("", "\n", "\t")


def _stands_below(text: str, label: str, at: int) -> bool:
    """True for what somebody is, printed below the name in two cells: 李某/法定代表人 | 陈某/法定代表人."""
    beside = _CELL_BESIDE.match(text, at)
    below = beside.end() if beside else 0
    return bool(beside) and text.startswith(label, below) and text[below + len(label) : below + len(label) + 1] in _ENDS


def element_of(printed: str) -> str:
    """Return the element that printed words are the label of, "" if they are none."""
    return _lists().get(printed.replace(" ", "").strip(":"), "")


def is_label(printed: str) -> bool:
    """True where the words end like a label of labels.toml, or ask for a number, a day, a place or a sum."""
    return any(printed.endswith(label) for label in _lists()) or bool(_ASKING.search(printed))


_ASKING = re.compile(
    r"[号码]$|日期|时间|地点|金额|价款|期限|方式|项目|标的|内容|编号|名称|面积|用途|公司|甲乙双方|如下|鉴于|根据"
)


def role_names(template: Template) -> dict[str, str]:
    """Return every name that a party goes by → its key, longest name first."""
    names = {name: p.key for p in template.parties for name in (p.role, *p.aliases) if name}
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))


def role_marks(template: Template, text: str) -> list[Mark]:
    """Return the places where a line, a cell or a column begins with a role and a colon: 甲方（委托方）：."""
    names = role_names(template)
    if not names:
        return []
    either = alternatives(tuple(names), spaced=True)
    called = _name_words()
    pattern = re.compile(
        rf"(?:^|(?<=[\n\t])|(?<=[ ]{{2}})|(?<=[。;]))[ ]{{0,12}}{NUMBER}?"
        rf"(?:合同)?(?P<role>{either}){_GAP}(?:[/、]?{_BRACKETS}|[“\"「][^”\"」\n]{{1,8}}[”\"」]|{_GAP}){{0,3}}{_ENGLISH}?"
        rf"(?:(?:签章|盖章|签字|签名|签署){_GAP})?(?:(?:{called}){_GAP}{_BRACKETS}?)?{_GAP}(?P<colon>[:]|(?=\t))"
    )
    marks = []
    for match in pattern.finditer(text):
        key = names[match["role"].replace(" ", "")]
        marks.append(Mark(name="role", owner=key, start=match.start("role"), end=match.end()))
    known = {mark.start for mark in marks}
    # A page may run lines together; a role with its other name and a colon begins a party wherever it stands.
    glued = re.compile(rf"(?<![\u4e00-\u9fff“])(?P<role>{either}){_GAP}\((?:{either})\){_GAP}:")
    for match in glued.finditer(text):
        if match.start() not in known:
            key = names[match["role"].replace(" ", "")]
            marks.append(Mark(name="role", owner=key, start=match.start(), end=match.end()))
    # Party A (甲方): …
    english = re.compile(rf"(?:^|(?<=\n))[ *]{{0,40}}[A-Z][A-Za-z .]{{2,30}}\((?P<role>{either})\){_GAP}:")
    marks += [
        Mark(name="role", owner=names[match["role"]], start=match.start("role"), end=match.end())
        for match in english.finditer(text)
    ]
    known |= {mark.start for mark in marks}
    marks += [mark for mark in _renamed(text, names) if mark.start not in known]
    known |= {mark.start for mark in marks}
    headings = [mark for mark in _headings(text, names, either) if mark.start not in known]
    known |= {mark.start for mark in headings}
    headings += [mark for mark in _heading(text, names, either) if mark.start not in known]
    return sorted((*marks, *headings), key=lambda mark: mark.start)


def _renamed(text: str, names: dict[str, str]) -> Iterator[Mark]:
    """Yield the places where a cell or a line calls a party otherwise, its short name in brackets: 发包人（甲方）：."""
    short = [name for name in words("party", "short") if name in names]
    if not short:
        return
    line = re.compile(
        rf"(?:^|(?<=[\n\t])|(?<=[ ]{{2}}))[\u4e00-\u9fff]{{2,8}}{_GAP}\((?P<role>{alternatives(tuple(short))})\){_GAP}:"
    )
    for match in line.finditer(text):
        yield Mark(name="role", owner=names[match["role"]], start=match.start(), end=match.end())


def _headings(text: str, names: dict[str, str], either: str) -> list[Mark]:
    """Return the roles on lines that name nothing but the roles: 供  方          需  方, the heads of columns."""
    role = rf"(?:{either})(?:{_BRACKETS})?"
    gap = r"(?:[ ]{3,80}|[ ]{0,40}\t[ \t]{0,40})"
    line = re.compile(rf"(?:^|(?<=\n))[ ]{{0,60}}{role}(?:{gap}{role}){{1,4}}[ \t]{{0,60}}(?=\n|$)")
    one = re.compile(either)
    return [
        Mark(name="role", owner=names[m[0].replace(" ", "")], start=m.start(), end=m.end(), bare=True)
        for row in line.finditer(text)
        for m in one.finditer(text, row.start(), row.end())
    ]


def _heading(text: str, names: dict[str, str], either: str) -> Iterator[Mark]:
    """Yield the roles that stand alone on their line above a line that begins with a label: 【出租人】 / 名称：…."""
    line = re.compile(
        rf"(?:^|(?<=\n))[ ]{{0,60}}[【\[]?(?P<role>{either})(?:{_BRACKETS})?[】\]]?[ ]{{0,60}}"
        r"\n{1,2}(?P<below>[^\n]{0,24})"
    )
    signed = re.compile(
        rf"(?:^|(?<=\n))[ ]{{0,60}}(?P<role>{either})(?:签字|盖章|签章|公章|专用章|或|并|、){{1,4}}[ ]{{0,60}}(?=\n)"
    )
    for match in signed.finditer(text):
        owner = names[match["role"].replace(" ", "")]
        yield Mark(name="role", owner=owner, start=match.start("role"), end=match.end(), bare=True)
    for match in line.finditer(text):
        if _label_pattern().match(match["below"].strip()):
            owner = names[match["role"].replace(" ", "")]
            yield Mark(name="role", owner=owner, start=match.start("role"), end=match.start("below") - 1, bare=True)


def _name_words() -> str:
    lists = _lists()
    return alternatives(tuple(sorted((w for w in lists if lists[w] == "name"), key=lambda w: -len(w))), spaced=True)


def of_roles(template: Template, text: str, labels: Sequence[Mark]) -> list[Mark]:
    """Return labels with the party whose role stands right before them as part of the label: 采购人地址：."""
    names = role_names(template)
    if not names:
        return [*labels]
    role = re.compile(rf"(?P<role>{alternatives(tuple(names))})的?\Z")
    longest = max(map(len, names)) + 1
    found = []
    for label in labels:
        before = None if label.bare else role.search(text, max(0, label.start - longest), label.start)
        found.append(replace(label, owner=names[before["role"]], start=before.start()) if before else label)
    return found


def merged(roles: Sequence[Mark], labels: Sequence[Mark]) -> list[Mark]:
    """Return roles and labels in reading order; a label inside a role's words is part of them."""
    starts = [role.start for role in roles]
    kept = []
    for label in labels:
        index = bisect.bisect_right(starts, label.start) - 1
        if index < 0 or label.start >= roles[index].end:
            kept.append(label)
    return sorted((*roles, *kept), key=lambda m: (m.start, -m.end))
