"""Elements that are written alike say the same; where that can't be known, each is read by itself."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.model.document import Document, Mark
from pipeline.ooxml.names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, W_URI, by_name
from pipeline.ooxml.written import Written
from pipeline.readers.docx import read
from tests.word_files import lines, part, parts_of, zipped

SHOWN, HIDDEN = '<w:rPr><w:sz w:val="21"/></w:rPr>', "<w:rPr><w:vanish/></w:rPr>"


def run(text: str, properties: str, prefix: str = "w") -> str:
    return f"<{prefix}:r>{properties}<{prefix}:t>{text}</{prefix}:t></{prefix}:r>"


def wordings(xml: str) -> list[object]:
    root = etree.fromstring(xml, etree.XMLParser(remove_comments=True, remove_pis=True))
    found = by_name(root, RUN_PROPERTIES, PARAGRAPH_PROPERTIES)
    written = Written(xml.encode(), found)
    likes = [written.like(element) for element in found[RUN_PROPERTIES]]
    return ["itself" if like is element else like for like, element in zip(likes, found[RUN_PROPERTIES], strict=True)]


def body(*runs: str) -> str:
    return f'<w:p xmlns:w="{W_URI}">{"".join(runs)}</w:p>'


def test_what_is_written_alike_is_equal() -> None:
    first, second, third = wordings(body(run("甲", SHOWN), run("乙", HIDDEN), run("丙", SHOWN)))
    assert first == third == b'><w:sz w:val="21"/>'
    assert second == b"><w:vanish/>"


def test_longer_names_are_others() -> None:
    changed = '<w:rPr><w:b/><w:rPrChange w:id="1"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>'
    outer, inner, last = wordings(body(run("甲", changed), run("乙", SHOWN)))
    assert (outer, inner, last) == ("itself", b"><w:i/>", b'><w:sz w:val="21"/>')


HOSTILE = {
    "comment": body(f"<!-- {SHOWN} -->", run("甲", HIDDEN), run("乙", SHOWN)),
    "comment instead of an element": body(
        f"<!-- {SHOWN} -->", run("甲", f'<x:rPr xmlns:x="{W_URI}"><x:vanish/></x:rPr>'), run("乙", SHOWN)
    ),
    "address in disguise": body(
        f"<!-- {SHOWN} -->",
        run("甲", f'<x:rPr xmlns:x="{W_URI.replace(":", "&#58;")}"><x:vanish/></x:rPr>'),
        run("乙", SHOWN),
    ),
    "end in a comment": body(
        run("甲", "<w:rPr><!-- </w:rPr> --><w:b/></w:rPr>"), run("乙", "<w:rPr><!-- </w:rPr> --><w:vanish/></w:rPr>")
    ),
    "prefix with two meanings": body(
        f'<w:r xmlns:q="urn:other"><w:rPr><q:vanish/></w:rPr><w:t>甲</w:t></w:r>'
        f'<w:r xmlns:q="{W_URI}"><w:rPr><q:vanish/></w:rPr><w:t>乙</w:t></w:r>'
    ),
    "another prefix": f'<v:p xmlns:v="{W_URI}">{run("甲", "<v:rPr><v:vanish/></v:rPr>", "v")}</v:p>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_where_bytes_may_deceive_each_is_read_by_itself(name: str) -> None:
    assert set(wordings(HOSTILE[name])) == {"itself"}


@pytest.mark.parametrize("name", HOSTILE)
def test_hidden_words_are_found_all_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_it() -> Document:
        document = part("document", f"<w:body>{HOSTILE[name]}</w:body>")
        return read(zipped(parts_of("") | {"word/document.xml": document}), name="x")

    found = read_it()
    hidden = "".join(r.text for line in lines(found) for r in line.runs if Mark.HIDDEN in r.marks)
    assert hidden == ("乙" if name in {"end in a comment", "prefix with two meanings"} else "甲")
    monkeypatch.setattr(Written, "like", lambda _self, element: element)
    assert read_it() == found
