"""Questions about petitions that span models."""

from dataclasses import dataclass

from django.db.models import F, Q

from outreach.org.grants import grants
from outreach.org.models import Posting
from outreach.org.scoping import Rights
from petitions import vault
from petitions.models import Accused, Petition, PetitionFile, PetitionQuerySet, Reveal, RevealQuerySet, Supplement
from petitions.permissions import DISCIPLINE, MANAGE, REVEAL, REVEAL_APPROVE

#: More of them do not fit a page; the others follow as these are decided.
MOST_REVEALS = 10


def find_by_code(typed: str) -> Petition | None:
    """The petition whose code was typed; None for any other text, after the same slow digest."""
    digests = vault.code_hashes(vault.plain_code(typed)[: vault.CODE_LENGTH + 1])
    return Petition.objects.visible_to(Rights.system()).filter(code_hash__in=digests).first()


def tracked(pk: int) -> Petition | None:
    """A petition whose code was shown to be known, with everything the query page tells."""
    petitions: PetitionQuerySet = Petition.objects.visible_to(Rights.system())
    return (
        petitions.filter(pk=pk)
        .select_related("unit", "referred_to", "issue__lead_unit", "issue__accepting_unit")
        .first()
    )


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


def files_of(petition: Petition) -> list[PetitionFile]:
    """Everything handed in with the petition or later, in the order it came."""
    return list(petition.files.select_related("attachment"))


def accused_of(petition: Petition) -> list[Accused]:
    """Who keeps away from a sealed petition; nothing is asked for any other."""
    return list(petition.accused.select_related("user", "unit")) if petition.is_sealed else []


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
    return list(found.select_related("petition", "asked_by").order_by("asked_at")[:MOST_REVEALS])


def waiting_at_the_desk(rights: Rights) -> PetitionQuerySet:
    """Petitions whose next step is this person's, the most urgent first."""
    if not rights.may(MANAGE):
        return Petition.objects.none()
    waiting: PetitionQuerySet = Petition.objects.visible_to(rights)
    return waiting.at_the_desk().order_by(F("due_on").asc(nulls_last=True), "pk")


def lacks_inspectors(rights: Rights) -> bool:
    """Whether a sealed petition has nobody to inspect it: asked by those who appoint people, unless it names them."""
    sealed = Petition.objects.still_open().filter(is_sealed=True)
    sealed = sealed.exclude(pk__in=Accused.objects.against(rights).order_by().values("petition"))
    inspecting = Posting.objects.current().filter(role__in=grants.roles_with(DISCIPLINE), user__is_active=True)
    serving = list(inspecting.values_list("user", "unit__path"))
    for petition in sealed.select_related("unit", "inspecting_unit").only("unit__path", "inspecting_unit__path"):
        paths = petition.paths_of("any")
        above = {user for user, over in serving if any(path.startswith(over) for path in paths)}
        if not above - petition.accused.all().people():
            return True
    return False
