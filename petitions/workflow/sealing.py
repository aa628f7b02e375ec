"""Taking a petition, with the items it led to, out of everybody's sight but the inspectors', and back."""

from collections.abc import Iterable

from outreach.ledger import workflow as ledger
from outreach.ledger.models import Issue
from outreach.org.exclusions import Ground
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.states import State
from petitions.workflow.clocks import notify, start_notice_clock
from petitions.workflow.inspectors import give_to_inspectors
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import name_from


def seal(petition: Petition, *, words: str, unit: OrgUnit) -> None:
    """Called in a step, for its locked row: whoever is named keeps away, from the items too.

    Items that repeat its words are sealed with it. An item of others that it only went along with stays where it
    is, and the petition leaves it.
    """
    petition.is_sealed = True
    notify(petition)
    name_from(petition, words=words, unit=unit)
    give_to_inspectors(petition)
    own = list(_own_items(petition))
    for issue in own:
        if not issue.is_sealed:
            ledger.seal(issue=issue, exclusions=petition.accused.all())
            _send_others_on(petition, issue)
    if petition.issue is not None and petition.issue not in own:
        keep_named_out(petition)
        petition.issue = None


def unseal(petition: Petition) -> None:
    """Called in a step, for its locked row: persons who were named still keep away, their units may deal with it."""
    petition.is_sealed = False
    petition.inspecting_unit = None
    petition.notified_at = None
    start_notice_clock(petition)
    petition.accused.filter(ground=Ground.NAMED, user=None).delete()
    for issue in _own_items(petition):
        if issue.is_sealed:
            ledger.unseal(issue=issue)


def keep_named_out(petition: Petition) -> None:
    """Whom a petition names never deals with the item that comes of it."""
    named = petition.accused.exclude(user=None).select_related("user")
    if petition.issue is not None and (people := [one.user for one in named if one.user]):
        ledger.keep_out(issue=petition.issue, people=people)


def all_words(petition: Petition) -> str:
    """Everything the petitioner said, to look for names in."""
    later = petition.supplements.values_list("text", flat=True)
    return "\n".join([petition.title, petition.names, petition.facts, petition.request, *later])


def _own_items(petition: Petition) -> Iterable[Issue]:
    """The items made from its words, whatever became of them since; nothing is asked for one that has just come."""
    if petition.status == State.REGISTERED and not petition.version:
        return []
    numbers = [event.detail.get("issue") for event in petition.events.filter(step="hand_over")]
    return Issue.objects.filter(number__in=numbers) if numbers else []


def _send_others_on(petition: Petition, issue: Issue) -> None:
    """Petitions that went along with an item that is out of sight now wait at the desk again."""
    for other in Petition.objects.filter(issue=issue, status=State.INVESTIGATING).exclude(pk=petition.pk):
        with PETITIONS.moving(other, "part", Rights.system()) as move:
            move.row.issue = None
            move.detail = {"from": issue.number}
