"""Pytest fixtures for suites that store files; import them in a ``conftest.py``."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own for stored files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"
