"""领导接访: a roster of days, places on them asked for with the tracking code, and what was promised there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.audit.workflow import record
from outreach.calendars.signals import Moved
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.common.transitions import Machine, Move, RefusedStepError, Transition, Words
from outreach.org.models import Cadre
from outreach.org.scoping import Rights
from petitions.mailing import tell_of_news
from petitions.models import Petition, ReceptionDay, ReceptionSlot
from petitions.permissions import RECEIVE, ROSTER
from petitions.states import OPEN, Meeting

OFFICE_PLANS = gettext_lazy("接访日由信访专员安排。")
_STANDING = frozenset({Meeting.WAITING, Meeting.BOOKED})


def _record(move: Move[ReceptionSlot], rights: Rights) -> None:
    detail = {"day": str(move.row.day.held_on), "before": move.before, "after": move.row.status}
    record(action=f"reception.{move.step.name}", actor=rights.user, obj=move.row, detail=detail)


def waits_for_them(slot: ReceptionSlot, rights: Rights) -> Words | None:
    """Only whoever received says whether they promised it, once."""
    if rights.user is None or slot.received_by_id != rights.user.pk:
        return _("答应的事由接访人本人确认。")
    return None if slot.awaits_word else _("没有等您确认的事。")


def is_still_owed(slot: ReceptionSlot, _rights: Rights) -> Words | None:
    """Only what was promised can be kept, and once."""
    if not slot.is_promised:
        return _("没有算数的答应的事。")
    if slot.keeping_awaits_word:
        return _("已经记了兑现，等接访人本人确认。")
    return None if slot.kept_day() is None else _("这件事已经兑现。")


def waits_for_their_yes(slot: ReceptionSlot, rights: Rights) -> Words | None:
    """Only whoever promised says that it was kept."""
    if rights.user is None or slot.received_by_id != rights.user.pk:
        return _("兑现没有，由接访人本人确认。")
    return None if slot.keeping_awaits_word else _("没有等您确认的事。")


def _when_heard(
    name: str, label: Words, need: Callable[[ReceptionSlot, Rights], Words | None]
) -> Transition[ReceptionSlot]:
    """A step about what was promised; the conversation stays what it was."""
    return Transition(name, label, frozenset({Meeting.HEARD}), None, RECEIVE, needs=(need,))


STEPS: list[Transition[ReceptionSlot]] = [
    Transition(
        "give_place", gettext_lazy("约定时间"), frozenset({Meeting.WAITING}), Meeting.BOOKED, "", by_system=True
    ),
    # A day called off or a receiver who has to keep away: the place is lost, the turn is not.
    Transition("move", gettext_lazy("改期"), _STANDING, Meeting.WAITING, "", by_system=True),
    Transition("give_up", gettext_lazy("取消预约"), _STANDING, Meeting.GIVEN_UP, "", by_system=True),
    Transition("hear", gettext_lazy("记录接访"), frozenset({Meeting.BOOKED}), Meeting.HEARD, RECEIVE),
    _when_heard("confirm", gettext_lazy("确认答应的事"), waits_for_them),
    _when_heard("object", gettext_lazy("对记录提出异议"), waits_for_them),
    _when_heard("keep", gettext_lazy("记下承诺已兑现"), is_still_owed),
    _when_heard("confirm_keeping", gettext_lazy("确认承诺已兑现"), waits_for_their_yes),
    _when_heard("deny_keeping", gettext_lazy("承诺还没有兑现"), waits_for_their_yes),
    Transition("miss", gettext_lazy("记为未到"), frozenset({Meeting.BOOKED}), Meeting.MISSED, RECEIVE),
]
RECEPTIONS: Machine[ReceptionSlot] = Machine(lambda: ReceptionSlot, STEPS, _record)
_PORTAL = Rights.system()


@dataclass(frozen=True)
class Hours:
    """When and where somebody receives; ``planned_on`` moves to the next workday where it is a holiday."""

    planned_on: date
    starts_at: time
    ends_at: time
    place: str
    slot_minutes: int = 20


@transaction.atomic
def plan_day(*, cadre: Cadre, hours: Hours, rights: Rights) -> ReceptionDay:
    """Put a day on the roster; whoever still waits for an earlier day of the same leader moves here."""
    _refuse_unless_office(rights)
    if hours.planned_on < clock.today():
        raise RefusedStepError(_("请选今天或以后的日子。"))
    held_on = WorkCalendar.current().next_workday_on_or_after(hours.planned_on)
    try:
        with transaction.atomic():
            day = ReceptionDay.objects.create(cadre=cadre, held_on=held_on, planned_by=rights.user, **vars(hours))
    except IntegrityError:
        raise RefusedStepError(_("这位领导这一天已经排了接访。")) from None
    _refuse_two_tables_at_once(cadre, day)
    record(action="reception.planned", actor=rights.user, obj=day, detail={"held_on": str(held_on)})
    for slot in ReceptionSlot.objects.left_over().filter(day__cadre=cadre).in_order():
        _rearrange(slot, _("接访改期"))
    return day


@transaction.atomic
def move_left_over() -> int:
    """Whoever still waits for a day that is over goes to the same leader's next one; how many went."""
    left = ReceptionSlot.objects.left_over().select_related("day", "petition").in_order()
    able = [slot for slot in left if _next_day(slot) is not None]
    for slot in able:
        _rearrange(slot, _("接访改期"))
    return len(able)


@transaction.atomic
def name_substitute(*, day: ReceptionDay, substitute: Cadre, reason: str, rights: Rights) -> ReceptionDay:
    """Somebody else sits there, arranged beforehand; whoever may not be heard by them gets another day."""
    _refuse_unless_office(rights)
    locked = _lock(day)
    if substitute.pk == locked.cadre_id:
        raise RefusedStepError(_("请选另一位领导。"))
    _refuse_two_tables_at_once(substitute, locked)
    locked.substitute, locked.substitute_reason = substitute, reason
    locked.save(update_fields=["substitute", "substitute_reason"])
    record(action="reception.substituted", actor=rights.user, obj=locked)
    for slot in locked.slots.standing().select_related("petition"):
        tell_of_news(slot.petition)
        if _keeps_away(substitute, slot.petition):
            _rearrange(slot, _("代为接访的领导要回避这件事"))
    return locked


@transaction.atomic
def call_off(*, day: ReceptionDay, reason: str, rights: Rights) -> ReceptionDay:
    """No reception that day: everybody keeps their turn, on the leader's next day or in the line for it."""
    _refuse_unless_office(rights)
    locked = _lock(day)
    locked.cancelled_at, locked.cancel_reason = clock.now(), reason
    locked.save(update_fields=["cancelled_at", "cancel_reason"])
    record(action="reception.called_off", actor=rights.user, obj=locked)
    for slot in locked.slots.standing().in_order():
        _rearrange(slot, reason)
    return locked


@transaction.atomic
def book(*, petition: Petition, day: ReceptionDay, starts_at: time | None) -> ReceptionSlot:
    """Take a place for whoever knows the petition's code; with no place left, stand in line."""
    petition = Petition.objects.visible_to(_PORTAL).select_for_update(of=("self",)).get(pk=petition.pk)
    locked = _lock(day)  # after the petition, as sealing does
    if why := refusal_to_book(petition, locked):
        raise RefusedStepError(why)
    free = free_places(locked)
    if starts_at is None and free:
        raise RefusedStepError(_("请选一个时间。"))
    if starts_at is not None and starts_at not in free:
        raise RefusedStepError(_("这个时间刚被别人约走，请另选一个。"))
    try:
        with transaction.atomic():
            slot = ReceptionSlot.objects.create(day=locked, petition=petition)
    except IntegrityError:
        raise RefusedStepError(_("这件事已经约过接访，要改时间请先取消。")) from None
    record(action="reception.asked", obj=slot, detail={"day": str(locked.held_on)})
    return slot if starts_at is None else _give_place(slot, starts_at)


def refusal_to_book(petition: Petition, day: ReceptionDay | None = None) -> str:
    """Why this petition gets no place, in words for the petitioner; empty when it may have one."""
    if petition.is_sealed:
        return _("检举控告由纪检部门直接联系，不安排领导接访。")
    if petition.status not in OPEN:
        return _("这件事已经办完，还有问题请先补充材料。")
    if day is None:
        return ""
    if day.cancelled_at is not None or day.held_on < clock.today():
        return _("这一天已经不能预约，请另选一天。")
    if _keeps_away(day.receiver, petition):
        return _("这位领导要回避这件事，请另选一位。")
    return ""


@transaction.atomic
def give_up(*, slot: ReceptionSlot) -> ReceptionSlot:
    """The petitioner does not come; whoever waits longest takes the place."""
    day = ReceptionDay.objects.select_for_update().get(pk=slot.day_id)
    with RECEPTIONS.moving(slot, "give_up", _PORTAL) as move:
        gone = move.row
    fill_up(day)
    return gone


def let_go(petition: Petition) -> None:
    """No appointment is left of a petition that goes out of the office's sight; called in a step of it."""
    for slot in petition.receptions.standing():
        give_up(slot=slot)


def spare(petition: Petition) -> None:
    """Called in a step, for its locked row: nobody comes to a leader who has to keep away from the matter by now.

    Nor does a place that is taken by nobody tell that leader that there is something about them.
    """
    coming = petition.receptions.standing().filter(day__in=ReceptionDay.objects.coming())
    for slot in coming.select_related("petition", "day__cadre__user", "day__substitute__user"):
        if _keeps_away(slot.day.receiver, petition):
            _rearrange(slot, _("约好的领导要回避这件事，可以取消后另约一位"))
            fill_up(_lock(slot.day))


def fill_up(day: ReceptionDay) -> None:
    """Places that are free go to those who wait, in the order of asking; called with the day locked."""
    if day.cancelled_at is not None or day.held_on < clock.today():
        return
    queue = day.slots.filter(status=Meeting.WAITING).select_related("petition").order_by("pk")
    waiting = [slot for slot in queue if not _keeps_away(day.receiver, slot.petition)]
    for slot, starts_at in zip(waiting, free_places(day), strict=False):
        _give_place(slot, starts_at)
        tell_of_news(slot.petition)


def free_places(day: ReceptionDay) -> list[time]:
    """When one can still come that day."""
    taken = set(day.slots.standing().exclude(starts_at=None).values_list("starts_at", flat=True))
    now = timezone.localtime(clock.now())
    is_over = {at for at in day.places() if (day.held_on, at) <= (now.date(), now.time())}
    return [at for at in day.places() if at not in taken | is_over]


def realign() -> list[Moved]:
    """Days to come follow an edited calendar; called in its transaction. Everybody keeps their place of the day."""
    calendar, moved = WorkCalendar.current(), []
    for day in ReceptionDay.objects.coming().select_for_update(of=("self",)).for_roster():
        held_on = calendar.next_workday_on_or_after(day.planned_on)
        if held_on != day.held_on and held_on >= clock.today():
            moved.append(Moved(str(day), day.held_on, held_on, reverse("petitions:reception_day", args=[day.pk])))
            day.held_on = held_on
            day.save(update_fields=["held_on"])
            record(action="reception.realigned", obj=day, detail={"held_on": str(held_on)})
            for slot in day.slots.standing().select_related("petition"):
                tell_of_news(slot.petition)
    return moved


def _give_place(slot: ReceptionSlot, starts_at: time) -> ReceptionSlot:
    with RECEPTIONS.moving(slot, "give_place", _PORTAL) as move:
        move.row.starts_at = starts_at
        return move.row


def _rearrange(slot: ReceptionSlot, why: str) -> None:
    """To the leader's next day, else in the line until one is planned."""
    following = _next_day(slot)
    with RECEPTIONS.moving(slot, "move", _PORTAL) as move:
        move.row.day = following or move.row.day
        move.row.starts_at, move.row.note = None, why
    tell_of_news(slot.petition)
    if following is not None:
        fill_up(_lock(following))


def _next_day(slot: ReceptionSlot) -> ReceptionDay | None:
    """The same leader's next day on which nobody sits who has to keep away from the matter."""
    coming = ReceptionDay.objects.coming().filter(cadre=slot.day.cadre_id).exclude(pk=slot.day_id)
    return next((day for day in coming.for_roster() if not _keeps_away(day.receiver, slot.petition)), None)


def _keeps_away(cadre: Cadre, petition: Petition) -> bool:
    return cadre.user_id in petition.accused.all().people()


def _refuse_two_tables_at_once(cadre: Cadre, day: ReceptionDay) -> None:
    """Two planned days can become one by a holiday between them, and a substitute may receive themselves."""
    sits = Q(substitute=None, cadre=cadre) | Q(substitute=cadre)
    others = ReceptionDay.objects.standing().filter(sits, held_on=day.held_on).exclude(pk=day.pk)
    if others.filter(starts_at__lt=day.ends_at, ends_at__gt=day.starts_at).exists():
        raise RefusedStepError(_("%(who)s %(day)s 这段时间已经有接访。") % {"who": cadre.user, "day": day.held_on})


def _lock(day: ReceptionDay) -> ReceptionDay:
    """The day with nobody else changing it; refused once it is called off or over."""
    locked = ReceptionDay.objects.select_for_update(of=("self",)).for_roster().get(pk=day.pk)
    if locked.cancelled_at is not None or locked.held_on < clock.today():
        raise RefusedStepError(_("这一天已经取消或者过去了。"))
    return locked


def _refuse_unless_office(rights: Rights) -> None:
    if not rights.may(ROSTER):
        raise PermissionDenied(OFFICE_PLANS)
