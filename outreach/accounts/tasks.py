"""What the scheduler sweeps up behind those who were here."""

from celery import shared_task

from outreach.accounts.sessions import SessionStore


@shared_task
def sweep_sessions() -> None:
    """Forget sessions that are over; safe to run twice."""
    SessionStore.clear_expired()
