"""The portal under fault: a dead dispatcher's mails are taken over soon, and rounds come often."""

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import CELERY_BEAT_SCHEDULE

DEMO = False
INTERNAL_NETWORKS = ["127.0.0.0/8"]  # hundreds of forms from one machine, as from one site
DELIVERY_LEASE_SECONDS = 10
TICK_SECONDS = 10.0
CELERY_BEAT_SCHEDULE["tick"] |= {"schedule": TICK_SECONDS, "options": {"expires": 9}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
