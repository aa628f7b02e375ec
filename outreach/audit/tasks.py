"""The bell for the check of the chain; what is to be checked stands in the database."""

from celery import shared_task

from outreach.audit import checking


@shared_task
def check_chain() -> None:
    """Walk the chain if that is due; safe to run twice and beside another."""
    checking.run_due()
