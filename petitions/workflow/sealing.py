"""Taking a petition, with the items it led to, out of everybody's sight but the inspectors', and back."""

from contextlib import suppress

from django.utils.translation import gettext as _

from outreach.common.transitions import RefusedStepError
from outreach.ledger import workflow as ledger
from outreach.ledger.models import Issue
from outreach.org.exclusions import Ground
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.models import Petition
from petitions.states import State
from petitions.workflow.clocks import notify, start_notice_clock
from petitions.workflow.inspectors import give_to_inspectors
from petitions.workflow.items import own_items
from petitions.workflow.machine import PETITIONS
from petitions.workflow.naming import keep_named_out, name_from
from petitions.workflow.receptions import let_go

#: By these the petitioner was told in time, whatever became of the case afterwards (Art. 23).
_TOLD = ("accept", "refer")


def seal(petition: Petition, *, words: str, unit: OrgUnit) -> None:
    """Called in a step, for its locked row: whoever is named keeps away, from the items too.

    Items that repeat its words are sealed with it. An item of others that it only went along with stays where it
    is, and the petition leaves it.
    """
    petition.is_sealed = True
    petition.waits_for, petition.officer = "", None
    notify(petition)
    let_go(petition)
    name_from(petition, words=words, unit=unit)
    give_to_inspectors(petition)
    own = list(own_items(petition))
    for issue in own:
        if not issue.is_sealed:
            ledger.seal(issue=issue, exclusions=petition.accused.all())
            _send_others_on(petition, issue)
    if petition.issue is not None and petition.issue not in own:
        with suppress(RefusedStepError):  # it is others' matter: those who manage it may be spared nowhere else
            keep_named_out(petition)
        petition.issue = None


def unseal(petition: Petition) -> None:
    """Called in a step, for its locked row: persons who were named still keep away, their units may deal with it."""
    petition.is_sealed = False
    petition.inspecting_unit = None
    if not petition.events.filter(step__in=_TOLD).exists():  # that it went to the inspectors told nobody who has it
        petition.notified_at = None
    start_notice_clock(petition)
    petition.accused.filter(ground=Ground.NAMED, user=None).delete()
    petition.accused.filter(ground=Ground.RECUSED).update(reason="")  # it stands in the history of who wrote it
    for issue in own_items(petition):
        if issue.is_sealed and ledger.is_lost_without(ledger.unseal(issue=issue), ()):
            raise RefusedStepError(_("台账专员都要在这件事上回避，转回去就没有人能办。请先由管理员再任命一名。"))


def all_words(petition: Petition) -> str:
    """Everything the petitioner said, file names too, to look for names in."""
    said = (petition.title, petition.names, petition.facts, petition.request, petition.place)
    later = petition.supplements.values_list("text", flat=True)
    files = petition.files.values_list("attachment__original_name", flat=True)
    return "\n".join([*said, *later, *files])


def items_of(petition: Petition) -> list[Issue]:
    """The items it led to, and the one it goes along with."""
    issues = {issue.pk: issue for issue in own_items(petition)}
    if petition.issue is not None:
        issues[petition.issue.pk] = petition.issue
    return list(issues.values())


def _send_others_on(petition: Petition, issue: Issue) -> None:
    """Petitions that went along with an item that is out of sight now wait at the desk again."""
    for other in Petition.objects.filter(issue=issue, status=State.INVESTIGATING).exclude(pk=petition.pk):
        with PETITIONS.moving(other, "part", Rights.system()) as move:
            move.row.issue = None
            move.detail = {"from": issue.number}
