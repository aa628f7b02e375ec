"""Taking a petition, with the ledger item it led to, out of everybody's sight but the inspectors', and back."""

from outreach.ledger import workflow as ledger
from outreach.org.exclusions import Ground
from outreach.org.models import OrgUnit
from petitions.models import Petition
from petitions.workflow.clocks import notify, start_notice_clock
from petitions.workflow.naming import name_from


def seal(petition: Petition, *, words: str, unit: OrgUnit) -> None:
    """Called in a step, for its locked row: whoever is named keeps away, from the item too."""
    petition.is_sealed = True
    notify(petition)
    name_from(petition, words=words, unit=unit)
    if petition.issue is not None and not petition.issue.is_sealed:
        ledger.seal(issue=petition.issue, exclusions=petition.accused.all())


def unseal(petition: Petition) -> None:
    """Called in a step, for its locked row: persons who were named still keep away, their units may deal with it."""
    petition.is_sealed = False
    petition.notified_at = None
    start_notice_clock(petition)
    petition.accused.filter(ground=Ground.NAMED, user=None).delete()
    if petition.issue is not None and petition.issue.is_sealed and not _is_sealed_by_another(petition):
        ledger.unseal(issue=petition.issue)


def keep_named_out(petition: Petition) -> None:
    """Whom a petition names never deals with the item that comes of it."""
    named = petition.accused.exclude(user=None).select_related("user")
    if petition.issue is not None and (people := [one.user for one in named if one.user]):
        ledger.keep_out(issue=petition.issue, people=people)


def all_words(petition: Petition) -> str:
    """Everything the petitioner said, to look for names in."""
    later = petition.supplements.values_list("text", flat=True)
    return "\n".join([petition.title, petition.names, petition.facts, petition.request, *later])


def _is_sealed_by_another(petition: Petition) -> bool:
    others = Petition.objects.filter(issue=petition.issue, is_sealed=True)
    return others.exclude(pk=petition.pk).exists()
