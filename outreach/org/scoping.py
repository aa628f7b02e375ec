"""Who may do what where: one query a request, the same answer for lists, single rows, files, exports and admin."""

from collections import defaultdict
from functools import cached_property
from typing import Any, Self

from django.db.models import Q

from outreach.accounts.models import User
from outreach.org.grants import grants
from outreach.org.models import GRASSROOTS, OrgUnit, OrgUnitQuerySet, Posting

_MEMORY = "_held_rights"


def rights_of(user: Any) -> "Rights":
    """The rights of whoever a request comes from, asked once each time the account is read: once a request."""
    held: Rights | None = getattr(user, _MEMORY, None)
    if held is None:
        held = Rights.of(user)
        if held.user is not None:
            setattr(user, _MEMORY, held)
    return held


class Rights:
    """What one person may do, and where.

    ``covers`` answers for one row and ``as_q`` for a list from the same data, so they cannot disagree.
    """

    def __init__(self, user: User | None, postings: list[Posting], *, is_system: bool = False) -> None:
        self.user = user
        self.postings = postings
        self.is_system = is_system
        self._paths: dict[str, set[str]] = defaultdict(set)
        self._everywhere: set[str] = set()
        for posting in postings:
            for permission in grants.of(posting.role):
                self._paths[permission].add(posting.unit.path)
                if posting.unit.is_root:
                    self._everywhere.add(permission)

    @classmethod
    def of(cls, user: Any) -> Self:
        """The rights of a user; nobody's for somebody who is not signed in or whose account is off."""
        if not user.is_authenticated or not user.is_active:
            return cls(None, [])
        return cls(user, list(Posting.objects.current().filter(user=user).select_related("unit", "home")))

    @classmethod
    def system(cls, acting: User | None = None) -> Self:
        """The portal itself: automatic steps, and steps for somebody without an account.

        ``acting`` is named in history and log where a person set it going without a right of their own in the matter.
        """
        return cls(acting, [], is_system=True)

    def may(self, permission: str) -> bool:
        """Whether the permission is held anywhere at all."""
        return self.is_system or bool(self._paths.get(permission))

    def everywhere(self, permission: str) -> bool:
        return self.is_system or permission in self._everywhere

    def covers(self, permission: str, path: str) -> bool:
        """Whether the permission is held for the unit at ``path``; an empty path means no unit in particular."""
        if self.everywhere(permission):
            return True
        if not path:
            return False
        return any(path.startswith(own) for own in self._paths.get(permission, ()))

    def as_q(self, permission: str, field: str) -> Q:
        """The same as a condition on ``field``, a foreign key to ``OrgUnit`` (``"pk"`` for units themselves)."""
        if self.everywhere(permission):
            return Q()
        paths = self._paths.get(permission)
        if not paths:
            return Q(pk__in=[])
        return Q(**{f"{field}__among": OrgUnit.objects.within(*paths).order_by().values("pk")})

    def reach(self, permission: str) -> OrgUnitQuerySet:
        """The units for which the permission is held."""
        units: OrgUnitQuerySet = OrgUnit.objects.filter(self.as_q(permission, "pk"))
        return units

    def held_everywhere(self) -> set[str]:
        """The permissions held for the whole enterprise."""
        return set(self._everywhere)

    @cached_property
    def has_left(self) -> bool:
        """Whether this person served once and serves nowhere today: they see nothing more of what was theirs in a post.

        Asked only of whoever serves nowhere; a leading cadre who never had a post here is not one who left.
        """
        return not self.postings and Posting.objects.begun().filter(user=self.user).exists()

    def holds(self, role: str) -> bool:
        return any(posting.role == role for posting in self.postings)

    @property
    def units(self) -> list[OrgUnit]:
        """The units this person serves in, each once."""
        return list({posting.unit_id: posting.unit for posting in self.postings}.values())

    @property
    def only_grassroots_unit(self) -> OrgUnit | None:
        """The unit of somebody who serves in one branch or workshop only: a form need not ask them which."""
        units = self.units
        return units[0] if len(units) == 1 and units[0].kind in GRASSROOTS else None
