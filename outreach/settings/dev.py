"""A desk or a trial on one machine: no secret needed, no other service needed."""

from outreach.settings.base import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.base import ALLOWED_HOSTS, SECRET_KEY, VAR_DIR
from outreach.settings.localkeys import local_key

SECRET_KEY = SECRET_KEY or local_key(VAR_DIR / "keys" / "secret_key")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
