"""Everything that is wrong with a record → one refusal."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic
from pipeline.errors import RecordError, TemplateError

_SHOWN = 5


class RecordRefused(RecordError):
    """A record that no contract can be made of (填写数据被拒).

    Args:
        diagnostics: All that is wrong with it, errors first in reading order; at least one.
        source: Where the record came from.

    Attributes:
        diagnostics: As given.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...], source: str = "") -> None:
        lines = [_line(diagnostic) for diagnostic in diagnostics[:_SHOWN]]
        more = f"\n  …… 另有 {len(diagnostics) - _SHOWN} 处" if len(diagnostics) > _SHOWN else ""
        message = f"填写数据有 {len(diagnostics)} 处问题，合同未生成：\n" + "\n".join(lines) + more
        super().__init__(message, location=source)
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.diagnostics, self.location))


def _line(diagnostic: Diagnostic) -> str:
    where = f"（{diagnostic.location}）" if diagnostic.location else ""
    return f"  {diagnostic.code} {diagnostic.message}{where}"


class BlankUnusable(TemplateError):
    """A template whose blank can't be filled: it has no key, shares one, or does not know where it stands."""

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(f"模板的空白处『{label}』{reason}", hint="请重新 parse 模板，或修正 template.yaml")
