"""Celery rings the bell; the database is the only queue (docs/adr/0001)."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings.dev")

TRANSPORT_ALIASES["files"] = "outreach.filequeue:Transport"

app = Celery("outreach")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
