"""The files that the checks read, and the faults they find in them."""

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, order=True)
class Fault:
    """One place in one file, and why it is wrong."""

    path: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.why}"


@dataclass(frozen=True)
class Source:
    """A text file of the project."""

    root: Path
    path: str

    @cached_property
    def text(self) -> str:
        return (self.root / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def comments(self) -> list[tuple[int, str]]:
        """Line and text of every Python comment."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]

    @property
    def is_test(self) -> bool:
        return "tests" in Path(self.path).parts

    def fault(self, line: int, why: str) -> Fault:
        return Fault(self.path, line, why)

    def matches(self, *patterns: str) -> bool:
        """Whether the path fits a pattern as in pyproject: ``**``, ``*`` and ``{a,b}``."""
        return any(re.fullmatch(_regex(pattern), self.path) for pattern in patterns)


def _regex(pattern: str) -> str:
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "{": "(?:", "}": ")", ",": "|"}
    parts = re.split(r"(\*\*/|\*\*|\*|\{|\}|,)", pattern)
    return "".join(words.get(part, re.escape(part)) for part in parts)


@dataclass(frozen=True)
class Project:
    """A checkout: its files and the limits written in its ``pyproject.toml``."""

    root: Path

    @cached_property
    def config(self) -> dict[str, Any]:
        settings: dict[str, Any] = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        return dict(settings["tool"]["checks"])

    @cached_property
    def paths(self) -> list[str]:
        """Every file that is or would be committed."""
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True).stdout
        return sorted(path for path in set(listed.splitlines()) if (self.root / path).is_file())

    def sources(self, *suffixes: str) -> Iterator[Source]:
        """The files with one of these endings."""
        return (Source(self.root, path) for path in self.paths if path.endswith(suffixes))
