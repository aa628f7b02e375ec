"""What the scheduler does for files: looks for viruses, and clears away what nobody links to."""

from celery import shared_task

from outreach.attachments import scanning, sweeping


@shared_task
def scan_waiting() -> None:
    """One round; safe to run twice and beside another, and nothing without a scanner."""
    scanning.scan_waiting()


@shared_task
def sweep() -> None:
    """Abandoned uploads and files without a row; safe to run twice."""
    sweeping.sweep_orphans()
    sweeping.sweep_strays()
