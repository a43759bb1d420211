"""Gaps of plain text that stand for blanks, and gaps that only set things apart."""

from __future__ import annotations

import pytest

from pipeline.model.document import Mark, Paragraph
from pipeline.readers.plain import paragraph
from pipeline.readers.ruled import ruled
from pipeline.readers.text import read

TRADITIONAL = "本契約書由雙方當事人簽訂，甲方應於三十日內付清價款，乙方應於收款後交付貨物。\n"


def shown(line: str) -> str:
    """The line with its underlined characters written as underscores."""
    runs = ruled(paragraph(line, 0)).runs
    return "".join("_" * len(run.text) if run.marks & Mark.UNDERLINE else run.text for run in runs)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("房屋坐落在\t\t、面积 \t、用途   。", "房屋坐落在__、面积__、用途___。"),
        ("第九条\t乙方应在 \t前交付，逾期视为违约。", "第九条\t乙方应在__前交付，逾期视为违约。"),
        ("协商不成的，提交\u3000\u3000\u3000仲裁委员会仲裁；", "协商不成的，提交___仲裁委员会仲裁；"),
        ("委托\t公司（全称      ）办理，费用自理。", "委托\t公司（全称______）办理，费用自理。"),
        ("服务地点为：\t", "服务地点为：_"),
        ("签订地点：        ", "签订地点：________"),
        (" \t；", "__；"),
        ("3. \t；", "3.__；"),
        ("（ 5）\t。", "（ 5）_。"),
        ("2．        。", "2．________。"),
        ("交付道路未达到上述条件的，\t。", "交付道路未达到上述条件的，_。"),
        ("      个工作日内返还。", "______个工作日内返还。"),
        ("支付方式：□现金 □其他    ", "支付方式：□现金 □其他____"),
        ("（一）甲方授权\u3000\u3000\u3000为代表，负责接洽。", "（一）甲方授权___为代表，负责接洽。"),
        ("□依法向 \t仲裁委员会申请仲裁", "□依法向__仲裁委员会申请仲裁"),
        ("税金为人民币（大写）\t\t（￥元）；", "税金为人民币（大写）__（￥元）；"),
        ("小班（每班限额≤\t人）", "小班（每班限额≤_人）"),
        ("　□      元/年", "　□______元/年"),
        ("7.3  其他        ", "7.3  其他________"),
        ("14.         ", "14._________"),
        ("（1）        （工程名称）的工期为    天。", "（1）________（工程名称）的工期为____天。"),
        ("□ 另有约定：        ", "□ 另有约定：________"),
        ("1．    方承担全部费用。", "1．____方承担全部费用。"),
        ("     ‰向甲方支付违约金。", "_____‰向甲方支付违约金。"),
        ("          的标准支付违约金。", "__________的标准支付违约金。"),
        ("货物应符合国家、省        质量标准,逾期不予验收。", "货物应符合国家、省________质量标准,逾期不予验收。"),
        ("收件地址" + " " * 24, "收件地址" + "_" * 24),
        ("地    址：\t\t地    址：\t", "地    址：__地    址：_"),
        ("价款按下列第\t种方式支付：", "价款按下列第_种方式支付："),
        ("双方确认由甲方保管 \t钥匙。", "双方确认由甲方保管__钥匙。"),
        ("2. \t", "2.__"),
        ("备用钥匙 \t", "备用钥匙__"),
        ("登记编号：\t 登记机关（盖章处）：\t", "登记编号：__登记机关（盖章处）：_"),
        ("代管人（全称）\t，受托保管房屋。", "代管人（全称）_，受托保管房屋。"),
        ("值班室电话：      ：值班人：", "值班室电话：______：值班人："),
        ("经营者：        【营业执照号】【许可证号】：", "经营者：________【营业执照号】【许可证号】："),
        ("经查验，        （管道名称）完好，可以使用。", "经查验，________（管道名称）完好，可以使用。"),
        (" \t（发包人名称）：", "__（发包人名称）："),
        ("        县（市）            村      号，占地一亩。", "________县（市）            村      号，占地一亩。"),
        (
            "坐落在      【路】      【号】，内有    【室】    【厅】。",
            "坐落在______【路】______【号】，内有____【室】____【厅】。",
        ),
        ("价款以          【现金、转账】支付，逾期计息。", "价款以__________【现金、转账】支付，逾期计息。"),
        ("  3）" + " " * 24, "  3）" + "_" * 24),
        ("单价为      元/      （单位）。", "单价为______元/______（单位）。"),
        ("任何一方依法提请\xa0\xa0\xa0\xa0人民法院审理，费用各付。", "任何一方依法提请____人民法院审理，费用各付。"),
    ],
)
def test_a_gap_where_a_sentence_asks_for_words_is_ruled(line: str, expected: str) -> None:
    assert shown(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "甲方：张三\t\t乙方：李四",
        "甲方（盖章）：        乙 方（盖章）：",
        "第一条    总则，适用于全体。",
        "服务期满。第三条\t价款及支付，另行约定。",
        "一、\t标的，见清单。",
        "3.2    验收    甲方应当及时验收，不得拖延。",
        "目    录",
        "序号    名称    数量",
        "        甲方应当按时付款，不得拖延。",
        "合同编号 1，签订于 2026 年。",
        "甲方：         （盖章），乙方：李四",
        "【   】元，【      】元",
        "双方约定如下：        ",
        "14.    ",
        "代理事项：□注册申请    □变更申请    □续展申请，可以多选。",
        "1            ",
        "联系电话：0755-26001234 转 806            ",
        "                        ",
        "目        的",
        "第十条        其他",
        "甲方        （盖章）",
        "3.    验收",
        "    日期由甲方另行通知。",
        "□    现金",
        "双方均应遵守。" + " " * 30,
        "单价        总价，均为含税价。",
        "7\t天内完成审查并报送发包人。",
        "填表：        复核：        批准：",
        "经办人签字：\t\t盖章日期：\t\t复核：张三",
        "        （机构名称）（盖章）",
        "        （以下人员签字）",
        "□【正常】   【损坏】   【缺失】",
        "第九条 \t违约责任按本合同执行，另见附件。",
    ],
)
def test_a_gap_for_looks_is_not(line: str) -> None:
    assert shown(line) == line


def test_the_text_reader_rules_its_lines_and_keeps_their_text() -> None:
    text = "房屋坐落在      ，面积\t平方米。"
    (block,) = read(text.encode(), name="a.txt").blocks
    assert isinstance(block, Paragraph)
    assert block.text == text
    assert [run.text for run in block.runs if run.marks & Mark.UNDERLINE] == ["      ", "\t"]


def test_room_that_a_program_made_one_space_of_is_underlined() -> None:
    text = "面积为 平方米，共 层。\n期限为 年，由 承担费用。\n租金为 元。\n逾期 个工作日的，按 %计。\n由 张三 交付。"
    ruled_lines = [block for block in read(text.encode(), name="a.txt").blocks if isinstance(block, Paragraph)]
    found = [sum(Mark.UNDERLINE in run.marks for run in line.runs) for line in ruled_lines]
    assert found[1] == 2
    assert found[4] == 0


def test_words_in_traditional_characters_ask_as_well() -> None:
    text = f"{TRADITIONAL}第四條    乙方應將貨物交付    處理，並按下列第    種方式結算。"
    line = read(text.encode(), name="a.txt").blocks[-1]
    assert isinstance(line, Paragraph)
    assert [run.text for run in line.runs if run.marks & Mark.UNDERLINE] == ["    ", "    "]
