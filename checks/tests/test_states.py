"""Whoever writes ``status`` beside the state machine is found, however it is written."""

from pathlib import Path

import pytest

from checks import states
from checks.tests.projects import project


@pytest.mark.parametrize(
    "line",
    [
        "row.status = 'closed'",
        "row.status, other = 'closed', 1",
        "row.status += 'x'",
        "row.status: str = 'closed'",
        "rows.update(version=2, status='closed')",
        "rows.update_or_create(pk=1, status='closed')",
        "setattr(row, 'status', 'closed')",
        "rows.bulk_update(found, ['version', 'status'])",
        "rows.bulk_update(found, fields=['status'])",
    ],
)
def test_a_second_writer_is_found(tmp_path: Path, line: str) -> None:
    [fault] = states.faults(project(tmp_path, {"room/verbs.py": f"\n{line}\n"}))
    assert (fault.path, fault.line) == ("room/verbs.py", 2)


@pytest.mark.parametrize(
    "line",
    [
        "state = row.status",
        "row.status_code = 200",
        "rows.filter(status='open')",
        "d.update(state=1)",
        "row.status: str",
    ],
)
def test_reading_is_free(tmp_path: Path, line: str) -> None:
    assert list(states.faults(project(tmp_path, {"room/queries.py": f"{line}\n"}))) == []


@pytest.mark.parametrize("path", [states.WRITER, "room/tests/test_rows.py"])
def test_the_one_writer_and_the_tests_may_write(tmp_path: Path, path: str) -> None:
    assert list(states.faults(project(tmp_path, {path: "row.status = 'closed'\n"}))) == []
