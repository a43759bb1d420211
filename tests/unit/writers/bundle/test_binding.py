"""One PDF bound of a contract and its annexes."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
import pikepdf
import pytest

from pipeline.writers.bundle import Bookmark, Bound, Face, Piece, admit_foreign, bind_pdf, nested, with_bookmarks
from pipeline.writers.pdf import MissingGlyph, compile_pdf
from pipeline.writers.pdf.fonts import font_set
from tests.foreign_files import acting_pdf, layered_pdf, pdf_file
from tests.pdf_files import attachments, logical_text, page_texts
from tests.word_files import p, word_file

FACE = Face(title="设备采购合同", contract_no="CG-2026-7")
RECORD = b'{"contract": "CG-2026-7"}\n'


@pytest.fixture(scope="module")
def main() -> bytes:
    heading = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    words = word_file(p("设备采购合同") + p("第一条 价款", heading) + p("价款壹佰元。"))
    return compile_pdf(words, (), title="设备采购合同").render((), record=RECORD)


def piece(pdf: bytes, number: str = "附件一", title: str = "技术方案", **more: Any) -> Piece:
    return Piece(number=number, title=title, file="方案.pdf", pdf=pdf, **more)


def bound(main: bytes, *pieces: Piece, face: Face = FACE) -> Bound:
    return bind_pdf(main, pieces, face, font_set())


def titles(pdf: bytes) -> list[tuple[str, int, list[tuple[str, int]]]]:
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        pages = {page.obj.objgen: index for index, page in enumerate(file.pages, 1)}

        def place(item: pikepdf.OutlineItem) -> int:
            destination: Any = item.destination
            return pages[destination[0].objgen]

        return [(i.title, place(i), [(c.title, place(c)) for c in i.children]) for i in outline.root]


def test_pages_are_counted_through_behind_title_pages(main: bytes) -> None:
    made = bound(main, piece(pdf_file(("one", "two"))), piece(pdf_file(("three",)), "附件二", "价目表"))
    texts = page_texts(made.pdf)
    assert len(texts) == 6
    for number, text in enumerate(texts, 1):
        assert f"合同编号 CG-2026-7 · 第 {number} 页 共 6 页" in text
    assert "附件一" in texts[1]
    assert "技术方案" in texts[1]
    assert "one" in texts[2]
    assert "附件二" in texts[4]
    assert (made.main, made.pieces) == ((1, 1), ((2, 4), (5, 6)))


def test_bookmarks_stand_over_everything(main: bytes) -> None:
    below = (Bookmark(title="一、总则", page=1, children=(Bookmark(title="1.1", page=1),)),)
    made = bound(main, piece(pdf_file(("one", "two")), bookmarks=below))
    assert titles(made.pdf) == [
        ("设备采购合同", 1, [("第一条 价款", 1)]),
        ("附件一 技术方案", 2, [("一、总则", 4)]),
    ]


def test_record_metadata_and_tags_of_the_main_text_are_kept(main: bytes) -> None:
    made = bound(main, piece(pdf_file()))
    assert attachments(made.pdf) == {"contract.json": RECORD}
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        assert file.Root.AF[0].AFRelationship == "/Data"
        assert "/StructTreeRoot" in file.Root
        assert "/StructParents" in file.pages[0]
        assert "/StructParents" not in file.pages[2]  # what came from elsewhere has no tags of ours
        metadata = file.open_metadata()
        assert str(metadata["dc:title"]) == "设备采购合同"
        assert metadata["{http://ns.adobe.com/xap/1.0/t/pg/}NPages"] == "3"


def test_title_pages_are_tagged_as_heading_and_paragraphs(main: bytes) -> None:
    long = "技术规格书及全部图纸目录（含各专业的修改通知、说明与补充文件一览）"
    made = bound(main, piece(pdf_file()), piece(b"", "附件二", long, reason="图纸不能转成页面。"))
    assert logical_text(made.pdf).startswith(logical_text(main))
    below = "设备采购合同合同编号：CG-2026-7"
    said = logical_text(made.pdf).removeprefix(logical_text(main))
    assert said == f"附件一技术方案{below}附件二{long}{below}图纸不能转成页面。"
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        document: Any = file.Root.StructTreeRoot.K[0]
        sections = [kid for kid in document.K if isinstance(kid, pikepdf.Dictionary) and kid.S == "/Sect"]
        assert [[str(element.S) for element in section.K] for section in sections] == [
            ["/H1", "/P", "/P"], ["/H1", "/P", "/P", "/P"]
        ]  # fmt: skip
        tree = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)
        for page in (file.pages[1], file.pages[-1]):
            assert all(owner.P.S == "/Sect" for owner in tree[int(page.obj.StructParents)])


def test_the_archival_claim_holds_only_for_what_we_made(main: bytes) -> None:
    for archival, status in ((True, "3B"), (False, "")):
        made = bound(main, piece(main, archival=archival))
        with pikepdf.open(io.BytesIO(made.pdf)) as file:
            assert file.open_metadata().pdfa_status == status


def test_the_same_pieces_give_the_same_bytes(main: bytes) -> None:
    pieces = piece(pdf_file()), piece(main, "附件二", "补充协议", archival=True)
    first, second = bound(main, *pieces).pdf, bound(main, *pieces).pdf
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as file:
        assert not file.check_pdf_syntax()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 595, 842), (-100, 50, 495, 892), (0, 0, 1191, 842)])
def test_a_stamp_stands_upright_at_the_lower_right(main: bytes, rotate: int, box: tuple[int, int, int, int]) -> None:
    made = bound(main, piece(admit_foreign(pdf_file(rotate=rotate, box=box), name="a.pdf")))
    with pdfplumber.open(io.BytesIO(made.pdf)) as document:
        page = document.pages[2]
        # pdfplumber keeps coordinates of the unturned page; a picture of the page shows what a reader sees.
        image = page.to_image(resolution=72).original.convert("L")
    width, height = image.size
    pixels = image.tobytes()
    dark = [(at % width, at // width) for at, value in enumerate(pixels) if value < 160]
    stamp = [(x, y) for x, y in dark if y > height * 0.965]
    assert stamp
    assert min(x for x, _ in stamp) > width * 0.5
    assert max(x for x, _ in stamp) < width * 0.96


def test_a_piece_without_pages_has_a_title_page_that_says_why(main: bytes) -> None:
    made = bound(main, Piece(number="附件三", title="图纸", file="图.dwg", reason="本附件（图.dwg）未合订"))
    assert "本附件（图.dwg）未合订" in page_texts(made.pdf)[1]
    assert made.pieces == ((2, 2),)


def test_a_draft_says_so_on_every_page(main: bytes) -> None:
    made = bound(main, piece(pdf_file()), face=Face(title="设备采购合同", draft=True))
    assert all("草稿" in text for text in page_texts(made.pdf))
    assert "设备采购合同 · 第 2 页" in page_texts(made.pdf)[1]


def test_a_title_that_no_font_draws_is_refused_by_name(main: bytes) -> None:
    with pytest.raises(MissingGlyph) as caught:
        bound(main, piece(pdf_file(), title="方案\ue000"))
    assert "附件一" in caught.value.location


def test_nothing_of_a_foreign_file_acts_and_its_fields_stay_to_be_seen(main: bytes) -> None:
    made = bound(main, piece(admit_foreign(acting_pdf(), name="a.pdf")))
    assert "FILLED" in page_texts(made.pdf)[2]
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        assert "/AcroForm" not in file.Root
        assert "/OpenAction" not in file.Root
        page: Any = file.pages[2].obj
        assert "/AA" not in page
        assert [str(note.A.S) for note in page.Annots] == ["/URI"]


def test_hidden_layers_of_every_piece_stay_hidden(main: bytes) -> None:
    made = bound(main, piece(layered_pdf("one")), piece(layered_pdf("two"), "附件二", "价目"))
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        layers: Any = file.Root.OCProperties
        assert [str(layer.Name) for layer in layers.D.OFF] == ["one", "two"]
        shown: Any = file.pages[4].obj.Resources.Properties.L
        assert shown.objgen == layers.OCGs[1].objgen


def test_an_outline_without_end_ends() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_file()))
    item: Any = pdf.make_indirect(pikepdf.Dictionary(Title="一", Dest=[pdf.pages[0].obj, pikepdf.Name.Fit]))
    item.Next = item
    item.First = item
    pdf.Root.Outlines = pikepdf.Dictionary(First=item, Last=item)
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert [b.title for b in with_bookmarks(piece(buffer.getvalue())).bookmarks] == ["一"]


def test_headings_become_a_tree() -> None:
    made = nested([(1, "一", 0), (2, "1.1", 0), (2, "1.2", 1), (1, "二", 2), (3, "a", 2)])
    assert [(b.title, [c.title for c in b.children]) for b in made] == [("一", ["1.1", "1.2"]), ("二", ["a"])]
