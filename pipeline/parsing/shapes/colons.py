"""Scene → gaps behind a label and a colon with nothing after it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.parsing.colons.below import is_asked_below
from pipeline.parsing.colons.beside import NOTE_AHEAD, is_asked_beside, is_before_article, leaves_room
from pipeline.parsing.colons.labels import LONGEST, kind_of_label, label_before
from pipeline.parsing.gaps import Gap, plain
from pipeline.parsing.shapes.scene import Scene
from pipeline.text.patterns import late, pattern


def find(scene: Scene) -> Iterator[Gap]:
    """Yield a gap behind every colon that asks for a value."""
    for match in pattern("：").finditer(scene.text):
        gap = _behind(scene, match.start())
        if gap:
            yield gap


# 附件8： heads what follows; a stamp is stuck, not written
_NO_LABEL = late(r"^附[件录表][0-9一二三四五六七八九十]{0,3}$|[粘张]贴处$|^(?:种方[式案]|项方式)")
_BARE_ROLE = late(r"[ \t]*（[甲乙丙丁]方）")  # 出租人：（甲方）____: here the name comes behind


def _is_written(scene: Scene, offset: int) -> bool:
    """True for words with a rule under them: a value, even where the next label follows it without a space."""
    return scene.view.is_underlined(offset) and scene.text[offset].isalnum()


_DRAWN = 2  # spaces before the stroke that ends a drawn cell
_TO_SIGN = 3  # spaces of 甲方：   （签名） that are room to write in


def _behind(scene: Scene, colon: int) -> Gap | None:
    """Return the gap behind the colon, None where the colon introduces something or is followed by a value."""
    view, text = scene.view, scene.text
    begin, stop = view.line_start(colon), view.line_end(colon)
    rest = text[colon + 1 : min(stop, colon + LONGEST)]
    room = len(rest) - len(rest.lstrip(" \t"))
    after = rest[room:]
    if after and (not leaves_room(after, room) or _is_written(scene, colon + 1 + room)):
        return None
    label = label_before(text, max(begin, colon - LONGEST), colon)
    if not label or len(label) > 40 or label.isdigit() or _NO_LABEL.search(label):
        return None
    kind = kind_of_label(label)
    if after == "|" and (room >= _DRAWN or text[begin : begin + 1] == "|"):
        return Gap(start=colon + 1, end=colon + 1 + room, inner=(colon + 1, colon + 1 + room), shape="colon")
    asked = (
        is_before_article(text[max(begin, colon - LONGEST) : colon], after, room)
        or is_asked_beside(label, after, room, kind)
        if after
        else is_asked_below(scene, begin, stop, label, kind)
    )
    if not asked:
        return None
    start = colon + 1
    note = NOTE_AHEAD.match(rest)
    if note and room >= _TO_SIGN:
        return plain(start, start + room, "colon", f"{label}{note[0].strip()}")
    note = note or _BARE_ROLE.match(rest)
    if note:
        start += note.end() if text[start + note.end() : start + note.end() + 1] != "：" else 0
        return Gap(start=start, end=start, inner=(start, start), shape="colon", hint=f"{label}{note[0].strip()}")
    return Gap(start=start, end=start, inner=(start, start), shape="colon", hint=label)
