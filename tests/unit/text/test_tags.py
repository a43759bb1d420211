"""Tags: what they mean, which fields they use, and that none of them gets out or takes long."""

from __future__ import annotations

import pickle

import pytest

from pipeline.errors import PipelineError
from pipeline.text.tags.errors import TagFailed, TagRefused, TagSyntax, TagUndefined, TagValueMissing
from pipeline.text.tags.names import uses
from pipeline.text.tags.program import Program
from pipeline.text.tags.sandbox import BUDGET
from pipeline.text.tags.scan import scan


def run(text: str, *, draft: bool = False, known: frozenset[str] = frozenset(), **values: object) -> str:
    tags = list(scan(text))
    places = [f"第{number}段" for number, _ in enumerate(tags, 1)]
    pieces = Program(tags, places).run(values, draft=draft, known=known)
    between, at = [], 0
    for tag in tags:
        between.append(text[at : tag.start])
        at = tag.end
    between.append(text[at:])
    return "".join(between[p] if isinstance(p, int) else p for p in pieces)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("甲方：{{ a }}。", {"a": "张三 & 李四 <甲>"}, "甲方：张三 & 李四 <甲>。"),
        ("{{ a }}", {"a": "{{7*7}}{% if %}{# x #}\x02V0\x03\x02L0\x03"}, "{{7*7}}{% if %}{# x #}\x02V0\x03\x02L0\x03"),
        ("{% if a %}有{% else %}无{% endif %}", {"a": True}, "有"),
        ("{% if a == “乙方” %}送{% elif a %}提{% endif %}", {"a": "乙方"}, "送"),
        ("{% for r in rows %}{{ loop.index }}.{{ r }}；{% endfor %}", {"rows": ["笔", "墨"]}, "1.笔；2.墨；"),
        ("{%tr for r in rows %}{{ r.n }}{%tr endfor %}", {"rows": [{"n": "x"}]}, "x"),
        ("{{r a }}{{ b|e }}{{ c|default('无') }}", {"a": "<b>", "b": "&"}, "<b>&无"),
        ("{% set n = 3 %}{{ n * 2 + 1 }}{# 注 #}", {}, "7"),
        (
            "{{ rows|sum(attribute='k') }}/{{ rows|map(attribute='k')|join('、') }}",
            {"rows": [{"k": 1}, {"k": 2}]},
            "3/1、2",
        ),
        ("{% for i in range(3) %}{{ i }}{% endfor %}", {}, "012"),
        ("{{ x|round(2) }}", {"x": "1,234.565"}, "1234.57"),
        ("{{ a is defined }}{{ a.strip() }}", {"a": " 甲 "}, "是甲"),
        ("{%- if a -%} x {%- endif -%}", {"a": 1}, " x "),
        ("没有{ 标签 }{ {", {}, "没有{ 标签 }{ {"),
    ],
)
def test_renders(text: str, values: dict[str, object], expected: str) -> None:
    assert run(text, **values) == expected  # type: ignore[arg-type]


ATTACKS = [
    "{{ ''.__class__ }}", "{{ x['__class__'] }}", "{{ x|attr('__class__') }}", "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ cycler }}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "{{ lipsum.__globals__ }}", "{{ self }}",
    "{{ x.format.__globals__ }}", "{{ '{0.__class__}'.format(x) }}", "{{ x.encode() }}", "{{ namespace() }}", "{{ dict(a=1) }}", "{{ {'a': 1} }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends 'a' %}", "{% macro f() %}{{ f() }}{% endmacro %}",
    "{% for a in y recursive %}{{ loop(y) }}{% endfor %}",
    "{{ range(10**9) }}", "{% for a in range(1000000000) %}{% endfor %}", "{{ range(10**9)|list }}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    "{{ 9**(9**9) }}", "{{ 9**9**9**9 }}", "{{ 2**100000 }}", "{% set n=10 %}" + "{% set n = n * n %}" * 40,
    "{{ 'x'|center(2000000000) }}", "{{ 'x' * 2000000000 }}", "{{ 2000000000 * 'x' }}", "{{ [1] * 1000000000 }}", "{{ '%2000000000d' % 1 }}", "{{ '{:2000000000}'.format(1) }}",
    "{% set s='aaaaaaaaaaaaaaaa' %}" + "{% set s = s ~ s %}" * 40, "{% set s='aaaaaaaaaaaaaaaa' %}" + "{% set s = s + s %}" * 40,
    "{% set s=[1] %}" + "{% set s = [s, s] %}" * 40, "{% for a in x %}{% endfor %}",
    "{% for a in range(10000) %}{{ y|length }}{{ y|length }}{{ y|length }}{{ y|length }}{{ y|length }}{{ y|length }}{{ y|length }}{% endfor %}",
    "{{x}}" * 20_001, "{% for a in range(10000) %}{{ z|upper }}{% endfor %}", "{% for a in range(10000) %}{{ z }}{% endfor %}",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS, ids=lambda text: text[:40])
def test_refuses_what_reaches_out_or_takes_long(text: str) -> None:
    with pytest.raises(TagRefused):
        run(text, x="甲", y=[1, 2, 3], z="字" * 100_000)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("甲{{ x }}乙{{ y }}", TagUndefined, "第2段：标签 {{ y }}：名称『y』没有定义"),
        ("{{ x.y }}", TagUndefined, "『y』"),
        ("{{ x }}{% if x %}", TagSyntax, "第2段：标签 {% if x %}：没有结束标签"),
        ("{% endif %}", TagSyntax, "标签 {% endif %}"),
        ("{% cellbg x %}", TagSyntax, "不认识的标签"),
        ("{{ x | }}", TagSyntax, "第1段：标签 {{ x | }}"),
        ("{{ " + "(" * 240 + "1" + ")" * 240 + " }}", TagSyntax, "太深"),
        ("{% if 1 %}" * 150 + "{% endif %}" * 150, TagSyntax, "太深"),
        ("{{ x|center(3) }}", TagRefused, "没有过滤器 center，可用：abs"),
        ("{{ 1/0 }}", TagFailed, "ZeroDivisionError"),
        ("{{ x|int }}", TagFailed, "算不出来"),
        ("{{ rows }}", TagFailed, "逐行列出"),
    ],
)
def test_errors_name_paragraph_and_tag(text: str, kind: type[PipelineError], words: str) -> None:
    with pytest.raises(kind) as failed:
        run(text, x="甲", rows=[1])
    assert words in str(failed.value)


def test_errors_cross_a_process_boundary() -> None:
    with pytest.raises(TagUndefined) as failed:
        run("甲{{ x }}乙{{ y }}", x="甲")
    again = pickle.loads(pickle.dumps(failed.value))
    assert str(again) == str(failed.value)
    assert type(again) is type(failed.value)


def test_a_number_too_large_to_write_out_is_refused_at_once() -> None:
    with pytest.raises(TagFailed):
        run("{{ x|int }}", x="1e999999999")


def test_a_known_name_without_value_is_the_records_fault() -> None:
    with pytest.raises(TagValueMissing) as missing:
        run("{{ y }}", known=frozenset({"y"}))
    assert "缺少『y』" in str(missing.value)


def test_a_draft_leaves_lines_to_write_on() -> None:
    assert run("{{ a }}/{{ b.c }}{% if d %}x{% endif %}{% for r in e %}y{% endfor %}", draft=True) == "____/____"


def test_the_budget_is_enough_for_a_large_table() -> None:
    rows = [{"n": str(number)} for number in range(5000)]
    assert len(rows) * 4 < BUDGET
    assert run("{% for r in rows %}{{ r.n|upper }}{% endfor %}", rows=rows).endswith("4999")


def test_finds_the_fields_that_tags_use() -> None:
    text = (
        "{{ a.b }}{% if x and y == 'p' %}{{ z|default('') }}{% endif %}{%tr for r in rows %}{{ r.n }}{{ r.k * 2 }}"
        "{{ loop.index }}{%tr endfor %}{% if q in ['是', '否'] %}{{ q ~ a.b }}{% endif %}{% set s = 1 %}{{ s + t }}"
        "{% if n > 3 %}{{ inner.strip() }}{% endif %}{% for i in range(m) %}{{ i }}{% endfor %}"
    )
    tags = list(scan(text))
    found = uses(tags, [""] * len(tags))
    assert list(found) == ["a.b", "x", "y", "z", "rows", "q", "t", "n", "inner", "m"]
    assert [name for name, use in found.items() if use.needed] == ["a.b", "x", "q", "t", "n", "m"]
    assert found["rows"].columns == {"n": 5, "k": 6}
    assert [name for name, use in found.items() if use.tested and not use.otherwise] == ["x"]
    assert found["q"].answers == ["是", "否"]
    assert found["n"].numeric


def test_only_a_name_alone_is_a_blank() -> None:
    names = [tag.name for tag in scan("{{ a }}{{ a.b }}{{ 甲方 }}{{ a|e }}{{ true }}{{ 1 }}{% if a %}{{r b }}")]
    assert names == ["a", "a.b", "甲方", "", "", "", "", "b"]
