import ast
import importlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.text import patterns
from pipeline.text.patterns import Dictionary, behind_last, first_of, late, led, led_to, lined, one_of, pattern

WORDS = ("甲方", "甲乙双方", "乙方", "甲", "丙方", "丁", "(戊)", "己.", "^", "-", "]")
TEXTS = st.text(alphabet="甲乙丙丁方双(戊)己.^-] \n", max_size=40)
CALLS = {"search", "match", "fullmatch", "sub", "split", "findall", "finditer"}


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_one_of_finds_what_all_words_one_after_the_other_find(text: str) -> None:
    flat = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True))
    assert re.findall(one_of(WORDS), text) == re.findall(flat, text)


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_words_cut_a_text_as_the_pattern_of_the_same_words_does(text: str) -> None:
    pieces = list(Dictionary(WORDS).pieces(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_word in pieces if is_word] == re.findall(one_of(WORDS), text)


@pytest.mark.parametrize("words", [("甲",), ("甲方", "乙方"), WORDS])
def test_first_characters_are_those_of_the_words(words: tuple[str, ...]) -> None:
    firsts = {word[0] for word in words}
    assert all(bool(re.fullmatch(first_of(words), sign)) == (sign in firsts) for sign in "甲乙丙丁方双(戊)己.^-] ")


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_a_lead_leaves_no_match_out(text: str) -> None:
    source = "甲.{0,2}方|(?<=方)乙+"
    assert [m.span() for m in led("[甲乙]", source).finditer(text)] == [m.span() for m in re.finditer(source, text)]


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_a_sign_close_behind_leaves_no_match_out(text: str) -> None:
    source = r"[甲乙 ]{1,3}方(?:丙|丁+)?|[甲乙 ]{1,2}(?=方)"
    found = led_to("方", 3, "[甲乙 ](?=[甲乙 ]*方)", source).finditer(text)
    assert [m.span() for m in found] == [m.span() for m in re.finditer(source, text)]


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_what_stands_behind_the_last_sign_is_the_last_piece(text: str) -> None:
    sign = re.compile("[方 ]")
    assert behind_last(sign, text) == sign.split(text)[-1]


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_the_sign_of_a_line_leaves_no_match_out(text: str) -> None:
    source = r"(?:^|(?<=\n))[甲乙]+方*(?=\n|$)|丙[^\n]*丁"
    assert [m.span() for m in lined("[方乙甲丁]", source).finditer(text)] == [
        m.span() for m in re.finditer(source, text)
    ]


def test_a_pattern_is_compiled_once() -> None:
    assert pattern("甲+") is pattern("甲+")


def _calls(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS:
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "re":
                found.append(f"{file.name}:{node.lineno}")
    return found


def test_parsing_never_leaves_its_patterns_to_the_cache_of_re() -> None:
    """It holds 512, fewer than parsing has: every contract would compile some again."""
    root = Path(pipeline.__file__).parent
    files = sorted([*(root / "parsing").rglob("*.py"), *(root / "text").rglob("*.py")])
    assert len(files) > 50
    assert not [call for file in files for call in _calls(file)]


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 loses matches of `(?:…)*+` whose group may be matched in two ways; `(?>(?:…)*)` is safe."""
    files = sorted(Path(pipeline.__file__).parent.rglob("*.py"))
    assert len(files) > 200
    found = [file.name for file in files if re.search(r"\)(?:[*+?]|\{\{?[0-9,]*\}\}?)\+", file.read_text("utf-8"))]
    assert not found


def test_a_late_pattern_does_what_a_pattern_does() -> None:
    one, other = late(r"甲(?P<who>方)?"), re.compile(r"甲(?P<who>方)?")
    assert one.findall("甲方甲") == other.findall("甲方甲")
    assert one.sub("乙", "甲方甲") == "乙乙"
    assert one.groupindex == other.groupindex
    assert one.pattern == other.pattern


def test_a_late_pattern_is_compiled_when_it_is_used() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken.match("")


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_words_at_the_start_and_at_the_end(text: str) -> None:
    words = Dictionary(WORDS)
    assert list(words.at_start(text)) == sorted((w for w in WORDS if text.startswith(w)), key=len, reverse=True)
    assert words.at_end(text) == max((w for w in WORDS if text.endswith(w)), key=len, default="")


def test_every_late_pattern_of_parsing_compiles() -> None:
    root = Path(pipeline.__file__).parent
    seen = 0
    for file in sorted([*(root / "parsing").rglob("*.py"), *(root / "text").rglob("*.py")]):
        module = importlib.import_module(".".join(file.relative_to(root.parent).with_suffix("").parts))
        for value in vars(module).values():
            for found in (value, getattr(value, "lead", None), getattr(value, "sign", None)):
                if isinstance(found, patterns._Late):
                    assert found.pattern
                    seen += 1
    assert seen > 200
