"""The settings of the test suite: the embedded default, or DATABASE_URL where it is given."""

import os

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import DATABASES, MIDDLEWARE, VAR_DIR

# It lists every static file anew for each test client; the tests of deploy/ run the servers that need it.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TRACKING_CODE_COST = 2**4
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_suffix = os.environ.get("PYTEST_DB_SUFFIX", "")  # several runs beside each other on one server
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as users have it: threads of one test are real writers. No power is cut here, so no fsync.
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test{_suffix}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_outreach{_suffix}"}
