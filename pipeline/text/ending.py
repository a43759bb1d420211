"""str → diagnostics: does the text end, or was it cut off?"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.text.patterns import late
from pipeline.text.words import cut

_WORDS = Path(__file__).with_name("ending.toml")
_GOES_ON = late(r"[，,、]$")
_NUMBER = late(
    r"^(?:第[一二三四五六七八九十百\d]+条|[一二三四五六七八九十]+、|[(（]?[一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*[.、．]?)"
)
_SHORTEST = 3  # characters after the number: 乙方 alone on a line is a label
_QUOTED = 30
_LOOKED_AT = 60
# Parties are often the last word of a signature line; only as the subject or object of a sentence are they cut off.
_PARTIES = frozenset(("甲方", "乙方", "双方"))


def find_cut_off(text: str) -> tuple[Diagnostic, ...]:
    """Say where a text breaks off in the middle of a sentence.

    Args:
        text: The whole text of a contract, without a page's words after it.

    Returns:
        One warning (CUT001) with the place of the last line, nothing where the text ends properly.
    """
    stripped = text.rstrip()
    line = stripped[stripped.rfind("\n") + 1 :].lstrip()
    if not _is_open(line):
        return ()
    number = _NUMBER.match(line)
    start = len(stripped) - len(line)
    return (
        Diagnostic(
            severity=Severity.WARNING,
            code="CUT001",
            message=f"文本在“{line[-_QUOTED:]}”处中断，其后内容缺失",
            location=f"文末{number.group() if number else ''}",
            hint="请取得完整的原文，或在模板中补全、删去此句",
            start=start,
            end=len(stripped),
            quote=line[-_QUOTED:],
        ),
    )


def _is_open(line: str) -> bool:
    sentence = _NUMBER.sub("", line)[-_LOOKED_AT:]
    if len(sentence) < _SHORTEST:
        return False
    words = cut(sentence)
    last = words[-1]
    if _GOES_ON.search(sentence):
        return True
    return len(words) > 1 and last in _open_words() and last not in _PARTIES


@functools.cache
def _open_words() -> frozenset[str]:
    return frozenset(tomllib.loads(_WORDS.read_text(encoding="utf-8"))["open"])
