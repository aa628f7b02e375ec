"""Told behind the bell: minutes are out and bind a unit, or somebody objects; the days for it are few."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fieldvisits.models import Minutes
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.reminders.models import Notice
from outreach.reminders.rounds import Round, rounds

_OUT, _OBJECTED = "minutes_out", "minutes_objected"


def declare() -> None:
    """Called once when the channel starts."""
    out = _("有现场办公纪要征求意见，请在期限内看一看")
    rounds.register(Round(_OUT, out, "fieldvisits:list", url_of=_minutes_of))
    objected = _("有人对您整理的现场办公纪要提了意见，请答复")
    rounds.register(Round(_OBJECTED, objected, "fieldvisits:list", url_of=_minutes_of))


def tell_whom_they_bind(minutes: Minutes, actor: int | None) -> None:
    """The heads of the unit visited and of each that a decision binds, once each time they are sent round."""
    bound = OrgUnit.objects.filter(pk__in=minutes.decisions.values("unit"))
    above = {int(part) for unit in (minutes.visit.unit, *bound) for part in unit.path.rstrip("/").split("/")}
    heads = Posting.objects.holding(Role.UNIT_HEAD).filter(unit__in=above, user__is_active=True)
    _tell(_OUT, minutes, set(heads.values_list("user", flat=True)) - {actor})


def tell_the_writer(minutes: Minutes, actor: int | None) -> None:
    _tell(_OBJECTED, minutes, {minutes.written_by_id} - {actor})


def _tell(kind: str, minutes: Minutes, people: Iterable[int]) -> None:
    key = f"{kind}:{minutes.pk}:{minutes.version}"
    Notice.objects.bulk_create([Notice(user_id=one, kind=kind, key=key) for one in people], ignore_conflicts=True)


def _minutes_of(key: str, rights: Rights) -> str:
    """The minutes that a notice tells of; empty out of sight."""
    pk = key.split(":")[1]
    found = Minutes.objects.visible_to(rights).filter(pk=pk).first()
    return found.get_absolute_url() if found else ""
