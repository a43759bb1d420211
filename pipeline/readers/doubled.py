"""A text in which every paragraph ends with two line ends → the same with one.

docx2txt writes so, Pandoc does, and so does a page that was copied out of a browser: an empty line between two
paragraphs is nothing that the document has.
"""

from __future__ import annotations

import re

_ENDS = re.compile(r"\n+")
_FEWEST = 10  # line ends that tell
_SINGLE = 0.05  # share of them that are single: breaks inside paragraphs


def halved(text: str) -> str:
    r"""Halve the line ends of a text that has them doubled.

    Args:
        text: Text with line ends as "\n".

    Returns:
        The text itself where they are not.
    """
    ends = [len(found[0]) for found in _ENDS.finditer(text.strip("\n"))]
    if len(ends) < _FEWEST or sum(one == 1 for one in ends) > _SINGLE * len(ends):
        return text
    return _ENDS.sub(lambda found: "\n" * ((len(found[0]) + 1) // 2), text)
