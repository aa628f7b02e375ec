"""Every text that somebody reads goes through gettext, or it would stay in one language."""

import ast
import re
from collections.abc import Iterator

from checks.tree import HAN, Fault, Project, Source

GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "npgettext",
    "npgettext_lazy",
}  # fmt: skip - a list to be read at a glance
TRANSLATED = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*(?:trans|translate)\b.*?%\}|\b_\((?:\"[^\"]*\"|'[^']*')\)"
    r"|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}",
    re.DOTALL,
)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _sheltered(tree: ast.Module) -> set[int]:
    """The nodes inside gettext calls and the docstrings, by identity."""
    kept: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in GETTEXT:
            kept.update(id(part) for argument in node.args for part in ast.walk(argument))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            kept.add(id(node.value))
    return kept


def untranslated_python(source: Source) -> Iterator[Fault]:
    """Strings with Han characters outside gettext; escapes such as ``\\u4e00`` are patterns, not text."""
    kept = _sheltered(source.tree)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in kept:
            continue
        if HAN.search(node.value) and HAN.search(ast.get_source_segment(source.text, node) or node.value):
            yield source.fault(node.lineno, f"Chinese text outside gettext: {node.value[:30]!r}")


def untranslated_template(source: Source) -> Iterator[Fault]:
    """Han characters outside translate tags and comments."""
    rest = TRANSLATED.sub(lambda found: "\n" * found[0].count("\n"), source.text)
    for line, text in enumerate(rest.splitlines(), 1):
        if HAN.search(text):
            yield source.fault(line, f"Chinese text outside a translate tag: {text.strip()[:40]!r}")


def untranslated_script(source: Source) -> Iterator[Fault]:
    """Han characters in scripts, which get their words from the page."""
    for line, text in enumerate(source.text.splitlines(), 1):
        if HAN.search(text):
            yield source.fault(line, "Chinese text in a script: the page hands over its words")


def faults(project: Project) -> Iterator[Fault]:
    """Every text that could not be shown in the second language."""
    data_files: dict[str, str] = project.config["han"]
    for source in project.sources(".py"):
        if not source.matches(*data_files):
            yield from untranslated_python(source)
    for source in project.sources(".html"):
        if not source.matches(*data_files):
            yield from untranslated_template(source)
    for source in project.sources(".js"):
        yield from untranslated_script(source)
