"""Every budget has a limit, and one line over it is a fault with a place and a reason."""

from pathlib import Path

import pytest

from checks import budgets
from checks.tests.projects import project


def function(lines: int, name: str = "work", docstring: int = 0) -> str:
    """A function of so many lines, after its docstring."""
    words = ['    """One.', *["    More."] * (docstring - 2), '    """'] if docstring else []
    return "\n".join([f"def {name}() -> None:", *words, *["    pass"] * (lines - 1), ""])


def found(root: Path, path: str, text: str) -> list[str]:
    return [str(fault) for fault in budgets.faults(project(root, {path: text}))]


@pytest.mark.parametrize(
    ("path", "lines"),
    [("room/verbs.py", 40), ("room/views.py", 25), ("room/views/list.py", 25), ("room/tests/views.py", 40)],
)
def test_a_function_may_be_as_long_as_its_budget_and_not_a_line_longer(tmp_path: Path, path: str, lines: int) -> None:
    assert found(tmp_path, path, function(lines, docstring=5)) == []
    [fault] = found(tmp_path, path, function(lines + 1))
    assert fault.startswith(f"{path}:1: work has {lines + 1} lines")


@pytest.mark.parametrize(
    ("path", "lines"), [("room/models.py", 300), ("room/tests/test_rows.py", 400), ("templates/list.html", 150)]
)
def test_a_file_may_be_as_long_as_its_budget_and_not_a_line_longer(tmp_path: Path, path: str, lines: int) -> None:
    assert found(tmp_path, path, "\n" * lines) == []
    [fault] = found(tmp_path, path, "\n" * (lines + 1))
    assert fault == f"{path}:{lines + 1}: {lines + 1} lines, {lines} are allowed here; split it by noun"


def test_migrations_are_not_measured(tmp_path: Path) -> None:
    assert found(tmp_path, "room/migrations/0001_initial.py", "\n" * 500) == []


def test_an_import_inside_a_function_is_a_fault(tmp_path: Path) -> None:
    [fault] = found(tmp_path, "room/verbs.py", "def act() -> None:\n    import os\n    os.getcwd()\n")
    assert fault.startswith("room/verbs.py:2: import inside act")


def test_only_ready_of_an_app_may_import(tmp_path: Path) -> None:
    ready = "class C:\n    def ready(self) -> None:\n        import os\n        os.getcwd()\n"
    assert found(tmp_path / "a", "room/apps.py", ready) == []
    assert len(found(tmp_path / "b", "room/verbs.py", ready)) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("room/verbs.py", "# TODO later\n"),
        ("templates/list.html", "{# FIXME #}\n"),
        ("static/js/list.js", "// XXX\n"),
        ("deploy/run.sh", "# TODO: soon\n"),
    ],
)
def test_a_note_without_the_number_of_an_issue_is_a_fault(tmp_path: Path, path: str, text: str) -> None:
    [fault] = found(tmp_path / "a", path, text)
    assert fault.startswith(f"{path}:1: ")
    numbered = text.replace("TODO", "TODO (#7)").replace("FIXME", "FIXME #7").replace("XXX", "XXX #7")
    assert found(tmp_path / "b", path, numbered) == []


@pytest.mark.parametrize(
    ("bare", "reasoned"),
    [
        ("x = 1  # noqa: E501", "x = 1  # noqa: E501 - the address cannot be broken"),
        ("x = 1  # noqa", "x = 1  # noqa: E501, S101 - both for one reason"),
        ("x = 1  # type: ignore[arg-type]", "x = 1  # type: ignore[arg-type]  # the stubs are wrong"),
        ("x = 1  # type: ignore", "x = 1  # type: ignore[misc] - the stubs are wrong"),
    ],
)
def test_an_exception_names_its_rule_and_its_reason(tmp_path: Path, bare: str, reasoned: str) -> None:
    assert len(found(tmp_path / "a", "room/verbs.py", bare + "\n")) == 1
    assert found(tmp_path / "b", "room/verbs.py", reasoned + "\n") == []
