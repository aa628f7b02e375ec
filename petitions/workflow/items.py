"""The items of the ledger that a petition led to."""

from collections.abc import Iterable

from outreach.ledger import workflow as ledger
from outreach.ledger.models import Issue
from petitions.models import Petition
from petitions.states import State


def own_items(petition: Petition) -> Iterable[Issue]:
    """Those made from its words, whatever became of them since; nothing is asked for one that has just come."""
    if petition.status == State.REGISTERED and not petition.version:
        return []
    made = petition.events.filter(step__in=["hand_over", "add_item"])
    numbers = [event.detail.get("issue") for event in made]
    return Issue.objects.filter(number__in=numbers) if numbers else []


def further_items(petition: Petition) -> Iterable[Issue]:
    """Those beside the one that the case follows; nothing is asked for one that has just come."""
    if petition.status == State.REGISTERED and not petition.version:
        return []
    return Issue.objects.filter(further_item__petition=petition)


def name_in_items(petition: Petition) -> None:
    """Whom a sealed petition is about, they keep away from its sealed items too."""
    for issue in own_items(petition):
        if issue.is_sealed:
            ledger.name_in(issue=issue, exclusions=petition.accused.all())
