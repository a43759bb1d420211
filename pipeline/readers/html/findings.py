"""What a walk through a page met → findings."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.readers.html.walk import Walker

_QUOTE = 40


def findings(walker: Walker) -> tuple[Diagnostic, ...]:
    """Word what was left out of a page, at most one finding a code.

    Args:
        walker: The walk.

    Returns:
        Warnings on hidden and struck-out words, on local files that the page refers to, and on links that run
        scripts; the codes are those of Word files.
    """
    found = (
        ("TRU002", walker.deleted, "处文字带删除线或已删除，未读取", "请确认这些文字确已删除"),
        ("HID001", walker.hidden, "处看不见的文字（隐藏、白色或极小字号）", "请在浏览器中核对"),
        ("TRU004", walker.outside, "处指向本机文件的引用，未访问", "请将内容嵌入文件"),
        ("TRU009", walker.scripted, "个会运行脚本的链接，未执行", "请删除该链接"),
    )
    return tuple(_finding(code, words, message, hint) for code, words, message, hint in found if words)


def _finding(code: str, words: list[str], message: str, hint: str) -> Diagnostic:
    quote = " ".join(" ".join(words).split())
    return Diagnostic(
        severity=Severity.WARNING,
        code=code,
        message=f"有 {len(words)} {message}",
        hint=hint,
        quote=quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…",
    )
