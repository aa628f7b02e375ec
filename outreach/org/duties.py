"""What somebody who leaves still owes: each room says it when it starts, and brings the verb that hands it over.

The rooms lie above; this one only lists them. What is told here are numbers by unit, never titles: whoever keeps the
accounts reads nothing of the business, and of sealed matters not even the number.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from outreach.accounts.models import User
from outreach.org.exclusions import parts_of
from outreach.org.models import OrgUnit, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights

#: Whoever serves as one of these keeps a desk: nobody else could do it in their stead.
DESKS = frozenset(set(Role) - {Role.CADRE, Role.HANDLER, Role.ACCEPTOR, Role.LEADER})


@dataclass(frozen=True)
class Handing:
    """Everything of one kind that one person owes in one unit goes to another; ``rights`` are the portal's."""

    leaver: User
    unit: OrgUnit
    to: User
    left: Rights
    rights: Rights


@dataclass(frozen=True)
class Duty:
    """One kind of work that hangs on a person.

    ``owed`` counts by unit what ``left`` (the rights that stay) no longer covers; ``takers`` are who could do it in a
    unit. ``hand_over`` refuses none of them: what one of them must keep away from waits for whoever manages it, and
    nobody is told here.
    """

    key: str
    label: str | Promise
    owed: Callable[[User, Rights], Mapping[int, int]]
    takers: Callable[[OrgUnit], QuerySet[User]]
    hand_over: Callable[[Handing], None]


@dataclass(frozen=True)
class Heap:
    """What somebody owes of one kind in one unit."""

    duty: Duty
    unit: OrgUnit
    count: int
    leaver: User

    @property
    def key(self) -> str:
        return f"{self.duty.key}-{self.unit.pk}"

    @property
    def takers(self) -> QuerySet[User]:
        """Who could take it, by name."""
        others = self.duty.takers(self.unit).filter(is_active=True).exclude(pk=self.leaver.pk)
        return others.distinct().order_by("full_name", "pk")


class Duties:
    """What the rooms registered."""

    def __init__(self) -> None:
        self._duties: dict[str, Duty] = {}

    def register(self, duty: Duty) -> None:
        self._duties[duty.key] = duty

    def of(self, user: User, left: Rights) -> Iterator[Heap]:
        """What this person owes beyond what stays with them, by kind and unit."""
        for duty in self._duties.values():
            owed = duty.owed(user, left)
            units = OrgUnit.objects.in_bulk(owed)
            for pk, unit in sorted(units.items(), key=lambda one: one[1].path):
                yield Heap(duty, unit, owed[pk], user)


duties = Duties()


def serving(roles: Collection[str], unit: OrgUnit) -> QuerySet[User]:
    """Whoever serves as one of ``roles`` in the unit or above it, and so covers it."""
    posts = Posting.objects.current().filter(role__in=roles, unit__in=parts_of([unit.path]))
    return User.objects.filter(is_active=True, pk__in=posts.order_by().values("user"))


def desks_left_empty(user: User, ending: Collection[Posting]) -> list[Posting]:
    """Those of these postings after which nobody would keep the desk."""
    return [one for one in ending if one.role in DESKS and not _others(user, one).exists()]


def _others(user: User, posting: Posting) -> QuerySet[Posting]:
    above = Q(unit__in=parts_of([posting.unit.path]))
    same = Posting.objects.holding(posting.role).filter(above, user__is_active=True)
    return same.exclude(user=user)
