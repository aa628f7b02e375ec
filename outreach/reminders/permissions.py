"""Who looks after reminders in the administration."""

from outreach.org.grants import grants
from outreach.org.roles import Role


def declare() -> None:
    """Called once when the room starts: the system's keeper sets rules and sends mails again, the office reads."""
    grants.administer("view add change", "reminders.reminderrule", by=Role.SYSTEM_ADMIN)
    grants.administer("view", "reminders.delivery", by=Role.SYSTEM_ADMIN)
    grants.administer("view", "reminders.reminder", by=Role.LEDGER_OFFICER)
