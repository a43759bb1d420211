"""Word 2003 XML as LibreOffice writes it → the same with the tabs that it leaves out.

LibreOffice writes a run for every stretch of characters and none for a tab, so that two runs in the same style touch
where a tab stood between them: it never writes two where one would do. No line begins with a stop, and none follows a
colon: a tab stood before these, too, and before the next article or label where one stands behind a colon.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from pipeline.ooxml.names import Element

_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_STOPS = f"{_OLD}pPr/{_OLD}tabs"
_RUNS = 4  # that a label may be made of, its colon apart
_DEEPEST = 8  # styles that one is based on
# Beside these a space was left out that sets letters or digits apart: （ 1）, 约定 90 日.
_APART = re.compile(r"[A-Za-z0-9]\Z")
_APART_BEHIND = re.compile(r"[A-Za-z0-9 ]")
_STOP = re.compile(r"[、，。；]")
_NUMBER = re.compile(r"第[一二三四五六七八九十百]{1,4}[条章]|[一二三四五六七八九十]{1,3}、")
_LABEL = re.compile(r"[\u4e00-\u9fff（）() ]{2,12}[：:]")
_SHARE = re.compile(r"[%％]\Z")


def has_lost_tabs(root: Element) -> bool:
    """Whether LibreOffice wrote the file."""
    return (root.findtext(f"{_OFFICE}CustomDocumentProperties/{_OFFICE}Editor") or "").startswith("LibreOffice")


def put_back_tabs(root: Element) -> None:
    """Put a run with a tab where two runs touch that nothing but a tab can have parted, in lines with tab stops.

    Args:
        root: The root of a file that has lost them; it is changed.
    """
    stops = _styles_with_stops(root)
    for paragraph in root.iter(f"{_OLD}p"):
        if not _has_stops(paragraph, stops):
            continue
        for run in list(paragraph.iterchildren(f"{_OLD}r")):
            if _is_parted(run):
                run.addprevious(_tab_like(run))


def _styles_with_stops(root: Element) -> frozenset[str]:
    """The styles that set tab stops, or are based on one that does."""
    styles = {style.get(f"{_OLD}styleId", ""): style for style in root.iter(f"{_OLD}style")}
    stops = {name for name, style in styles.items() if style.find(_STOPS) is not None}
    based = [(name, style.find(f"{_OLD}basedOn")) for name, style in styles.items()]
    for _ in range(_DEEPEST):
        more = {name for name, base in based if base is not None and base.get(f"{_OLD}val") in stops}
        if more <= stops:
            break
        stops |= more
    return frozenset(stops)


def _has_stops(paragraph: Element, stops: frozenset[str]) -> bool:
    style = paragraph.find(f"{_OLD}pPr/{_OLD}pStyle")
    return paragraph.find(_STOPS) is not None or (style is not None and style.get(f"{_OLD}val") in stops)


def _is_parted(run: Element) -> bool:
    """True where a tab stood before a run."""
    before, right = run.getprevious(), _text(run)
    left = _text(before)
    if left.endswith(("：", ":")) and (_NUMBER.match(right) or _LABEL.match(_words_from(run))):
        return True
    if right == " ":
        return bool(left) and not left.endswith(" ")  # written so only behind white space, or where a line begins
    if _STOP.match(right):
        begins = not any(_text(one).strip() for one in run.itersiblings(f"{_OLD}r", preceding=True))
        if begins or left.endswith(("：", ":")):
            return True
    if before is None or not left.strip(" ") or not right.strip(" ") or _style(before) != _style(run):
        return False
    return not (_APART.search(left) or _APART_BEHIND.match(right) or _SHARE.search(left))


def _text(run: Element | None) -> str:
    return "" if run is None or run.tag != f"{_OLD}r" else run.findtext(f"{_OLD}t") or ""


def _words_from(run: Element) -> str:
    """What stands in a run and the next few, up to where a label would end."""
    following = [run, *run.itersiblings(f"{_OLD}r")][:_RUNS]
    return "".join(map(_text, following))


def _style(run: Element) -> str | None:
    style = run.find(f"{_OLD}rPr/{_OLD}rStyle")
    return None if style is None else style.get(f"{_OLD}val")


def _tab_like(run: Element) -> Element:
    tab = etree.Element(run.tag)
    looks = run.find(f"{_OLD}rPr")
    if looks is not None:
        tab.append(deepcopy(looks))
    etree.SubElement(tab, f"{_OLD}tab")
    return tab
