"""An enterprise of 200 units on three levels, with a head, a handler and a cadre in every one of them."""

from dataclasses import dataclass
from datetime import date

from outreach.accounts.models import User
from outreach.common import clock
from outreach.contactpoints.models import ContactPoint
from outreach.org.models import Cadre, OrgUnit, Posting, UnitKind
from outreach.org.roles import Role

SUBSIDIARIES = 12
BRANCHES = 4
WORKSHOPS = 139
SINCE = date(2020, 1, 1)
POINTS = 24


@dataclass(frozen=True)
class Enterprise:
    """Units in the order of the tree; who serves there is found by user name, such as ``handler-17``."""

    units: list[OrgUnit]

    @property
    def root(self) -> OrgUnit:
        return self.units[0]

    @property
    def subsidiaries(self) -> list[OrgUnit]:
        """In the order they were made."""
        return sorted((unit for unit in self.units if unit.kind == UnitKind.SUBSIDIARY), key=lambda unit: unit.pk)


def build() -> Enterprise:
    """Write the units and their people."""
    root = OrgUnit.objects.create(name="远海港口集团", kind=UnitKind.HEADQUARTERS)
    branches = []
    for number in range(1, SUBSIDIARIES + 1):
        above = OrgUnit.objects.create(name=f"第 {number} 装卸公司", kind=UnitKind.SUBSIDIARY, parent=root)
        branches += [
            OrgUnit.objects.create(name=f"{number}-{part} 作业区", kind=UnitKind.BRANCH, parent=above)
            for part in range(1, BRANCHES + 1)
        ]
    for number in range(WORKSHOPS):
        parent = branches[number % len(branches)]
        OrgUnit.objects.create(name=f"{number + 1} 号班组", kind=UnitKind.WORKSHOP, parent=parent)
    enterprise = Enterprise(list(OrgUnit.objects.order_by("path")))
    _appoint(enterprise)
    return enterprise


def _appoint(enterprise: Enterprise) -> None:
    places = [(enterprise.root, "ledger", Role.LEDGER_OFFICER), (enterprise.root, "leader", Role.LEADER)]
    places += [(unit, f"officer-{unit.pk}", Role.LEDGER_OFFICER) for unit in enterprise.subsidiaries]
    for unit in enterprise.units[1:]:
        places += [(unit, f"{role}-{unit.pk}", role) for role in (Role.UNIT_HEAD, Role.HANDLER, Role.CADRE)]
    users = [_person(name, f"{role.label}{unit.pk}") for unit, name, role in places]
    User.objects.bulk_create(users)
    Posting.objects.bulk_create(
        [
            Posting(user=user, unit=unit, role=role, since=SINCE)
            for user, (unit, _name, role) in zip(users, places, strict=True)
        ]
    )
    leader = Cadre.objects.create(user=users[1], unit=enterprise.root, title="副总经理")
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(unit=unit, leader=leader, since=clock.today().replace(day=1))
            for unit in enterprise.units[-POINTS:]
        ]
    )


def _person(name: str, full_name: str) -> User:
    return User(username=name, full_name=full_name, email=f"{name}@port.example", password="!")  # noqa: S106 - no password opens it
