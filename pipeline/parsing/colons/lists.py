"""The line below a label → whether the label only heads what follows: a list, a table, a form of its own."""

from __future__ import annotations

from pipeline.model.template import Kind
from pipeline.parsing.colons.beside import LABEL_AHEAD
from pipeline.parsing.colons.labels import kind_of_label, label_before
from pipeline.parsing.shapes.scene import Scene
from pipeline.text.patterns import late, pattern

_ANNEX_AHEAD = late(r"[ \t]*附\s?[件录表]\s?[一二三四五六七八九十\d]")
_BELOW = late(r"(?:下列|以下(?!简?称)|如下)[^，。；]{1,8}$|信息[为是]?$")
# 乙方（老年人）： on its line and 姓名：____ below: the first only heads the form
_NAMED_BELOW = late(
    r"[ \t]*(?!(?:工程|项目|合同|协议|产品|货物|商品|设备|服务|标的|课程|活动|物品))"
    r"(?:[\u4e00-\u9fff]{0,4}(?:姓[ \t]*名|名[ \t]*称)|全[ \t]*称)(?:[^：\n]{0,6}|（[^）\n]{1,40}）)："
    r"|[ \t]*(?:长子|次子|长女|次女|父亲|母亲|丈夫|妻子|配偶)："
    r"|[ \t]*自然人[ \t]*$"
)
# 合作人： and below it 甲方：____
_SIDES = late(r"(?:合作|合伙|当事|签约|协议|立约|立[\u4e00-\u9fff]{1,4})(?:人|方)")
_FIRST_SIDE = late(r"[ \t]*甲方(?:（[^）\n]{1,12}）)?：")
# 付款方式与时间： and below it 方案一（一次付清）：
_WAYS = late(r"[ \t>*-]*(?:方案|方式|选项)[一1Aa①]")
_LONGEST_HEAD = 12
_LONGEST_NUMBER = 5  # characters of 账号 or 银行账号, which is one field; 收款人账号 heads several
# What nothing but a party has, whatever begins below it.
_OWN = frozenset((Kind.PHONE, Kind.POSTCODE, Kind.EMAIL, Kind.BANK, Kind.BANK_ACCOUNT, Kind.ID_NO))
_WHOLE = frozenset((Kind.PARTY, Kind.CONTRACT_NO, Kind.DATE, Kind.SIGNATURE))


def heads_list(scene: Scene, stop: int, label: str, kind: Kind | None, ahead: str) -> bool:
    """True where a table, or lines with labels of their own, say what the label only names: 账户如下：, 股东签字：."""
    if kind is Kind.SIGNATURE:
        who = pattern(r"[\u4e00-\u9fff]{2,4}?(?=签|盖)").match(label)
        each = tuple(f"{who[0]}{one}" for one in "甲乙丙丁一二三四1234") if who else ()
        return ahead.lstrip(" \t").startswith(each)
    if (_ANNEX_AHEAD.match(ahead) and kind not in _OWN) or (_BELOW.search(label) and LABEL_AHEAD.match(ahead)):
        return True
    if _WAYS.match(ahead) or (_SIDES.fullmatch(label) and _FIRST_SIDE.match(ahead)):
        return True
    if kind is Kind.BANK_ACCOUNT and label.endswith(("账户", "帐户", "账号", "帐号")) and _opens_account(ahead):
        return not (len(label) < _LONGEST_NUMBER and _opens_account(_line_above(scene, stop)))
    if kind in (Kind.PARTY, Kind.PERSON, Kind.AMOUNT) and _NAMED_BELOW.match(ahead) and _stands_alone(scene, stop):
        return True
    if kind in _WHOLE or stop in scene.view.cell_ends:
        return False
    begin = next((at for at in range(stop + 1, min(stop + 4, len(scene.text))) if at in scene.view.cell_starts), -1)
    head = scene.text[begin : min(scene.view.line_end(begin), begin + _LONGEST_HEAD)].strip() if begin > 0 else ""
    return bool(head) and len(head) < _LONGEST_HEAD


def _opens_account(ahead: str) -> bool:
    """True where the line begins with the holder, the bank or the number of an account: 收款账户：, 户名：____."""
    own = LABEL_AHEAD.match(ahead)
    kind = kind_of_label(label_before(ahead, 0, own.end() - 1)) if own else None
    return kind in (Kind.ACCOUNT_NAME, Kind.BANK, Kind.BANK_ACCOUNT)


def _line_above(scene: Scene, stop: int) -> str:
    """Return the line above the one that ends here: 户名： above 账号：."""
    begin = scene.view.line_start(stop)
    return scene.text[scene.view.line_start(begin - 1) : begin - 1] if begin > 1 else ""


def _stands_alone(scene: Scene, stop: int) -> bool:
    """True where the line that ends here has no other label on it."""
    return scene.text.count("：", scene.view.line_start(stop), stop) == 1
