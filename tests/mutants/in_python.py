"""Small mistakes in Python, one at a time, in the tree of a module."""

import ast
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import chain

from tests.mutants import in_sql

SWAPPED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Add: ast.Sub, ast.Sub: ast.Add,
}  # fmt: skip
SAYS_SQL = re.compile(r"held\.|SELECT|\bAND\b")
# What is said of types, and how a class is made, decides nothing.
SAYS_NOTHING = ("annotation", "returns", "decorator_list", "type_params", "slice")
NARROWS = ("filter", "exclude", "distinct")
TELLS = ("record", "_record", "require", "require_capability")

Change = tuple[str, Callable[[], object]]


def mistakes(tree: ast.Module, *, acts: bool) -> Iterator[tuple[str, str, ast.Module]]:
    """The function or constant, what was changed, and the module afterwards."""
    kinds = OF_ACTS if acts else OF_RULES
    for place, (where, node) in enumerate(_nodes(tree, "")):
        if not _is_loaded_once(where):
            for number, (said, _) in enumerate(_changes(node, kinds)):
                changed = deepcopy(tree)
                same = list(_nodes(changed, ""))[place][1]
                list(_changes(same, kinds))[number][1]()
                yield where, said, ast.fix_missing_locations(changed)


def telling(tree: ast.Module, tell: str, module: str) -> ast.Module:
    """With a line at the beginning of each function that says that it was come through."""
    changed = deepcopy(tree)
    for where, node in _nodes(changed, ""):
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.parse(f"{tell}(({module!r}, {where!r}))").body[0])
    return ast.fix_missing_locations(changed)


def mentions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Which function or constant has which names in it, also in what it says to the database."""
    for where, node in _nodes(tree, ""):
        if isinstance(node, ast.Name):
            yield where, node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((where, word) for word in re.findall(r"\w+", node.value))


def is_constant(where: str) -> bool:
    return where.isupper()


def is_run(where: str) -> bool:
    """A function; neither a constant nor the body of a class."""
    return not where.rpartition(".")[2].lstrip("_")[:1].isupper()


def _is_loaded_once(where: str) -> bool:
    """The body of a class, and imports: nothing can be put in there afterwards. A name decides nothing."""
    return not where or where.endswith("__str__") or not (is_constant(where) or is_run(where))


def _nodes(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    """Each node with the function, class or constant in which it stands."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".lstrip(".")
    elif isinstance(node, ast.Assign | ast.AnnAssign) and not where:
        where = next((one.id for one in ast.walk(node) if isinstance(one, ast.Name)), "")
    yield where, node
    for name, value in ast.iter_fields(node):
        within = value if isinstance(value, list) else [value]
        if name not in SAYS_NOTHING:
            yield from chain.from_iterable(_nodes(one, where) for one in within if isinstance(one, ast.AST))


def _changes(node: ast.AST, kinds: tuple) -> Iterator[Change]:
    for types, changes in kinds:
        if isinstance(node, types):
            yield from changes(node)


def _operators(node: ast.BoolOp | ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    if other := SWAPPED.get(type(node.op)):
        yield f"{other.__name__} in {ast.unparse(node)[:80]}", partial(setattr, node, "op", other())
    if isinstance(node, ast.BoolOp):
        nothing = ast.Constant(isinstance(node.op, ast.And))
        for at, one in enumerate(node.values):
            if isinstance(one, ast.Constant) and not one.value:
                continue  # nothing in place of nothing
            said = f"without {ast.unparse(one)} in {ast.unparse(node)[:60]}"
            yield said, partial(node.values.__setitem__, at, nothing)


def _comparisons(node: ast.Compare) -> Iterator[Change]:
    for at, one in enumerate(node.ops):
        if other := SWAPPED.get(type(one)):
            said = f"{other.__name__} in {ast.unparse(node)}"
            yield said, partial(node.ops.__setitem__, at, other())


def _conditions(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    turned = ast.UnaryOp(ast.Not(), node.test)
    yield f"if not {ast.unparse(node.test)}", partial(setattr, node, "test", turned)


def _filters(node: ast.comprehension) -> Iterator[Change]:
    for at, one in enumerate(node.ifs):
        yield f"without if {ast.unparse(one)}", partial(node.ifs.pop, at)


def _elements(node: ast.Set | ast.List | ast.Tuple) -> Iterator[Change]:
    """Of kinds that are counted up; a row that lacks a column is noticed by anybody."""
    if all(isinstance(one, ast.Attribute | ast.Constant) for one in node.elts):
        for at, one in enumerate(node.elts):
            yield f"without {ast.unparse(one)} in {ast.unparse(node)[:60]}", partial(node.elts.pop, at)


def _narrowing(node: ast.Call) -> Iterator[Change]:
    """Each of what a question is narrowed by, and `any` for `all`."""
    if isinstance(node.func, ast.Name) and node.func.id in ("any", "all"):
        other = {"any": "all", "all": "any"}[node.func.id]
        yield f"{other} in {ast.unparse(node)[:80]}", partial(setattr, node.func, "id", other)
    if isinstance(node.func, ast.Attribute) and node.func.attr in NARROWS:
        said = f"without %s in .{node.func.attr} of {ast.unparse(node.func.value)[:60]}"
        for part in (node.args, node.keywords):
            for at, one in enumerate(part):
                yield said % ast.unparse(one), partial(part.pop, at)


def _telling(node: ast.Expr) -> Iterator[Change]:
    """A permission that is not asked for, a row of the log that is not written."""
    call = node.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TELLS:
        yield f"without {ast.unparse(call)[:80]}", partial(setattr, node, "value", ast.Constant(None))


def _asking(node: ast.Call) -> Iterator[Change]:
    """Whoever may see it may do it."""
    if isinstance(node.func, ast.Name) and node.func.id == "require" and len(node.args) > 1:
        view = ast.parse("Permission.VIEW", mode="eval").body
        yield f"VIEW in {ast.unparse(node)[:80]}", partial(node.args.__setitem__, 1, view)


def _constants(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, str) and SAYS_SQL.search(node.value):
        for where, changed in in_sql.changes(node.value):
            yield where, partial(setattr, node, "value", changed)


def _answers(node: ast.FunctionDef) -> Iterator[Change]:
    """A rule that says yes, or no, whatever it is asked; and one that refuses nobody."""
    if node.returns and ast.unparse(node.returns) == "bool":
        for answer in (True, False):
            yield f"always {answer}", partial(setattr, node, "body", [ast.Return(ast.Constant(answer))])
    for one in ast.walk(node):
        if isinstance(one, ast.If) and any(isinstance(line, ast.Raise) for line in one.body):
            yield f"no refusal if {ast.unparse(one.test)}", partial(setattr, one, "body", [ast.Pass()])


OF_ACTS = ((ast.Expr, _telling), (ast.Call, _asking))
OF_RULES = (
    *OF_ACTS,
    ((ast.BoolOp, ast.BinOp, ast.AugAssign), _operators),
    (ast.Compare, _comparisons),
    ((ast.If, ast.IfExp, ast.While), _conditions),
    (ast.comprehension, _filters),
    ((ast.Set, ast.List, ast.Tuple), _elements),
    (ast.Call, _narrowing),
    (ast.Constant, _constants),
    (ast.FunctionDef, _answers),
)
