"""Cases that leaders have taken on, as lists and figures."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from outreach.common import clock
from outreach.org.scoping import Rights
from petitions.models import Petition, SponsoredCase, SponsoredCaseQuerySet
from petitions.permissions import SPONSOR
from petitions.queries import kept_away_from
from petitions.states import Sponsoring

#: More of them do not fit the home page; the others follow as these move.
_MOST = 10


@dataclass(frozen=True)
class Settled:
    """包案化解率: how many of the cases taken on were settled; those given back count as taken on."""

    settled: int
    taken_on: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.settled / self.taken_on) if self.taken_on else None


def settled_share(rights: Rights) -> Settled:
    """Of what this person may see, in one statement."""
    visible: SponsoredCaseQuerySet = SponsoredCase.objects.visible_to(rights)
    counted: dict[str, Any] = visible.order_by().aggregate(
        taken_on=Count("pk"), settled=Count("pk", Q(status=Sponsoring.RESOLVED))
    )
    return Settled(**counted)


def cases_of(rights: Rights) -> SponsoredCaseQuerySet:
    """What this person answers for, the nearest target first."""
    if rights.user is None or not rights.may(SPONSOR):
        return SponsoredCase.objects.none()
    visible: SponsoredCaseQuerySet = SponsoredCase.objects.visible_to(rights).running()
    return visible.filter(sponsor__user=rights.user).with_people().order_by("target_on", "pk")[:_MOST]


def has_sponsor() -> Exists:
    """Whether somebody is in charge of a petition, for the query that fetches it."""
    return Exists(SponsoredCase.objects.running().filter(petition=OuterRef("pk")))


def sponsor_of(petition: Petition) -> SponsoredCase | None:
    """The running case of a petition that its reader may see."""
    running = petition.sponsorings.filter(status=Sponsoring.RUNNING)
    found: SponsoredCase | None = running.select_related("sponsor__user").first()
    return found


def needs_another(case: SponsoredCase) -> bool:
    """Whoever sponsors it has to keep away by now; of cases fetched with their petition and ``accused``."""
    away = {one.user_id for one in kept_away_from(case.petition)}
    return case.status == Sponsoring.RUNNING and case.sponsor.user_id in away


def is_silent(case: SponsoredCase) -> bool:
    """No note for longer than one is owed."""
    return case.status == Sponsoring.RUNNING and case.note_due_on < clock.today()
