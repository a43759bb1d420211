"""Drafts, their labels and kinds, and who owns the lines → whose every draft is."""

from __future__ import annotations

from collections import Counter

from pipeline.model.template import Kind, Section
from pipeline.parsing.before import flat
from pipeline.parsing.gaps import WIDE
from pipeline.parsing.groups.draft import Board, Draft
from pipeline.parsing.lexicon import label_words
from pipeline.parsing.owners import Owner, Owners, names_on, owner_of
from pipeline.parsing.structure import Structure
from pipeline.text.patterns import late, pattern


def owners_of(board: Board, drafts: list[Draft], labels: list[str], kinds: list[Kind], owners: Owners,
              structure: Structure) -> list[Owner | None]:  # fmt: skip
    """Return the party of every draft, None where it belongs to none.

    Args:
        board: The compact text.
        drafts: The drafts in reading order.
        labels: Their labels without a party's name.
        kinds: Their kinds.
        owners: Who owns the lines.
        structure: Sections and parties.
    """
    labels_or_kinds = [flat(label) or kind.value for label, kind in zip(labels, kinds, strict=True)]
    begins = [board.line_start(draft.first) for draft in drafts]
    sizes, places = _columns(begins)
    seen: Counter[tuple[int, str]] = Counter()
    named_on: dict[int, Owner] = {}
    found: list[Owner | None] = []
    each = zip(drafts, labels, kinds, labels_or_kinds, begins, places, strict=True)
    signed_at = {label for label, count in Counter(labels).items() if count == 1 and _SIGNED_AT.fullmatch(label)}
    for draft, label, kind, asked, begin, place in each:
        current = owners.by_line.get(begin, ())
        order = max(seen[begin, asked], place if sizes[begin] == len(current) else 0)
        seen[begin, asked] += 1
        named = owners.named_in(label)
        if named:
            named_on[begin] = named
            found.append(named)
        elif draft.shape == "row" or not is_personal(label or _stem(kind), kind) or label in signed_at:
            found.append(None)
        elif begin in named_on and (not current or (len(current) == 1 and named_on[begin].key)):
            found.append(named_on[begin])
        elif not current or (len(current) > 1 and sizes[begin] == 1 and _is_of_all(label, kind)):
            found.append(None)
        else:
            found.append(_by_column(board, draft, begin, current, order))
    found = _in_turn(begins, labels_or_kinds, found, owners)
    return _unled(drafts, labels, kinds, _shared(drafts, kinds, found, structure), structure)


_SIGNED_AT = late(r"(?:合同|协议)?签[订约署]地[点址]")  # the contract's where it is asked once, whoever stands above


def _is_of_all(label: str, kind: Kind) -> bool:
    """True for a day or a place that the parties have in common, where several stand above and it is asked once."""
    return kind is Kind.DATE or bool(pattern(r"[签合].*[地间期]").search(label))


def _in_turn(begins: list[int], labels: list[str], found: list[Owner | None], owners: Owners) -> list[Owner | None]:
    """Give labels below the names of several parties, as often as there are names, to each in turn."""
    places: dict[tuple[int, str], list[int]] = {}
    for i, (begin, label) in enumerate(zip(begins, labels, strict=True)):
        above = owners.above.get(begin)
        if above and found[i] == above[1][-1]:
            places.setdefault((above[0], label), []).append(i)
    given = list(found)
    for indices in places.values():
        names = owners.above[begins[indices[0]]][1]
        if len(indices) == len(names):
            for i, owner in zip(indices, names, strict=True):
                given[i] = owner
    return given


def _shared(
    drafts: list[Draft], kinds: list[Kind], found: list[Owner | None], structure: Structure
) -> list[Owner | None]:
    """Take the one date under everybody's signatures from the party that happens to sign last: it is the contract's."""
    sections = [structure.section_at(draft.slots[0].start) for draft in drafts]
    days = [i for i, section in enumerate(sections) if section is Section.COVER and kinds[i] is Kind.DATE]
    if len(days) == 1:
        found[days[0]] = None  # the cover's only day is the contract's
    for section in (Section.HEAD, Section.SIGNATURE):
        signing = [i for i, own in enumerate(sections) if own is section]
        dates = [i for i in signing if kinds[i] is Kind.DATE]
        signers = {found[i] for i in signing if i not in dates and found[i] is not None}
        if len(dates) == 1 and len(signers) > 1 and not any(i > dates[0] and found[i] is not None for i in signing):
            found[dates[0]] = None
    return found


def _columns(begins: list[int]) -> tuple[Counter[int], list[int]]:
    """Return how many drafts each line has, by its beginning, and every draft's place among those of its line."""
    sizes: Counter[int] = Counter()
    places = []
    for begin in begins:
        places.append(sizes[begin])
        sizes[begin] += 1
    return sizes, places


def _stem(kind: Kind) -> str:
    return "日期" if kind is Kind.DATE else ""


def _by_column(board: Board, draft: Draft, begin: int, current: tuple[Owner, ...], order: int) -> Owner:
    """Return the owner of a column: the party named last before the draft on its line, else by the draft's order."""
    if len(current) == 1:
        return current[0]
    line = board.text[begin : draft.first]
    names = len(names_on(line.strip(" " + WIDE)))
    if names:
        return current[min(names, len(current)) - 1]
    return current[min(order, len(current) - 1)]


def _unled(drafts: list[Draft], labels: list[str], kinds: list[Kind], found: list[Owner | None],
           structure: Structure) -> list[Owner | None]:  # fmt: skip
    """Give labels that come twice without any party named to the first and the second party."""
    if len(structure.parties) < 2:
        return found
    loose: dict[tuple[Section, str], list[int]] = {}
    for i, (draft, label, kind) in enumerate(zip(drafts, labels, kinds, strict=True)):
        if found[i] is not None or not label:
            continue
        section = structure.section_at(draft.slots[0].start)
        if draft.shape != "row" and section is not Section.BODY and is_personal(label, kind):
            loose.setdefault((section, label), []).append(i)
    for places in loose.values():
        if len(places) == len(structure.parties) == 2:
            for party, i in zip(structure.parties, places, strict=True):
                found[i] = owner_of(party.role, party.label, structure.parties)
    return found


def is_personal(label: str, kind: Kind) -> bool:
    """True where such a value is asked of each party: its address, its telephone; not the contract's number."""
    bare = pattern(r"（[^）]*）").sub("", label) if "（" in label else label
    if "法院" in bare or "仲裁" in bare or _OF_CONTRACT.fullmatch(bare):
        return False
    if bare in label_words("personal", "alone") or kind.value in label_words("personal", "heads"):
        return True
    return bare.endswith(label_words("personal", "words"))


# 工程名称, 交货地点: the contract's, under whosever name they stand
_OF_CONTRACT = late(
    r"(?:工程|项目|货物|产品|商品|标的|服务|设备|土地|地块|林地|交货|交付|施工|演出|活动|安装|投放|发布|展览|培训|仓库|仓储)"
    r"[\u4e00-\u9fff]{0,4}(?:名称|地点|地址|位置|坐落)|[\u4e00-\u9fff]{2,10}[书单表]编号"
    r"|[\u4e00-\u9fff]{2,8}(?:事务所|交易所|有限公司|研究[院所]|协会|基金会|交易中心|公证处)名称"  # a third's
)
