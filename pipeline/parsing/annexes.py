"""Structure → annexes and the places that refer to them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.template import Annex, AnnexReference, Section
from pipeline.parsing.annex_line import AnnexLine, clean
from pipeline.parsing.annex_titles import by_title
from pipeline.parsing.numbering import chinese
from pipeline.parsing.rows import flatten
from pipeline.parsing.structure import Structure
from pipeline.text.patterns import late, lined, pattern

_S = r"[ \t\u3000\xa0]*"
# 附件一式两份 is no first annex.
_CN = r"一(?![式并起同旦经致样])|[二三四五六七八九十][一二三四五六七八九十]{0,2}"
_NUM = rf"[0-9０-９]{{1,2}}(?:[－—–-][0-9]{{1,2}}(?![0-9年月]))?|{_CN}"
_BY_NUMBER = late(
    rf"(?P<word>附{_S}[件录表图]){_S}[（(]?{_S}(?P<n>{_NUM})(?![个份项页张套条款月日年类种名、]?(?:份|页|张|个))"
    rf"(?P<more>(?:{_S}[、和及至到~～]{_S}(?:{_NUM})(?![个份页条款、.．月日年]))*)"
)
_BEFORE = late(r"《([^《》\n]{2,40})》[（(]?(?:详?见|参见|即|作为)?(?:本?(?:合同|协议)的?)?$")
_AFTER = late(rf"{_S}+[）)]?{_S}+[：:]?{_S}+《([^《》\n]{{2,40}})》")
# 《体检报告》（见本合同附件）, 明细见附件, 见附件《设施清单》, 详见附图
_SEE = r"(?:详见|参见|(?<!意)见)(?:本?(?:合同|协议)的?)?"
_NO_NUMBER = rf"(?=[）)。；;，,]|{_S}(?:\n|$)|{_S}[^《\s0-9０-９一二三四五六七八九十（(、及和与的单页则加带])"
_BARE = lined(
    r"附[件表图]",
    rf"""
      《(?P<named>[^《》\n]{{2,40}})》[（(](?:详?见|作为)?(?:本?(?:合同|协议)的?)?附件[)）]
    | (?:详?见|参见|按照?|如)(?:本?(?:合同|协议)的?)?附件《(?P<behind>[^《》\n]{{2,40}})》
    | {_SEE}(?P<see>附[件表]){_NO_NUMBER}
    | (?:详见|参见|[见及]|如|按照?|根据)(?P<drawing>附[图表])(?![纸件则样说]|{_S}[0-9０-９一二三四五六七八九十])
    """,
    re.VERBOSE,
)
_BESIDE = 45
_ALIKE = 85.0  # what the checks take for two writings of one title, so that none of their findings is lost
_FORM = late(r"(?:格式|样式|样本|范本|模板)$")
_WHAT = late(r"[^，,。；;：:（(）)【】\s]{2,30}$")  # what is said to stand there, before 见附件
_VAGUE = late(r"^(?:具体(?:内容|情况|约定|明细|条款)?|详情|内容|明细|其他|相关内容|详细内容|具体事项)$")


def annexes(text: str, structure: Structure) -> tuple[tuple[Annex, ...], tuple[AnnexReference, ...]]:
    """Return the annexes, as listed and as headed, and every place that refers to one.

    An entry of the list and a heading of the same number and title are one annex, also where one of them has a
    character or two more; where their titles differ they are two, so that a check can say so.

    Args:
        text: The flow's text.
        structure: How the contract is built, with its annex lines.
    """
    found = _joined(_once(structure))
    references = [*_numbered(text, structure), *_bare(text, structure), *by_title(text, structure, found)]
    placed = sorted(_apart(references), key=lambda r: r.start)
    return found, tuple(replace(r, clause=structure.place(r.start)) for r in placed)


def _once(structure: Structure) -> list[AnnexLine]:
    """The annex lines; entries of a contents page count only where the contract lists the annex nowhere else."""
    inside: list[AnnexLine] = []
    contents: list[AnnexLine] = []
    for line in structure.annex_lines:
        (contents if structure.section_at(line.start) is Section.CONTENTS else inside).append(line)
    known = {line.value for line in inside if line.listed}
    inside += [replace(line, listed=True) for line in contents if line.value not in known]
    return sorted(inside, key=lambda line: line.start)


def _letters(title: str) -> str:
    return "".join(c for c in flatten(title) if c.isalnum())


def _joined(lines: list[AnnexLine]) -> tuple[Annex, ...]:
    headed: dict[tuple[int, str], list[AnnexLine]] = {}
    for line in lines:
        if not line.listed:
            headed.setdefault((line.value, _part(line.number)), []).append(line)
    found = [_listed(line, headed.get((line.value, _part(line.number)), [])) for line in lines if line.listed]
    found += [Annex(number=h.number, title=clean(h.title), headed=h.start) for rest in headed.values() for h in rest]
    return tuple(sorted(found, key=lambda a: a.start))


def _listed(line: AnnexLine, headings: list[AnnexLine]) -> Annex:
    """The annex of a list entry; the heading that has its title, or none, is taken out of the headings."""
    twin = next((h for h in headings if not h.title or _letters(h.title) == _letters(line.title)), None)
    twin = twin or next((h for h in headings if _is_near(h.title, line.title)), None)
    if twin is not None:
        headings.remove(twin)
    number = twin.number if twin is not None and "附" not in line.number else line.number
    return Annex(number=number, title=clean(line.title), listed=line.start, headed=twin.start if twin else None)


def _is_near(one: str, other: str) -> bool:
    """True for two writings of one title: 平面图 and 平面图纸, 保函格式 and 保函, a character mistyped in eight."""
    from rapidfuzz import fuzz

    mine, theirs = (_FORM.sub("", _letters(title)) for title in (one, other))
    return mine == theirs or float(fuzz.ratio(mine, theirs)) >= _ALIKE


def _part(number: str) -> str:
    """The second half of a number like 1—2, "" if it has none."""
    return "".join(pattern(r"[－—–-](\d+)").findall(number))


def _lines_of(structure: Structure) -> set[int]:
    return {line.start for line in structure.annex_lines}


def _numbered(text: str, structure: Structure) -> Iterator[AnnexReference]:
    """附件一, 附件 1, 附件一、二, 附件1至3 in running text."""
    own = _lines_of(structure)
    for match in _BY_NUMBER.finditer(text):
        if match.start() in own or structure.section_at(match.start()) is Section.CONTENTS:
            continue
        word = "".join(match["word"].split())
        before, after = _BEFORE.search(text, max(0, match.start() - 60), match.start()), _AFTER.match(text, match.end())
        title = before[1] if before else after[1] if after else ""
        yield AnnexReference(number=word + match["n"], title=clean(title), start=match.start(), end=match.end("n"))
        for number in _more(match["n"], match["more"] or ""):
            yield AnnexReference(number=word + number, title="", start=match.start("more"), end=match.end())


def _more(first: str, rest: str) -> list[str]:
    """The numbers behind the first: 、二 和三 give 二 三; 至三 gives all between."""
    found: list[str] = []
    last = chinese(first) if not pattern(r"[－—–-]").search(first) else 0
    for mark, number in pattern(rf"([、和及至到~～]){_S}({_NUM})").findall(rest):
        value = chinese(number)
        if mark in "至到~～" and 0 < last < value <= last + 20:
            found += [str(n) for n in range(last + 1, value)]
        found.append(number)
        last = value
    return found


def _bare(text: str, structure: Structure) -> Iterator[AnnexReference]:
    """References by the word 附件 or 附图 without a number, and what they say is there."""
    for match in _BARE.finditer(text):
        if structure.section_at(match.start()) not in (Section.HEAD, Section.BODY):
            continue
        if match["named"] or match["behind"]:
            group = "named" if match["named"] else "behind"
            yield AnnexReference(number="", title=clean(match[group]), start=match.start(group), end=match.end(group))
            continue
        what = _WHAT.search(text, max(0, match.start() - 30), match.start()) if match["see"] else None
        if what is None or _VAGUE.match(what[0]):
            group = "see" if match["see"] else "drawing"
            yield AnnexReference(number=match[group], title="", start=match.start(group), end=match.end(group))
        else:
            yield AnnexReference(number="", title=clean(what[0]), start=what.start(), end=what.end())


def _apart(references: list[AnnexReference]) -> list[AnnexReference]:
    """Every place once: a title within, or right beside, a reference by number that names it tells nothing more."""
    once = list({(r.start, r.number): r for r in reversed(references)}.values())
    numbered = sorted((r for r in once if r.by == "number"), key=lambda r: r.start)
    kept = list(numbered)
    end_of_last = 0
    for reference in sorted((r for r in once if r.by != "number"), key=lambda r: (r.start, -r.end)):
        begin = bisect.bisect_left(numbered, reference.start - _BESIDE, key=lambda r: r.start)
        end = bisect.bisect_right(numbered, reference.end + _BESIDE, key=lambda r: r.start)
        if reference.start >= end_of_last and not any(_tells(other, reference) for other in numbered[begin:end]):
            kept.append(reference)
            end_of_last = reference.end
    return kept


def _tells(numbered: AnnexReference, titled: AnnexReference) -> bool:
    overlaps = numbered.start < titled.end and titled.start < numbered.end
    return overlaps or (bool(numbered.title) and numbered.title in titled.title)
