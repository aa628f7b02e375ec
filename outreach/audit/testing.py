"""Pytest fixtures for suites that touch the audit log; import them in a ``conftest.py``."""

from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from outreach.audit import guards


@pytest.fixture
def guarded(db: None) -> None:  # noqa: ARG001 - the database must stand first
    """The triggers on, inside the transaction of one test."""
    guards.install(connection)


@pytest.fixture
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    """A ``VAR_DIR`` of the test's own."""
    settings.VAR_DIR = tmp_path
    settings.AUDIT_ANCHOR_FILE = tmp_path / "audit-anchors.jsonl"
    return tmp_path
