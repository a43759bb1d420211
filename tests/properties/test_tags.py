"""Whatever stands between braces: parsing never fails, and filling succeeds or says in plain words why not."""

from __future__ import annotations

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.filling import compile_template
from pipeline.model.flow import flow
from pipeline.model.folder import Received, TemplateFile
from pipeline.model.record import Record
from pipeline.model.template import Kind, Role
from pipeline.ooxml.package import open_package
from pipeline.parsing.anchors import anchor
from pipeline.parsing.parse import parse
from pipeline.readers.docx import read
from pipeline.readers.template import read_template_file
from pipeline.writers.tagged import compile_tagged
from pipeline.writers.template import template_yaml
from tests.word_files import p, r, word_file

PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", "{%p ", "{%tr ", "{%tc ", "{{r ", "if ", "for ", "x in xs", "endif", "endfor", "else", "set x = 1", " x ", "xs", "a.b", "甲方",
     "|default('无')", "|round", "['k']", "[0]", "__class__", "'字'", "“字”", " == ", " and ", " not ", "1", " + ", "range(3)", "loop.index", "甲方：", "____", "元", "，", "\n"]
)  # fmt: skip
TAGS = st.sampled_from(
    ["{{ x }}", "{{ a.b }}", "{{ 甲方 }}", "{% if x %}", "{% endif %}", "{% else %}", "{% for x in xs %}", "{%p for y in xs %}", "{% endfor %}", "{%p endfor %}",
     "{{ y.k }}", "{{ x|default('') }}", "{# 注 #}", "{% set z = x %}", "甲方：____", "金额{{ n }}元", "{{ n * 2 }}", "{{ z }}", "{% if n > 3 %}", "{% if x == 'a' or x == 'b' %}"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, min_size=1, max_size=12), st.lists(TAGS, min_size=1, max_size=5)).map("".join)
CELL = st.booleans()


def answer(kind: Kind) -> object:
    return {
        Kind.TABLE: [{}],
        Kind.NUMBER: "5",
        Kind.AMOUNT: "5",
        Kind.DATE: "2026-01-02",
        Kind.DURATION: "5天",
        Kind.CHOICE: "1",
    }.get(kind, "{{ 值 }}")


@given(st.lists(st.tuples(TEXTS, CELL), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tags_are_read_and_rendered_or_refused(pieces: list[tuple[str, bool]]) -> None:
    body = "".join(
        f"<w:tbl><w:tr><w:tc>{p(r(text))}</w:tc></w:tr></w:tbl>"
        if in_cell
        else p(r(text[: len(text) // 2]), r(text[len(text) // 2 :]))
        for text, in_cell in pieces
    )
    source = word_file(body)
    document = read(source, name="x")
    template = anchor(parse(document), flow(document))
    for blank in template.blanks:
        assert blank.key
        assert all(slot.name for place in (blank.slots, *blank.repeats) for slot in place if slot.role is Role.TAG)
    received = Received(name="x", format="docx", sha256="")
    file = TemplateFile(id="x", title="", category="", sha256="", received=received, fields=template.blanks)
    assert len(read_template_file(template_yaml(template, file).encode()).fields) == len(template.blanks)
    binder = compile_template(template)
    try:
        tagged = compile_tagged(source, binder.anchors)
        contract = binder.bind(
            Record(values={b.key: answer(b.kind) for b in template.blanks if b.kind is not Kind.SIGNATURE})
        )
        if tagged is not None:
            open_package(tagged.render(contract))
    except PipelineError as error:
        event(type(error).__name__)
