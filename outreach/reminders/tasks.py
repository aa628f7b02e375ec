"""The bell that Celery rings; what is to be done stands in the database."""

from celery import shared_task

from outreach.reminders import lapsing, ticking


@shared_task
def tick() -> None:
    """One round; safe to run twice and beside another."""
    ticking.tick()


@shared_task
def tell_of_lapsing() -> None:
    """Postings that end by themselves; safe to run twice."""
    lapsing.tell_of_lapsing()
