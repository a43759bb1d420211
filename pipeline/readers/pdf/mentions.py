"""A line that begins with a number of a clause or an annex → whether it only refers to one, within a sentence.

A full line may end with 按照本合同 or （详见, and the next begin with 第三条约定 or 附件2）.
"""

from __future__ import annotations

import re

# What such a number follows in a sentence, and what follows it there.
_LEADS = re.compile(
    r"""
    (?: [见按照据与和及或、（(《“至到除对在] | 合同 | 协议 | 违反 | 符合 | 适用 | [下上前]列 | 本条 ) \s* \Z
    """,
    re.VERBOSE,
)
_REFERS = re.compile(
    r"""
    \s*
    (?:
      第\s*[一二三四五六七八九十百零〇0-9]+\s*[编章节条款项]
    | 附[件表录]\s*[一二三四五六七八九十0-9]{1,3}
    | [（(][一二三四五六七八九十0-9]{1,3}[)）](?=[项款、至和或])
    )
    \s* (?: [所的之中、和及与或，。；）)款项至第] | 约定 | 规定 | 列明 )
    """,
    re.VERBOSE,
)
_OPENS = re.compile(r"\s*(?:第|附|[（(][一二三四五六七八九十0-9]{1,3}[)）][项款])")


def refers(above: str, line: str) -> bool:
    """Return whether the number that opens a line is that of a reference.

    Args:
        above: The line above, which fills its measure and ends no sentence.
        line: The line.
    """
    return bool(_OPENS.match(line)) and bool(_LEADS.search(above) or _REFERS.match(line))
