"""The core of the grassroots-outreach portal: wiring at the root, one room per thing in the world."""

from outreach.celery import app as celery_app

__all__ = ["celery_app"]
