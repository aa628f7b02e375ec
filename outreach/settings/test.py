"""The settings of the test suite: the embedded default, or DATABASE_URL where it is given."""

import os
from urllib.parse import urlsplit, urlunsplit

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import DATABASES, MIDDLEWARE, REDIS_URL, VAR_DIR

#: Numbered databases of a Redis server as it is delivered.
QUEUES = 16

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
if REDIS_URL and (_process := os.environ.get("PYTEST_XDIST_WORKER")):
    # Each process of a parallel run (gw0, gw1 …) has a queue to itself, which its tests and what they start share.
    _server = urlsplit(REDIS_URL)
    _number = (int(_server.path.strip("/") or 0) + int(_process.removeprefix("gw"))) % QUEUES
    REDIS_URL = urlunsplit((_server.scheme, _server.netloc, f"/{_number}", _server.query, ""))
    CELERY_BROKER_URL = os.environ["REDIS_URL"] = REDIS_URL
