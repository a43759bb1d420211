"""Text → text without the options that were not chosen: of 第2种方式：（1）…；（2）… only the second binds."""

from __future__ import annotations

import re

from pipeline.text.patterns import late, pattern

_CN = "一二三四五六"
_MARK = rf"[1-6{_CN}]"
_CHOSEN = late(rf"第[\s（(【\[_＿]{{0,6}}(?P<mark>{_MARK})[\s）)】\]_＿]{{0,6}}[种项]")
_OPTION = late(rf"(?:^|(?<=[\n。；;：:]))[ \t\u3000]{{0,12}}[（(]?(?P<mark>{_MARK})[）).、．]")
_SPAN = 600  # characters behind the choice in which its options stand
_NEAR = 40  # and the first of them begins
_TICKED, _OPEN = "☑☒■√✓✔", "□☐"
_BOX = late(rf"[{_TICKED}{_OPEN}][^{_TICKED}{_OPEN}\n]*+")


def without_unchosen(text: str) -> str:
    """Return a text with the words of options that were not chosen blanked out; offsets stay.

    A choice that nobody has made yet stays as it is.

    Args:
        text: A contract's text.
    """
    for start, end in (*_numbered(text), *_boxed(text)):
        blank = "".join("\n" if c == "\n" else " " for c in text[start:end])
        text = text[:start] + blank + text[end:]
    return text


def _order(mark: str) -> int:
    return _CN.index(mark) + 1 if mark in _CN else int(mark)


def _numbered(text: str) -> list[tuple[int, int]]:
    """Return where the options of a list stand that 第2种方式 did not choose."""
    found: list[tuple[int, int]] = []
    for choice in _CHOSEN.finditer(text):
        options = _options(text, choice.end())
        wanted = _order(choice["mark"])
        if wanted <= len(options):
            found += [span for number, span in enumerate(options, 1) if number != wanted]
    return found


def _options(text: str, at: int) -> list[tuple[int, int]]:
    """Return the stretches of the options that follow a choice: counted from one, the last to its line's end."""
    starts: list[int] = []
    for option in _OPTION.finditer(text, at, min(len(text), at + _SPAN)):
        if _order(option["mark"]) != len(starts) + 1 or (not starts and option.start() - at > _NEAR):
            break
        starts.append(option.start())
    if len(starts) <= 1:
        return []
    line = text.find("\n", starts[-1])
    return list(zip(starts, [*starts[1:], line if line >= 0 else len(text)], strict=True))


def _boxed(text: str) -> list[tuple[int, int]]:
    """Return where the words behind open boxes stand, on lines where another box is ticked."""
    found: list[tuple[int, int]] = []
    group: list[re.Match[str]] = []
    for box in _BOX.finditer(text):
        if group and text[group[-1].end() : box.start()].strip():
            found += _open_ones(group)
            group = []
        group.append(box)
    return found + _open_ones(group)


def _open_ones(group: list[re.Match[str]]) -> list[tuple[int, int]]:
    if not any(box[0][0] in _TICKED for box in group):
        return []
    return [_words(box) for box in group if box[0][0] in _OPEN]


def _words(box: re.Match[str]) -> tuple[int, int]:
    """Return the words of an option; a sentence that goes on behind the last one is nobody's option."""
    end = pattern("[，。；]").search(box[0])
    return box.start(), box.start() + end.start() if end else box.end()
