"""A start that can't succeed says why in one line, soon, and ends with an error."""

import secrets
import socket
import time
from pathlib import Path

import pytest

from deploy.tests.running import ask, free_port, needs_proc, processes

pytestmark = [pytest.mark.embedded, pytest.mark.xdist_group("launcher"), needs_proc]
SOON = 30.0  # a few seconds in truth; a wait without a limit would take minutes


def refusal(var: Path, **environment: str) -> str:
    """The one line that was printed."""
    begun = time.monotonic()
    ended = ask(var, **environment)
    assert ended.returncode == 1
    assert time.monotonic() - begun < SOON
    assert processes(var) == {}
    [line] = (ended.stdout + ended.stderr).strip().splitlines()
    return line


def test_an_occupied_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        line = refusal(tmp_path, PORT=str(port))
    assert f"端口 {port} 已被占用" in line
    assert f"Port {port} is in use" in line


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_no_port_is_named(tmp_path: Path, port: str) -> None:
    assert "PORT must be a whole number" in refusal(tmp_path, PORT=port)


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = refusal(tmp_path / "file" / "var")
    assert "数据目录不可写" in line
    assert str(tmp_path / "file" / "var") in line


@pytest.mark.long
def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    line = refusal(tmp_path, DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")
    assert "无法连接数据库 DATABASE_URL" in line


@pytest.mark.long
def test_a_database_that_accepts_and_stays_silent_is_named(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        line = refusal(tmp_path, DATABASE_URL=f"postgres://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
    assert "无法连接数据库 DATABASE_URL" in line


@pytest.mark.long
def test_a_redis_that_does_not_answer_is_named(tmp_path: Path) -> None:
    assert "无法连接 REDIS_URL" in refusal(tmp_path, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")


def test_a_production_start_lists_every_missing_secret_at_once(tmp_path: Path) -> None:
    line = refusal(tmp_path, DJANGO_SETTINGS_MODULE="outreach.settings.prod", ALLOWED_HOSTS="portal.example")
    named = (
        "SECRET_KEY, DATABASE_URL, IDENTITY_KEYS, IDENTITY_INDEX_KEY, AUDIT_KEYS, EMAIL_URL, DEFAULT_FROM_EMAIL, "
        "SITE_URL"
    )
    assert f"Production needs {named} (" in line


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{secrets.token_hex(32)}\n")
    line = refusal(tmp_path, DJANGO_SETTINGS_MODULE="outreach.settings.prod", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert "SECRET_KEY" not in line
