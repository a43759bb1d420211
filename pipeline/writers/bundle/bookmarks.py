"""PDF outline ↔ Bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

_MOST = 2_000  # bookmarks of one file; nobody looks through more, and an outline may be made to have no end
_DEEPEST = 6
_TITLE = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """A bookmark (书签): title, page counted from 0, height on the page in points (None: its top), those below."""

    title: str
    page: int
    top: float | None = None
    children: tuple[Bookmark, ...] = ()

    def moved(self, pages: int) -> Bookmark:
        """Return the bookmark as it is in a file with that many pages in front."""
        return replace(self, page=self.page + pages, children=tuple(c.moved(pages) for c in self.children))


def bookmarks_of(pdf: pikepdf.Pdf) -> tuple[Bookmark, ...]:
    """Return the outline of a file; what leads nowhere in it is left out, what stands below that moves up."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    seen: set[tuple[int, int]] = set()

    def below(node: Any, depth: int) -> Iterator[Bookmark]:
        item = node.get("/First")
        while isinstance(item, pikepdf.Dictionary) and item.objgen not in seen and len(seen) < _MOST:
            seen.add(item.objgen)
            children = tuple(below(item, depth + 1)) if depth < _DEEPEST else ()
            title = "".join(c if c.isprintable() else " " for c in str(item.get("/Title", "")))[:_TITLE].strip()
            place = _place(pdf, item, pages)
            if place is None or not title:
                yield from children
            else:
                yield Bookmark(title=title, page=place[0], top=place[1], children=children)
            item = item.get("/Next")

    root = pdf.Root.get("/Outlines")
    return tuple(below(root, 1)) if isinstance(root, pikepdf.Dictionary) else ()


def _place(
    pdf: pikepdf.Pdf, item: pikepdf.Dictionary, pages: Mapping[tuple[int, int], int]
) -> tuple[int, float | None] | None:
    """Return page and height that an item leads to, None where it leads elsewhere."""
    destination: Any = item.get("/Dest")
    action = item.get("/A")
    if destination is None and isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.GoTo:
        destination = action.get("/D")
    destination = _named(pdf, destination)
    if not isinstance(destination, pikepdf.Array) or not len(destination):
        return None
    page = destination[0]
    index = pages.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
    if index is None:
        return None
    exact = len(destination) > 3 and destination[1] == pikepdf.Name.XYZ
    try:
        return index, float(destination[3]) if exact else None
    except (TypeError, ValueError):
        return index, None


def _named(pdf: pikepdf.Pdf, destination: Any) -> Any:
    if isinstance(destination, pikepdf.Name):
        table = pdf.Root.get("/Dests")
        destination = table.get(destination) if isinstance(table, pikepdf.Dictionary) else None
    elif isinstance(destination, pikepdf.String):
        names = pdf.Root.get("/Names")
        tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
        if not isinstance(tree, pikepdf.Dictionary) or not tree.is_indirect:
            return None
        destination = pikepdf.NameTree(tree).get(str(destination))
    return destination.get("/D") if isinstance(destination, pikepdf.Dictionary) else destination


def nested(headings: Iterable[tuple[int, str, int]]) -> tuple[Bookmark, ...]:
    """Return bookmarks made of headings in reading order.

    Args:
        headings: Level from 1, title, page counted from 0.
    """
    items = list(headings)

    def below(start: int, end: int) -> tuple[Bookmark, ...]:
        found: list[Bookmark] = []
        while start < end:
            level, title, page = items[start]
            after = next((i for i in range(start + 1, end) if items[i][0] <= level), end)
            found.append(Bookmark(title=title[:_TITLE], page=page, children=below(start + 1, after)))
            start = after
        return tuple(found)

    return below(0, len(items))


def write_bookmarks(pdf: pikepdf.Pdf, bookmarks: Iterable[Bookmark]) -> None:
    """Give a file these bookmarks instead of its own; those below the first level are folded away."""
    with pdf.open_outline() as outline:
        outline.root[:] = [_item(bookmark) for bookmark in bookmarks]


def _item(bookmark: Bookmark) -> pikepdf.OutlineItem:
    location = {} if bookmark.top is None else {"page_location": "XYZ", "top": bookmark.top}
    item = pikepdf.OutlineItem(bookmark.title, bookmark.page, **location)  # type: ignore[arg-type]
    item.is_closed = bool(bookmark.children)
    item.children.extend(_item(child) for child in bookmark.children)
    return item
