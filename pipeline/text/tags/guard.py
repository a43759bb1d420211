"""Syntax tree of tags → the same tree with what no tag may say refused, and loops, joins and lists under the budget."""

from __future__ import annotations

from jinja2 import nodes
from jinja2.exceptions import SecurityError

from pipeline.text.tags import filters

# Filters of the sandbox that no tag can name.
STEPS, JOINED, FLAT = "steps ", "joined ", "flat "
TESTS = frozenset((
    "defined", "undefined", "none", "number", "string", "boolean", "true", "false", "integer", "float", "iterable",
    "sequence", "mapping", "in", "odd", "even", "divisibleby", "eq", "equalto", "==", "ne", "!=", "lt", "lessthan", "<",
    "gt", "greaterthan", ">", "le", "<=", "ge", ">=",
))  # fmt: skip
_NAMES_OF_JINJA = frozenset({"cycler", "joiner", "lipsum", "dict", "namespace", "self", "caller", "varargs", "kwargs"})
_FORBIDDEN = (
    nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends,
    nodes.Block, nodes.AssignBlock, nodes.ScopedEvalContextModifier, nodes.EvalContextModifier, nodes.Dict,
)  # fmt: skip


class _Guard:
    """Refuses what tags may not say, and puts loops and joins under the budget."""

    def visit(self, node: nodes.Node) -> nodes.Node:
        self._refuse(node)
        for field, child in list(node.iter_fields()):
            if isinstance(child, nodes.Node):
                setattr(node, field, self.visit(child))
            elif isinstance(child, list):
                setattr(node, field, [self.visit(c) if isinstance(c, nodes.Node) else c for c in child])
        if isinstance(node, nodes.For):
            node.iter = _filter(node.iter, STEPS)
        elif isinstance(node, nodes.Concat):
            return _filter(nodes.List(node.nodes, lineno=node.lineno), JOINED)
        elif isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load"):
            return _filter(node, FLAT)
        return node

    @staticmethod
    def _refuse(node: nodes.Node) -> None:
        name = node.attr if isinstance(node, nodes.Getattr) else node.name if isinstance(node, nodes.Name) else ""
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            name = str(node.arg.value)
        if name.startswith("_") or (isinstance(node, nodes.Name) and name in _NAMES_OF_JINJA):
            raise Forbidden(f"不能使用 {name}", node.lineno)
        if isinstance(node, _FORBIDDEN) or (isinstance(node, nodes.For) and node.recursive):
            raise Forbidden("这里不支持这种标签", node.lineno)
        if isinstance(node, nodes.Filter) and node.name not in filters.FILTERS:
            raise Forbidden(f"没有过滤器 {node.name}，可用：{'、'.join(sorted(filters.FILTERS))}", node.lineno)
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            raise Forbidden(f"没有判断 is {node.name}", node.lineno)


class Forbidden(SecurityError):
    """The sandbox refuses a tag before it runs; `lineno` says which."""

    def __init__(self, message: str, lineno: int) -> None:
        super().__init__(message)
        self.lineno = lineno


def _filter(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def guard(tree: nodes.Template) -> nodes.Template:
    """Return the tags' syntax tree with loops, joins and lists under guard.

    Raises:
        Forbidden: A tag says what no tag may.
    """
    _Guard().visit(tree)
    return tree
