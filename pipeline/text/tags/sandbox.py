"""Tags → Program → what stands where, in a sandbox that neither reaches out nor takes long.

jinja2's ImmutableSandboxedEnvironment keeps a template from the program's inside; what it leaves open is time and
memory: `range(10**9)`, `9**(9**9)`, `'x'|center(10**9)`. So here the filters, tests and methods are the few that
contracts need, every loop and filter is charged to a budget, and results that grow are bounded before they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.text.tags import filters
from pipeline.text.tags.guard import FLAT, JOINED, STEPS, TESTS, guard

BUDGET = 200_000
"""Steps that one contract may take: turns of a loop, items of a list that a filter goes through."""
RANGE = 10_000
LONGEST = 1 << 20
"""Characters of a text, or items of a list, that a tag may make."""
_BITS = 4096
_POWER = 64
_WIDEST = 1 << 32
_SPENT = " spent"  # no tag can name it
_METHODS = {
    str: frozenset({"strip", "lstrip", "rstrip", "startswith", "endswith", "upper", "lower", "title", "split"}),
    LoopContext: frozenset({"cycle", "changed"}),
}


class Missing(StrictUndefined):
    """A name without a value; any use of it is an error that names it."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        path = getattr(self._undefined_obj, "_path", "")
        return f"{path}.{self._undefined_name}" if path else str(self._undefined_name)


class Open(Undefined):
    """A name without a value in a draft: a line to write on."""

    def __str__(self) -> str:
        return "____"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Open(name=name)

    def __getitem__(self, name: Any) -> Any:
        return Open(name=name)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment that tags run in.

    Args:
        draft: Names without a value are lines to write on.
        write: Context and value of a {{ }} → what stands for it in the output.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, *, draft: bool, write: Callable[[Context, object], str]) -> None:
        super().__init__(
            undefined=Open if draft else Missing, autoescape=True, optimized=False, finalize=pass_context(write)
        )
        self.globals.clear()
        self.globals["range"] = bounded_range
        self.filters.clear()
        self.filters.update({name: _charged(name, function) for name, function in filters.FILTERS.items()})
        self.filters[STEPS] = pass_context(_steps)
        self.filters[JOINED] = pass_context(lambda context, parts: _fits("".join(_words(context, parts))))
        self.filters[FLAT] = _flat
        for name in [name for name in self.tests if name not in TESTS]:
            del self.tests[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return guard(super()._parse(source, name, filename))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute, if the result can't be large."""
        spend(context, 1)
        if operator == "**" and not (_is_small(left) and _is_small(right) and abs(right) <= _POWER):
            raise SecurityError("乘方的结果太大")
        if operator == "*" and not (
            isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal)
        ):
            raise SecurityError("不能用乘号重复文字")
        if operator == "%" and not isinstance(left, int | float | Decimal):
            raise SecurityError("不能用百分号格式化文字")
        if isinstance(left, float) and isinstance(right, Decimal):
            left = Decimal(repr(left))
        elif isinstance(left, Decimal) and isinstance(right, float):
            right = Decimal(repr(right))
        return _fits(super().call_binop(context, operator, left, right))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """True for what a tag may see of a value."""
        return not str(attr).startswith("_") and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, *args: Any, **named: Any) -> Any:
        """Call one of the few methods that tags may call."""
        if not self.is_safe_callable(obj):
            raise SecurityError(f"不能调用 {getattr(obj, '__name__', '这个值')}")
        return super().call(context, obj, *args, **named)

    def is_safe_callable(self, obj: Any) -> bool:
        """True for the few methods that tags may call."""
        if obj is bounded_range:
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return any(isinstance(owner, kind) and name in names for kind, names in _METHODS.items())


def bounded_range(*bounds: int) -> range:
    """Return a range of at most `RANGE` numbers."""
    found = range(*bounds)
    if len(found) > RANGE:
        raise SecurityError(f"range 超过 {RANGE} 个数")
    return found


def budget() -> dict[str, list[int]]:
    """Return the budget of one contract, to be among the values of its context."""
    return {_SPENT: [0]}


def spend(context: Context, steps: int) -> None:
    """Charge steps to the contract's budget.

    Raises:
        SecurityError: It is used up.
    """
    spent = context.parent[_SPENT]
    spent[0] += steps
    if spent[0] > BUDGET:
        raise SecurityError("循环次数太多")


def _charged(name: str, function: Callable[..., object]) -> Callable[..., object]:
    @pass_context
    def run(context: Context, value: Any, *args: Any, **named: Any) -> object:
        if isinstance(value, Undefined):
            if name not in filters.OF_UNDEFINED:
                str(value)  # says which name is missing
            return function(value, *args, **named)
        size = len(value) if hasattr(value, "__len__") else 1
        spend(context, 1 + (size // 64 if isinstance(value, str) else size))
        return _fits(function(value, *args, **named))

    return run


def _steps(context: Context, items: Iterable[object]) -> Iterator[object]:
    if isinstance(items, str) or not hasattr(items, "__iter__"):
        raise SecurityError("for 后面不是列表")
    for item in items:
        spend(context, 1)
        yield item


def _words(context: Context, parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        word = filters.text(part)
        spend(context, 1 + len(word) // 64)
        yield word


def _flat(items: list[object] | tuple[object, ...]) -> object:
    if any(isinstance(item, list | tuple) for item in items):
        raise SecurityError("列表里不能再有列表")
    return items


def _is_small(number: object) -> bool:
    return isinstance(number, int | float | Decimal) and -_WIDEST < number < _WIDEST


def _fits(value: Any) -> Any:
    if isinstance(value, str | list | tuple) and len(value) > LONGEST:
        raise SecurityError("结果太长")
    if isinstance(value, int) and value.bit_length() > _BITS:
        raise SecurityError("数太大")
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) > _BITS:
        raise SecurityError("数太大")
    return value
