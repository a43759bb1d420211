"""Records made up for any template: a valid value for every field, the same for the same seed."""

from __future__ import annotations

import random

from pipeline.model.field import Field, fields
from pipeline.model.record import Record
from pipeline.model.template import Column, Kind, Template

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明华建国丽娟志强晓东雪梅海燕文博"
WORDS = ("按双方确认的清单执行", "以现场勘查为准", "每月末结算一次", "由验收小组共同确认", "参照行业通行标准")
CITIES = ("杭州市西湖区文三路一百号", "成都市武侯区人民南路四段十二号", "武汉市江汉区建设大道七十七号")


def record(template: Template, seed: int = 0) -> Record:
    """Return a record that fills every field of the template."""
    dice = random.Random(seed)
    values: dict[str, object] = {}
    for field in fields(template):
        if not field.derived:
            values[field.key] = value(field, dice)
    return Record(values=values, source=f"生成的数据 {seed}")


def value(field: Field | Column, dice: random.Random) -> object:
    """Return a valid value for a field or a column."""
    match field.kind:
        case Kind.PARTY | Kind.ACCOUNT_NAME:
            return dice.choice(("杭州", "北京", "成都")) + dice.choice(("云杉", "远航", "宏图")) + "科技有限公司"
        case Kind.PERSON:
            return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
        case Kind.CONTRACT_NO:
            return f"HT-2026-{dice.randrange(10000):04d}"
        case Kind.ID_NO:
            return _id_no(field, dice)
        case Kind.PHONE:
            return f"139{dice.randrange(10**8):08d}"
        case Kind.EMAIL:
            return f"user{dice.randrange(1000)}@example.com"
        case Kind.ADDRESS:
            return dice.choice(CITIES)
        case Kind.POSTCODE:
            return f"{dice.randrange(100000, 900000)}"
        case Kind.BANK:
            return "中国工商银行杭州文三路支行"
        case Kind.BANK_ACCOUNT:
            return f"1202{dice.randrange(10**10):010d}"
        case Kind.AMOUNT:
            return f"{dice.randrange(1, 500) * 10000}"
        case Kind.AMOUNT_UPPER:
            return f"{dice.randrange(1, 500) * 10000}"
        case Kind.NUMBER:
            return str(dice.randrange(1, 90))
        case Kind.PERCENT:
            return str(dice.randrange(1, 30))
        case Kind.DATE:
            return f"2026-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
        case Kind.DURATION:
            return str(dice.randrange(1, 30)) if field.unit else f"{dice.randrange(1, 30)}天"
        case Kind.CHOICE:
            return _choice(field, dice)
        case Kind.TABLE:
            assert isinstance(field, Field)
            return [{c.key: value(c, dice) for c in field.columns} for _ in range(max(1, min(field.rows, 3)))]
        case _:
            return dice.choice(WORDS)


def _id_no(field: Field | Column, dice: random.Random) -> str:
    if "信用代码" in field.label:
        return "91350100M000100Y43"
    if "身份证" in field.label:
        body = (
            f"11010519{dice.randrange(60, 99)}0{dice.randrange(1, 10)}1{dice.randrange(10)}{dice.randrange(1000):03d}"
        )
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]
    return f"ZJ{dice.randrange(10**8):08d}"


def _choice(field: Field | Column, dice: random.Random) -> object:
    choices = field.choices if isinstance(field, Field) else ()
    if not choices:
        return "1"
    return [dice.choice(choices)] if isinstance(field, Field) and field.multiple else dice.choice(choices)
