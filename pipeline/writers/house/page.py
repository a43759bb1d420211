"""An empty page in the house style: paper, styles and page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_SONG, _HEI, _LATIN = "宋体", "黑体", "Times New Roman"
# Half-points: 小四 12 pt, 五号 10.5 pt, 四号 14 pt, 三号 16 pt, 二号 22 pt (GB/T 9704 names, sizes as Word has them).
_XIAOSI, _WUHAO, _SIHAO, _SANHAO, _ERHAO = 24, 21, 28, 32, 44
_LINE = 300  # 1.25 lines in 240ths


def _style(
    style_id: str, name: str, *, font: str = _SONG, size: int = _XIAOSI, paragraph: str = "", outline: int | None = None
) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    keep = "<w:keepNext/>" if outline is not None else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}{paragraph}{level}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{font}" w:cs="{_LATIN}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _spacing(before: int = 0, after: int = 0, line: int = _LINE) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


_FIRST_LINE = f'<w:ind w:firstLineChars="200" w:firstLine="{_XIAOSI * 20}"/>'
_CENTER, _BOTH = '<w:jc w:val="center"/>', '<w:jc w:val="both"/>'
_STYLES = (
    _style("HouseTitle", "合同标题", font=_HEI, size=_ERHAO, paragraph=_spacing(240, 240) + _CENTER, outline=0),
    _style("HouseLongTitle", "合同长标题", font=_HEI, size=_SANHAO, paragraph=_spacing(240, 240) + _CENTER, outline=0),
    _style("HouseSubtitle", "合同副题", paragraph=_spacing(0, 120) + _CENTER),
    _style("HouseChapter", "合同章题", font=_HEI, size=_SIHAO, paragraph=_spacing(200, 120) + _CENTER, outline=0),
    _style("HouseArticle", "合同条题", font=_HEI, paragraph=_spacing(120, 60), outline=1),
    _style("HouseLabel", "合同署名", paragraph=_spacing()),
    _style("HouseBody", "合同正文", paragraph=_spacing() + _FIRST_LINE + _BOTH),
    _style("HouseCell", "合同表格", size=_WUHAO, paragraph=_spacing(20, 20, 240)),
)


def house_page() -> WordDocument:
    """Return an empty document with paper, styles and the footer 第X页 共Y页."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Cm

    page = docx.Document()
    styles: Any = page.styles.element
    _set_normal(page.styles["Normal"])
    for xml in _STYLES:
        styles.append(parse_xml(xml.replace("<w:style ", f"<w:style {nsdecls('w')} ", 1)))
    section: Any = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.5)
    section.left_margin = section.right_margin = Cm(3)
    section.header_distance = section.footer_distance = Cm(1.5)
    _set_footer(section.footer)
    properties = page.core_properties
    properties.author = properties.title = properties.comments = properties.last_modified_by = ""
    return page


def _set_normal(style: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    element = style.element
    for tag in ("w:pPr", "w:rPr"):
        old = element.find(qn(tag))
        if old is not None:
            element.remove(old)
    element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{_spacing()}</w:pPr>"))
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{_SONG}"'
            f' w:cs="{_LATIN}"/><w:sz w:val="{_XIAOSI}"/><w:szCs w:val="{_XIAOSI}"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
        )
    )


def _set_footer(footer: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    footer.is_linked_to_previous = False
    size = f'<w:rPr><w:sz w:val="{_WUHAO - 3}"/></w:rPr>'
    pieces = ("第", "PAGE", "页 共", "NUMPAGES", "页")
    runs = "".join(_field(piece, size) if piece.isascii() else _plain(piece, size) for piece in pieces)
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{_CENTER}</w:pPr>{runs}</w:p>")
    old = footer.paragraphs[0]._element  # noqa: SLF001 — python-docx has no public way to replace a paragraph
    old.getparent().replace(old, paragraph)


def _plain(text: str, properties: str) -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code: str, properties: str) -> str:
    pieces = [
        f'<w:fldChar w:fldCharType="{kind}"/>' if kind != "code" else f"<w:instrText> {code} </w:instrText>"
        for kind in ("begin", "code", "separate")
    ]
    pieces += ["<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>']
    return "".join(f"<w:r>{properties}{piece}</w:r>" for piece in pieces)
