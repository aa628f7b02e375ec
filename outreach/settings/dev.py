"""A desk or a trial on one machine: no secret needed, no other service needed."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.settings.base import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.base import (
    ALLOWED_HOSTS,
    AUDIT_KEYS,
    IDENTITY_INDEX_KEY,
    IDENTITY_KEYS,
    OFFICE,
    SECRET_KEY,
    VAR_DIR,
)
from outreach.settings.localkeys import local_key

DEMO = True
SECRET_KEY = SECRET_KEY or local_key(VAR_DIR / "keys" / "secret_key")
IDENTITY_KEYS = IDENTITY_KEYS or [f"1:{local_key(VAR_DIR / 'keys' / 'identity_key')}"]
IDENTITY_INDEX_KEY = IDENTITY_INDEX_KEY or local_key(VAR_DIR / "keys" / "identity_index_key")
AUDIT_KEYS = AUDIT_KEYS or [local_key(VAR_DIR / "keys" / "audit_key")]
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
# The fictional enterprise of the demo, unless a real one is named.
_DEMO_OFFICE: dict[str, str | Promise] = {
    "organization": _("东江港务集团"),
    "address": _("港前路 88 号"),
    "reception": _("一楼信访接待室，无台阶入口在东侧"),
    "phone": "8218 4400",
    "hours": _("工作日 8:30–17:30"),
}
OFFICE = {part: OFFICE[part] or shown for part, shown in _DEMO_OFFICE.items()}
STATIC_ROOT = None  # nothing is collected on a desk: files are served from where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
