"""docs/adding-a-channel.md, followed word by word in a copy of the project, gives a fifth channel."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
RECIPE = ROOT / "docs/adding-a-channel.md"
EDITED = {"outreach/settings/base.py", "outreach/urls.py", "pyproject.toml"}
#: A command block, or the name of a file and the block that is its content or its change.
BLOCK = re.compile(
    r"(?:^\*\*`(?P<path>[^`]+)`\*\*[^\n]*\n+)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def copy_of_the_project(folder: Path) -> set[str]:
    """The files of the project as they stand, without history; what was copied."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own tree
    paths = {path for path in listed.stdout.splitlines() if (ROOT / path).is_file()}
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / path)
    return paths


def run(folder: Path, command: str) -> str:
    """A command of the recipe; the copy borrows this Python instead of having a ``.venv``."""
    command = command.replace(".venv/bin/", f"{Path(sys.executable).parent}/")
    alone = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_", "DATABASE_"))
    }
    done = subprocess.run(  # noqa: S603 - the commands of our own document
        ["bash", "-euc", command],  # noqa: S607 - the shell of whoever follows it
        cwd=folder,
        env={**alone, "VAR_DIR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def edit(file: Path, change: str) -> None:
    """Replace each ``-`` line, which stands there once, by the ``+`` lines below it."""
    for old, new in re.findall(r"^-(.*)\n((?:\+.*\n)+)", change, re.MULTILINE):
        lines = file.read_text(encoding="utf-8").split("\n")
        assert lines.count(old) == 1, f"{file} holds {lines.count(old)} lines {old!r}"
        place = lines.index(old)
        lines[place : place + 1] = [line[1:] for line in new.splitlines()]
        file.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def recipe() -> list[re.Match[str]]:
    return list(BLOCK.finditer(RECIPE.read_text(encoding="utf-8")))


def test_recipe_edits_three_files_and_makes_one_folder_with_its_templates(recipe: list[re.Match[str]]) -> None:
    edited = {block["path"] for block in recipe if block["kind"] == "diff"}
    written = {block["path"] for block in recipe if block["kind"] in {"python", "html"}}
    assert edited == EDITED
    assert all(path.startswith(("hotline/", "templates/hotline/")) for path in written)


@pytest.mark.long
@pytest.mark.embedded
def test_followed_word_by_word_it_gives_a_fifth_channel(recipe: list[re.Match[str]], tmp_path: Path) -> None:
    before = copy_of_the_project(tmp_path)
    told = ""
    for block in recipe:
        if block["kind"] == "sh":
            told += "".join(run(tmp_path, command) for command in block["text"].splitlines())
        elif block["kind"] == "diff":
            edit(tmp_path / block["path"], block["text"])
        else:
            assert block["path"] not in before
            (tmp_path / block["path"]).write_text(block["text"], encoding="utf-8")
    assert "No changes detected" in told
    # The contract holds the filter of the ledger, the wall chart, the navigation and the demo, see ChannelContract.
    assert re.search(r"\b\d+ passed in", told)
    assert "failed" not in told
    assert "skipped" not in told
    assert "hotline" not in run(tmp_path, ".venv/bin/lint-imports --no-logo || true"), "an import leans the wrong way"
