"""What stops a batch as a whole; a record that can't be issued never does."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import DependencyError, RecordError, WriteError


class PatternInvalid(RecordError):
    """The pattern of contract numbers can't be used."""

    def __init__(self, pattern: str, problem: str) -> None:
        hint = "例如 {year}-{type}-{seq:05d}；可用 year month day type batch seq，必须有 seq"
        super().__init__(f"合同编号规则『{pattern}』不对：{problem}", hint=hint)


class BatchChanged(RecordError):
    """A batch of that name was begun with other settings, so resuming it would mix two kinds of output."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"批次『{name}』上次用的是另一种设置（{what}）", hint="请恢复原来的设置继续，或用 --batch 另起一个批次名"
        )


class RegisterBusy(WriteError):
    """Another run holds the register."""

    def __init__(self, place: str) -> None:
        super().__init__(
            "台账正被另一个批次使用", location=place, hint="请等它结束后再运行；同一台账一次只能运行一个批次"
        )


class RegisterUnusable(WriteError):
    """The register's database can't be read or written."""

    def __init__(self, place: str, reason: str, hint: str) -> None:
        super().__init__(f"台账用不了：{reason}", location=place, hint=hint)


class DatabaseUnknown(WriteError):
    """The register's address names a database that is not served."""

    def __init__(self, place: str, name: str) -> None:
        hint = "可用：SQLite 文件的路径，或 postgresql://用户:密码@主机/数据库"
        super().__init__(f"台账不能放在 {name} 数据库", location=place, hint=hint)


class NumberUnknown(RecordError):
    """The register has no contract of that number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"台账里没有编号为『{number}』的合同", hint="用 hetong register list 查看全部编号")


class StateWrong(RecordError):
    """A contract can't go from its state to the wanted one."""

    def __init__(self, number: str, state: str, wanted: str) -> None:
        super().__init__(f"合同『{number}』现在是“{state}”，不能改为“{wanted}”")


class StoreUnusable(WriteError):
    """The place where the contracts go refuses them."""

    def __init__(self, place: str, reason: str, what: str = "地址、权限和空间") -> None:
        super().__init__(f"写不进存放处：{reason}", location=place, hint=f"请检查{what}；重新运行会从中断处继续")


class StoreUnknown(WriteError):
    """The address of the store is of no known kind."""

    def __init__(self, address: str) -> None:
        super().__init__(f"不认识的存放处『{address}』", hint="可用：文件夹路径、zip:文件夹路径、s3://桶/前缀")


class EngineGone(WriteError):
    """The workers or their scheduler can't be reached any more."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"执行引擎 {engine} 已中断：{reason}", hint="恢复后重新运行同一命令，会从中断处继续")


class SchedulerUnnamed(WriteError):
    """The engine needs the address of a scheduler."""

    def __init__(self, address: str) -> None:
        said = f"调度器地址『{address}』不对" if address else "没有给出调度器的地址"
        super().__init__(said, hint="先运行 dask scheduler，再用 --scheduler tcp://主机:8786 给出它的地址")


class EngineUnknown(WriteError):
    """No engine of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"没有执行引擎『{name}』", hint=f"可用：{'、'.join(known)}")


class NoWorkbook(WriteError):
    """The register is to be exported to a file that would not open as a workbook."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"不支持的导出格式『{path.suffix or path.name}』", location=str(path), hint="可用后缀：.xlsx")


class ExtraMissing(DependencyError):
    """An optional package is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"没有安装 {package}", hint=f"请运行 pip install 'hetong[{extra}]'")
