"""Questions about petitions that span models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q

from outreach.org.exclusions import Ground
from outreach.org.grants import grants
from outreach.org.models import Posting
from outreach.org.scoping import Rights
from petitions import vault
from petitions.models import (
    Accused,
    CaseExtension,
    CaseQuestion,
    Petition,
    PetitionFile,
    PetitionQuerySet,
    Reveal,
    RevealQuerySet,
    Supplement,
    UrgentReport,
)
from petitions.models.accused import LIFTABLE
from petitions.permissions import DISCIPLINE, EXTEND, HEED_REPORT, MANAGE, REVEAL, REVEAL_APPROVE, STAFF, STAND_IN
from petitions.states import IN_HAND, UNDER_REVIEW

#: More of them do not fit a page; the others follow as these are decided.
MOST_LINES = 10


def find_by_code(typed: str) -> Petition | None:
    """The petition whose code was typed; None for any other text, after the same slow digest."""
    digests = vault.code_hashes(vault.plain_code(typed)[: vault.CODE_LENGTH + 1])
    return Petition.objects.visible_to(Rights.system()).filter(code_hash__in=digests).first()


def tracked(pk: int) -> Petition | None:
    """A petition whose code was shown to be known, with everything the query page tells."""
    petitions: PetitionQuerySet = Petition.objects.visible_to(Rights.system())
    return (
        petitions.filter(pk=pk)
        .select_related("unit", "referred_to", "reviewing_unit", "issue__lead_unit", "issue__accepting_unit")
        .first()
    )


@dataclass(frozen=True)
class HandedIn:
    """What the petitioner brought: files with the petition, then each supplement with its own."""

    files: list[PetitionFile]
    supplements: list[tuple[Supplement, list[PetitionFile]]]


def handed_in(petition: Petition, questions: Iterable[CaseQuestion] = ()) -> HandedIn:
    """Two statements, however many supplements; what answers one of ``questions`` is put to it as ``given``."""
    files = list(petition.files.select_related("attachment"))
    later = [(one, [file for file in files if file.supplement_id == one.pk]) for one in petition.supplements.all()]
    shown = set()
    for question in questions:
        question.given = [one for one in later if one[0].question_id == question.pk]
        shown.add(question.pk)
    others = [one for one in later if one[0].question_id not in shown]
    return HandedIn([file for file in files if file.supplement_id is None], others)


def files_of(petition: Petition) -> list[PetitionFile]:
    """Everything handed in with the petition or later, in the order it came."""
    return list(petition.files.select_related("attachment"))


def kept_away_from(petition: Petition) -> list[Accused]:
    """Who keeps away, of rows fetched with the petition; what inspectors found out is not told to anybody else."""
    return [one for one in petition.accused.all() if petition.is_sealed or one.ground in LIFTABLE]


def mentioned_in(petition: Petition) -> str:
    """Whom an ordinary petition mentions, to be looked at by those who decide on it; empty for a sealed one."""
    return "、".join(str(one) for one in kept_away_from(petition) if one.ground == Ground.MENTIONED)


def open_reveals(petition: Petition, rights: Rights) -> list[Reveal]:
    """Requests to see this identity that are waiting or running, the latest first."""
    visible: RevealQuerySet = Reveal.objects.visible_to(rights)
    return list(visible.open().filter(petition=petition).select_related("asked_by"))


def reveals_that_wait(rights: Rights) -> list[Reveal]:
    """What others ask this person to agree to, and what was agreed to for them; one statement for who may do either."""
    if rights.user is None or not (rights.may(REVEAL) or rights.may(REVEAL_APPROVE)):
        return []
    to_decide = Q(is_granted=None) & ~Q(asked_by=rights.user) if rights.may(REVEAL_APPROVE) else Q(pk__in=[])
    visible: RevealQuerySet = Reveal.objects.visible_to(rights)
    found = visible.open().filter(to_decide | Q(is_granted=True, asked_by=rights.user))
    return list(found.select_related("petition", "asked_by").order_by("asked_at")[:MOST_LINES])


def waiting_for_a_leader(rights: Rights) -> list[Petition]:
    """Cases in which a leader was told of something urgent, or is asked for more time; one statement for most."""
    if rights.user is None or not (rights.may(HEED_REPORT) or rights.may(EXTEND)):
        return []
    told = UrgentReport.objects.filter(told=rights.user, heeded_at=None)
    asked = CaseExtension.objects.filter(is_granted=None, petition__status__in=IN_HAND).exclude(asked_by=rights.user)
    waits = Q(pk__in=told.order_by().values("petition")) | Q(pk__in=asked.order_by().values("petition"))
    seen: PetitionQuerySet = Petition.objects.visible_to(rights)
    found = seen.filter(waits, is_sealed=False).order_by("received_at", "pk")
    return list(found.prefetch_related("reports", "extensions")[:MOST_LINES])


def waiting_at_the_desk(rights: Rights) -> PetitionQuerySet:
    """Petitions whose next step is this person's, the most urgent first."""
    if not rights.may(MANAGE):
        return Petition.objects.none()
    waiting: PetitionQuerySet = Petition.objects.visible_to(rights)
    if not rights.everywhere(MANAGE):  # what another unit looks at again is its work
        waiting = waiting.filter(~Q(status__in=UNDER_REVIEW) | rights.as_q(MANAGE, "reviewing_unit"))
    return waiting.at_the_desk(rights).order_by(F("due_on").asc(nulls_last=True), "pk")


def lacks_inspectors(rights: Rights) -> bool:
    """Whether this person is the one to hear that a sealed petition has nobody to inspect it.

    Those who appoint people hear it, unless it names them; where it names all of them, leaders and the other
    administrators do: it must not lie where nobody knows of it.
    """
    if rights.user is None or not (rights.may(STAFF) or rights.may(STAND_IN)):
        return False
    sealed = Petition.objects.still_open().filter(is_sealed=True)
    sealed = sealed.exclude(pk__in=Accused.objects.against(rights).order_by().values("petition"))
    if rights.may(STAFF):
        return any(without_inspectors(sealed))
    appointing = _serving(STAFF)
    if appointing:  # of many sealed petitions only those few are looked at one by one
        sealed = sealed.filter(accused__in=Accused.objects.about_anybody(appointing)).distinct()
    return any(not appointing - petition.accused.all().people() for petition in without_inspectors(sealed))


def without_inspectors(sealed: PetitionQuerySet) -> Iterator[Petition]:
    """Those of these sealed petitions that nobody can inspect as things stand today."""
    inspecting = Posting.objects.current().filter(role__in=grants.roles_with(DISCIPLINE), user__is_active=True)
    serving = list(inspecting.values_list("user", "unit__path"))
    for petition in sealed.select_related("unit", "inspecting_unit").only("unit__path", "inspecting_unit__path"):
        paths = petition.paths_of("any")
        above = {user for user, over in serving if any(path.startswith(over) for path in paths)}
        if not above - petition.accused.all().people():
            yield petition


def _serving(permission: str) -> set[int]:
    """Who holds ``permission`` somewhere."""
    serving = Posting.objects.current().filter(role__in=grants.roles_with(permission), user__is_active=True)
    return set(serving.values_list("user", flat=True))
