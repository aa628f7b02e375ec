"""``status`` has one writer, the state machine; a second one would bypass rights, locks and history."""

import ast
from collections.abc import Iterator

from checks.tree import Fault, Project, Source

WRITER = "outreach/common/transitions.py"
WHY = f"writes status; only {WRITER} may, so take a step of the state machine"


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [part for target in node.targets for part in ast.walk(target) if isinstance(part, ast.expr)]
    if isinstance(node, ast.AugAssign) or (isinstance(node, ast.AnnAssign) and node.value is not None):
        return [node.target]
    return []


def _strings(node: ast.AST) -> set[object]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}


def _is_writing_call(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in {"update", "aupdate", "update_or_create"}:
        return any(keyword.arg == "status" for keyword in node.keywords)
    if name in {"bulk_update", "abulk_update", "setattr"}:
        return "status" in set().union(*map(_strings, node.args[1:]), *(_strings(k.value) for k in node.keywords))
    return False


def second_writers(source: Source) -> Iterator[Fault]:
    """Assignments, ``update(status=…)``, ``bulk_update`` and ``setattr``."""
    for node in ast.walk(source.tree):
        stores = any(isinstance(part, ast.Attribute) and part.attr == "status" for part in _targets(node))
        if stores or (isinstance(node, ast.Call) and _is_writing_call(node)):
            yield source.fault(getattr(node, "lineno", 1), WHY)


def faults(project: Project) -> Iterator[Fault]:
    """Every second writer; tests may build a situation as they need it."""
    for source in project.sources(".py"):
        if source.path != WRITER and not source.is_test and not source.matches("checks/**", "benchmarks/**"):
            yield from second_writers(source)
