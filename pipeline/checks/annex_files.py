"""Subject + Matching → findings on the annex files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from pipeline.checks.annex_graph import same_title
from pipeline.checks.annex_match import Matching, by_title
from pipeline.checks.annex_names import bare, file_name, likeness, name_of, number_of
from pipeline.checks.findings import ERROR, NOTE, WARNING, Code, finding
from pipeline.checks.subject import Subject
from pipeline.diagnostics import Diagnostic
from pipeline.model.contract import SuppliedAnnex
from pipeline.model.template import Annex

UNLISTED = Code(
    code="ANX002", severity=ERROR, strict=True, title="提供的文件不在附件清单中",
    explanation="提供的文件按编号、名称和文件内的标题都对应不上合同的任何附件。",
    hint="把它列入附件清单，或从附件文件夹中移走，或把附件编号写进文件名",
)  # fmt: skip
NO_HEADING = Code(
    code="ANX008", severity=NOTE, title="附件文件没有标题",
    explanation="文件开头没有可以辨认的标题，只能凭文件名认定它是哪个附件。",
    hint="在附件首页写上“附件×”和附件名称",
)  # fmt: skip
OTHERS_TITLE = Code(
    code="ANX009", severity=ERROR, strict=True, title="文件内的标题是另一个附件",
    explanation="按文件名它是一个附件，按文件内的标题却是另一个附件，很可能放错了文件。",
    hint="核对文件内容，改正文件名或换成正确的文件",
)  # fmt: skip
AMBIGUOUS = Code(
    code="ANX010", severity=ERROR, strict=True, title="不能确定是哪个附件",
    explanation="文件名和文件内的标题同时对应几个附件，或编号与名称指向不同的附件。程序不猜测。",
    hint="在文件名中写明附件编号，例如“附件3 操作手册.docx”",
)  # fmt: skip
UNREADABLE = Code(
    code="ANX011", severity=ERROR, strict=True, title="附件文件无法读取",
    explanation="文件已损坏，或格式与扩展名不符，读不出内容。",
    hint="用原来的软件打开并另存一份再提供",
)  # fmt: skip
ENCRYPTED = Code(
    code="ANX012", severity=ERROR, strict=True, title="附件文件有密码",
    explanation="文件加了打开密码，签约各方和归档系统都无法核对其内容。",
    hint="去掉密码后再提供",
)  # fmt: skip
EMPTY = Code(
    code="ANX013", severity=ERROR, strict=True, title="附件文件是空的",
    explanation="文件长度为 0，或没有任何文字和图像。",
    hint="换成有内容的文件",
)  # fmt: skip
NO_PAGES = Code(
    code="ANX014", severity=ERROR, strict=True, title="附件文件一页也没有",
    explanation="文件可以打开，但页数为 0。",
    hint="换成有内容的文件",
)  # fmt: skip
BLANKS_LEFT = Code(
    code="ANX015", severity=WARNING, strict=True, title="附件中还有空白未填",
    explanation="附件文件里还有没有填写的空白处。",
    hint="填写完整后再提供",
)  # fmt: skip
SAME_FILE = Code(
    code="ANX016", severity=ERROR, strict=True, title="同一文件提供了两次",
    explanation="两个文件的内容（SHA-256）完全相同，却作为不同的附件提供。",
    hint="换成各自的附件；确实共用一份文件时，在填写数据的 accept 中写明原因",
)  # fmt: skip
UNFILLED = Code(
    code="ANX017", severity=ERROR, strict=True, title="附件是一份未填写的空白模板",
    explanation="附件文件里的空白处一个也没有填写，看来误放了空白模板。",
    hint="换成填写好的文件",
)  # fmt: skip
SEVERAL = Code(
    code="ANX018", severity=ERROR, strict=True, title="一个附件有几个文件",
    explanation="几个文件都对应同一个附件，不能确定以哪个为准。程序不猜测。",
    hint="只保留一个文件，或在清单中分别列出",
)  # fmt: skip
TITLE_MISMATCH = Code(
    code="ANX019", severity=WARNING, strict=True, title="文件标题与附件名称不符",
    explanation="文件名里的编号对应一个附件，但文件内的标题和文件名中的名称都与清单中的名称不同。",
    hint="核对是否放错了文件，或统一名称",
)  # fmt: skip

CODES = (
    UNLISTED, NO_HEADING, OTHERS_TITLE, AMBIGUOUS, UNREADABLE, ENCRYPTED, EMPTY, NO_PAGES, BLANKS_LEFT, SAME_FILE,
    UNFILLED, SEVERAL, TITLE_MISMATCH,
)  # fmt: skip

# So many blanks and not one of them filled: a form that somebody forgot, not a document with an odd line.
_FORM = 3
_IMAGES = {"image", "png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp"}


def file_findings(subject: Subject, matching: Matching) -> tuple[Diagnostic, ...]:
    """Find what is wrong with the files: which annex they are, and whether they can be read.

    Args:
        subject: What is checked.
        matching: Which file is which annex.

    Returns:
        The findings in the order of the files.
    """
    found: list[Diagnostic] = []
    for index, file in enumerate(subject.supplied):
        found += _whose(file, matching, index)
        found += _state(file)
    found += _several(subject, matching)
    found += _same_bytes(subject.supplied)
    return tuple(found)


def _name(file: SuppliedAnnex) -> str:
    return PurePath(file.path).name


def _label(annex: Annex) -> str:
    number = number_of(annex.number)
    return (f"附件{number}" if number else "附件") + f"《{annex.title.strip('《》 ')}》"


def _whose(file: SuppliedAnnex, matching: Matching, index: int) -> Iterator[Diagnostic]:
    guess = matching.guesses[index]
    if not guess.annexes:
        yield finding(UNLISTED, f"文件“{_name(file)}”不在附件清单中{_nearest(file, matching)}", location=file.path)
    elif len(guess.annexes) > 1:
        names = "、".join(_label(matching.annexes[i]) for i in guess.annexes)
        yield finding(AMBIGUOUS, f"不能确定文件“{_name(file)}”是哪个附件，可能是{names}", location=file.path)
    else:
        yield from _title(file, matching, guess.annexes[0])


def _nearest(file: SuppliedAnnex, matching: Matching) -> str:
    """The annex that the file resembles most, as advice only."""
    names = [n for n in (file_name(file.path).title, name_of(file.heading).title) if n]
    scores = [(likeness(n, a.title), -i) for n in names for i, a in enumerate(matching.annexes)]
    best = max(scores, default=(0.0, 0))
    return f"（名称最接近{_label(matching.annexes[-best[1]])}）" if best[0] >= 50 else ""


def _title(file: SuppliedAnnex, matching: Matching, ordinal: int) -> Iterator[Diagnostic]:
    annex, heading = matching.annexes[ordinal], name_of(file.heading)
    if not heading.title:
        if _has_content(file) and not _is_image(file):
            yield finding(NO_HEADING, f"{_label(annex)}的文件“{_name(file)}”没有标题", location=file.path)
        return
    others = tuple(i for i in by_title(heading.title, matching.annexes) if i != ordinal)
    if others and not _agrees(heading.title, annex):
        yield finding(
            OTHERS_TITLE,
            f"文件“{_name(file)}”按文件名是{_label(annex)}，标题却是{_label(matching.annexes[others[0]])}",
            location=file.path,
        )
    elif not _agrees(heading.title, annex) and not _agrees(file_name(file.path).title, annex):
        yield finding(
            TITLE_MISMATCH, f"文件“{_name(file)}”的标题《{heading.title}》与{_label(annex)}不符", location=file.path
        )


def _agrees(title: str, annex: Annex) -> bool:
    a, b = bare(title), bare(annex.title)
    return same_title(title, annex.title) or (len(b) >= 2 and b in a) or (len(a) >= 4 and a in b)


def _is_image(file: SuppliedAnnex) -> bool:
    return file.format.lower() in _IMAGES


def _has_content(file: SuppliedAnnex) -> bool:
    return file.bytes > 0 and file.pages != 0 and not file.diagnostics and file.text_length > 0


def _state(file: SuppliedAnnex) -> Iterator[Diagnostic]:
    """Whether the file can be read and is complete; of several defects the one that explains the others."""
    troubles = [d for d in file.diagnostics if d.severity is ERROR]
    if file.bytes == 0:
        yield finding(EMPTY, f"附件文件“{_name(file)}”是空文件（0 字节）", location=file.path)
    elif any(_is_locked(d) for d in troubles):
        yield finding(ENCRYPTED, f"附件文件“{_name(file)}”设有密码，无法读取", location=file.path)
    elif troubles:
        yield finding(UNREADABLE, f"附件文件“{_name(file)}”无法读取：{troubles[0].message}", location=file.path)
    elif file.pages == 0:
        yield finding(NO_PAGES, f"附件文件“{_name(file)}”一页也没有", location=file.path)
    elif file.text_length == 0 and not _is_image(file) and not file.pages:
        yield finding(EMPTY, f"附件文件“{_name(file)}”没有任何内容", location=file.path)
    elif file.blanks >= _FORM and file.filled == 0:
        yield finding(
            UNFILLED, f"附件文件“{_name(file)}”是空白模板，{file.blanks} 处空白都没有填写", location=file.path
        )
    elif file.blanks:
        yield finding(BLANKS_LEFT, f"附件文件“{_name(file)}”还有 {file.blanks} 处空白没有填写", location=file.path)


def _is_locked(diagnostic: Diagnostic) -> bool:
    words = diagnostic.code + diagnostic.message
    return "密码" in words or "加密" in words or "ENCRYPT" in words.upper()


def _several(subject: Subject, matching: Matching) -> Iterator[Diagnostic]:
    for annex, files in zip(matching.annexes, matching.files, strict=True):
        if len(files) > 1:
            names = "、".join(f"“{_name(subject.supplied[i])}”" for i in files)
            yield finding(SEVERAL, f"{_label(annex)}有 {len(files)} 个文件：{names}", location=names)


def _same_bytes(supplied: tuple[SuppliedAnnex, ...]) -> Iterator[Diagnostic]:
    first: dict[str, SuppliedAnnex] = {}
    for file in supplied:
        other = first.setdefault(file.sha256, file)
        if other is not file and file.bytes > 0:
            yield finding(SAME_FILE, f"附件文件“{_name(file)}”与“{_name(other)}”内容完全相同", location=file.path)
