"""Subject → findings on clause numbers and on references between clauses (条款引用)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.findings import NOTE, WARNING, Code, finding
from pipeline.checks.folding import folded
from pipeline.checks.memory import by_piece, kept, pieces, remembered
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.template import Clause, Section, Template
from pipeline.text.numerals import parse_number
from pipeline.text.width import fold

NO_CLAUSE = Code(
    code="REF001", severity=WARNING, strict=True, title="引用的条款不存在",
    explanation="正文引用了合同中没有的条款编号。引用法律、法规条文的（如《民法典》第五百八十五条）不算。",
    hint="改正引用的编号；合同增删条款后常忘记改",
)  # fmt: skip
NO_PARAGRAPH = Code(
    code="REF002", severity=WARNING, strict=True, title="引用的款项不存在",
    explanation="引用的条款存在，但它没有那么多款。",
    hint="改正引用的款号",
)  # fmt: skip
NO_PRECEDING = Code(
    code="REF003", severity=WARNING, title="“前款”“前条”之前没有条款",
    explanation="一条的第一款里写了“前款”，或第一条里写了“前条”，所指不明。",
    hint="写明所指条款的编号",
)  # fmt: skip
NUMBER_TWICE = Code(
    code="REF004", severity=WARNING, strict=True, title="条款编号重复",
    explanation="同一层级有两个条款用了同一个编号，引用时无法区分。",
    hint="重新编号，并核对引用",
)  # fmt: skip
NUMBER_GAP = Code(
    code="REF005", severity=NOTE, title="条款编号不连续",
    explanation="同一层级的条款编号中间有缺号，可能漏印了条款。",
    hint="核对是否漏掉条款",
)  # fmt: skip

CODES = (NO_CLAUSE, NO_PARAGRAPH, NO_PRECEDING, NUMBER_TWICE, NUMBER_GAP)

_N = r"(?:[零〇一二三四五六七八九十百]{1,5}|\d{1,3})"
_ARTICLE = re.compile(
    rf"第\s*(?P<number>{_N}|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\s*(?:条|款)"
    rf"(?:\s*(?:之[一二三四五])?\s*第\s*(?P<paragraph>{_N})\s*款)?"
)
# A law's own articles: before them its name. A chain (第一条、第二条) belongs to what leads it.
_LAW = re.compile(
    r"(?:》(?:[（(][^（()）]{0,20}[)）])?|[法例定释则典]|办法|规范|标准|通知|细则)\s*(?:的|之|中|第\s*\S{1,4}\s*[章节])?\s*$"
)
_CHAIN = re.compile(r"\s*(?:[、,，和与及或至到-]|以及|或者)\s*(?:第?\s*)?$")
_OWN = re.compile(r"(?:本合同|本协议|合同|协议|本章|通用条款|专用条款|附件\S{0,3})\s*(?:的|之|中)?\s*$")
_LEADING = re.compile(rf"(?m)^\s*(?:第\s*({_N})\s*条|({_N})\s*[、.])")
_LEADING_DOTTED = re.compile(r"(?m)^\s*(\d{1,2}(?:\.\d{1,2}){1,3})")
_PRECEDING = re.compile(r"前(?P<what>款|条)(?!件)")
_PLAIN_NUMBER = re.compile(r"^\s*(?:第)?\s*(?P<value>[零〇一二三四五六七八九十百]+|\d+)\s*(?:条|[、.．,)）])?\s*$")


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find references to clauses that are not there, and clause numbers that repeat or skip.

    Args:
        subject: What is checked.

    Returns:
        The findings.
    """
    clauses = flat(subject.template)
    if not clauses:
        return ()
    return (*_references(subject, clauses), *_preceding(subject, clauses), *_numbering(subject))


@kept
def flat(template: Template) -> tuple[Clause, ...]:
    """Return the clauses of a template and all below them in reading order."""
    return tuple(walk(template.clauses))


def walk(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Yield the clauses and all below them in reading order."""
    for clause in clauses:
        yield clause
        yield from walk(clause.children)


def _references(subject: Subject, clauses: tuple[Clause, ...]) -> Iterator[Diagnostic]:
    text = folded(subject.text)
    matches = tuple(_ARTICLE.finditer(text))
    if not matches:
        return
    numbers = _numbers(text, clauses)
    heads = {subject.printed_at(c.start) for c in clauses}
    lawful_until = -1
    for match in matches:
        before = text[max(0, match.start() - 30) : match.start()]
        if match.start() in heads or _begins_line(text, match):
            continue
        if _is_lawful(before, text, match.start(), lawful_until):
            lawful_until = match.end()
            continue
        yield from _reference(subject, clauses, numbers, match)


def _begins_line(text: str, match: re.Match[str]) -> bool:
    """A heading that was not recognised as one is no reference either."""
    return not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()


def _is_lawful(before: str, text: str, start: int, lawful_until: int) -> bool:
    if _OWN.search(before):
        return False
    if _LAW.search(before):
        return True
    return lawful_until >= 0 and start - lawful_until < 8 and bool(_CHAIN.fullmatch(text[lawful_until:start]))


def _numbers(text: str, clauses: tuple[Clause, ...]) -> set[str]:
    """The numbers that clauses go by: 3 for 第三条 and 三、; 3.1 for 3.1; and whatever begins a line like one."""
    numbers = {n for clause in clauses for n in (plain_number(clause.number),) if n}
    # No number has a full stop in it, so a text may be cut at those that end a line.
    return numbers.union(*(_leading_numbers(piece) for _, piece in pieces(text, "。\n")))


@by_piece
def _leading_numbers(piece: str) -> tuple[str, ...]:
    found = [plain_number(match[1] or match[2]) for match in _LEADING.finditer(piece)]
    return (*found, *(match[1] for match in _LEADING_DOTTED.finditer(piece)))


@remembered
def plain_number(number: str) -> str:
    """Return a clause number as digits: 第十二条 and 十二、 are "12", 3.1. is "3.1"; "" if it is no number."""
    folded = fold(number).strip()
    dotted = re.fullmatch(r"(\d+(?:\.\d+)+)\.?", folded)
    if dotted:
        return dotted[1]
    match = _PLAIN_NUMBER.match(folded)
    value = parse_number(match["value"]) if match else None
    return str(int(value)) if value is not None else ""


def _reference(
    subject: Subject, clauses: tuple[Clause, ...], numbers: set[str], match: re.Match[str]
) -> Iterator[Diagnostic]:
    number = plain_number(match["number"])
    if match[0].rstrip().endswith("款") and match["paragraph"] is None:
        # 第2.1款 names a clause; 第二款 alone a paragraph of the article that it stands in, which is not judged.
        if "." in match["number"] and number not in numbers:
            yield _missing(subject, match)
        return
    if number and number not in numbers:
        yield _missing(subject, match)
    elif match["paragraph"]:
        paragraph = parse_number(match["paragraph"])
        most = max((_paragraphs(subject, c) for c in clauses if plain_number(c.number) == number), default=0)
        if paragraph is not None and 0 < most < paragraph:
            yield finding(
                NO_PARAGRAPH, f"引用了“{match[0]}”，该条只有 {most} 款", subject, start=match.start(), end=match.end()
            )


def _missing(subject: Subject, match: re.Match[str]) -> Diagnostic:
    return finding(NO_CLAUSE, f"引用了“{match[0]}”，合同中没有这一条", subject, start=match.start(), end=match.end())


def _paragraphs(subject: Subject, clause: Clause) -> int:
    """How many paragraphs an article may be said to have: its children or its lines, whichever are more."""
    lines = subject.template.text[clause.start : clause.end].split("\n")
    return max(len(clause.children), sum(bool(line.strip()) for line in lines))


def _preceding(subject: Subject, clauses: tuple[Clause, ...]) -> Iterator[Diagnostic]:
    text = subject.template.text
    matches = _said_before(text)
    articles = [c for c in clauses if c.level == 1] if matches else []
    for match in matches:
        article = next((c for c in articles if c.start <= match.start() < c.end), None)
        if article is None:
            continue
        before = text[article.start : match.start()]
        heading = len(article.number) + len(article.title) + 2
        body = before[heading:] if len(before) > heading else ""
        missing = not _ends_paragraph(body) if match["what"] == "款" else article is articles[0]
        if missing:
            start = subject.printed_at(match.start())
            yield finding(
                NO_PRECEDING, f"“{match[0]}”之前没有{match['what']}", subject, start=start, end=start + len(match[0])
            )


@kept
def _said_before(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_PRECEDING.finditer(text))


def _ends_paragraph(body: str) -> bool:
    """True where at least one sentence or line is finished before."""
    return any(mark in body.strip() for mark in "。；;\n")


def _numbering(subject: Subject) -> Iterator[Diagnostic]:
    """Among the articles of the contract's body; what lies below often starts again by intention."""
    articles = [c for c in flat(subject.template) if c.level == 1 and c.section is Section.BODY]
    seen: dict[str, Clause] = {}
    last = 0
    for clause in articles:
        number = plain_number(clause.number)
        if not number.isdigit():
            continue
        if int(number) == 1:
            seen, last = {}, 0  # numbering starts again: 通用条款, 专用条款
        if number in seen:
            yield _numbered(NUMBER_TWICE, f"条款编号“{clause.number}”重复", subject, clause)
        elif int(number) > last + 1:
            yield _numbered(NUMBER_GAP, f"条款编号从第 {last} 条跳到第 {number} 条", subject, clause)
        seen[number], last = clause, max(last, int(number))


def _numbered(code: Code, message: str, subject: Subject, clause: Clause) -> Diagnostic:
    start = subject.printed_at(clause.start)
    return finding(code, message, subject, start=start, end=start + len(clause.number))


__all__ = ["CODES", "check", "plain_number", "walk"]
