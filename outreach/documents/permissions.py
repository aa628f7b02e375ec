"""Who keeps the templates, and who writes documents; which kinds one writes is said by the channel that brings them."""

from outreach.org.grants import grants
from outreach.org.roles import Role

#: Held for the whole enterprise: a template is everybody's.
KEEP_TEMPLATES = "documents.keep_templates"
#: Writes and issues documents, of the kinds that the channel allows this role; granted by the channels.
WRITE = "documents.write"


def declare() -> None:
    """Called once when the room starts."""
    grants.allow(KEEP_TEMPLATES, Role.PETITION_OFFICER, Role.LEDGER_OFFICER)
