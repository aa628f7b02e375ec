"""Fixtures every test may use."""

import pytest
from django.conf import settings
from django.utils import translation

from checks.database import django_db_keepdb, django_db_setup, migrated_file
from outreach.attachments.testing import media_root
from outreach.documents.testing import no_printer
from outreach.org.testing import cast

__all__ = ["cast", "django_db_keepdb", "django_db_setup", "media_root", "migrated_file", "no_printer"]
pytest_plugins = ["checks.plugin"]


@pytest.fixture(autouse=True)
def default_language() -> None:
    """Each test begins in the default language, whatever the one before it asked for."""
    translation.activate(settings.LANGUAGE_CODE)
