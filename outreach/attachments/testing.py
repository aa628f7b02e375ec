"""Pytest fixtures for suites that store files; import them in a ``conftest.py``."""

import itertools
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own for stored files; it appears with the first of them, as most tests store none."""
    folder = tmp_path_factory.getbasetemp() / f"media-{next(_numbers)}"
    settings.MEDIA_ROOT = folder
    return folder
