"""Templates made by hand, for tests that need one and not the reader that makes it."""

from __future__ import annotations

from pipeline.model.template import Blank, Clause, Column, Kind, Option, Party, Slot, Template


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
