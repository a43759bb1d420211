"""Heading and text of a clause → its category; roles and title → the kind of contract."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from pipeline.parsing.parties import roles

_FILE = Path(__file__).with_name("categories.toml")
_OTHER = "其他"
_SENTENCE = 120


@functools.cache
def _tables() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    raw = tomllib.loads(_FILE.read_text("utf-8"))["category"]
    return tuple((c["name"], _any(c["title"]), _any(c["text"])) for c in raw)


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


def names() -> tuple[str, ...]:
    """Return the 26 categories in the order in which they are tried."""
    return tuple(dict.fromkeys(name for name, _, _ in _tables()))


def categorize(title: str, text: str) -> str:
    """Return the category of a clause.

    The heading tells it: the first category of the file that has one of its words there, narrow ones before wide ones
    (合同解除后的保密义务 is 保密 before it is 解除). A clause without a heading is told by its first sentences.

    Args:
        title: The heading, "" if there is none.
        text: The clause's own words.
    """
    if title:
        by_title = next((name for name, words, _ in _tables() if words.search(title)), None)
        if by_title:
            return by_title
    opening = text[:_SENTENCE]
    return next((name for name, _, words in _tables() if words.search(opening)), _OTHER)


# Words in a contract's title that tell its kind; those of 民法典's named contracts first, narrow before wide.
_KINDS = (
    ("融资租赁", "融资租赁"), ("保理", "保理"), ("居间", "中介"), ("中介", "中介"), ("经纪", "中介"), ("检测", "委托"), ("租赁", "租赁"), ("出租", "租赁"), ("劳动合同", "劳动"), ("劳务", "劳务"),
    ("聘用", "劳动"), ("物业", "物业服务"), ("供用", "供用电水气热"), ("供气", "供用电水气热"), ("供热", "供用电水气热"),
    ("供水", "供用电水气热"), ("供电", "供用电水气热"), ("购售电", "供用电水气热"), ("特许", "特许经营"), ("加盟", "特许经营"),
    ("代销", "行纪"), ("寄售", "行纪"), ("行纪", "行纪"), ("技术开发", "技术开发"),
    ("技术转让", "技术转让"), ("技术许可", "技术许可"), ("技术咨询", "技术咨询"), ("技术服务", "技术服务"), ("软件", "技术服务"),
    ("装饰装修", "建设工程"), ("监理", "委托"), ("工程", "建设工程"), ("施工", "建设工程"), ("勘察", "建设工程"), ("借款", "借款"),
    ("贷款", "借款"), ("抵押", "抵押"), ("质押", "质押"), ("保证合同", "保证"), ("担保", "担保"), ("赠与", "赠与"), ("捐赠", "赠与"),
    ("使用权出让", "出让"), ("承包", "承包"), ("入股", "合伙"), ("合伙", "合伙"), ("运输", "运输"), ("运单", "运输"), ("仓储", "仓储"),
    ("保管", "保管"), ("承揽", "承揽"), ("加工", "承揽"), ("定作", "承揽"), ("设计", "承揽"), ("旅游", "旅游"), ("保密", "保密"),
    ("许可", "许可"), ("转让", "转让"), ("产权交易", "转让"), ("采购", "买卖"), ("买卖", "买卖"), ("购销", "买卖"), ("销售", "买卖"),
    ("委托", "委托"), ("代理", "委托"), ("保险", "保险"), ("培训", "服务"), ("养老", "服务"), ("服务", "服务"), ("维护保养", "服务"),
)  # fmt: skip


def contract_kind(title: str, role_names: tuple[str, ...], text: str = "") -> str:
    """Return the kind of contract (合同类型), "" if nothing tells it.

    The title tells it; else the roles of the parties; else the words that the title's neighbours in the text use most.

    Args:
        title: The contract's title.
        role_names: Roles and aliases of the parties.
        text: The contract's text.
    """
    by_title = next((kind for word, kind in _KINDS if word in title), "")
    if by_title:
        return by_title
    known = set(role_names)
    by_role = next((kind for pair, kind in roles().categories.items() if kind and pair <= known), "")
    if by_role:
        return by_role
    counts = {kind: text.count(word) for word, kind in reversed(_KINDS) if len(word) >= 2}
    best = max(counts, key=lambda kind: counts[kind], default="")
    return best if counts.get(best, 0) >= 5 else ""
