"""The bell that Celery rings; what is to be done stands in the database."""

from celery import shared_task

from outreach.reminders import ticking


@shared_task
def tick() -> None:
    """One round; safe to run twice and beside another."""
    ticking.tick()
