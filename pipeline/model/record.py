"""The values for one contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The values for one contract (填写数据), as a person or a program gave them.

    Attributes:
        values: Field key → what was typed; not yet coerced.
        source: Where the record came from: a file name, with sheet and row where it has them ("客户.xlsx 第3行").
        annexes: Annex files: a folder or paths, as given; () if none were named.
        accept: Finding code → reason, for findings accepted on purpose.
        places: Field key → where in the source it stands (列『金额』), for messages.
    """

    values: Mapping[str, object]
    source: str = ""
    annexes: tuple[str, ...] = ()
    accept: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
