"""包案: a leader takes on a hard case, with a plan, steps and a note each month, until it is settled."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.audit.workflow import record
from outreach.common import clock
from outreach.common.transitions import Machine, Move, RefusedStepError, Transition, Words
from outreach.org.models import Cadre
from outreach.org.scoping import Rights
from petitions.counting import keep_sponsoring
from petitions.models import Petition, SponsoredCase, SponsorNote, SponsorStep
from petitions.permissions import ARRANGE_SPONSOR, SPONSOR
from petitions.states import OPEN, Sponsoring
from petitions.workflow.naming import keep_mentioned_out, people_in, refuse_if_nobody_is_left

OFFICE_ARRANGES = gettext_lazy("包案由信访专员安排。")


def is_ones_own(case: SponsoredCase, rights: Rights) -> Words | None:
    """A leader answers for one's own cases; the office writes for any."""
    if rights.user is None or case.sponsor.user_id == rights.user.pk:
        return None
    if any(rights.covers(ARRANGE_SPONSOR, path) for path in case.paths_of("any")):
        return None
    return _("这件由%(who)s包案。") % {"who": case.sponsor}


def _record(move: Move[SponsoredCase], rights: Rights) -> None:
    detail = {"before": move.before, "after": move.row.status, "version": move.row.version, **move.detail}
    record(action=f"sponsored.{move.step.name}", actor=rights.user, obj=move.row, detail=detail)
    if move.step.target is not None:
        keep_sponsoring(move.row.petition)


_RUNNING = frozenset({Sponsoring.RUNNING})
_OWN = (is_ones_own,)
STEPS: list[Transition[SponsoredCase]] = [
    Transition("write_note", gettext_lazy("记进展"), _RUNNING, None, SPONSOR, needs=_OWN),
    Transition("add_step", gettext_lazy("加一步"), _RUNNING, None, SPONSOR, needs=_OWN),
    Transition("finish_step", gettext_lazy("做完一步"), _RUNNING, None, SPONSOR, needs=_OWN),
    Transition("resolve", gettext_lazy("已化解"), _RUNNING, Sponsoring.RESOLVED, SPONSOR, needs=_OWN),
    Transition("change_sponsor", gettext_lazy("换包案领导"), _RUNNING, None, ARRANGE_SPONSOR),
    Transition("give_back", gettext_lazy("解除包案"), _RUNNING, Sponsoring.GIVEN_BACK, ARRANGE_SPONSOR),
]
SPONSORING: Machine[SponsoredCase] = Machine(lambda: SponsoredCase, STEPS, _record)


@dataclass(frozen=True)
class Plan:
    """Why a leader takes it on, how it is to be settled, with whom and by when."""

    ground: str
    plan: str
    target_on: date
    team: str = ""


@transaction.atomic
def take_on(*, petition: Petition, sponsor: Cadre, plan: Plan, rights: Rights) -> SponsoredCase:
    """Put a leader in charge of settling it. Raises ``RefusedStepError`` with the reason."""
    petition = Petition.objects.visible_to(rights).select_for_update(of=("self",)).get(pk=petition.pk)
    running = petition.sponsorings.filter(status=Sponsoring.RUNNING).first()
    if reason := refusal_to_sponsor(petition, running, rights):
        raise RefusedStepError(reason)
    _refuse_who_keeps_away(sponsor, petition)
    if plan.target_on < clock.today():
        raise RefusedStepError(_("计划化解日期不能早于今天。"))
    case = SponsoredCase(petition=petition, sponsor=sponsor, arranged_by=rights.user, **vars(plan))
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        raise RefusedStepError(_("这件信访已经有领导包案。")) from None
    _keep_named_out(case, plan.plan, rights)
    keep_sponsoring(petition)
    record(action="sponsored.taken_on", actor=rights.user, obj=case, detail={"sponsor": str(sponsor)})
    return case


def refusal_to_sponsor(petition: Petition, running: SponsoredCase | None, rights: Rights) -> Words | None:
    """Why nobody can take it on now, with whatever case is ``running`` of it; None when somebody can."""
    if not any(rights.covers(ARRANGE_SPONSOR, path) for path in petition.paths_of("any")):
        return OFFICE_ARRANGES
    if petition.is_sealed:
        return _("纪检密件不安排领导包案。")
    if petition.status not in OPEN:
        return _("这件事已经办完。")
    if running is not None:
        return _("这件信访已经有领导包案。")
    return None


def write_note(*, case: SponsoredCase, text: str, rights: Rights, version: int | None = None) -> SponsoredCase:
    """How it went this month."""
    with SPONSORING.moving(case, "write_note", rights, version) as move:
        _keep_named_out(move.row, text, rights)
        SponsorNote.objects.create(case=move.row, text=text, written_by=rights.user)
        return move.row


def add_step(
    *, case: SponsoredCase, what: str, who: str, due_on: date, rights: Rights, version: int | None = None
) -> SponsoredCase:
    """One more thing to do on the way."""
    with SPONSORING.moving(case, "add_step", rights, version) as move:
        SponsorStep.objects.create(case=move.row, what=what, who=who, due_on=due_on)
        return move.row


def finish_step(*, case: SponsoredCase, step: int, rights: Rights, version: int | None = None) -> SponsoredCase:
    """One of its steps is done; doing it again changes nothing. Raises ``SponsorStep.DoesNotExist``."""
    with SPONSORING.moving(case, "finish_step", rights, version) as move:
        found = move.row.steps.get(pk=step)
        found.done_on = found.done_on or clock.today()
        found.save(update_fields=["done_on"])
        move.detail = {"step": found.pk}
        return move.row


def resolve(
    *, case: SponsoredCase, resolution: str, is_agreed: bool, rights: Rights, version: int | None = None
) -> SponsoredCase:
    """Settled; whether the petitioner says so too stands beside it."""
    with SPONSORING.moving(case, "resolve", rights, version) as move:
        _keep_named_out(move.row, resolution, rights)
        move.row.resolution, move.row.is_agreed, move.row.ended_on = resolution, is_agreed, clock.today()
        return move.row


def change_sponsor(
    *, case: SponsoredCase, sponsor: Cadre, reason: str, rights: Rights, version: int | None = None
) -> SponsoredCase:
    """Another leader takes it over, with everything that was done."""
    with SPONSORING.moving(case, "change_sponsor", rights, version) as move:
        if sponsor.pk == move.row.sponsor_id:
            raise RefusedStepError(_("请选另一位领导。"))
        _refuse_who_keeps_away(sponsor, move.row.petition)
        words = _("由%(before)s改为%(after)s包案：%(why)s")
        said = words % {"before": move.row.sponsor, "after": sponsor, "why": reason}
        SponsorNote.objects.create(case=move.row, text=said, written_by=rights.user)
        move.detail = {"before": str(move.row.sponsor), "after": str(sponsor)}
        move.row.sponsor = sponsor
        return move.row


def give_back(*, case: SponsoredCase, reason: str, rights: Rights, version: int | None = None) -> SponsoredCase:
    """It goes on without a sponsor, for a reason on record."""
    with SPONSORING.moving(case, "give_back", rights, version) as move:
        move.row.resolution, move.row.ended_on = reason, clock.today()
        return move.row


def _refuse_who_keeps_away(sponsor: Cadre, petition: Petition) -> None:
    """Also who could not open the petition: whoever answers for a matter reads it."""
    if not Petition.objects.visible_to(Rights.of(sponsor.user)).filter(pk=petition.pk).exists():
        raise RefusedStepError(_("这位领导要回避，或者看不到这件信访，请另选一位。"))


def _keep_named_out(case: SponsoredCase, words: str, rights: Rights) -> None:
    """Whoever turns out to have a part in it reads it no more; not who works on it, nor who writes it down."""
    working = {person.pk for person in people_in(case.team)}
    working |= {case.sponsor.user_id, rights.user.pk if rights.user else 0}
    people = [person for person in people_in(words) if person.pk not in working]
    if people:
        petition = Petition.objects.visible_to(Rights.system()).select_for_update(of=("self",)).get(pk=case.petition_id)
        keep_mentioned_out(petition, people)
        refuse_if_nobody_is_left(petition)
