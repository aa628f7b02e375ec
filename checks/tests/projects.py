"""A checkout in a folder, as small as the fault that it shows."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from checks.tree import Project

CONFIG = """
[tool.checks.limits]
function = 40
view = 25
file = 300
tests = 400
template = 150

[tool.checks.han]
"**/seed.py" = "demo data"
"""


def project(root: Path, files: Mapping[str, str]) -> Project:
    """A project with these files and the limits of the real one."""
    for path, text in {"pyproject.toml": CONFIG, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return Project(root)
