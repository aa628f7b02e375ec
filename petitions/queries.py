"""Questions about petitions that span models, and what the shared rooms show of this channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F
from django.utils import timezone

from outreach.calendars.lights import DayKind
from outreach.ledger.sources import RecordLink, WorkLine
from outreach.org.scoping import Rights
from petitions import vault
from petitions.models import Petition, PetitionFile, PetitionQuerySet, Supplement
from petitions.permissions import MANAGE
from petitions.workflow import PETITIONS

_MOST_WORK_LINES = 20


def find_by_code(typed: str) -> Petition | None:
    """The petition whose code was typed; None for any other text, after the same slow digest."""
    digest = vault.code_hash(vault.plain_code(typed)[: vault.CODE_LENGTH + 1])
    return Petition.objects.visible_to(Rights.system()).filter(code_hash=digest).first()


def tracked(pk: int) -> Petition | None:
    """A petition whose code was shown to be known, with everything the query page tells."""
    petitions: PetitionQuerySet = Petition.objects.visible_to(Rights.system())
    return petitions.filter(pk=pk).select_related("unit", "referred_to", "issue__lead_unit", "issue__accepting_unit").first()


@dataclass(frozen=True)
class HandedIn:
    """What the petitioner brought: files with the petition, then each supplement with its own."""

    files: list[PetitionFile]
    supplements: list[tuple[Supplement, list[PetitionFile]]]


def handed_in(petition: Petition) -> HandedIn:
    """Two statements, however many supplements."""
    files = list(petition.files.select_related("attachment"))
    later = [(one, [file for file in files if file.supplement_id == one.pk]) for one in petition.supplements.all()]
    return HandedIn([file for file in files if file.supplement_id is None], later)


def waiting_at_the_desk(rights: Rights) -> PetitionQuerySet:
    """Petitions whose next step is this person's, the most urgent first."""
    if not rights.may(MANAGE):
        return Petition.objects.none()
    waiting: PetitionQuerySet = Petition.objects.visible_to(rights)
    return waiting.at_the_desk().order_by(F("due_on").asc(nulls_last=True), "pk")


def record_link(issue_id: int, rights: Rights) -> RecordLink | None:
    """The petition behind an item: its number for everybody, the case for those who may open it; a sealed one never."""
    petition = Petition.objects.filter(issue_id=issue_id, is_sealed=False).order_by("pk").first()
    if petition is None:
        return None
    may_open = Petition.objects.visible_to(rights).filter(pk=petition.pk).exists()
    summary = f"{petition.get_kind_display()} · {petition.get_arrival_display()}"
    return RecordLink(petition.number, petition.get_absolute_url() if may_open else "", summary)


def work_lines(rights: Rights) -> Sequence[WorkLine]:
    """What waits at the desk of this person."""
    return [
        WorkLine(
            title=petition.title,
            url=petition.get_absolute_url(),
            detail=f"{petition.number} · {petition.unit}",
            verb=next((offer.step.label for offer in PETITIONS.offers(petition, rights)), ""),
            due_on=petition.due_on,
            day_kind=DayKind.CALENDAR,
        )
        for petition in waiting_at_the_desk(rights).select_related("unit", "referred_to")[:_MOST_WORK_LINES]
    ]


def times_held(first: date, last: date) -> Mapping[int, int]:
    """How many petitions came from each unit in these days; sealed ones are not counted anywhere."""
    zone = timezone.get_default_timezone()
    start = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    counted = Petition.objects.filter(is_sealed=False, received_at__gte=start, received_at__lt=end).order_by()
    return dict(counted.values_list("unit").annotate(n=Count("pk")))
