"""What the scheduler sweeps up in petition reception."""

from celery import shared_task

from petitions import drafts


@shared_task
def sweep_drafts() -> None:
    """Forms that nobody touched for a day; safe to run twice."""
    drafts.sweep_drafts()
