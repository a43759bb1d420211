"""Templates made by hand, for tests that need one and not the reader that makes it."""

from __future__ import annotations

from pipeline.model.contract import Contract, Placement, Value
from pipeline.model.template import Anchor, Blank, Clause, Column, Kind, Option, Party, Slot, Template


def blank(key: str, label: str, kind: Kind, *, unit: str = "", required: bool = True, **more: object) -> Blank:
    return Blank(key=key, label=label, kind=kind, unit=unit, required=required, slots=(Slot(start=0, end=0),), **more)  # type: ignore[arg-type]


def option(label: str) -> Option:
    return Option(label=label, start=0, end=0)


def purchase_template() -> Template:
    """A purchase contract with a blank of nearly every kind."""
    goods = (
        Column(key="name", label="名称"),
        Column(key="quantity", label="数量", kind=Kind.NUMBER, unit="台"),
        Column(key="price", label="单价", kind=Kind.AMOUNT, unit="元"),
    )
    blanks = (
        blank("contract_no", "合同编号", Kind.CONTRACT_NO),
        blank("party_a.name", "甲方", Kind.PARTY, party="party_a"),
        blank("party_a.id_no", "统一社会信用代码", Kind.ID_NO, party="party_a"),
        blank("party_a.phone", "联系电话", Kind.PHONE, party="party_a"),
        blank("party_b.name", "乙方", Kind.PARTY, party="party_b"),
        blank("party_b.phone", "联系电话", Kind.PHONE, party="party_b", required=False),
        blank("total", "合同总价", Kind.AMOUNT, unit="元", pair="total_upper", clause="第一条"),
        blank("total_upper", "合同总价大写", Kind.AMOUNT_UPPER, pair="total", clause="第一条"),
        blank("deposit_rate", "定金比例", Kind.PERCENT, unit="%", clause="第一条"),
        blank("delivery", "交货期限", Kind.DURATION, unit="个工作日", clause="第二条"),
        blank("dispute", "争议解决方式", Kind.CHOICE, options=(option("仲裁"), option("诉讼")), clause="第三条"),
        blank("packing", "包装", Kind.CHOICE, options=(option("纸箱"), option("木箱")), multiple=True, required=False),
        blank("goods", "货物清单", Kind.TABLE, columns=goods, rows=3, required=False),
        blank("remarks", "其他约定", Kind.TEXT, required=False),
        blank("sign_date", "签订日期", Kind.DATE),
        blank("party_a.seal", "甲方盖章", Kind.SIGNATURE, party="party_a", required=False),
    )
    parties = (
        Party(key="party_a", role="甲方", label="甲方（买方）", start=0, aliases=("买方",)),
        Party(key="party_b", role="乙方", label="乙方（卖方）", start=0, aliases=("卖方",)),
    )
    clauses = (
        Clause(number="第一条", title="价款", level=1, start=0, end=10, category="价款"),
        Clause(number="第二条", title="交货", level=1, start=10, end=20),
        Clause(number="第三条", title="争议", level=1, start=20, end=30),
    )
    return Template(
        title="设备采购合同", text="设备采购合同\n" * 8, format="docx", name="采购.docx", sha256="0" * 64, id="purchase",
        blanks=blanks, parties=parties, clauses=clauses,
    )  # fmt: skip


def anchor(number: int, start: int, end: int) -> Anchor:
    return Anchor(part="word/document.xml", paragraph=number, start=start, end=end, fingerprint="0" * 16)


def lease_contract() -> Contract:
    """A small lease, filled."""
    text = "房屋租赁合同\n第一条 租金\n月租金____元，大写____元整。\n第二条 期限\n租期____年，自____起。\n第三条 争议\n向人民法院提起诉讼。本合同一式肆份。"
    marks = [i for i in range(len(text)) if text.startswith("____", i)]
    slots = [Slot(start=i, end=i + 4, anchor=anchor(n, i, i + 4)) for n, i in enumerate(marks)]
    rent, upper, term, start = slots
    blanks = (
        Blank(
            key="rent", label="月租金", kind=Kind.AMOUNT, unit="元", slots=(rent,), pair="rent_upper", clause="第一条"
        ),
        Blank(
            key="rent_upper", label="月租金大写", kind=Kind.AMOUNT_UPPER, slots=(upper,), pair="rent", clause="第一条"
        ),
        Blank(key="term", label="租期", kind=Kind.DURATION, unit="年", slots=(term,), clause="第二条"),
        Blank(key="start_date", label="起租日", kind=Kind.DATE, slots=(start,), clause="第二条"),
    )
    heads = [text.index(f"第{n}条") for n in "一二三"]
    clauses = tuple(
        Clause(number=f"第{n}条", title=title, level=1, start=at, end=end, category="其他")
        for n, title, at, end in zip("一二三", ("租金", "期限", "争议"), heads, [*heads[1:], len(text)], strict=True)
    )
    party = Party(key="party_a", role="出租人", label="出租人（甲方）", start=0)
    template = Template(
        title="房屋租赁合同", text=text, format="docx", name="租赁.docx", sha256="1" * 64, id="lease", category="租赁",
        blanks=blanks, parties=(party,), clauses=clauses,
    )  # fmt: skip
    given = [("rent", "3500.00", "3,500.00"), ("rent_upper", "3500.00", "叁仟伍佰"),
             ("term", {"value": "2", "unit": "年"}, "2"), ("start_date", "2026-12-01", "2026年12月1日")]  # fmt: skip
    return Contract(
        template=template,
        values={key: Value(key=key, data=data, text=shown, derived=key == "rent_upper") for key, data, shown in given},  # type: ignore[arg-type]
        placements=tuple(
            Placement(anchor=anchor(n, i, i + 4), text=shown, key=key, start=i, end=i + 4)
            for n, (i, (key, _, shown)) in enumerate(zip(marks, given, strict=True))
        ),
        provenance={"generator": "hetong 0"},
    )
