"""The door for web servers such as gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings.dev")

application = get_wsgi_application()
# Every page is loaded before the server forks, and what is loaded is never looked through for garbage again: workers go
# on sharing its memory, and no request waits for that look, which takes a third of a second.
_pages = get_resolver().url_patterns
gc.freeze()
