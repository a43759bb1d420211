"""Contract → its standard elements and parties, by the names that filled and extracted contracts share."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.resources import files

from pipeline.model.contract import Contract, Value
from pipeline.model.record import JsonValue
from pipeline.model.template import Blank, Kind, Template
from pipeline.text.capitals import capital_amount
from pipeline.text.numerals import parse_number
from pipeline.values.money import currency_of
from pipeline.writers.record.filled import FilledText

JsonObject = dict[str, JsonValue]

NAMES = (
    "title", "contract_no", "sign_date", "sign_place", "effective_date", "start_date", "end_date", "term",
    "total_amount", "total_amount_upper", "deposit", "rent", "salary", "penalty", "dispute_method",
    "dispute_institution", "copies",
)  # fmt: skip

# What of a party a field tells, by its kind; persons are told apart by their label.
_PARTY_KINDS = {
    Kind.PARTY: "name", Kind.ID_NO: "id_no", Kind.PHONE: "phone", Kind.EMAIL: "email", Kind.ADDRESS: "address",
    Kind.BANK: "bank", Kind.BANK_ACCOUNT: "bank_account",
}  # fmt: skip
_PERSONS = (
    ("legal_representative", ("法定代表人", "法人代表", "负责人")),
    ("contact", ("联系人", "联络人", "经办人")),
    ("name", ("姓名",)),
)

# 本合同一式两份, 壹式 肆 份, 一式____份 once it is filled.
_COPIES = re.compile(
    r"[一壹]\s?式\s{0,4}(?P<count>[0-9]{1,3}|[一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})\s{0,4}份"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How the field of an element is known; see elements.toml."""

    kinds: frozenset[Kind]
    keys: tuple[str, ...]
    words: tuple[str, ...]
    whole: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def rank(self, blank: Blank) -> int | None:
        """Return how surely a blank is this element, 0 the surest; None if it is not."""
        if blank.kind not in self.kinds:
            return None
        last = blank.key.rpartition(".")[2]
        if last in self.keys:
            return 0
        if any(word in blank.label for word in self.without):
            return None
        surest = next((n for n, word in enumerate(self.words, 1) if word in blank.label), None)
        return len(self.words) + 1 if surest is None and blank.label in self.whole else surest


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Return the rule of each element that a field can give."""
    data = tomllib.loads((files(__package__) / "elements.toml").read_text(encoding="utf-8"))
    return {
        name: Rule(
            kinds=frozenset(map(Kind, entry["kinds"])), keys=tuple(entry["keys"]), words=tuple(entry["words"]),
            whole=tuple(entry.get("whole", ())), without=tuple(entry.get("without", ())),
        )
        for name, entry in data.items()
    }  # fmt: skip


def element_fields(template: Template) -> Mapping[str, Blank]:
    """Return for each element the blank that gives it; elements without one are left out."""
    found: dict[str, Blank] = {}
    for name, rule in rules().items():
        ranked = [(rank, index) for index, b in enumerate(template.blanks) if (rank := rule.rank(b)) is not None]
        if ranked:
            found[name] = template.blanks[min(ranked)[1]]
    if "total_amount" not in found and (paired := _paired(template, {blank.key for blank in found.values()})):
        found["total_amount"] = paired
    return found


def _paired(template: Template, taken: set[str]) -> Blank | None:
    """The first amount in capitals too that is nothing else: what a contract says twice is its price."""
    keys = {b.pair for b in template.blanks if b.kind is Kind.AMOUNT_UPPER} - taken
    return next((b for b in template.blanks if b.kind is Kind.AMOUNT and b.key in keys), None)


def elements(contract: Contract, filled: FilledText, known: Mapping[str, Blank]) -> JsonObject:
    """Return the elements of a contract, in the order of `NAMES`, without those that it does not have.

    Args:
        contract: The contract.
        filled: Its text with the values filled in.
        known: What `element_fields` found in the template.
    """
    made: JsonObject = {"title": contract.template.title}
    for name, blank in known.items():
        value = contract.values.get(blank.key)
        if value is not None:
            made[name] = _element(name, blank, value)
    total = made.get("total_amount")
    if isinstance(total, dict) and total.get("currency") == "CNY" and (upper := _capitals(total["value"])):
        made["total_amount_upper"] = upper
    text = filled.between(0, len(contract.template.text))
    method = _dispute_method(contract, filled, text)
    if method:
        made["dispute_method"] = method
    found = None if "copies" in made else _COPIES.search(text)
    if found is not None and (count := parse_number(found["count"])) is not None:
        made["copies"] = int(count)
    return {name: made[name] for name in NAMES if name in made}


def _element(name: str, blank: Blank, value: Value) -> JsonValue:
    if blank.kind is Kind.AMOUNT:
        return {"value": value.data, "currency": currency_of(blank)}
    if name == "penalty":
        return value.text
    if name == "copies" and isinstance(value.data, str) and value.data.isdigit():
        return int(value.data)
    return value.data


def _capitals(amount: JsonValue) -> str:
    try:
        return capital_amount(Decimal(str(amount)))
    except (ValueError, InvalidOperation):
        return ""  # a fraction of a 分 has no capitals


def _dispute_method(contract: Contract, filled: FilledText, text: str) -> str:
    """Return "arbitration" or "litigation", "" if the contract says neither or leaves it open."""
    for blank in contract.template.blanks:
        value = contract.values.get(blank.key)
        if value is not None and blank.kind is Kind.CHOICE and "争议" in f"{blank.label}{blank.key}":
            return _method(value.text)
    # Clauses that offer both for choice say nothing until one is chosen, and that is a field.
    clauses = (filled.between(c.start, c.end) for c in contract.template.clauses if "争议" in f"{c.title}{c.category}")
    return _method("".join(clauses)) or _method("".join(_dispute_sentences(text)))


def _dispute_sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"[。\n]", text):
        if "争议" in sentence or "纠纷" in sentence:
            yield sentence


def _method(words: str) -> str:
    arbitration = "仲裁委员会" in words or "申请仲裁" in words or "提交仲裁" in words or words.strip() == "仲裁"
    litigation = "诉讼" in words or "起诉" in words or "人民法院" in words
    if arbitration == litigation:
        return ""
    return "arbitration" if arbitration else "litigation"


def parties(contract: Contract) -> list[JsonValue]:
    """Return what the contract says of each party, in the order of the template."""
    return [_party(contract, party.key, party.role, party.label) for party in contract.template.parties]


def _party(contract: Contract, key: str, role: str, label: str) -> JsonObject:
    made: JsonObject = {"key": key, "role": role, "label": label}
    for blank in contract.template.blanks:
        value = contract.values.get(blank.key)
        if value is None or blank.party != key:
            continue
        name = _party_element(blank)
        if name and name not in made:
            made[name] = value.data if isinstance(value.data, str) else value.text
    return made


def _party_element(blank: Blank) -> str:
    if blank.kind is Kind.PERSON:
        return next((name for name, words in _PERSONS if any(word in blank.label for word in words)), "")
    return _PARTY_KINDS.get(blank.kind, "")
