"""Records made up for any template: valid and consistent, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from stdnum.cn import uscc

from pipeline import api, values
from pipeline.filling import Binder, RecordRefused
from pipeline.model.contract import Contract
from pipeline.model.record import Record
from pipeline.model.template import Blank, Column, Kind, Role
from pipeline.values.choice import option_names
from pipeline.values.table import column_blank, open_columns

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明华建国丽娟志强晓东雪梅海燕文博"
WORDS = (
    "按双方确认的清单执行",
    "以现场勘查为准",
    "每月末结算一次",
    "由验收小组共同确认",
    "参照 GB/T 36319 执行",
    "㼆字第7号",
)
TOWNS = (
    "杭州市西湖区文三路一百号",
    "成都市武侯区人民南路四段12号",
    "武汉市江汉区建设大道七十七号",
    "苏州市姑苏区十全街𬇙巷3号",
)
PLACES = ("江苏", "苏州", "姑苏", "十全", "双塔", "平江", "沧浪")
TRADES = ("云杉科技", "远航物流", "宏图建设", "百川商贸", "北辰软件", "青禾农业", "望海文化", "长风电气")
CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# What a record is refused for where two values that were drawn apart have to agree: one of them is left to follow.
_FOLLOWS = frozenset({"DAT003", "CPY001", "SUM002", "PCT001", "AMT001", "REQ008"})
_ROUNDS = 12


class Drawn:
    """Draws values for the blanks of one template.

    Args:
        binder: The template.
        seed: The same seed draws the same values.
        share: How many of the optional blanks get a value, 0 to 1.
        grows: Some tables get more rows than the template prints.
    """

    def __init__(self, binder: Binder, seed: int, share: float = 1.0, *, grows: bool = True) -> None:
        self._binder, self._dice, self._grows = binder, random.Random(seed), grows
        self._day = dt.date(2026, 1, 5)
        self._names: dict[str, str] = {}
        inside = {key for choice in binder.nested for key in choice.inner}
        upper = {key for key, amount in binder.implied.items() if amount in binder.bounds}
        self.values: dict[str, object] = {
            key: self.value(bound.blank)
            for key, bound in binder.bounds.items()
            if key not in inside | upper and (bound.blank.required or self._dice.random() < share)
        }

    def value(self, blank: Blank) -> object:
        """Return a valid value."""
        dice = self._dice
        match blank.kind:
            case Kind.PARTY | Kind.ACCOUNT_NAME:
                return self._name(blank.party or blank.key)
            case Kind.PERSON:
                return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
            case Kind.CONTRACT_NO:
                return f"HT-2026-{dice.randrange(10000):04d}"
            case Kind.ID_NO:
                return self._id_no(blank)
            case Kind.PHONE:
                return f"139{dice.randrange(10**8):08d}"
            case Kind.EMAIL:
                return f"user{dice.randrange(1000)}@example.com"
            case Kind.ADDRESS:
                return self._address(blank)
            case Kind.POSTCODE:
                return f"{dice.randrange(100000, 900000)}"
            case Kind.BANK:
                return f"中国工商银行{dice.choice(('杭州文三路', '成都武侯', '苏州观前'))}支行"
            case Kind.BANK_ACCOUNT:
                return f"1202{dice.randrange(10**10):010d}"
            case Kind.AMOUNT | Kind.AMOUNT_UPPER:
                return dice.choice(
                    (f"{dice.randrange(1, 500)}0000", f"{dice.randrange(100, 99999)}.{dice.randrange(10, 99)}")
                )
            case Kind.NUMBER:
                return str(dice.randrange(1, 90))
            case Kind.PERCENT:
                return str(dice.randrange(1, 20))
            case Kind.DATE:
                return self._date(blank)
            case Kind.DURATION:
                return str(dice.randrange(1, 30)) if blank.unit else f"{dice.randrange(1, 30)}天"
            case Kind.CHOICE:
                return self._choice(blank)
            case Kind.TABLE:
                most = blank.rows + 3 if self._grows and dice.randrange(3) == 0 else max(1, min(blank.rows, 4))
                return [self.row(blank, number) for number in range(dice.randrange(1, most + 1))]
            case _:
                return dice.choice(WORDS)

    def row(self, table: Blank, number: int) -> dict[str, object]:
        """Return a row of a table, counted from 0; what the template has printed there itself is left to it."""
        bound = self._binder.bounds.get(table.key)
        rows = bound.rows if bound else ()
        columns = rows[min(number, len(rows) - 1)] if rows else open_columns(table)
        return {column.key: self._cell(table, column) for column in table.columns if column in columns}

    def _cell(self, table: Blank, column: Column) -> object:
        return self.value(column_blank(table, column))

    def _name(self, owner: str) -> str:
        if owner not in self._names:
            taken = set(self._names.values())
            names = (f"{town}{trade}有限公司" for town in ("杭州", "成都", "苏州", "宁波") for trade in TRADES)
            self._names[owner] = next((name for name in names if name not in taken), f"第{len(taken)}有限公司")
        return self._names[owner]

    def _id_no(self, blank: Blank) -> str:
        if "信用代码" in blank.label:
            body = f"9133010{self._dice.randrange(10)}MA2{self._dice.randrange(10**6):06d}"
            return body + uscc.calc_check_digit(body)
        if "身份证" in blank.label:
            body = f"330106{self._dice.randrange(1960, 2000)}0{self._dice.randrange(1, 10)}1{self._dice.randrange(10)}{self._dice.randrange(1000):03d}"
            return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, CARD_WEIGHTS, strict=True)) % 11]
        return f"ZJ{self._dice.randrange(10**8):08d}"

    def _address(self, blank: Blank) -> str:
        pieces = sum(slot.role is Role.PART for slot in blank.slots)
        return (
            "/".join(self._dice.sample(PLACES, pieces))
            if 1 < pieces <= len(PLACES)
            else self._dice.choice(TOWNS)
            if pieces < 2
            else str(values.example(blank))
        )

    def _date(self, blank: Blank) -> str:
        """Return a date behind the ones before, as far as it has year, month and day."""
        self._day += dt.timedelta(days=self._dice.randrange(3))
        roles = {slot.role for slot in blank.slots}
        if roles <= {Role.VALUE, Role.YEAR, Role.YEAR_SHORT, Role.MONTH, Role.DAY, Role.MORE}:
            return self._day.isoformat()
        return str(values.example(blank))

    def _choice(self, blank: Blank) -> object:
        names = option_names(blank)
        if not names:
            return "1"
        return (
            sorted(self._dice.sample(names, min(len(names), self._dice.randrange(1, 3))), key=names.index)
            if blank.multiple
            else self._dice.choice(names)
        )

    def mend(self, refused: RecordRefused) -> None:
        """Change what the record was refused for."""
        for found in refused.diagnostics:
            blank = self._binder.bounds[found.key].blank
            if found.code in _FOLLOWS:
                self.values.pop(found.key, None)
            elif found.code == "SUM001":
                lines = [c.key for c in blank.columns if c.kind is Kind.AMOUNT]
                rows = self.values[found.key]
                assert isinstance(rows, list)
                self.values[found.key] = [{k: v for k, v in row.items() if k != lines[-1]} for row in rows]
            elif found.code == "VAL001":
                # 大写 is printed into a grid without 角 and 分: it is the amount that has to be another.
                digits = self._binder.implied.get(found.key, found.key)
                self.values[digits] = values.example(self._binder.bounds[digits].blank)
            else:
                assert found.code == "REQ001", found
                self.values[found.key] = self.value(blank)


def contract(binder: Binder, seed: int, share: float = 1.0, *, grows: bool = True) -> tuple[Contract, Record]:
    """Return a contract and the record that it was bound from.

    Args:
        binder: The template.
        seed: The same seed gives the same record.
        share: How many of the optional blanks get a value, 0 to 1.
        grows: Some tables get more rows than the template prints.
    """
    drawn = Drawn(binder, seed, share, grows=grows)
    for _ in range(_ROUNDS):
        record = Record(values=dict(drawn.values), source=f"生成的数据 {seed}")
        try:
            return binder.bind(record), record
        except RecordRefused as refused:
            drawn.mend(refused)
    raise AssertionError("the values never agree")


def accepted(issuer: api.Issuer, record: Record) -> Record:
    """Return the record with everything accepted that the checks find wrong with a contract of made-up values."""
    accept: Mapping[str, str] = {}
    for _ in range(_ROUNDS):
        again = Record(values=record.values, source=record.source, accept=accept)
        try:
            issuer.bind(again)
        except api.ChecksFailed as failed:
            accept = {**accept, **{d.code: "数据是随机生成的" for d in failed.diagnostics if d.severity == "error"}}
        else:
            return again
    raise AssertionError("the checks never agree")
