"""Who may look at the wall chart; what it counts there is what they may see in the ledger."""

from outreach.org.grants import grants
from outreach.org.roles import Role

WALLCHART = "dashboard.wallchart"


def declare() -> None:
    """Called once when the room starts.

    Those who handle stand on the chart with their unit, so they see their unit's own.
    """
    offices = (Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
    grants.allow(WALLCHART, Role.LEADER, Role.UNIT_HEAD, Role.HANDLER, *offices)
