"""What the portal puts in line by itself each minute, whatever process was killed before it was done."""

import logging

from outreach.common.transitions import RefusedStepError
from outreach.ledger.models import Issue
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.queries import without_inspectors
from petitions.reminding import remind
from petitions.watching import supervise_late
from petitions.workflow import PETITIONS, follow
from petitions.workflow.following import out_of_line
from petitions.workflow.inspectors import give_to_inspectors
from petitions.workflow.receptions import move_left_over

logger = logging.getLogger(__name__)


def run() -> int:
    """How much there was to put in line; running twice, or at once, does nothing twice."""
    return follow_items() + give_to_whoever_is_left() + move_left_over() + supervise_late() + remind()


def follow_items() -> int:
    """Petitions whose item moved on without telling them: the news is sent after the commit, and can be lost."""
    items = Issue.objects.select_related("merged_into").filter(pk__in=out_of_line())
    for issue in items:
        follow(issue=issue)
    return len(items)


def give_to_whoever_is_left() -> int:
    """Sealed petitions whose inspectors have left or been named since: the nearest who are left take them."""
    given = 0
    for petition in without_inspectors(Petition.objects.still_open().filter(is_sealed=True)):
        try:
            given += _give(petition)
        except RefusedStepError as refusal:
            logger.info("petition %s stays as it is: %s", petition.pk, refusal.reason)
    return given


def _give(petition: Petition) -> bool:
    """Nothing is written where the same unit, or still nobody, would have it."""
    before = petition.inspecting_unit_id
    give_to_inspectors(petition)
    if petition.inspecting_unit_id == before:
        return False
    with PETITIONS.moving(petition, "heed_names", Rights.system()) as move:
        give_to_inspectors(move.row)
    return True
