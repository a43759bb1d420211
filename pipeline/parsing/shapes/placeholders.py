"""Scene → gaps marked by words: {{ key }}, ${key}, «NAME», 【请填写…】, [甲方名称], ＿＿公司 as XX公司, 20XX年."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pipeline.parsing.colons.labels import label_before
from pipeline.parsing.gaps import Gap
from pipeline.parsing.lexicon import head_of, label_words, unit_pattern, units
from pipeline.parsing.shapes.scene import Scene
from pipeline.parsing.view import BOX, FILL, TICK
from pipeline.text.patterns import late, led, one_of, pattern

_TAG = led(
    r"[{$«<#]",
    r"""
      \{\{[-~]?[ ]*(?P<a>[^{}\n%]{1,60}?)[ ]*[-~]?\}\}   # {{ party_a.name }}
    | \$\{[ ]*(?P<b>[^{}\n]{1,60}?)[ ]*\}                # ${name}
    | «(?P<c>[^«»\n]{1,60})»                             # «MERGEFIELD»
    | <<(?P<d>[^<>\n]{1,60})>>
    | \#\{(?P<e>[^{}\n]{1,60})\}
    | (?<![{$\#])\{(?P<f>[A-Za-z_\u4e00-\u9fff][^{}\n]{0,40})\}(?!\})
    | <(?P<g>[\u4e00-\u9fff][^<>\n]{0,30})>
    """,
    re.VERBOSE,
)
# （请打√）, （请在所选项前划勾）, （请任选其一）: how to mark the boxes, no place to write
_TICKING = r"(?!(?:请|此处|在此)[^】\]）>\n]{0,12}(?:[打划画][勾钩√叉×]|勾选|任选|选其?[一中]|选择(?:其中)?一))"
_LEFT_OUT = "(?!(?:此处|在此)?(?:从|省)?略)"  # （此处从略）
# 【甲方名称】 alone in its brackets, not one of several to choose from
_NAMED = led(
    r"[【\[]",
    r"(?:(?<![】\]])【(?P<a>[^【】\n]{2,20})】|\[(?P<b>[^\[\]\n]{2,20})\])"
    r"(?![ 、/或]{0,2}(?:[【]|(?<=】)\[|（(?!以下|下称|简称|[【\[])))",
)
# 身份证号码：[乙方信息], and the same below its label: plain square brackets behind a colon hold no value
_BEHIND_LABEL = led(
    r"\[(?<=[：\n \t].)[^\[\]\n]*[\u4e00-\u9fff]",
    r"\[(?P<hint>[^\[\]\n]{2,40})\](?=[ \t]*(?:\n|$))",
)
_LABEL_LINE = late(r"[^\n：，。；]{2,24}：[ \t]*\n?[ \t]*$")
# [会员类型，例如：年度卡], [天数，如三]: what is asked, and an example
_EXAMPLE = led(
    r"[【\[]",
    r"[【\[](?P<hint>[\u4e00-\u9fffA-Za-z/、（）]{2,24})"
    r"[，：；][ ]?(?:例如|比如|如|示例|例)[：，]?[^【】\[\]\n]{1,80}[】\]]",
)
# [年][月][日] is one day
_DAY = led(r"\[年", r"\[年\](?:[ ]?\[月\])(?:[ ]?\[日\])?")
# 编号：（20××）借字第××号 is one number, whatever of it is printed
_SERIAL = late(
    rf"编号：[ ]?(?P<all>(?=[^\n]{{0,16}}[字第])(?:[（\[【]?20[{FILL} \dX×*＊]{{2,6}}年?[）\]】]?)?"
    rf"[\u4e00-\u9fffA-Z{FILL} \-X×*＊]{{0,14}}字?[ ]?第?[{FILL} \dX×*＊]{{1,12}}号)(?=[ \n（]|$)"
)
# （    ）运字第    号, a line of its own above the contract
_SERIAL_LINE = late(
    rf"(?:^|(?<=\n))(?:[（\[〔](?:20)?[ {FILL}]{{1,12}}年?[）\]〕][ ]?[\u4e00-\u9fff]{{1,8}}|[{FILL}]{{2,16}}[ ]?字)"
    rf"第[ ]?[ {FILL}]{{2,12}}号(?=[ ]*\n)"
)
# ____日（填入的数字不超过30）: the brackets explain the gap before them
_EXPLAINED = late(rf"(?:[{FILL} ]{{2}}|[X×＊.…—-]{{2}}|[（【\[] *[】）\]])[\u4e00-\u9fff%]{{1,3}}$|{FILL}{{2}}$")
# 编号为____年个人借字第____号: with the words for the kind of contract printed between
_SERIAL_RULED = late(
    rf"[（\[【]?(?:20)?[{FILL}X×*＊]{{2,16}}[ ]?[）\]】]?年?[ ]?[）\]】]?"
    rf"(?:(?!号)[\u4e00-\u9fff{FILL}X×*＊]){{1,12}}字[ ]?第?[ ]?[{FILL}X×*＊]{{2,16}}[ ]?号"
)
_OF_CONTRACT = late(r"[^，。；\n]{0,8}(?:合同|协议|契约)")
_LETTERED = late(rf"字[ ]?第?[ ]?[{FILL}X×*＊]{{2}}")
_X = led(
    r"[X×＊*某○●]",
    r"""
      (?<![A-Za-z×])(?:X(?:[ ]?X)+|×(?:[ ]?×)+|＊{2,}|\*{3,}|\*{2}(?=[年月日])|某{2,}|[○●]{2,})(?![A-Za-z])  # XX公司
    | (?<=20)(?:XX|××|\*\*)                                                     # 20XX年
    | (?<=[别族])[X×](?=[，。、；])                                                 # 性别X，
    | (?<=[\n：为于自从即由至到计第年月国币付分式持执 ])[X×](?=[ ]?(?:年|月|日|元|天|份|个月|%|期))      # ×年×月×日
    # 签订后×日内, but not the product 单价×天数
    | (?<=[\u4e00-\u9fff])×(?=[ ]?(?:年|月|日|元|天|份|个月|%|个工作日|人|名|次|岁|亩|万元)(?!数|限|利|租|均|工资))
    | (?<=[\u4e00-\u9fff])[X×](?=方(?:[\u4e00-\u9fff，。；]))                     # 由×方承担
    """,
    re.VERBOSE,
)
# 91110108XXXXXXXX2K, 138××××5678: characters struck out of a number that is written, not room for one
_MASKED = late(r"[0-9A-Z]{4}$(?<!20\d\d)|[0-9A-Z]{6}$|(?<!\d)\d{3}$")
_MASKED_BEFORE = late(r"[0-9]{2,18}[A-Z]?(?![0-9A-Za-z年])")
_CODE = 20
_SHOWN = late(r"[“\"‘『打划画]$")
_SHOWING = late(r"[ ]?(?:[”\"’』]|以示|表示|标[记明示]|号$)")


# 学费为人民币[x]元: one cross in brackets between words, not a box that is ticked before an entry
_BOXED = led(
    r"[\[【](?<=[\u4e00-\u9fff：¥].)",
    r"(?:\[[ ]?[xX×]{1,4}[ ]?\]|【[ ]?[xX×]{1,4}[ ]?】)(?=[\u4e00-\u9fff%‰，。；）\n])",
)


def find(scene: Scene) -> Iterator[Gap]:
    """Yield the gaps that are marked by words or by crosses."""
    text = scene.text
    for match in _TAG.finditer(text):
        hint = next(group for group in match.groups() if group)
        yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="tag", hint=hint.strip())
    for match in _SERIAL.finditer(text):
        if pattern(rf"[{FILL}×X*＊]").search(match["all"]):
            yield Gap(start=match.start("all"), end=match.end("all"), inner=match.span("all"), shape="cross")
    serial = _SERIAL_LINE.search(text, 0, _HEAD)
    if serial:
        yield Gap(start=serial.start(), end=serial.end(), inner=serial.span(), shape="prompt", hint="合同编号")
    for match in _SERIAL_RULED.finditer(text) if _LETTERED.search(text) else ():
        said = pattern(r"编号[为是：][ ]?$").search(text, max(0, match.start() - 8), match.start())
        hint = "合同编号" if not said and _OF_CONTRACT.match(text, match.end()) else ""
        shape = "prompt" if hint else "cross"
        yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape=shape, hint=hint)
    for match in _asking().finditer(text):
        if _EXPLAINED.search(text, max(0, match.start() - 8), match.start()):
            continue
        yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="prompt", hint=_asked(match["hint"]))
    for match in _NAMED.finditer(text):
        hint = match["a"] or match["b"]
        if _is_label(hint) and not _is_heading(scene, match):
            yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="prompt", hint=hint)
    for match in _EXAMPLE.finditer(text):
        yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="prompt", hint=match["hint"])
    for match in _BOXED.finditer(text):
        yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="cross")
    for match in _DAY.finditer(text):
        yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="prompt", hint="")
    for match in _BEHIND_LABEL.finditer(text):
        label = _label_asking(text, match.start())
        if label and not _NO_PROMPT.search(match["hint"]) and not _WRITTEN.fullmatch(match["hint"]):
            yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="prompt", hint=label)
    for match in _X.finditer(text):
        before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 3]
        named = len(match[0]) < _LONG and _is_name(before, after) and not _is_asked(scene, match.span())
        if _MASKED.search(text, max(0, match.start() - _CODE), match.start()) or _MASKED_BEFORE.match(
            text, match.end()
        ):
            continue
        if not _SHOWN.search(before) and not _SHOWING.match(after) and not named and not _is_of_site(scene, match):
            yield Gap(start=match.start(), end=match.end(), inner=match.span(), shape="cross")


@functools.cache
def _asking() -> re.Pattern[str]:
    anywhere, square = one_of(label_words("prompts", "words")), one_of(label_words("prompts", "square"))
    return re.compile(
        rf"[【\[（<]{_TICKING}{_LEFT_OUT}(?P<hint>(?:{anywhere}|(?<=[【\[]){square})[^】\]）>\n]{{0,40}})[】\]）>]"
    )


_NO_PROMPT = late(r"^[注附示]|说明|以下|空白|页|骑缝|粘贴|盖章处|有限公司$")


def _label_asking(text: str, start: int) -> str:
    """Return the label whose colon ends right before brackets, on their line or the line above, "" if there is none.

    Any label does, since brackets show a place to write; where nothing but a gap stands below a label, `printed` asks
    more of it (`_label_above`).
    """
    begin = max(0, start - _NEAR)
    found = _LABEL_LINE.search(text, begin, start)
    return label_before(text, found.start(), text.index("：", found.start())) if found else ""


def _is_of_site(scene: Scene, match: re.Match[str]) -> bool:
    """True for crosses in the name of a site that the contract was taken from: 本文来自XX文库."""
    begin = max(scene.view.line_start(match.start()), match.start() - _NEAR)
    return bool(_OF_SITE.search(scene.text, begin, min(scene.view.line_end(match.end()), match.end() + _NEAR)))


_NEAR = 40
_JOINS = "为于自至到计第由向在的及与和是按付收共达给以过方人约前后即从住名归入叫"
_HEAD = 600  # characters in which a contract has its number
_LONG = 4  # crosses in a row that are no part of a name
# Lines that a site has put around the contract.
_OF_SITE = late(r"©|版权所有|ICP备|本文(?:来自|由|来源)|(?:来源|出处)：|(?:下载|转载)(?:自|请|于)|文库")


@functools.cache
def _unit_ahead() -> re.Pattern[str]:
    groups = "|".join(unit_pattern(group) for group in ("duration", "amount", "percent", "number"))
    return re.compile(groups)


def _is_name(before: str, after: str) -> bool:
    """True where crosses stand inside a name that is written out around them: 北京XX科技有限公司, 浦东新区XX路2号."""
    return "\u4e00" <= before[-1:] <= "\u9fff" and before[-1] not in _JOINS and not _unit_ahead().match(after)


def _is_asked(scene: Scene, span: tuple[int, int]) -> bool:
    """True where words ask for a value without a colon: 其他XXX, 联系电话XXX, 提交XXX仲裁委员会, XX省XX市, X拾XX万."""
    start, end = span
    before = scene.text[max(scene.view.line_start(start), start - _NEAR) : start]
    label = pattern(r"[，。；：、（]").split(before)[-1].replace(" ", "")
    if _PART_BEFORE.search(before) or (_PLACE_BEFORE.search(before) and _PLACE_BEHIND.match(scene.text, end)):
        return True
    told = _TOLD.match(scene.text, end)
    return bool(_ASKED.search(before) or (told and head_of(told[1]))) or head_of(label) != ""


_ASKED = late(
    r"其[他它]$|[百千万]分之$|(?:提交|提请|指定|包括|包含|符合|处理|下列|采用|采取|选择|委托|签订|完成)了?$|[每近]$"
)
_TOLD = late(r"[ ]?（([\u4e00-\u9fff]{2,10})）")  # ×××（工程名称）
# XX镇XX村: the next part of an address; X拾XX万: the next place of an amount
_PART_BEFORE = late(r"[X×＊*某](?:[省市区县镇乡村街道路巷弄栋幢座层组]|号楼?|单元|自治[区州])$")
_PLACE_BEFORE = late(r"[X×＊*][亿仟千佰百拾十万元]$")
_PLACE_BEHIND = late(r"[亿仟千佰百拾十万元角分]")


def _is_heading(scene: Scene, match: re.Match[str]) -> bool:
    """True for a heading in brackets, or the title of a clause referred to: 第七条 [交付], 按第8.2款[竣工日期]."""
    begin = scene.view.line_start(match.start())
    before = scene.text[max(begin, match.start() - 16) : match.start()].strip()
    behind = scene.text[match.end() : min(scene.view.line_end(match.end()), match.end() + 4)]
    if pattern(r"第[^ ]{1,6}条").fullmatch(before) or _REFERRED.search(before):
        return True  # 第三条 [费用] and the article on the same line
    return not behind.strip() and bool(pattern(r"第[^ ]{1,6}[条章节]|[一二三四五六七八九十]{1,3}、").fullmatch(before))


_REFERRED = late(r"第[\d.．一二三四五六七八九十百]{1,9}[条款项目]$")


def _asked(words: str) -> str:
    """Return what a prompt asks for: 请填写甲方名称 asks for 甲方名称."""
    words = pattern(r"[，：]?(?:如|例如|比如)[“\"][^”\"]*[”\"]?$").sub("", words)
    return pattern(
        r"^(?:请|如需，?|在此|此处|点击|单击|处|填写|填入|输入|插入|选择|您的|具体|相应|根据(?:双方)?(?:需要|情况|约定)|待|补充|确认|定|或|：|，)+"
    ).sub("", words)


@functools.cache
def _never() -> re.Pattern[str]:
    """What stands in square brackets in print: years of documents, notes, legal sources."""
    noted = "注(?!册)|说明|提示|以下|空白|页(?![数码])|骑缝|粘贴|盖章处|示范|试行|版(?!权)"
    return re.compile(rf"\d|{noted}|{one_of(units('amount'))}$")


# 【云上山海科技有限公司】: the name itself, left in the brackets that it was written into.
_WRITTEN = late(
    r"(?![^】]*(?:某|名称|全称|[甲乙丙]方|目标|单位))[\u4e00-\u9fff（）]{5,40}(?:有限(?:责任)?公司|股份公司|事务所)"
)


def _is_label(words: str) -> bool:
    """True where words in brackets name a value: 甲方名称, 合同金额; not where they are an option or a note."""
    if (
        _never().search(words)
        or pattern(rf"[，。；！？+×÷={FILL}{BOX}{TICK}-]").search(words)
        or _WRITTEN.fullmatch(words)
    ):
        return False
    if pattern(r"(?P<one>[\u4e00-\u9fff]+)[/、或][不未非无](?P=one)").fullmatch(words):
        return False  # 【固定期限/无固定期限】: two answers
    return bool(head_of(words))
