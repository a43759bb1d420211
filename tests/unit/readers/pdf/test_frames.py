"""What stands in frames and columns narrower than the text, and letters that are spread or struck."""

from __future__ import annotations

from pipeline.model.document import Paragraph
from pipeline.readers.pdf import read
from tests.pdf_made import pages, rule, text


def _paragraphs(*contents: str) -> list[str]:
    document = read(pages(*contents), name="合同.pdf")
    return ["".join("".join(run.text for run in b.runs).split()) for b in document.blocks if isinstance(b, Paragraph)]


def _lines(top: float, *lines: str, size: float = 12) -> str:
    return "".join(text(72, top - 16 * number, line, size) for number, line in enumerate(lines))


def test_the_number_of_an_annex_below_the_word_is_its_own() -> None:
    shown = text(72, 700, "附件") + text(72, 686, "二") + text(220, 686, "器材清单", 14)
    shown += text(72, 650, "附表1—") + text(72, 636, "2") + text(72, 600, "附表3") + text(72, 586, "：")
    assert _paragraphs(shown) == ["附件二", "器材清单", "附表1—2", "附表3："]


def test_a_number_below_a_whole_word_begins_a_line() -> None:
    shown = text(72, 700, "附件1") + text(72, 686, "2") + text(72, 660, "附件：") + text(72, 646, "1、图纸")
    assert _paragraphs(shown) == ["附件1", "2", "附件：", "1、图纸"]


def test_the_end_of_a_heading_beside_small_words_is_the_headings() -> None:
    shown = text(180, 700, "房屋器材报价", 14) + text(180, 683, "单", 14) + text(400, 683, "金额单位：元", 9)
    assert _paragraphs(shown) == ["房屋器材报价单", "金额单位：元"]
    shown = text(180, 700, "房屋器材报价", 14) + text(180, 683, "单", 14) + text(400, 683, "金额单位：元", 14)
    assert _paragraphs(shown) == ["房屋器材报价", "单金额单位：元"]


def test_entries_that_run_together_in_a_narrow_column_go_on() -> None:
    shown = _lines(780, *("本合同由双方协商一致订立，并于双方签字盖章之日起对双方发生法律效力。" for _ in range(6)))
    shown += _lines(
        660, "附表3：器材报价单", "附表4：甲方提供器材明", "细表附表5：乙方提供器", "材明细表附表6：变更", "单"
    )
    shown += _lines(570, "甲方：")
    assert _paragraphs(shown)[-3:] == [
        "附表3：器材报价单", "附表4：甲方提供器材明细表附表5：乙方提供器材明细表附表6：变更单", "甲方：",
    ]  # fmt: skip


def test_the_heading_of_an_annex_behind_a_date_begins_a_line() -> None:
    body = _lines(780, *("本合同由双方协商一致订立，并于双方签字盖章之日起对双方发生法律效力。" for _ in range(6)))
    shown = body + text(372, 684, "二零二六年一月一日") + text(72, 668, "附件 3 ：")
    assert _paragraphs(shown)[-2:] == ["二零二六年一月一日", "附件3："]


def test_the_letters_of_a_heading_that_is_spread_stand_together() -> None:
    spread = "".join(text(72 + 30 * at, 700, letter) for at, letter in enumerate("第十二条"))
    document = read(pages(spread + text(72 + 170, 700, "停") + text(72 + 200, 700, "气")), name="合同.pdf")
    assert [b.runs[0].text for b in document.blocks if isinstance(b, Paragraph)] == ["第十二条        停气"]


def test_a_struck_letter_leaves_no_room() -> None:
    shown = text(72, 700, "第十") + text(96, 700, "五", before="0.5 g") + text(108, 700, "四条") + rule(96, 108, 704)
    document = read(pages(shown + text(144, 700, "其他")), name="合同.pdf")
    assert [b.runs[0].text for b in document.blocks if isinstance(b, Paragraph)] == ["第十四条  其他"]
