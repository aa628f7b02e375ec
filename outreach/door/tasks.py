"""What the scheduler sweeps up behind the door."""

from celery import shared_task

from outreach.door import tallies


@shared_task
def sweep_tallies() -> None:
    """Forget the counts of yesterday; safe to run twice."""
    tallies.sweep()
