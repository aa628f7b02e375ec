"""The filters of the ledger, held in the URL so that a list can be kept, shared and come back to."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import django_filters as filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.common.fields import CleanCharField
from outreach.ledger import search
from outreach.ledger.lights import LIGHTS
from outreach.ledger.models import Issue, IssueQuerySet, LookBack, LookBackQuerySet
from outreach.ledger.sources import source_choices
from outreach.ledger.states import RUNNING, LookBackGround, LookBackResult, State, SupervisionLevel, Topic
from outreach.org.models import GRASSROOTS, OrgUnit
from outreach.org.scoping import Rights

LONGEST_SEARCH = 100
#: More units than this are not all offered in a list to choose from.
MOST_OFFERED = 100
FLAGS: dict[str, tuple[Any, dict[str, Any]]] = {
    "major": (_("重大"), {"is_major": True}),
    "urgent": (_("紧急"), {"is_urgent": True}),
    "legacy": (_("历史遗留"), {"is_legacy": True}),
    "supervised": (_("督办中"), {"supervision_level__gt": SupervisionLevel.NONE}),
    "card": (_("黄牌或红牌"), {"supervision_level__gte": SupervisionLevel.YELLOW_CARD}),
    "extended": (_("延过期"), {"extension_count__gt": 0}),
    "rebound": (_("反弹"), {"reopen_count__gt": 0}),
    "on_site": (_("一线发现"), {"is_found_on_site": True}),
    "verified_on_site": (_("到场验收"), {"is_verified_on_site": True}),
    # The two sides of on-time rectification: what a unit had to finish, and what was accepted by its deadline.
    "owed": (_("应整改"), {"status__in": [*RUNNING, State.AWAITING_RATING, State.CLOSED]}),
    "met": (
        _("按期整改"),
        {"status__in": [State.AWAITING_RATING, State.CLOSED], "accepted_at__date__lte": F("due_on")},
    ),
}
#: Days far enough from both ends of the calendar to count on.
SANE_DAYS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2200, 1, 1))]


class SearchFilter(filters.CharFilter):
    """What somebody types, cleaned like everything that is typed."""

    field_class = CleanCharField


class DayFilter(filters.DateFilter):
    """From the start of a day, or with ``is_last`` through the end of it, by the portal's own clock."""

    def __init__(self, field_name: str, label: Any, *, is_last: bool = False) -> None:
        super().__init__(field_name=field_name, label=label, validators=SANE_DAYS)
        self.is_last = is_last

    def filter(self, issues: IssueQuerySet, day: date | None) -> IssueQuerySet:
        if day is None:
            return issues
        edge = clock.start_of(day + timedelta(days=int(self.is_last)))
        return issues.filter(**{f"{self.field_name}__{'lt' if self.is_last else 'gte'}": edge})


class IssueFilter(filters.FilterSet):
    """What may stand in the URL of the list, the board and the export."""

    q = SearchFilter(method="search", label=_("编号、词、单位或责任人"), max_length=LONGEST_SEARCH)
    source = filters.ChoiceFilter(choices=source_choices, label=_("来源"), empty_label=_("来源：全部"))
    lead_unit = filters.ChoiceFilter(method="below", label=_("责任单位"), empty_label=_("责任单位：全部"))
    unit = filters.ChoiceFilter(method="below", label=_("发生单位"), empty_label=_("发生单位：全部"))
    state = filters.ChoiceFilter(
        field_name="status", choices=State.choices, label=_("环节"), empty_label=_("环节：全部")
    )
    light = filters.ChoiceFilter(method="by_light", choices=LIGHTS, label=_("灯"), empty_label=_("灯：全部"))
    flag = filters.ChoiceFilter(
        method="by_flag",
        choices=[(key, label) for key, (label, _condition) in FLAGS.items()],
        label=_("标记"),
        empty_label=_("标记：全部"),
    )
    topic = filters.ChoiceFilter(choices=Topic.choices, label=_("类别"), empty_label=_("类别：全部"))
    noted_since = DayFilter("created_at", _("登记，从"))
    noted_until = DayFilter("created_at", _("登记，到"), is_last=True)
    entered_since = DayFilter("entered_at", _("入账，从"))
    entered_until = DayFilter("entered_at", _("入账，到"), is_last=True)
    accepted_since = DayFilter("accepted_at", _("验收，从"))
    accepted_until = DayFilter("accepted_at", _("验收，到"), is_last=True)
    closed_since = DayFilter("closed_at", _("销号，从"))
    closed_until = DayFilter("closed_at", _("销号，到"), is_last=True)
    due_since = filters.DateFilter("due_on", "gte", label=_("期限，从"), validators=SANE_DAYS)
    due_until = filters.DateFilter("due_on", "lte", label=_("期限，到"), validators=SANE_DAYS)

    class Meta:
        model = Issue
        fields: list[str] = []

    def __init__(self, *args: Any, rights: Rights | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._homes = [unit.path for unit in rights.units if not unit.is_root] if rights else []
        for name in ("lead_unit", "unit"):
            # A plain function: forms copy their fields deeply, and this must not copy the filters with them.
            self.filters[name].extra["choices"] = lambda: self.unit_choices

    @cached_property
    def units(self) -> dict[str, OrgUnit]:
        """The units to choose from, asked for once for checking and showing.

        Of very many: the upper ones, those at and below one's own posts, and whichever a link asks for; the search
        finds the others by name.
        """
        active = OrgUnit.objects.active()
        units = list(active[: MOST_OFFERED + 1])
        if len(units) > MOST_OFFERED:
            asked = [key for name in ("lead_unit", "unit") if (key := self.data.get(name, "")).isdecimal()]
            near = OrgUnit.objects.within(*self._homes) | OrgUnit.objects.exclude(kind__in=GRASSROOTS)
            units = list((near | OrgUnit.objects.filter(pk__in=asked)).active())
        return {str(unit.pk): unit for unit in units}

    @property
    def unit_choices(self) -> list[tuple[str, str]]:
        """Each unit by its place in the tree."""
        return [(key, "\u3000" * (unit.path.count("/") - 1) + unit.name) for key, unit in self.units.items()]

    def below(self, issues: IssueQuerySet, name: str, key: str) -> IssueQuerySet:
        """A unit and everything under it."""
        return issues.filter(**{f"{name}__in": OrgUnit.objects.within(self.units[key].path).order_by().values("pk")})

    def search(self, issues: IssueQuerySet, name: str, text: str) -> IssueQuerySet:
        return search.find(issues, text)

    def by_flag(self, issues: IssueQuerySet, name: str, flag: str) -> IssueQuerySet:
        return issues.filter(**FLAGS[flag][1])

    def by_light(self, issues: IssueQuerySet, name: str, light: str) -> IssueQuerySet:
        """The same question as the light itself asks, in the database."""
        asked: dict[str, Callable[[], IssueQuerySet]] = {
            "red": issues.overdue,
            "yellow": issues.due_soon,
            "green": issues.on_time,
            "grey": lambda: issues.filter(status=State.SUSPENDED),
            "blue": lambda: issues.filter(status=State.LONG_TERM),
        }
        return asked[light]()


class LookBackFilter(filters.FilterSet):
    """What may stand in the URL of the list."""

    ground = filters.ChoiceFilter(choices=LookBackGround.choices, label=_("为什么回头看"), empty_label=_("缘由：全部"))
    result = filters.ChoiceFilter(choices=LookBackResult.choices, label=_("结果"), empty_label=_("结果：全部"))
    unit = filters.ModelChoiceFilter(
        method="below",
        queryset=lambda _request: OrgUnit.objects.active(),
        label=_("单位"),
        empty_label=_("单位：全部"),
    )
    looked_since = DayFilter("looked_at", _("看的日期，从"))
    looked_until = DayFilter("looked_at", _("看的日期，到"), is_last=True)
    closed_since = filters.DateFilter("closed_on", "gte", label=_("销号，从"), validators=SANE_DAYS)
    closed_until = filters.DateFilter("closed_on", "lte", label=_("销号，到"), validators=SANE_DAYS)

    class Meta:
        model = LookBack
        fields: list[str] = []

    def below(self, rows: LookBackQuerySet, _name: str, unit: OrgUnit) -> LookBackQuerySet:
        """What was handled there, or where it happened, and everything under it."""
        here = OrgUnit.objects.within(unit.path).order_by().values("pk")
        return rows.filter(Q(issue__unit__in=here) | Q(issue__lead_unit__in=here))
