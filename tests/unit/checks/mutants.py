"""Defects, one at a time, for a contract that has none.

A text mutant replaces words of the contract; a file mutant changes the annex files. Each names the code that must find it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.checks.annex_names import name_of
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.contract import SuppliedAnnex

Files = tuple[SuppliedAnnex, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMutant:
    """A defect in the text: what is replaced by what (every place, or the last one only)."""

    name: str
    code: str
    old: str
    new: str
    last: bool = False

    def apply(self, text: str) -> str:
        """Return the text with the defect."""
        assert self.old in text, self.name
        if not self.last:
            return text.replace(self.old, self.new)
        head, _, tail = text.rpartition(self.old)
        return head + self.new + tail


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMutant:
    """A defect in the annex files."""

    name: str
    code: str
    change: Callable[[Files], Files]


def annex(path: str, heading: str) -> SuppliedAnnex:
    """Return a sound annex file."""
    return SuppliedAnnex(
        path=path, sha256=f"{abs(hash(path)):064x}"[:64], bytes=9000, format="docx", pages=2, heading=heading,
        text_length=900, filled=3,
    )  # fmt: skip


def _text(name: str, code: str, old: str, new: str, *, last: bool = False) -> TextMutant:
    return TextMutant(name=name, code=code, old=old, new=new, last=last)


def _file(name: str, code: str, change: Callable[[Files], Files]) -> FileMutant:
    return FileMutant(name=name, code=code, change=change)


def _first(**changes: object) -> Callable[[Files], Files]:
    return lambda files: (replace(files[0], **changes), *files[1:])  # type: ignore[arg-type]


def _number_and_title(files: Files) -> Files:
    title = name_of(files[1].heading).title
    return (replace(files[0], path=f"附件1 {title}.docx", heading=""), *files[1:])


def _trouble(message: str) -> tuple[Diagnostic, ...]:
    return (Diagnostic(severity=Severity.ERROR, code="unreadable", message=message),)


TEXT: tuple[TextMutant, ...] = (
    # amounts
    _text("words disagree", "AMT002", "壹拾贰万元整", "壹拾叁万元整"),
    _text("digits disagree", "AMT002", "120,000.00元（大写", "102,000.00元（大写"),
    _text("a zero too many", "AMT002", "120,000.00元（大写", "1,200,000.00元（大写"),
    _text("words have 角", "AMT002", "壹拾贰万元整", "壹拾贰万元伍角"),
    _text("words can't be read", "AMT003", "壹拾贰万元整", "壹拾贰佰万元整"),
    _text("sign and unit", "CUR002", "人民币48,000.00元", "$48,000.00元"),
    _text("two currencies", "CUR001", "人民币48,000.00元", "48,000.00美元"),
    # instalments
    _text("first instalment less", "PCT001", "合同总金额的40%", "合同总金额的30%"),
    _text("second instalment more", "PCT001", "合同总金额的60%", "合同总金额的70%"),
    _text("rest too small", "PCT002", "合同总金额的60%", "合同总金额的剩余50%"),
    _text("rest too large", "PCT002", "合同总金额的60%", "剩余的65%"),
    _text("instalment and share", "PAY002", "48,000.00元", "46,000.00元"),
    _text("last instalment and share", "PAY002", "72,000.00元", "74,000.00元"),
    _text("instalments and total", "PAY001", "72,000.00元", "73,000.00元"),
    # dates
    _text("end before start", "DAT001", "起至2027年2月28日", "起至2025年2月28日"),
    _text("no such day", "DAT002", "2027年2月28日", "2027年2月30日"),
    _text("no such month", "DAT002", "2026年6月30日", "2026年13月30日"),
    _text("no such signing day", "DAT002", "2026年2月20日", "2026年2月29日"),
    _text("term too long", "DAT003", "共计12个月", "共计24个月"),
    _text("term in years", "DAT003", "共计12个月", "共计2年"),
    _text("end a month early", "DAT003", "起至2027年2月28日", "起至2027年1月31日"),
    _text("signed after the end", "DAT004", "签订日期：2026年2月20日", "签订日期：2027年5月20日"),
    _text("signed after the start", "DAT005", "签订日期：2026年2月20日", "签订日期：2026年4月20日"),
    # parties
    _text("both the same", "PTY002", "远山软件技术有限公司", "晴川文化传播有限公司"),
    _text("another seal", "PTY003", "乙方（盖章）：远山软件技术有限公司", "乙方（盖章）：高山软件技术有限公司"),
    _text(
        "first party's name changes", "PTY003", "甲方（盖章）：晴川文化传播有限公司", "甲方（盖章）：晴川文化有限公司"
    ),
    _text("seal of the other", "PTY004", "甲方（盖章）：晴川文化传播有限公司", "甲方（盖章）：远山软件技术有限公司"),
    _text("misspelt in a clause", "PTY007", "乙方收款账户的变更", "远山软件技木有限公司收款账户的变更"),
    _text("a third party", "PTY008", "4.3 乙方收款账户的变更，应", "4.3 丙方应对付款承担责任，乙方收款账户的变更，应"),
    # number of the contract
    _text("placeholder", "CNO001", "HT-2026-0031", "0000"),
    _text("odd sign", "CNO001", "HT-2026-0031", "HT*2026*0031"),
    _text("no digit", "CNO001", "HT-2026-0031", "HT-NEW"),
    # copies
    _text("copies too few", "CPY001", "一式四份", "一式两份"),
    _text("copies too many", "CPY001", "双方各执两份", "双方各执三份"),
    _text("copies in turn", "CPY001", "双方各执两份", "甲方执两份，乙方执一份"),
    _text("copies in capitals", "CPY001", "一式四份", "一式伍份"),
    # clauses
    _text("no such article", "REF001", "违反第六条约定", "违反第十六条约定"),
    _text("no such article, chained", "REF001", "未按照第四条支付", "未按照第四条、第十四条支付"),
    _text("no such clause", "REF001", "本合同第5.1款", "本合同第5.9款"),
    _text("no such paragraph", "REF002", "违反第六条约定", "违反第六条第五款约定"),
    _text("前款 without one", "REF003", "1.1 乙方按照", "1.1 乙方依前款按照"),
    _text("前条 without one", "REF003", "1.1 乙方按照", "1.1 乙方依前条按照"),
    _text("number twice", "REF004", "第七条 争议解决", "第六条 争议解决"),
    _text("number skipped", "REF005", "第八条 其他", "第九条 其他"),
    # formula
    _text("undefined variable", "FML001", "合同总金额×逾期天数×0.05%", "合同总金额×考核系数×0.05%"),
    _text("formula broken off", "FML002", "合同总金额×逾期天数×0.05%", "（合同总金额×逾期天数×0.05%"),
    # annexes in the text
    _text("reference to another", "ANX003", "按照附件三《实施计划》安排", "按照附件三《实施计划》和附件七安排"),
    _text("reference by title", "ANX003", "8.2 本合同附件是", "8.2 详见附件《保密承诺书》，本合同附件是"),
    _text("never referred to", "ANX004", "1.2 乙方应按照附件三《实施计划》安排人员", "1.2 乙方应及时安排人员"),
    _text("listed twice", "ANX005", "附件三 实施计划", "附件三 实施计划\n附件三 培训计划", last=True),
    _text("title twice", "ANX005", "附件三 实施计划", "附件三 实施计划\n附件四 实施计划", last=True),
    _text("gap in the list", "ANX006", "附件三 实施计划", "附件四 实施计划", last=True),
    _text("one more listed", "ANX001", "附件三 实施计划", "附件三 实施计划\n附件四 培训方案", last=True),
    # characters
    _text("bidi override", "CHR001", "120,000.00元", "\u202e120,000.00元"),
    _text("zero width", "CHR002", "远山软件技术有限公司\n地址", "远山软件\u200b技术有限公司\n地址"),
    _text("letter O for zero", "CHR003", "人民币48,000.00元", "人民币48,O00.00元"),
    _text("Cyrillic letter", "CHR004", "HT-2026-0031", "НT-2026-0031"),
    _text("private use", "CHR005", "共同遵守", "共同遵守\ue123"),
    # what is left open
    _text("blank left", "REQ006", "联系电话：027-87654321", "联系电话：____________"),
)

FILES: tuple[FileMutant, ...] = (
    _file("first missing", "ANX001", lambda files: files[1:]),
    _file("last missing", "ANX001", lambda files: files[:-1]),
    _file("one too many", "ANX002", lambda files: (*files, annex("会议纪要.docx", "会议纪要"))),
    _file("no heading", "ANX008", _first(heading="")),
    _file("another's heading", "ANX009", lambda files: (replace(files[0], heading=files[1].heading), *files[1:])),
    _file("heading does not fit", "ANX019", _first(path="附件1.docx", heading="员工手册")),
    _file("number and title differ", "ANX010", _number_and_title),
    _file("unreadable", "ANX011", _first(diagnostics=_trouble("文件已损坏"), text_length=0)),
    _file("encrypted", "ANX012", _first(diagnostics=_trouble("文件有密码保护"), text_length=0)),
    _file("no bytes", "ANX013", _first(bytes=0, text_length=0)),
    _file("no content", "ANX013", _first(text_length=0, pages=None)),
    _file("no pages", "ANX014", _first(pages=0)),
    _file("blanks left", "ANX015", _first(blanks=2)),
    _file("template unfilled", "ANX017", _first(blanks=12, filled=0)),
    _file("same file twice", "ANX016", lambda files: (files[0], replace(files[1], sha256=files[0].sha256), files[2])),
    _file(
        "two files for one",
        "ANX018",
        lambda files: (*files, replace(files[2], path="附件3（新）.docx", sha256="0" * 64)),
    ),
)
