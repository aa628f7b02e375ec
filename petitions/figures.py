"""The figures of the channel, each said once: the same condition counts it and finds the petitions behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.limits import REPEAT_WINDOW
from petitions.models import CountedCase, CountedCaseQuerySet, Petition, PetitionQuerySet
from petitions.permissions import DISCIPLINE

#: Fewer judgements would let a reader guess who said what, and fewer accusations whom they are about.
LEAST = 5
_CONTENT = 2  # satisfied, or basically so

RECEIVED, SPONSORED = "received_on", "sponsored_on"
MET, MISSED, WHOLE = "met", "missed", "whole"
PARTS: dict[str, Promise] = {MET: _("达到的"), MISSED: _("没有达到的"), WHOLE: _("全部计入的")}


@dataclass(frozen=True)
class Figure:
    """``met`` ÷ ``whole``, over the petitions whose day ``by`` lies in the period; ``words`` say the same.

    Both are conditions on ``CountedCase`` as of a day. With ``least`` nothing is told while the whole is smaller.
    """

    key: str
    label: str | Promise
    words: str | Promise
    met: Callable[[date], Q]
    whole: Callable[[date], Q]
    by: str = RECEIVED
    least: int = 0

    def condition(self, part: str, today: date) -> Q:
        """Those of the whole, or its ``met`` or ``missed`` part."""
        whole = self.whole(today)
        return {MET: whole & self.met(today), MISSED: whole & ~self.met(today)}.get(part, whole)


def _in_time(done: str, due: str) -> Callable[[date], Q]:
    return lambda _today: Q(**{f"{done}__lte": F(due)})


def _done_or_late(done: str, due: str) -> Callable[[date], Q]:
    """What is not yet due does not count."""
    return lambda today: Q(**{f"{done}__isnull": False}) | Q(**{f"{due}__lt": today})


def _judged(side: str, label: str | Promise) -> Figure:
    return Figure(
        side,
        label,
        _("满意和基本满意 ÷ 作出评价的；没有评价不算满意"),
        lambda _today: Q(**{f"{side}__gte": _CONTENT}),
        lambda _today: Q(**{f"{side}__isnull": False}),
        least=LEAST,
    )


#: Up to so many rows behind a figure are looked up by their keys.
_FEW = 2000
_REPLIED = Q(replied_on__isnull=False)
FIGURES = [
    Figure(
        "accepted",
        _("及时受理率"),
        _("在告知期限内受理的 ÷（已受理的 + 过了期限还没有告知的）"),
        _in_time("accepted_on", "notice_due_on"),
        lambda today: Q(accepted_on__isnull=False) | Q(notified_on=None, notice_due_on__lt=today),
    ),
    Figure(
        "notified",
        _("按期告知率"),
        _("在期限内告知的 ÷ 应当告知的；匿名的不算，没到期的不算"),
        _in_time("notified_on", "notice_due_on"),
        lambda today: (
            Q(is_named=True, notice_due_on__isnull=False) & _done_or_late("notified_on", "notice_due_on")(today)
        ),
    ),
    Figure(
        "replied",
        _("按期答复率"),
        _("按期答复的 ÷（已答复的 + 逾期未答复的）；没到期的不算"),
        _in_time("replied_on", "reply_due_on"),
        lambda today: Q(reply_due_on__isnull=False) & _done_or_late("replied_on", "reply_due_on")(today),
    ),
    Figure(
        "rated",
        _("参评率"),
        _("作出评价的 ÷ 已答复的"),
        lambda _today: Q(result__isnull=False),
        lambda _today: _REPLIED | Q(result__isnull=False),
        least=LEAST,
    ),
    _judged("attitude", _("满意率：态度")),
    _judged("speed", _("满意率：速度")),
    _judged("result", _("满意率：结果")),
    Figure(
        "settled_once",
        _("一次性化解率"),
        _("答复后在期限内（通常 180 天）没有再来的 ÷ 已答复的初次信访；答复不满期限的先算在内"),
        lambda _today: ~Q(days_to_repeat__lte=limits.length(REPEAT_WINDOW)),
        lambda _today: _REPLIED & Q(is_repeat=False),
    ),
    Figure("repeats", _("重复信访率"), _("重复信访 ÷ 全部信访"), lambda _today: Q(is_repeat=True), lambda _today: Q()),
    Figure(
        "sponsored",
        _("包案化解率"),
        _("已化解的 ÷ 本期开始包案的"),
        lambda _today: Q(is_settled=True),
        lambda _today: Q(sponsored_on__isnull=False),
        by=SPONSORED,
    ),
]
BY_KEY = {figure.key: figure for figure in FIGURES}


@dataclass(frozen=True)
class Period:
    """Whole months, from the first day of ``first`` to the end of the month of ``last``."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The first day after it."""
        return (self.last.replace(day=1) + timedelta(days=31)).replace(day=1)

    @property
    def months(self) -> list[date]:
        found, month = [], self.first.replace(day=1)
        while month < self.end:
            found.append(month)
            month = (month + timedelta(days=31)).replace(day=1)
        return found

    def within(self, name: str) -> Q:
        return Q(**{f"{name}__gte": self.first.replace(day=1), f"{name}__lt": self.end})


@dataclass(frozen=True)
class Place:
    """What is counted: a unit with everything under it, only itself (``is_alone``), or all that a reader sees."""

    unit: OrgUnit | None = None
    is_alone: bool = False

    @property
    def condition(self) -> Q:
        if self.unit is None:
            return Q()
        if self.is_alone:
            return Q(unit=self.unit)
        return Q(unit__among=OrgUnit.objects.within(self.unit.path).order_by().values("pk"))


def behind(
    rights: Rights, figure: Figure, part: str, period: Period, place: Place, *, among: PetitionQuerySet | None = None
) -> PetitionQuerySet:
    """The petitions that were counted; none where the number itself is not told.

    ``among`` are visible ones of which only those are wanted; without it, all that this person sees.
    """
    today = clock.today()
    visible: CountedCaseQuerySet = CountedCase.objects.visible_to(rights)
    whole = visible.filter(period.within(figure.by), place.condition, figure.condition(WHOLE, today)).order_by()
    petitions: PetitionQuerySet = Petition.objects.visible_to(rights) if among is None else among
    if figure.least and len(whole.values("pk")[: figure.least]) < figure.least:
        return petitions.none()
    return _of(petitions, whole.filter(figure.condition(part, today)))


def _of(petitions: PetitionQuerySet, counted: CountedCaseQuerySet) -> PetitionQuerySet:
    """``petitions`` that ``counted`` holds: few are looked up one by one, many found from their newest on.

    The database cannot know which: what is rare, or far back (overdue replies are), it would look for by passing over
    all that came later. The narrow rows tell it at once.
    """
    few = list(counted.values_list("petition", flat=True)[: _FEW + 1])
    if len(few) <= _FEW:
        return petitions.filter(pk__in=few)
    newest = counted.order_by("-received_on").values_list("received_on", flat=True)[0]
    until = clock.start_of(newest + timedelta(days=1))
    return petitions.filter(pk__in=counted.values("petition"), received_at__lt=until)


def accusations(rights: Rights, period: Period) -> int | None:
    """How many accusations inspectors received; None while there are too few to say, and for everybody else."""
    if not rights.may(DISCIPLINE):
        return None
    start, end = clock.start_of(period.first.replace(day=1)), clock.start_of(period.end)
    sealed: PetitionQuerySet = Petition.objects.visible_to(rights).filter(is_sealed=True)
    n = sealed.filter(received_at__gte=start, received_at__lt=end).count()
    return n if n >= LEAST else None
