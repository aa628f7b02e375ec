"""Lines per function, view, file and template; forgotten notes; imports in functions; exceptions without a reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from checks.tree import Fault, Project, Source

Function = ast.FunctionDef | ast.AsyncFunctionDef
FORGOTTEN = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\s*\(?#\d+)")
UNREASONED = (
    (
        re.compile(r"#\s*noqa(?!:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+-\s+\S)"),
        "noqa names its rules and its reason: `# noqa: X1 - why`",
    ),
    (
        re.compile(r"#\s*type:\s*ignore(?!\[[\w, -]+\]\s*(?:#|-)\s*\S)"),
        "type: ignore names its code and its reason: `# type: ignore[code]  # why`",
    ),
)


def is_view(source: Source) -> bool:
    """Whether the file answers requests."""
    path = Path(source.path)
    return not source.is_test and (path.name == "views.py" or "views" in path.parts[:-1])


def length(function: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def long_functions(source: Source, limits: dict[str, int]) -> Iterator[Fault]:
    kind = "view" if is_view(source) else "function"
    for function in functions(source):
        if (lines := length(function)) > limits[kind]:
            yield source.fault(function.lineno, f"{function.name} has {lines} lines, a {kind} may have {limits[kind]}")


def long_file(source: Source, limits: dict[str, int]) -> Iterator[Fault]:
    kind = "template" if source.path.endswith(".html") else "tests" if source.is_test else "file"
    lines = source.text.count("\n")
    if lines > limits[kind]:
        yield source.fault(lines, f"{lines} lines, {limits[kind]} are allowed here; split it by noun")


def hidden_imports(source: Source) -> Iterator[Fault]:
    for function in functions(source):
        if function.name == "ready" and Path(source.path).name == "apps.py":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield source.fault(node.lineno, f"import inside {function.name}: it hides a cycle, move it to the top")


def forgotten(source: Source) -> Iterator[Fault]:
    is_python = source.path.endswith(".py")
    lines = source.comments if is_python else list(enumerate(source.text.splitlines(), 1))
    for line, text in lines:
        if found := FORGOTTEN.search(text):
            yield source.fault(line, f"{found[1]} without the number of an open issue, as in {found[1]} (#12)")


def unreasoned(source: Source) -> Iterator[Fault]:
    for line, comment in source.comments:
        yield from (source.fault(line, why) for pattern, why in UNREASONED if pattern.search(comment))


def faults(project: Project) -> Iterator[Fault]:
    """Everything in the project that is over its budget."""
    limits: dict[str, int] = project.config["limits"]
    for source in project.sources(".py"):
        if "migrations" in Path(source.path).parts:
            continue
        yield from long_functions(source, limits)
        yield from long_file(source, limits)
        yield from hidden_imports(source)
        yield from unreasoned(source)
        yield from forgotten(source)
    for source in project.sources(".html"):
        yield from long_file(source, limits)
        yield from forgotten(source)
    for source in project.sources(".js", ".css", ".sh"):
        yield from forgotten(source)
