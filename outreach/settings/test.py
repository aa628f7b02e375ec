"""The settings of the test suite: the embedded default, or DATABASE_URL where it is given."""

import os

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if suffix := os.environ.get("PYTEST_DB_SUFFIX"):  # several runs beside each other on one server
    DATABASES["default"]["TEST"] = {"NAME": f"test_outreach_{suffix}"}
