"""What the scheduler does for the channel."""

from celery import shared_task

from fieldvisits import sending


@shared_task
def sweep_photos() -> None:
    """Photos sent ahead that have found their entry long since, or never will; safe to run twice."""
    sending.sweep_photos()
