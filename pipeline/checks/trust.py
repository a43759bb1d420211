"""Subject → findings on what deceives the eye: invisible characters, look-alikes, hidden text (可信性)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from pipeline.checks.findings import ERROR, NOTE, WARNING, Code, finding
from pipeline.checks.memory import by_piece, kept, pieces
from pipeline.checks.stated import stated
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.document import Document, Mark
from pipeline.model.flow import paragraphs
from pipeline.model.template import Kind

BIDI = Code(
    code="CHR001", severity=ERROR, strict=True, title="含有改变文字方向的控制字符",
    explanation="双向控制字符（U+202A 至 U+202E、U+2066 至 U+2069 等）能让屏幕上看到的数字和文字与实际存储的顺序不同。",
    hint="删除这些字符",
)  # fmt: skip
ZERO_WIDTH = Code(
    code="CHR002", severity=WARNING, strict=True, title="含有看不见的字符",
    explanation="零宽字符没有宽度，能把两个看上去相同的名称或金额变成不同的。",
    hint="删除这些字符",
)  # fmt: skip
LOOK_ALIKE = Code(
    code="CHR003", severity=ERROR, strict=True, title="金额或号码中混有形似的字符",
    explanation="金额、日期、账号、证件号码里混入了形似数字的字母（O、l、I），或其他文字的数字。",
    hint="用 0–9 重新输入",
)  # fmt: skip
FOREIGN_LETTER = Code(
    code="CHR004", severity=WARNING, strict=True, title="名称中混有其他文字的形似字母",
    explanation="一个词里同时有拉丁字母和形似的西里尔或希腊字母，看上去相同，实际是不同的名称。",
    hint="重新输入这个词",
)  # fmt: skip
HIDDEN = Code(
    code="HID001", severity=WARNING, strict=True, title="有隐藏的文字",
    explanation="文件中有设为隐藏、白色或 1 磅大小的文字：人看不见，程序读得到，对方可以另作主张。",
    hint="显示并核对这些文字，不需要的删除",
)  # fmt: skip
PRIVATE = Code(
    code="CHR005", severity=NOTE, title="含有专用区字符",
    explanation="专用区（Private Use Area）的字符在不同字体里显示为不同的形状，换一台电脑就可能变样。",
    hint="换成通用的字符",
)  # fmt: skip

# What the readers report; listed here so that a strict check knows what refuses a contract.
_READ = (
    ("TRU001", WARNING, "有未接受的修订插入", "插入的文字已读入正文；对方看到的可能是另一个版本。", True),
    ("TRU002", WARNING, "有未接受的修订删除", "标记为删除的文字没有读入；拒绝修订后它会回来。", True),
    ("TRU003", WARNING, "有批注", "定稿里留着批注，可能泄露谈判意见。", True),
    ("TRU004", WARNING, "有指向文件之外的引用", "打开文件时 Word 会去取外部内容；本程序没有访问。", False),
    ("TRU005", WARNING, "带有宏", "宏没有执行。", True),
    ("TRU006", WARNING, "嵌入了对象", "嵌入的对象或控件没有打开。", True),
    ("TRU007", WARNING, "有取外部内容的域", "域没有更新。", True),
    ("TRU008", ERROR, "有嵌入的外部文档", "altChunk 的内容没有读取，正文不完整。", True),
    ("TRU009", WARNING, "有可疑的超链接", "链接的目标是脚本或本地文件。", True),
)
PASSED_ON = tuple(
    Code(code=code, severity=severity, title=title, explanation=f"读取文件时发现。{words}", strict=strict)
    for code, severity, title, words, strict in _READ
)

CODES = (BIDI, ZERO_WIDTH, LOOK_ALIKE, FOREIGN_LETTER, PRIVATE, HIDDEN, *PASSED_ON)

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+")
# The byte order mark and the joiners that scanners and web pages leave; the soft hyphen is ordinary typesetting.
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u180e\u034f]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")
_INVISIBLE = (
    (BIDI, _BIDI, "改变文字方向的控制字符"),
    (ZERO_WIDTH, _ZERO_WIDTH, "看不见的字符"),
    (PRIVATE, _PRIVATE, "专用区字符"),
)
_ANY_INVISIBLE = re.compile("|".join(pattern.pattern for _, pattern, _ in _INVISIBLE))
# Greek and Cyrillic letters that look like Latin ones; Δ, Φ and μ in a formula deceive nobody.
_CONFUSABLE = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονАВЕЅІЈКМНОРСТХУаеѕіјорсхуԁԛԝ")
_WORD = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u04ff]{2,64}")
# Letters that pass for digits, standing between digits of an amount.
_NUMBER = re.compile(
    r"(?P<sign>[￥¥$]\s?|人民币\s?)?(?<![A-Za-z\d,.|])(?P<number>[\dOoIlS|,.]{2,64}+)(?P<unit>\s?[万亿]?元)?"
)
_NUMERIC = (Kind.AMOUNT, Kind.DATE, Kind.BANK_ACCOUNT, Kind.PHONE, Kind.NUMBER, Kind.PERCENT, Kind.POSTCODE)


def check(subject: Subject) -> tuple[Diagnostic, ...]:
    """Find characters that a person does not see or takes for others, and pass on what the reader found.

    Args:
        subject: What is checked.

    Returns:
        The findings.
    """
    return (
        *_characters(subject),
        *_amounts(subject),
        *_values(subject),
        *_words(subject),
        *_hidden(subject),
        *_from_reader(subject),
    )


def _characters(subject: Subject) -> Iterator[Diagnostic]:
    if not _ANY_INVISIBLE.search(subject.text):
        return
    for code, pattern, what in _INVISIBLE:
        matches = list(pattern.finditer(subject.text))
        if matches:
            first = matches[0]
            names = "、".join(sorted({f"U+{ord(c):04X}" for m in matches for c in m[0]})[:4])
            start, end = max(0, first.start() - 8), min(len(subject.text), first.end() + 8)
            times = f"，共 {len(matches)} 处" if len(matches) > 1 else ""
            yield finding(code, f"文中有{what}（{names}）{times}", subject, start=start, end=end)


def _amounts(subject: Subject) -> Iterator[Diagnostic]:
    for at, piece in pieces(subject.text):
        for start, end in _mixed_in(piece):
            words = piece[start:end]
            message = f"金额“{words}”中混有形似数字的字母"
            yield finding(LOOK_ALIKE, message, subject, start=at + start, end=at + end)


@by_piece
def _mixed_in(piece: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        match.span()
        for match in _NUMBER.finditer(piece)
        if (match["sign"] or match["unit"]) and _is_mixed(match["number"])
    )


def _is_mixed(number: str) -> bool:
    return any(c.isdigit() for c in number) and any(c in "OoIlS|" for c in number)


def _values(subject: Subject) -> Iterator[Diagnostic]:
    for value in stated(subject):
        if value.blank.kind not in _NUMERIC:
            continue
        odd = [c for c in value.text if _is_foreign_digit(c)]
        if odd:
            yield finding(
                LOOK_ALIKE, f"『{value.name}』“{value.text}”中有其他文字的数字 {''.join(odd)}", subject,
                start=value.start, end=value.end, key=value.blank.key,
            )  # fmt: skip


def _is_foreign_digit(character: str) -> bool:
    """A digit that is neither ASCII nor its full-width form: ٣, ५, 𝟑, ③ is none of them in an amount."""
    return unicodedata.category(character) == "Nd" and not character.isascii() and not "０" <= character <= "９"


def _words(subject: Subject) -> Iterator[Diagnostic]:
    for match in _WORD.finditer(subject.text):
        if any(c in _CONFUSABLE for c in match[0]) and any(c.isascii() for c in match[0]):
            yield finding(FOREIGN_LETTER, f"“{match[0]}”混用了两种字母", subject, start=match.start(), end=match.end())


def _hidden(subject: Subject) -> Iterator[Diagnostic]:
    document = subject.document
    if document is None or any(d.code.startswith("HID") for d in document.diagnostics):
        return  # the reader has said so already
    for words, place in _hidden_words(document):
        start = subject.text.find(words)
        yield finding(
            HIDDEN, f"有隐藏的文字“{words[:40]}”", subject if start >= 0 else None,
            start=start if start >= 0 else None, end=start + len(words) if start >= 0 else None, location=place,
        )  # fmt: skip


@kept
def _hidden_words(document: Document) -> tuple[tuple[str, str], ...]:
    """The hidden words of a file, each with its page in words."""
    found = []
    for paragraph in paragraphs((*document.blocks, *document.furniture)):
        for hidden, runs in groupby(paragraph.runs, key=lambda run: bool(run.marks & Mark.HIDDEN)):
            words = "".join(run.text for run in runs).strip()
            if hidden and words:
                found.append((words, f"第{paragraph.place.page}页" if paragraph.place.page else ""))
    return tuple(found)


def _from_reader(subject: Subject) -> Iterator[Diagnostic]:
    """What the reader found: tracked changes, comments, macros, external relations, repairs."""
    if subject.document is not None:
        yield from subject.document.diagnostics
