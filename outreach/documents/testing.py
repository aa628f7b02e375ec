"""Pytest fixtures for suites that issue documents; import them in a ``conftest.py``."""

import pytest

from outreach.documents import files, printing
from outreach.documents.printing import NotPrintedError


@pytest.fixture(autouse=True)
def no_printer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not about PDFs (``pytest.mark.pdf``) runs as where none can be drawn: each takes most of a second."""

    def missing(*_told: object) -> bytes:
        raise NotPrintedError("no printer", is_machine=True)

    if request.node.get_closest_marker("pdf") is None:
        monkeypatch.setattr(files, "as_pdf", missing)
        monkeypatch.setattr(printing, "press", missing)
