"""Web server, worker and scheduler live and end together."""

import os
import signal
from http.client import OK
from pathlib import Path

import pytest

from deploy.tests.running import all_gone, needs_proc, processes, running

pytestmark = [pytest.mark.xdist_group("launcher"), needs_proc]


@pytest.mark.long
@pytest.mark.embedded
def test_ctrl_c_ends_every_process(var: Path) -> None:
    with running(var) as portal:
        assert portal.answers("/accounts/login/") == OK
        portal.wait_for_process("celery")
        assert f"http://127.0.0.1:{portal.environment['PORT']}/" in portal.output
        assert portal.end() == 0
        assert all_gone(var)


@pytest.mark.long
@pytest.mark.embedded
def test_term_ends_every_process_and_the_second_start_builds_nothing(var: Path) -> None:
    with running(var) as portal:
        portal.process.send_signal(signal.SIGTERM)
        portal.wait_for(None)
        assert portal.process.wait(10) == 0
        assert all_gone(var)
    assert "Updating the database" not in portal.output


@pytest.mark.long
@pytest.mark.embedded
def test_nothing_outlives_a_launcher_that_was_killed(var: Path) -> None:
    with running(var) as portal:
        portal.wait_for_process("celery")
        portal.process.kill()
        portal.process.wait()
        assert all_gone(var)


@pytest.mark.embedded
@pytest.mark.long
@pytest.mark.parametrize(("words", "name"), [("celery", "worker"), ("gunicorn", "web")])
def test_a_member_that_dies_is_named_and_ends_the_rest(var: Path, words: str, name: str) -> None:
    with running(var) as portal:
        portal.wait_for_process("celery")
        leader = min(number for number, command in processes(var).items() if words in command)
        os.kill(leader, signal.SIGKILL)
        portal.wait_for(None)
        assert portal.process.wait(20) == 1
        assert f"{name} 意外结束" in portal.output
        assert f"{name} ended (killed by SIGKILL)" in portal.output
        assert all_gone(var)


@pytest.mark.services
@pytest.mark.long
def test_the_same_command_runs_on_postgresql_and_redis(tmp_path: Path, own_database: str) -> None:
    with running(tmp_path, DATABASE_URL=own_database, REDIS_URL=os.environ["REDIS_URL"]) as portal:
        portal.wait_for_process(" beat ")
        assert portal.answers("/accounts/login/") == OK
        assert portal.end() == 0
        assert all_gone(tmp_path)
