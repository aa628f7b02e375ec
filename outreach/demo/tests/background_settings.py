"""The settings of a journey's worker: those of the desk, with a bell that rings every second."""

from outreach.settings.dev import *  # noqa: F403 - settings modules extend each other by star import
from outreach.settings.dev import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE["tick"] |= {"schedule": 1.0, "options": {"expires": 5}}
