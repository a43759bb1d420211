"""What can be wrong with a file of records as a whole: leaves of ReadError and RecordError."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diagnostics import Diagnostic
from pipeline.errors import ReadError, RecordError

_SHEETS = (".xls", ".xlsb", ".et", ".ods")  # of spreadsheet programs, all of which save .xlsx too
_SHOWN = 20  # columns named in a message


class RecordFileUnreadable(ReadError):
    """The file can't be opened or is not what its name says."""

    def __init__(
        self, name: str, reason: str, *, hint: str = "请检查路径，以及文件能否用 Excel 或文本编辑器打开"
    ) -> None:
        super().__init__(f"数据文件读不了：{reason}", location=name, hint=hint)


class RecordFormatUnknown(ReadError):
    """No reader is known for the file's name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        if name.lower().endswith(_SHEETS):
            super().__init__("不读这种表格文件", location=name, hint="请用 Excel 或 WPS 打开，另存为 .xlsx")
        else:
            super().__init__("不认识这种数据文件", location=name, hint=f"请另存为以下格式之一：{'、'.join(known)}")


class RecordEncodingUnknown(ReadError):
    """The bytes are neither UTF-8 nor GB18030; guessing would garble names silently."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            f"文字编码既不是 UTF-8 也不是 GB18030（第{line}行起读不出来）",
            location=name,
            hint="请用 Excel 另存为“CSV UTF-8”，或用记事本另存为 UTF-8 编码",
        )


class RecordSyntaxError(ReadError):
    """The file breaks the grammar of its format."""

    def __init__(self, name: str, line: int, problem: str, *, hint: str = "请按提示的位置改正后重试") -> None:
        super().__init__(problem, location=f"{name} 第{line}行" if line else name, hint=hint)


class RecordTooLarge(ReadError):
    """The file goes beyond a limit of docs/limits.md."""

    def __init__(self, name: str, what: str, limit: str, *, hint: str = "请把数据分成几个文件") -> None:
        super().__init__(f"{what}超过上限（{limit}）", location=name, hint=hint)


class HeaderMissing(RecordError):
    """No row of the sheet names a field of the template."""

    def __init__(self, name: str, labels: Sequence[str]) -> None:
        some = "、".join(labels[:6]) + ("……" if len(labels) > 6 else "")
        super().__init__(
            "找不到表头：没有一行写着这个模板的字段名",
            location=name,
            hint=f"表头应是字段名，例如：{some}；可用 hetong form 生成带表头的表格",
        )


class HeaderUnknown(RecordError):
    """Columns that are no field of the template: a typing error would otherwise lose a value silently."""

    def __init__(self, location: str, unknown: Sequence[tuple[str, str]]) -> None:
        named = "、".join(
            f"『{title}』" + (f"（是不是『{near}』？）" if near else "") for title, near in unknown[:_SHOWN]
        )
        named += f"等 {len(unknown):,} 列" if len(unknown) > _SHOWN else ""
        super().__init__(
            f"表头里有模板没有的列：{named}", location=location, hint="请改成模板的字段名；不需要的列请在列名前加 # 号"
        )


class SheetUnknown(RecordError):
    """A sheet filled in like one of a form, but none of this template: its lines would be lost silently."""

    def __init__(self, name: str, sheet: str, tables: Sequence[str]) -> None:
        wanted = "、".join(f"『{table}』" for table in tables)
        rename = f"表格内容请填在名为{wanted}的工作表里；" if tables else ""
        super().__init__(
            f"工作表『{sheet}』里填了内容，但不知道它属于哪里，没有读取", location=name,
            hint=f"{rename}不需要的工作表请删去",
        )  # fmt: skip


class SheetsSeveral(RecordError):
    """Two sheets that both hold records of the template: those of one would be passed over silently."""

    def __init__(self, name: str, read: str, other: str) -> None:
        super().__init__(
            f"工作表『{read}』和『{other}』里都有这个模板的数据，不知道该用哪一个", location=name,
            hint="一个文件只放一张数据表：请合并，或把另一张另存为一个文件；不需要的工作表（也可能被隐藏）请删去",
        )  # fmt: skip


class HeaderAmbiguous(RecordError):
    """A heading that could mean several fields, or several headings that mean the same one."""

    def __init__(self, location: str, title: str, meanings: Sequence[str]) -> None:
        super().__init__(
            f"列『{title}』对应多个字段或重复出现：{'、'.join(meanings)}",
            location=location,
            hint="请使用字段的英文键名，或删去重复的列",
        )


class RecordUnusable(RecordError):
    """A record that was read and found wrong; `diagnostics` holds every finding."""

    diagnostics: tuple[Diagnostic, ...]

    def __init__(self, source: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        more = f"（另有 {len(diagnostics) - 1} 处问题）" if len(diagnostics) > 1 else ""
        super().__init__(
            f"{first.location}：{first.message}{more}" if first.location else f"{first.message}{more}",
            location=source,
            hint=first.hint,
        )
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[object, ...]:
        return (RecordUnusable, (self.location, self.diagnostics))
