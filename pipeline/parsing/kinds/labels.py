"""Label → the kind of value that its last word asks for."""

from __future__ import annotations

import functools
import re

from pipeline.model.template import Kind
from pipeline.parsing.kinds.named import defined_as
from pipeline.parsing.kinds.verdict import Verdict
from pipeline.parsing.lexicon import head_of, kind_by_head, label_words, role_pattern, role_words
from pipeline.parsing.surroundings import Words
from pipeline.text.patterns import late, pattern

_ANIMAL = late(r"(?:宠物|宝宝|爱宠|犬只|猫咪)的?(?:名字|姓名|昵称)")
_POSTS = late(r"[则篇支首](?=[，。；、]|$)")  # 图文贴文：____则
_SHORT_LABEL = 8
_LETTERS = ("甲", "乙", "丙", "丁")  # 甲：____ 乙：____


def by_label(words: Words) -> Verdict | None:
    """The head word of the label that a colon, a cell or a placeholder gives."""
    label = words.label
    if not label:
        return None
    if (
        label in ("致", *_LETTERS)
        or pattern(r"者（[甲乙丙丁]方）$|[人方者][甲乙丙丁A-D]$").search(label)
        or (len(label) <= _SHORT_LABEL and pattern(r"[甲乙丙丁]方").fullmatch(defined_as(words.after)))
    ):
        return Kind.PARTY, "", 0.85
    kind = head_kind(label)
    if label.endswith("名称") and pattern(r"，(?:系|是)?一[家个](?:依|根|按|在)").match(words.after):
        return Kind.PARTY, "", 0.85  # 【公司名称】，一家依照中国法律设立的公司
    if kind is None:
        return (Kind.NUMBER, words.after[0], 0.85) if _POSTS.match(words.after) else None
    if kind is Kind.CONTRACT_NO and not pattern(r"合同|协议|契约|^编号$|^No").search(label):
        kind = Kind.ID_NO
    if kind is Kind.PARTY and not is_party_label(label):
        kind = Kind.PERSON if "姓名" in label else Kind.TEXT
    if kind is Kind.PERSON and pattern(r"[甲乙丙丁]方(?:（[^）]*）)?的?姓名").fullmatch(label):
        kind = Kind.PARTY
    if kind is Kind.PERSON and _ANIMAL.search(label):
        kind = Kind.TEXT
    if kind is Kind.ADDRESS and pattern(r"签[订约署]|签于|订立|履行地|仲裁地|开庭").search(label):
        kind = Kind.TEXT
    if kind is Kind.CHOICE:
        kind = Kind.TEXT
    if kind is Kind.TEXT and pattern(r"[人名次间台套个层页部辆张件幢栋]").match(words.after):
        kind = Kind.NUMBER
    unit = ""
    if kind is Kind.PERCENT:
        unit = "%"
    return kind, unit, 0.95


def head_kind(label: str) -> Kind | None:
    """Return the kind of the label's last head word, or of the party that it names."""
    inner = None
    bare = label
    if _ANIMAL.search(label):
        return Kind.TEXT
    if label in kind_by_head():
        return kind_by_head()[label]  # 姓名（名称）
    if "（" in label:
        bare = pattern(r"（[^（）]*）").sub("", label) or label.strip("（）")
        inner = pattern(r"（([^（）]*)）$").search(label)
    bare = bare.rstrip("为是系：") or bare
    if pattern(r"[、及和与或/]").search(bare) and not _coordinated(bare):
        return Kind.TEXT
    last = _last_head(bare)
    if last:
        return kind_by_head()[last]
    if role_words().at_end(bare):
        return Kind.PARTY
    if pattern(r"[\u4e00-\u9fff]{2,8}[签确认领送接指保负]?[\u4e00-\u9fff]人").fullmatch(bare) and bare[
        -2:
    ] not in label_words("nobody", "words"):
        return Kind.PERSON
    if inner and _last_head(inner[1]):
        return kind_by_head()[_last_head(inner[1])]
    return Kind.PARTY if _CALLED.search(label) else None


_CALLED = late(
    r"（(?:以下|下)?(?:简?称[“\"]?[\u4e00-\u9fff]{2,6}|[“\"]?[甲乙丙丁戊]方)[”\"]?）$"
)  # 中标单位（乙方）, a role that no dictionary has


def _last_head(label: str) -> str:
    return head_of(label, "号处栏项额等")


def _coordinated(label: str) -> bool:
    """True where all parts of 电话/传真, 姓名或名称 ask for the same kind."""
    parts = [part for part in pattern(r"[、及和与或/]").split(label) if part]
    kinds = {kind_by_head()[head] for head in map(_last_head, parts) if head}
    return len(kinds) <= 1 or label in kind_by_head() or label.endswith(_coordinated_heads())


@functools.cache
def _coordinated_heads() -> tuple[str, ...]:
    return tuple(word for word in kind_by_head() if "/" in word or "或" in word or "及" in word)


def is_party_label(label: str) -> bool:
    """True where a name is asked for that is a party's: 甲方名称, 单位名称, 出租人; not 货物名称."""
    bare = pattern(r"（[^（）]*）").sub("", label)
    if role_words().at_end(bare):
        return True
    if _CALLED.search(label) and kind_by_head().get(_last_head(bare), Kind.PARTY) is Kind.PARTY:
        return True
    if bare.endswith("单位") and _BUILDERS.fullmatch(bare):
        return True
    stem = pattern(r"(?:名称|全称|姓名|名字|或|/|（|）|盖章|、)+$").sub("", bare)
    return not stem or bool(_somebody().fullmatch(stem))


# 见证单位, 建设/实施单位: who takes part in a work, by what they do
_BUILDERS = late(
    r"(?:工程|项目)?(?:[/、或]?(?:建设|实施|施工|设计|监理|勘察|见证|承包|总承包|分包|检测|代建|委托|主管|使用|管理|产权|运营|组织|主办|承办|协办|供货|安装|养护|监管))+单位"
)


@functools.cache
def _somebody() -> re.Pattern[str]:
    others = "姓名|/|单位|公司|企业|机构|法人|组织|的|（|）|当事人|简称|广告客户|或|代理|全称|客户|广告发布"
    return re.compile(rf"(?>{role_pattern()}|{others})+")
