"""Fixtures every test may use."""

from outreach.attachments.testing import media_root
from outreach.audit.testing import django_db_setup
from outreach.org.testing import cast

__all__ = ["cast", "django_db_setup", "media_root"]
pytest_plugins = ["checks.plugin"]
