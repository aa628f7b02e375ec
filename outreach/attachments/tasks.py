"""What the scheduler does for files: looks for viruses, and clears away what nobody links to."""

from celery import shared_task

from outreach.attachments import rechecking, scanning, sweeping


@shared_task
def scan_waiting() -> None:
    """One round; safe to run twice and beside another, and nothing without a scanner."""
    scanning.scan_waiting()


@shared_task
def recheck_waiting() -> None:
    """Some of the files that came before a check existed; safe to run twice."""
    rechecking.recheck_waiting()


@shared_task
def sweep() -> None:
    """Abandoned uploads and files without a row; safe to run twice."""
    sweeping.sweep_orphans()
    sweeping.sweep_strays()
