"""``python -m checks.bootstrap``: the part of Bootstrap that the portal uses, taken out of the package into static/css.

The whole of it is more than all other styles together, and a phone on a slow line waits for it before it draws a thing.
A rule stays when the portal names its classes: a name with a hyphen anywhere, a plain word ("btn", "row") where classes
are given. Rather one rule too many than one too few; what pages really hold is seen by
``outreach/demo/tests/test_accessibility.py``.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bootstrap
import tinycss2

from checks.tree import Fault, Project

TARGET = "static/css/bootstrap.css"
COMMAND = "python -m checks.bootstrap"
#: Where pages and their parts come from.
DRAWN_BY = ("templates/**/*.html", "static/js/*.js", "{outreach,petitions,fieldvisits,surveys,policy}/**/*.py")
WHOLE = Path(bootstrap.__file__).parent / "static/bootstrap/css/bootstrap.min.css"

_HYPHENED = re.compile(r"[A-Za-z]\w*(?:-\w+)+")
#: "btn-{{ kind }}", `btn-${kind}`, f"btn-{kind}", "btn-%s", "btn-" + kind
_BEGUN = re.compile(r"""(?<![%\w-])[A-Za-z]\w*(?:-\w+)*-(?=\{|\$\{|%|["'`] *\+)""")
#: class="…" with template tags in it, className = "…", classList.add("…"), ["class"] = "…", {% … "class" "…" %}
_GIVEN = re.compile(
    r"""class\w*["']?\]?(?:\.\w+\()?[\s=:,]*(?P<quote>["'])(?P<names>(?:\{%.*?%\}|\{\{.*?\}\}|(?!(?P=quote)).)*)(?P=quote)"""
)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
_QUOTED = re.compile(r"""["']([^"']*)["']""")
_WORD = re.compile(r"[A-Za-z]\w*(?:-\w+)*")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


class Names:
    """The classes that these texts may give to an element; where only its beginning is written, all that begin so."""

    def __init__(self, texts: Iterable[str]) -> None:
        whole = "\n".join(texts)
        self._whole = {*_HYPHENED.findall(whole), *_given(whole)}
        self._begun = tuple({*_BEGUN.findall(whole)})

    def __contains__(self, name: str) -> bool:
        return name in self._whole or name.startswith(self._begun)


def _given(text: str) -> Iterator[str]:
    for given in _GIVEN.finditer(text):
        yield from _WORD.findall(_TAG.sub(" ", given["names"]))
        for tag in _TAG.findall(given["names"]):
            for quoted in _QUOTED.findall(tag):
                yield from _WORD.findall(quoted)


@dataclass(frozen=True)
class Sieve:
    """What is kept of Bootstrap's rules: for these names, with these variables and the animations of these names."""

    names: Names
    variables: set[str]
    moves: set[str]

    def lines(self, rules: list[Any]) -> Iterator[str]:
        """A line for each rule that stays."""
        for rule in rules:
            yield from self._rule(rule) if rule.type == "qualified-rule" else self._at_rule(rule)

    def _rule(self, rule: Any) -> Iterator[str]:
        selectors = [one for one in _split(rule.prelude) if all(name in self.names for name in _classes(one))]
        said = ";".join(self._said(rule.content))
        if selectors and said:
            yield f"{','.join(map(_text, selectors))}{{{said}}}"

    def _at_rule(self, rule: Any) -> Iterator[str]:
        head = f"@{rule.at_keyword} {_text(rule.prelude)}"
        if rule.at_keyword == "keyframes":
            if _text(rule.prelude) in self.moves:
                yield f"{head}{{{_text(rule.content)}}}"
        elif rule.content is not None:
            lines = list(self.lines(_inner(rule)))
            if lines:
                yield f"{head}{{{' '.join(lines)}}}"
        elif rule.at_keyword != "charset":  # it must stand first in a file, and all of this is ASCII
            yield f"{head};"

    def _said(self, content: list[Any]) -> Iterator[str]:
        """The declarations of a rule."""
        for one in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
            if one.type != "declaration":
                raise ValueError(f"not understood: {one.serialize()}")
            if not one.name.startswith("--") or one.name in self.variables:
                yield f"{one.name}:{_text(one.value)}{'!important' if one.important else ''}"


def part(whole: str, names: Names, others: Iterable[str] = ()) -> str:
    """The rules of ``whole`` for these names, and the variables that they or ``others``, styles of our own, look up."""
    rules = _parsed(whole)
    moves = set(re.findall(r"[\w-]+", " ".join(Sieve(names, set(), set()).lines(rules))))
    needed = set(_VARIABLE.findall(" ".join(others)))
    while True:
        lines = list(Sieve(names, needed, moves).lines(rules))
        looked_up = set(_VARIABLE.findall(" ".join(lines)))
        if looked_up <= needed:
            return "\n".join(lines) + "\n"
        needed |= looked_up


def _parsed(text: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _inner(rule: Any) -> list[Any]:
    return list(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _split(prelude: list[Any]) -> list[list[Any]]:
    """The selectors of a rule, which commas part."""
    selectors: list[list[Any]] = [[]]
    for piece in prelude:
        if piece == ",":
            selectors.append([])
        else:
            selectors[-1].append(piece)
    return selectors


def _classes(selector: list[Any]) -> Iterator[str]:
    """The names without which this selector finds nothing: classes, and Bootstrap's attributes with their values."""
    before = None
    for piece in selector:
        if piece.type == "ident" and before == ".":
            yield piece.value
        elif piece.type == "[] block":
            words = [inner.value for inner in piece.content if inner.type in {"ident", "string"}]
            if words[0].startswith("data-bs-"):
                yield from words
        before = piece  # what stands in :not(…) is no condition, and no loss where it is kept in :is(…)


def _text(tokens: list[Any]) -> str:
    return str(tinycss2.serialize(tokens)).strip()


def made(project: Project) -> str:
    """What the file has to be: of the package's Bootstrap, all that templates, scripts and forms name."""
    drawing = [source for source in project.sources(".html", ".js", ".py") if source.matches(*DRAWN_BY)]
    texts = [source.text for source in drawing if not source.is_test]
    styles = [source.text for source in project.sources(".css") if source.path != TARGET]
    whole = WHOLE.read_text(encoding="utf-8")
    [licence] = re.findall(r"/\*!.*?\*/", whole, re.DOTALL)[:1]
    head = f"{licence}\n/* The part of it that the portal uses. Never edited: {COMMAND} */\n"
    return head + part(whole, Names(texts), [*texts, *styles])


def left_out(project: Project) -> set[str]:
    """The classes of Bootstrap that pages cannot use."""
    whole, kept = (WHOLE, project.root / TARGET)
    return _known(_parsed(whole.read_text(encoding="utf-8"))) - _known(_parsed(kept.read_text(encoding="utf-8")))


def _known(rules: list[Any]) -> set[str]:
    found: set[str] = set()
    for rule in rules:
        if rule.type == "qualified-rule":
            found.update(name for one in _split(rule.prelude) for name in _classes(one))
        elif rule.content is not None and rule.at_keyword != "keyframes":
            found |= _known(_inner(rule))
    return found


def faults(project: Project) -> Iterator[Fault]:
    """A class of Bootstrap that came into use, or fell out of it, since the file was made."""
    target = project.root / TARGET
    if not target.is_file() or target.read_text(encoding="utf-8") != made(project):
        yield Fault(TARGET, 1, f"not what the portal uses of Bootstrap: {COMMAND}")


def main() -> int:
    """Write the file anew."""
    project = Project(Path(__file__).resolve().parents[1])
    (project.root / TARGET).write_text(made(project), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
