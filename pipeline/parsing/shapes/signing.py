"""Scene → places to sign or seal that no colon follows, 甲方（盖章）        乙方（盖章）, and who signs below them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.template import Kind
from pipeline.parsing.colons.cells import has_answer_cell
from pipeline.parsing.colons.labels import SIGN_NOTE, kind_of_label
from pipeline.parsing.gaps import DONE, Gap, plain
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL
from pipeline.text.patterns import late, lined, pattern

_PLACE = lined(
    "[章签印]",
    rf"""(?:^|(?<=[\n\t])|(?<=[ ]{{2}})|(?<=\n[ ]))(?![ ])
    (?P<who>[^\s，。；：（）\n{FILL}{DONE}{BOX}]{{0,20}}(?:（[^（）\n]{{1,12}}）)?[^\s，。；：（）\n{FILL}{DONE}{BOX}]{{0,10}})
    (?P<what>{SIGN_NOTE}|(?<=[方人者司位])(?:盖章|签字|签章|签名|签署)(?:处|栏)?|(?:签字|盖章|签章|签名)(?:处|栏))
    (?=[ \t]*+(?:\n|$)|[ ]{{2,}}|\t|[ ]?[\u4e00-\u9fff]{{2,10}}：)""",
    re.VERBOSE,
)
_LONGEST = 400  # characters of a line that are looked at around a colon


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the places to sign or seal that no colon follows: 甲方（盖章）        乙方（盖章）."""
    for match in _PLACE.finditer(scene.text):
        begin, stop = scene.view.line_start(match.start("what")), scene.view.line_end(match.end())
        line = scene.text[max(begin, match.start() - _LONGEST) : min(stop, match.end() + _LONGEST)]
        if (
            (not match["who"] and scene.text[begin : match.start()].rstrip().endswith("："))
            or pattern(r"[，。；]|骑缝|粘贴|加盖处").search(line)
            or has_answer_cell(scene, stop)
            or _is_ruled(scene.text[begin : match.start()], scene.text[match.end() : stop])
        ):
            continue
        at = match.end()
        yield Gap(
            start=at, end=at, inner=(at, at), shape="place", hint=pattern(r"\s").sub("", match["who"] + match["what"])
        )


def _is_ruled(before: str, behind: str) -> bool:
    """True where a rule is the place: 甲方：____（盖章）; that of 甲方（盖章） 电话：____ is another place."""
    if "\t" in before or "\t" in behind:
        return False
    prompted = pattern(r" *[\u4e00-\u9fff]{2,10}：").match(behind)
    return FILL in before or (FILL in behind and not prompted)


# A line that ends with a place to seal, a rule behind it or none: 承包人（章）, 甲方盖章：____
_SEALED = lined("[章签]", rf"(?:{SIGN_NOTE}|(?<=[方人者位])盖章)[ \t：{FILL}]*(?=\n)")
_PIECE = late(r"\S+(?:[ ]\S+)*")
_SIGNER = late(r"[\u4e00-\u9fff/]{2,12}")
_SIGNERS = 3  # lines below a place to seal


def find_signers(scene: Scene) -> Iterator[Gap]:
    """Yield what stands alone below a place to seal and can only wait for its value: 承包人代表, 日    期.

    The rule behind it was of spaces, which programs that set a page, or save a text, drop at a line's end.
    """
    for match in _SEALED.finditer(scene.text):
        line = scene.text[scene.view.line_start(match.start()) : match.start()]
        stop = match.end()
        for _ in range(0 if pattern(r"[，。；]").search(line) else _SIGNERS):
            if stop in scene.view.cell_ends or stop >= len(scene.text):
                break
            begin, stop = stop + 1, scene.view.line_end(stop + 1)
            labels = list(_labels(scene.text, begin, stop))
            if not labels or not all(_is_signer(label) for label, _ in labels):
                break
            if not has_answer_cell(scene, stop):
                yield from (plain(end, end, "place", label) for label, end in labels)


def _labels(text: str, begin: int, stop: int) -> Iterator[tuple[str, int]]:
    """Yield the words of a line that wide room sets apart, and where they end; the letters of 日    期 are one word."""
    letters = ""
    for piece in _PIECE.finditer(text, begin, stop):
        letters += piece[0].replace(" ", "")
        if len(piece[0]) > 1 or len(letters) > 1:
            yield letters, piece.end()
            letters = ""
    if letters:
        yield letters, stop


def _is_signer(label: str) -> bool:
    return _SIGNER.fullmatch(label) is not None and (label.endswith("日期") or kind_of_label(label) is Kind.PERSON)
