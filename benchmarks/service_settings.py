"""The demo with its static files as in service: shortened, compressed, under names that change with their content."""

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import STORAGES, VAR_DIR

STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "outreach.common.servedfiles.ServedFilesStorage"}}
