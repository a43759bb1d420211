"""Tags in document order → Program; Program + values → what stands where."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any

from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context

from pipeline.errors import PipelineError
from pipeline.text.patterns import late
from pipeline.text.tags import filters
from pipeline.text.tags.errors import TagError, TagFailed, TagRefused, TagSyntax, TagUndefined, TagValueMissing
from pipeline.text.tags.guard import Forbidden
from pipeline.text.tags.sandbox import Sandbox, budget, spend
from pipeline.text.tags.scan import Tag

MOST = 20_000
"""Tags of one part at most."""

# What is between the tags never passes through jinja2, only its numbers do; what a tag prints is kept aside as well,
# so that nothing in a value can be taken for markup or for a tag.
_OPEN, _CLOSE = "\x02", "\x03"
_TOKEN = late(f"{_OPEN}([LV])([0-9]+){_CLOSE}")
_PRINTED = " printed"
_UNKNOWN_TAG = late(r"unknown tag '([^']*)'")
_PLAIN = (
    (late(r"unexpected end of template|Unexpected end of template"), "没有结束标签"),
    (_UNKNOWN_TAG, "不认识的标签，或没有对应的开始标签"),
    (late(r"unexpected '([^']*)'"), "多余的“{0}”"),
    (late(r"expected token '([^']*)', got '([^']*)'"), "“{1}”处应为“{0}”"),
)


def source_of(tags: Sequence[Tag]) -> str:
    """Return the tags as one jinja2 template, each on a line of its own: what stands in line n + 1 is tag n."""
    lines = [f"{_OPEN}L{number}{_CLOSE}{_written(tag)}" for number, tag in enumerate(tags)]
    return "\n".join([*lines, f"{_OPEN}L{len(tags)}{_CLOSE}"])


def _written(tag: Tag) -> str:
    code = " ".join(tag.code.split())
    return f"{{{{ {code} }}}}" if tag.kind == "output" else f"{{% {code} %}}" if tag.kind == "control" else ""


class Program:
    """The tags of one part, ready to run.

    Args:
        tags: In document order.
        places: Where each of them stands, in words.

    Raises:
        TagSyntax: A tag is not well-formed, or opened and never closed.
        TagRefused: A tag says what no tag may.
    """

    def __init__(self, tags: Sequence[Tag], places: Sequence[str]) -> None:
        self._tags, self._places = tags, places
        self._compiled: dict[bool, Template] = {}
        self._sandboxes = {draft: Sandbox(draft=draft, write=_write) for draft in (False, True)}
        if len(tags) > MOST:
            raise TagRefused(f"标签超过 {MOST} 个")
        self._source = source_of(tags)
        self.tree = self._guarded(lambda: self._sandboxes[False].parse(self._source))

    def run(self, values: Mapping[str, object], *, draft: bool, known: Container[str] = ()) -> Iterator[int | str]:
        """Yield what stands in the document, in order: the number of a piece between tags, or a printed text.

        Args:
            values: What the names in the tags mean.
            draft: Names without a value are lines to write on.
            known: Names that could have a value: where one of them has none, it is the record that lacks it.

        Raises:
            TagValueMissing: A known name has no value.
            TagUndefined: A name is none of the known ones.
            TagFailed: A tag can't be computed with these values.
            TagRefused: It would take too long, or too much memory.
        """
        printed: list[str] = []
        context = {**values, **budget(), _PRINTED: printed}
        out = self._guarded(lambda: self._template(draft=draft).render(context), known)
        for kind, number in _TOKEN.findall(out):
            yield int(number) if kind == "L" else printed[int(number)]

    def error(self, kind: type[TagError], message: str, index: int | None, hint: str = "") -> TagError:
        """Return an error that names a tag and its place."""
        known = index is not None and 0 <= index < len(self._tags)
        tag, place = (self._tags[index].raw, self._places[index]) if known and index is not None else ("", "")
        return kind(message, tag=tag, place=place, hint=hint, index=index if known else None)

    def _template(self, *, draft: bool) -> Template:
        if draft not in self._compiled:
            self._compiled[draft] = self._sandboxes[draft].from_string(self._source)
        return self._compiled[draft]

    def _guarded(self, run: Callable[[], Any], known: Container[str] = ()) -> Any:
        """Run a step, its failures named by tag and place."""
        try:
            return run()
        except Forbidden as error:
            raise self.error(TagRefused, str(error), error.lineno - 1) from None
        except TemplateSyntaxError as error:
            raise self._syntax(error) from None
        except UndefinedError as error:
            raise self._undefined(str(error.message), _line(error.__traceback__), known) from None
        except SecurityError as error:
            raise self.error(TagRefused, str(error.message), _line(error.__traceback__)) from None
        except (SyntaxError, RecursionError):
            raise self.error(TagSyntax, "标签嵌套太深", None, "请把条件拆开") from None
        except (ArithmeticError, TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
            words = str(error) if isinstance(error, filters.NotText) else f"算不出来（{type(error).__name__}：{error}）"
            raise self.error(TagFailed, words, _line(error.__traceback__)) from None

    def _undefined(self, name: str, index: int | None, known: Container[str]) -> PipelineError:
        if name in known and index is not None:
            return TagValueMissing(name, self._tags[index].raw, self._places[index])
        return self.error(TagUndefined, f"名称『{name}』没有定义", index, "请对照 hetong form 列出的字段改正")

    def _syntax(self, error: TemplateSyntaxError) -> TagError:
        index, message = error.lineno - 1, str(error.message)
        for pattern, words in _PLAIN:
            if found := pattern.search(message):
                if words == "没有结束标签":
                    index = self._left_open()
                return self.error(TagSyntax, words.format(*found.groups()), index, "请对照 jinja2 的写法改正")
        return self.error(TagSyntax, f"写法有误（{message}）", index, "请对照 jinja2 的写法改正")

    def _left_open(self) -> int:
        """Return the last tag that opens what no tag closes."""
        opened: list[int] = []
        for index, tag in enumerate(self._tags):
            word = tag.code.split(" ", 1)[0] if tag.kind == "control" else ""
            if word in ("if", "for", "with"):
                opened.append(index)
            elif word.startswith("end") and opened:
                opened.pop()
        return opened[-1] if opened else -1


def _write(context: Context, value: object) -> str:
    # Names are looked up among what the program was given, never among what a tag has set.
    printed, text = context.parent[_PRINTED], filters.text(value)
    spend(context, 1 + len(text) // 64)
    printed.append(text)
    return f"{_OPEN}V{len(printed) - 1}{_CLOSE}"


def _line(traceback: TracebackType | None) -> int | None:
    """Return which tag was running when an error arose."""
    found = None
    while traceback is not None:
        if (
            traceback.tb_frame.f_code.co_filename == "<template>"
            or "__jinja_template__" in traceback.tb_frame.f_globals
        ):
            found = traceback.tb_lineno - 1
        traceback = traceback.tb_next
    return found
