"""What is printed and is no value: hidden figures, other papers' numbers, words of the next label, one month's price."""

from __future__ import annotations

import pytest

from pipeline import readers
from pipeline.extracting.extract import extract
from pipeline.model.extracted import Extracted
from pipeline.parsing.parse import parse

_HEAD = "纸机维保合同\n甲方：青州云门纸业有限公司\n乙方：临沂沂河机电有限公司\n"


def _read(text: str, name: str = "a.txt") -> Extracted:
    return extract(parse(readers.read(text.encode(), name=name)))


def _party(text: str, name: str = "a.txt") -> dict[str, object]:
    return {name: found.value for name, found in _read(text, name).parties[0].values.items()}


@pytest.mark.parametrize(
    "line",
    [
        "电话：0536-3210XXXX",
        "电话：138****0011",
        "电话：0536-32100011*",
        "统一社会信用代码：91370781MA3XXXXX4K",
        "身份证号：370781********0019",
        "身份证号：37078119900101****",
        "账号：6222 0210 **** 0011",
        "账号：62220210****00110011",
        "联系人：孙*",
    ],
)
def test_figures_made_unreadable_are_absent(line: str) -> None:
    assert set(_party(f"纸机维保合同\n甲方：青州云门纸业有限公司\n{line}\n乙方：临沂沂河机电有限公司\n")) == {"name"}


def test_an_x_that_checks_out_is_a_figure() -> None:
    assert _party(f"{_HEAD}".replace("乙方", "身份证号：11010519491231002X\n乙方"))["id_no"] == "11010519491231002X"


def test_a_name_made_unreadable_or_told_elsewhere_is_absent() -> None:
    assert _party("纸机维保合同\n甲方：******有限公司\n乙方：临沂沂河机电有限公司\n") == {}
    assert _party("纸机维保合同\n甲方：详见附表一\n乙方：临沂沂河机电有限公司\n") == {}


def test_a_role_before_the_next_label_belongs_to_that() -> None:
    text = f"{_HEAD}甲方地址：青州市云门山路8号 乙方地址：临沂市沂河路9号 乙方电话：0539-8123456\n"
    first, second = ({name: found.value for name, found in party.values.items()} for party in _read(text).parties)
    assert first == {"name": "青州云门纸业有限公司", "address": "青州市云门山路8号"}
    assert second["address"] == "临沂市沂河路9号"
    assert second["phone"] == "0539-8123456"


def test_the_name_of_what_is_sold_is_no_party() -> None:
    text = "采购人（甲方）：青州市图书馆 供应商（乙方）：\n序号\t标的名称\t品目\n1\t书架\t家具\n"
    assert all("品目" not in str(found.value) for p in _read(text).parties for found in p.values.values())


def test_what_somebody_is_may_stand_below_the_name() -> None:
    signed = "<table><tr><td>甲方</td><td>乙方</td></tr><tr><td>孙立<br>法定代表人</td><td>周行<br>法定代表人</td></tr></table>"
    page = f"<h1>纸机维保合同</h1><p>甲方：青州云门纸业有限公司</p><p>乙方：临沂沂河机电有限公司</p>{signed}"
    assert "legal_representative" not in _party(page, "a.html")


@pytest.mark.parametrize(
    ("clause", "absent"),
    [
        ("第一条 费用\n车位费共计1,500元/月（大写：壹仟伍佰元整）。", "total_amount"),
        ("第一条 费用\n维保费按半年支付，共计16,320元/半年。", "total_amount"),
        ("第一条 期限\n乙方接到报修后，服务时间15分钟。", "term"),
        ("第一条 内容\n本项目为2026年度维保服务。", "term"),
        ("第一条 内容\n公告编号：2026-118", "contract_no"),
        ("第一条 变更\n原服务期12个月变更为按次服务。", "term"),
        ("第一条 交付\n合同签订后45个工作日内交付。\n第二条 有效期\n有效期自2026年3月1日至2027年2月28日。", "term"),
    ],
)
def test_what_is_said_of_something_else_is_absent(clause: str, absent: str) -> None:
    assert absent not in _read(f"{_HEAD}{clause}\n第九条 其他\n本合同一式两份。\n").elements


def test_a_heading_for_a_party_is_no_title() -> None:
    text = "【出租人】\n名称：青州云门纸业有限公司\n【承租人】\n名称：临沂沂河机电有限公司\n第一条 租赁物\n纸机一台。\n"
    assert "title" not in _read(text).elements


def test_a_title_may_begin_with_a_year() -> None:
    text = "2026年度纸机维保合同\n甲方：青州云门纸业有限公司\n乙方：临沂沂河机电有限公司\n"
    assert _read(text).elements["title"].value == "2026年度纸机维保合同"


def test_a_ratio_sign_is_a_colon() -> None:
    read = _read("纸机维保合同\n甲方∶青州云门纸业有限公司\n乙方∶临沂沂河机电有限公司\n1∶2的比例\n")
    assert [p.values["name"].value for p in read.parties] == ["青州云门纸业有限公司", "临沂沂河机电有限公司"]
    assert "1∶2" in read.template.text


def test_an_instalment_is_not_the_price_that_it_is_a_share_of() -> None:
    text = (
        f"{_HEAD}第一条 付款\n（1）首付款：甲方支付合同总额的40%，即人民币61,200元；\n"
        "（2）甲方于验收后支付合同总额的60%，即人民币91,800元。\n"
    )
    assert [s.purpose for s in _read(text).sums if s.unit == "CNY"] == ["首付款", "合同总额的60%"]


def test_articles_may_be_numbered_with_their_chapter() -> None:
    text = f"{_HEAD}第1.1条 范围\n维护纸机。\n第1.2条 期限\n一年。\n第2.1条 费用\n另议。\n"
    assert [(c.number, c.title, c.level) for c in _read(text).template.clauses] == [
        ("第1.1条", "范围", 1), ("第1.2条", "期限", 1), ("第2.1条", "费用", 1),
    ]  # fmt: skip


def test_a_place_that_is_left_open_is_absent() -> None:
    text = (
        "冠名协议\n签订地点：青州市______区______路______号\n甲方：青州云门纸业有限公司\n"
        "地址：青州市______区______路______号\n乙方：临沂沂河传媒有限公司\n地址：____临沂市沂河路9号____\n"
    )
    read = _read(text)
    assert "sign_place" not in read.elements
    assert "address" not in read.parties[0].values
    assert read.parties[1].values["address"].value == "临沂市沂河路9号"


def test_rows_of_a_list_without_rules_are_no_articles() -> None:
    text = f"{_HEAD}采购清单\n1 电缆 YJY-4*95 米 1000 980.00\n2 电缆 YJY-5*16 米 500 600.00\n合计 1280000.00元\n"
    assert _read(text).template.clauses == ()


def test_the_price_is_the_one_with_tax() -> None:
    text = f"{_HEAD}第一条 价款\n不含税合同金额为1,000,000元，税额130,000元，合同金额为1,130,000元。\n"
    read = _read(text)
    assert read.elements["total_amount"].value == {"value": "1130000.00", "currency": "CNY"}
    assert [s.purpose for s in read.sums] == ["不含税合同金额", "税额", "合同金额"]


@pytest.mark.parametrize(
    ("clause", "purposes"),
    [
        ("月工资6,000元，其中绩效工资2,000元。", ["月工资", "绩效工资"]),
        ("甲方支付首期价款人民币20万元。", ["首期价款"]),
        ("安全措施费（含税）：大写：零元（￥0元）。", ["安全措施费"]),
        ("违约方支付不低于人民币50,000元的违约金。", ["违约金"]),
        ("乙方本次赞助金额：人民币（大写）壹万元整。", ["赞助金额"]),
    ],
)
def test_sums_are_named_with_what_qualifies_them(clause: str, purposes: list[str]) -> None:
    assert [s.purpose for s in _read(f"{_HEAD}第一条 其他约定\n{clause}\n").sums] == purposes


def test_days_of_work_are_first_and_last() -> None:
    elements = _read(f"{_HEAD}本工程计划于2026年6月26日开工\n本工程计划于2027年1月3日竣工\n").elements
    assert (elements["start_date"].value, elements["end_date"].value) == ("2026-06-26", "2027-01-03")


def test_a_number_may_have_its_label_in_english_too() -> None:
    text = f"加工合同\n合同编号 Contract No.: PC-2026-0815　版本：V2\n{_HEAD}"
    assert _read(text).elements["contract_no"].value == "PC-2026-0815"


def test_lines_that_pause_go_on_and_colons_end_what_is_owed() -> None:
    text = (
        f"{_HEAD}第一条 保险\n乙方应当依法办理养老保险、医疗保险、失业保险、\n工伤保险及公积金。\n"
        "第二条 账户\n甲方应当在签订后5日内将全部款项汇入乙方指定的下列账户：\n收款单位另行通知\n"
        "第三条 说明\n乙方的交付节点及规格，详见附表。\n"
    )
    duties = [(o.who, o.what) for o in _read(text).obligations]
    assert duties == [
        ("乙方", "依法办理养老保险、医疗保险、失业保险、\n工伤保险及公积金"),
        ("甲方", "在签订后5日内将全部款项汇入乙方指定的下列账户"),
    ]


@pytest.mark.parametrize(
    "line",
    ["统一社会信用代码：91440101MA5XXXXXXX", "地址：未提供", "地址：******街道新村", "开户行：暂无", "联系人：待定"],
)
def test_what_says_that_there_is_no_value_is_none(line: str) -> None:
    assert set(_party(f"纸机维保合同\n甲方：青州云门纸业有限公司\n{line}\n乙方：临沂沂河机电有限公司\n")) == {"name"}


def test_whose_paper_it_is_and_half_an_announcement_are_no_titles() -> None:
    rest = "甲方：青州云门纸业有限公司\n乙方：临沂沂河机电有限公司\n"
    assert "title" not in _read(f"青州云门纸业股份有限公司\n{rest}").elements
    assert "title" not in _read(f"关于签订《纸机维保合同》的\n公告\n{rest}").elements


def test_a_number_that_its_cell_broke_is_one() -> None:
    page = "<h1>采购合同</h1><table><tr><td>合同编号：QZ-2026-<br>B018</td><td>甲方：青州图书馆</td></tr></table>"
    assert _read(page, "a.html").elements["contract_no"].value == "QZ-2026-B018"


def test_a_day_may_be_that_of_signing_and_of_coming_into_force() -> None:
    elements = _read(f"{_HEAD}第九条 其他\n本合同自2026年6月8日签署并生效，有效期至2027年6月7日。\n").elements
    days = [elements[name].value for name in ("sign_date", "effective_date", "end_date")]
    assert days == ["2026-06-08", "2026-06-08", "2027-06-07"]


def test_where_a_contract_ends_no_time_of_delivery_is_its_term() -> None:
    text = f"{_HEAD}第一条 交付\n合同签订后90日内交付。\n第二条 期限\n本合同有效期至2027年9月9日。\n"
    assert "term" not in _read(text).elements


def test_rent_of_days_is_a_rate() -> None:
    penalty = "甲方违约的，应支付违约金，金额相当于30天租金"
    assert _read(f"{_HEAD}第一条 违约责任\n{penalty}。\n").elements["penalty"].value == [penalty]


def test_a_role_put_together_is_written_as_its_parts() -> None:
    text = "政府採購合同\n採購人：青州市圖書館\n甲方地址：青州市雲門路8號\n供應商：臨沂沂河機電有限公司\n甲方：青州市圖書館\n"
    assert all("采" not in party.role for party in _read(text).parties)


def test_sums_are_what_they_are_paid_as() -> None:
    text = f"{_HEAD}第一条 付款\n甲方签订后3日内支付合同金额的25%即人民币300,000元作为定金。\n"
    assert [s.purpose for s in _read(text).sums if s.unit == "CNY"] == ["定金"]
    listed = f"{_HEAD}第一条 付款\n1、分期支付：\n（一）预付款：450,000 元，占总额 30%；\n（二）中期款：600,000 元，占总额 40%。\n"
    read = _read(listed)
    assert [(s.value, s.purpose) for s in read.sums if s.unit == "%"] == [("30", "总额"), ("40", "总额")]
    assert [(p.share, p.clause) for p in read.template.payments] == [
        ("30%", "第一条1、（一）"),
        ("40%", "第一条1、（二）"),
    ]


def test_duties_count_from_events_and_say_no_more_than_what_is_owed() -> None:
    text = (
        f"{_HEAD}第一条 验收\n质量异议期为到货后7天内，甲方应书面通知乙方。\n"
        "第二条 不可抗力\n受影响一方应在48小时内通知对方，并在15日内提供证明。\n"
        "第三条 押金\n扣除应由乙方承担的费用后，押金应无息退还乙方。\n"
        "第四条 费用\n乙方应于每期期初5个工作日内支付费用。\n"
    )
    duties = [(o.who, o.what, o.by, o.since) for o in _read(text).obligations]
    assert duties == [
        ("甲方", "书面通知乙方", "到货后7天内", "到货"),
        ("受影响一方", "在48小时内通知对方", "48小时内", ""),
        ("受影响一方", "在15日内提供证明", "15日内", ""),
        ("乙方", "于每期期初5个工作日内支付费用", "每期期初5个工作日内", "每期期初"),
    ]


def test_a_number_behind_a_name_is_the_card_and_a_role_behind_it_the_next_labels() -> None:
    text = "租赁合同\n出租方：青州云门纸业有限公司\n承租方：孙立 11010519491231002X 乙方联系电话：13905360011\n"
    values = {name: found.value for name, found in _read(text).parties[1].values.items()}
    assert values == {"name": "孙立", "id_no": "11010519491231002X", "phone": "13905360011"}


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("签订：2026年8月15日", "sign_date", "2026-08-15"),
        ("签约价：EUR 7,350,000元", "total_amount", {"value": "7350000.00", "currency": "EUR"}),
    ],
)
def test_short_labels(line: str, name: str, value: object) -> None:
    assert _read(f"{_HEAD}{line}\n").elements[name].value == value


def test_what_is_hoped_for_is_no_price() -> None:
    text = "合作备忘录\n甲方：青州云门纸业有限公司\n乙方：临沂沂河机电有限公司\n拟共同建厂，预计总投资约人民币300,000,000元。\n"
    assert "total_amount" not in _read(text).elements


def test_parties_act_by_short_names_that_their_head_does_not_give() -> None:
    text = (
        "租赁合同\n出租方：青州云门纸业有限公司\n承租方：临沂沂河机电有限公司\n"
        "第一条 租金\n租金总额为60,000元，每季度支付15,000元。乙方应在每年4月15日前付清。\n"
        "第二条 责任\n逾期付款的，应按日租金的 0.5% 向甲方支付违约金。\n"
        "第三条 成果\n乙方为本项目编写的文件自甲方支付全部款项之日起归甲方所有。\n"
        "第四条 上限\n乙方在本合同项下的累计赔偿责任总额，以已付款项为限。\n"
    )
    read = _read(text)
    assert [(o.who, o.clause) for o in read.obligations] == [("乙方", "第一条"), ("乙方", "第二条")]
    assert [s.purpose for s in read.sums] == ["租金总额", "每季度租金", "日租金（违约金）"]


def test_one_space_parts_a_heading_from_its_sentence() -> None:
    text = f"{_HEAD}一、租赁用途 出租房的用途双方约定为：公寓楼。\n二、保密与数据安全 双方应当保守对方的商业秘密。\n"
    assert [(c.title, c.category) for c in _read(text).template.clauses] == [
        ("租赁用途", "标的"), ("保密与数据安全", "保密"),
    ]  # fmt: skip


@pytest.mark.parametrize("joint", ["起生效，至", "起正式生效，有效期至", "开始，至"])
def test_a_span_may_say_that_it_comes_into_force(joint: str) -> None:
    elements = _read(f"{_HEAD}本合同自2026年4月1日{joint}2027年3月31日到期。期满前30日双方可以续约。\n").elements
    assert (elements["start_date"].value, elements["end_date"].value) == ("2026-04-01", "2027-03-31")
    assert "term" not in elements


def test_articles_in_two_languages_are_headed_in_the_first() -> None:
    text = (
        "【中英双语维保协议 / Bilingual Maintenance Agreement】\n"
        "第1条 范围与地点 / Article 1 Scope and Place of the Maintenance Work\n中文：乙方维护纸机。\n"
        "第2条 费用 / Article 2 Fees\n中文：甲方应按月向乙方支付服务费人民币3万元整。\n"
        "English: Party A shall pay a monthly fee of RMB 30,000.\n"
    )
    read = _read(text)
    assert [(c.number, c.title) for c in read.template.clauses] == [("第1条", "范围与地点"), ("第2条", "费用")]
    assert read.elements["title"].value == "中英双语维保协议"
    assert "total_amount" not in read.elements


def test_where_an_address_is_told_is_none() -> None:
    assert set(
        _party("纸机维保合同\n甲方：青州云门纸业有限公司\n地址：采购人注册地址\n乙方：临沂沂河机电有限公司\n")
    ) == {"name"}


def test_an_amount_in_capitals_may_repeat_the_currency() -> None:
    sums = _read(f"{_HEAD}第一条 价款\n合同总价款为港币35,800元，大写港币叁万伍仟捌佰元整。\n").sums
    assert [(s.value, s.unit) for s in sums] == [("35800.00", "HKD")]


def test_months_that_are_measured_bound_nothing() -> None:
    text = f"{_HEAD}第一条 竞业限制\n甲方按月向乙方支付补偿，标准为离职前十二个月平均工资的30%。\n"
    assert [o.by for o in _read(text).obligations] == [""]


def test_annexes_behind_bullets_are_a_list() -> None:
    text = (
        f"{_HEAD}第一条 其他\n附件与本合同具有同等法律效力：\n• 附件1：《预算清单》\n• 附件2：《施工图纸》\n第二条 补充\n一年后另行商定维护费用以及双方的其他安排，"
        "包括备件、工时与差旅，均以双方书面确认的清单为准。\n"
    )
    assert [c.number for c in _read(text).template.clauses] == ["第一条", "第二条"]
