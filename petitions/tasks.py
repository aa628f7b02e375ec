"""What the scheduler sweeps up in petition reception."""

from celery import shared_task

from petitions import drafts
from petitions.register import jobs
from petitions.workflow.mailing import drop_unconfirmed


@shared_task
def sweep_drafts() -> None:
    """Forms that nobody touched for a day; safe to run twice."""
    drafts.sweep_drafts()


@shared_task
def drop_mailboxes() -> None:
    """Addresses for notices that nobody confirmed; safe to run twice."""
    drop_unconfirmed()


@shared_task
def work_off_registers() -> None:
    """Imports and exports of registers that wait; safe to run twice, and at once."""
    jobs.work_off()


@shared_task
def sweep_registers() -> None:
    """Registers older than a day, with what was made of them; safe to run twice."""
    jobs.sweep()
