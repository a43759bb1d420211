"""Tags → the fields that they use: names, what they are used as, and the columns of the tables they loop over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from pipeline.text.tags.program import Program
from pipeline.text.tags.scan import Tag

_ORDERED = frozenset({"lt", "lteq", "gt", "gteq"})


@dataclass(slots=True)
class Use:
    """What a template's tags make of one name.

    Attributes:
        name: As written: party_a.name.
        tags: The tags that use it, by number.
        needed: A tag that always runs prints or tests it, and has nothing to put in its place.
        tested: It is asked whether it holds.
        otherwise: It is used otherwise than that.
        numeric: It is computed with or ordered.
        answers: The texts that it is compared with.
        columns: Where it is looped over: name in the row → the tag that prints it first; "" is the row itself.
    """

    name: str
    tags: list[int] = field(default_factory=list)
    needed: bool = False
    tested: bool = False
    otherwise: bool = False
    numeric: bool = False
    answers: list[str] = field(default_factory=list)
    columns: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _How:
    """How the node being walked is used."""

    always: bool = True
    replaced: bool = False
    tested: bool = False
    numeric: bool = False


_Path = tuple[str, tuple[str, ...]]  # root, names below it


def uses(tags: Sequence[Tag], places: Sequence[str]) -> dict[str, Use]:
    """Return the fields that the tags use, by name in the order of their first use.

    Args:
        tags: In document order.
        places: Where each stands, for messages.

    Raises:
        TagSyntax: A tag is not well-formed.
        TagRefused: A tag says what no tag may.
    """
    walker = _Walker()
    walker.visit(Program(tags, places).tree, {}, _How())
    return walker.found


class _Walker:
    """Walks the syntax tree; `scope` maps the names that tags define to the table whose rows they are, or ""."""

    def __init__(self) -> None:
        self.found: dict[str, Use] = {}

    def visit(self, node: nodes.Node, scope: dict[str, str], how: _How) -> None:
        step = getattr(self, f"_{type(node).__name__.lower()}", None)
        path = _path(node)
        if path is not None:
            self._use(path, node.lineno - 1, scope, how)
        elif step is not None:
            step(node, scope, how)
        else:
            for child in node.iter_child_nodes():
                self.visit(child, scope, _How(always=how.always, replaced=how.replaced))

    def _for(self, node: nodes.For, scope: dict[str, str], how: _How) -> None:
        table = self._table(node.iter, scope, how)
        inner = {**scope, "loop": "", **{name.name: "" for name in node.target.find_all(nodes.Name)}}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = table
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            self.visit(child, inner, _How(always=False))

    def _table(self, node: nodes.Node, scope: dict[str, str], how: _How) -> str:
        """Return the name of the table that a loop goes through; "" where it is none of the fields."""
        while isinstance(node, nodes.Filter) and node.node is not None:
            node = node.node
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
            node = node.node
        path = _path(node)
        if path is None or path[0] in scope:
            self.visit(node, scope, how)
            return ""
        use = self._field(".".join((path[0], *path[1])), node.lineno - 1)
        use.columns = {} if use.columns is None else use.columns
        return use.name

    def _if(self, node: nodes.If, scope: dict[str, str], how: _How) -> None:
        self.visit(node.test, scope, _How(always=how.always, tested=True))
        for child in (*node.body, *node.elif_, *node.else_):
            self.visit(child, scope, _How(always=False))

    def _condexpr(self, node: nodes.CondExpr, scope: dict[str, str], how: _How) -> None:
        self.visit(node.test, scope, _How(always=how.always, tested=True))
        for child in (node.expr1, node.expr2):
            if child is not None:
                self.visit(child, scope, _How(always=False))

    def _assign(self, node: nodes.Assign, scope: dict[str, str], how: _How) -> None:
        self.visit(node.node, scope, how)
        targets = [node.target, *node.target.find_all(nodes.Name)]
        scope.update({name.name: "" for name in targets if isinstance(name, nodes.Name)})

    def _with(self, node: nodes.With, scope: dict[str, str], how: _How) -> None:
        for value in node.values:
            self.visit(value, scope, how)
        inner = {**scope, **{name.name: "" for name in node.targets if isinstance(name, nodes.Name)}}
        for child in node.body:
            self.visit(child, inner, how)

    def _not(self, node: nodes.Not, scope: dict[str, str], how: _How) -> None:
        self.visit(node.node, scope, _How(always=how.always, replaced=how.replaced, tested=True))

    def _and(self, node: nodes.And | nodes.Or, scope: dict[str, str], how: _How) -> None:
        self.visit(node.left, scope, how)
        self.visit(node.right, scope, _How(always=False, tested=how.tested))

    _or = _and

    def _filter(self, node: nodes.Filter, scope: dict[str, str], how: _How) -> None:
        inner = _How(always=how.always, replaced=how.replaced or node.name in ("default", "d"))
        for child in node.iter_child_nodes():
            self.visit(child, scope, inner)

    def _test(self, node: nodes.Test, scope: dict[str, str], how: _How) -> None:
        asks = node.name in ("defined", "undefined")
        self.visit(node.node, scope, _How(always=how.always, replaced=how.replaced or asks))

    def _compare(self, node: nodes.Compare, scope: dict[str, str], how: _How) -> None:
        numeric = any(operand.op in _ORDERED or _is_number(operand.expr) for operand in node.ops)
        inner = _How(always=how.always, replaced=how.replaced, numeric=numeric)
        answers = [text for operand in node.ops for text in _texts(operand.expr)]
        path = _path(node.expr)
        self.visit(node.expr, scope, inner)
        for operand in node.ops:
            self.visit(operand.expr, scope, inner)
        if path is not None and path[0] not in scope:
            use = self._field(".".join((path[0], *path[1])), node.lineno - 1)
            use.answers += [text for text in answers if text not in use.answers]

    def _mul(self, node: nodes.BinExpr, scope: dict[str, str], how: _How) -> None:
        for child in (node.left, node.right):
            self.visit(child, scope, _How(always=how.always, replaced=how.replaced, numeric=True))

    _div = _sub = _mod = _pow = _floordiv = _mul

    def _call(self, node: nodes.Call, scope: dict[str, str], how: _How) -> None:
        # A method's name is no field: {{ name.strip() }} uses name.
        called = node.node.node if isinstance(node.node, nodes.Getattr) else None
        for child in ([called] if called is not None else []) + [*node.args]:
            self.visit(child, scope, _How(always=how.always, replaced=how.replaced))

    def _use(self, path: _Path, tag: int, scope: dict[str, str], how: _How) -> None:
        root, below = path
        if root == "range":
            return
        if root in scope:
            if table := scope[root]:
                columns = self.found[table].columns
                assert columns is not None
                columns.setdefault(".".join(below), tag)
            return
        use = self._field(".".join((root, *below)), tag)
        use.needed |= how.always and not how.replaced
        use.tested |= how.tested
        use.otherwise |= not how.tested
        use.numeric |= how.numeric

    def _field(self, name: str, tag: int) -> Use:
        use = self.found.setdefault(name, Use(name))
        if tag not in use.tags:
            use.tags.append(tag)
        return use


def _path(node: nodes.Node) -> _Path | None:
    """Return the name that a node is: party_a.name, party_a["name"]; None for anything else."""
    below: list[str] = []
    while True:
        if isinstance(node, nodes.Name):
            return node.name, tuple(reversed(below))
        if isinstance(node, nodes.Getattr):
            below.append(node.attr)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            below.append(node.arg.value)
        else:
            return None
        node = node.node


def _is_number(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _texts(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.Filter) and node.node is not None:  # a list under guard
        node = node.node
    found = node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]
    return [item.value for item in found if isinstance(item, nodes.Const) and isinstance(item.value, str)]
