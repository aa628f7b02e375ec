"""The cast: a small enterprise on three levels with somebody in every role, for tests of all rooms."""

from dataclasses import dataclass

import pytest

from outreach.accounts.models import User
from outreach.common import clock
from outreach.org.models import Cadre, OrgUnit, Posting, UnitKind
from outreach.org.roles import Role
from outreach.org.scoping import Rights


@dataclass
class Cast:
    """Units: ``group`` over ``east`` (with workshop ``quay``), ``west`` and the department ``safety``."""

    group: OrgUnit
    east: OrgUnit
    quay: OrgUnit
    west: OrgUnit
    safety: OrgUnit
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            people: dict[str, User] = self.__dict__["people"]
            return people[name]
        except KeyError:
            raise AttributeError(name) from None

    def rights(self, name: str) -> Rights:
        return Rights.of(self.people[name])


ROLES = {
    "ledger": ("group", Role.LEDGER_OFFICER),
    "petition": ("group", Role.PETITION_OFFICER),
    "discipline": ("group", Role.DISCIPLINE_INSPECTOR),
    "leader": ("group", Role.LEADER),
    "admin": ("group", Role.SYSTEM_ADMIN),
    "security": ("group", Role.SECURITY_ADMIN),
    "auditor": ("group", Role.AUDIT_ADMIN),
    "acceptor": ("safety", Role.ACCEPTOR),
    "head": ("east", Role.UNIT_HEAD),
    "handler": ("east", Role.HANDLER),
    "cadre": ("quay", Role.CADRE),
    "outsider": ("west", Role.HANDLER),
}


def _person(name: str, full_name: str) -> User:
    return User(username=name, full_name=full_name, email=f"{name}@port.example")


def build_cast() -> Cast:
    """Make the units and everybody in them; passwords are unusable, sign in with ``force_login``.

    In few statements, as most tests begin with it: past ``Posting.save``, which has nothing to refuse here.
    """
    group = OrgUnit.objects.create(name="东江港务集团", kind=UnitKind.HEADQUARTERS)
    east = OrgUnit.objects.create(name="装卸一公司", kind=UnitKind.SUBSIDIARY, parent=group)
    units = {
        "group": group,
        "east": east,
        "quay": OrgUnit.objects.create(name="固机车间", kind=UnitKind.WORKSHOP, parent=east),
        "west": OrgUnit.objects.create(name="港城物流公司", kind=UnitKind.SUBSIDIARY, parent=group),
        "safety": OrgUnit.objects.create(name="安全环保部", kind=UnitKind.DEPARTMENT, parent=group),
    }
    people = {name: _person(name, f"{role.label}甲") for name, (_place, role) in ROLES.items()}
    people["nobody"] = _person("nobody", "无岗位人员")
    User.objects.bulk_create(people.values())
    since = clock.today().replace(year=2020, day=1)
    Posting.objects.bulk_create(
        Posting(user=people[name], unit=units[place], role=role, since=since) for name, (place, role) in ROLES.items()
    )
    Cadre.objects.create(user=people["leader"], unit=group, title="副总经理", portfolio="安全生产、设备")
    return Cast(people=people, **units)


def open_every_door(cast: Cast) -> User:
    """Give ``cast.admin`` all offices at once, as the rules allow nobody: one walk then reaches every page there.

    Past ``Posting.save``, which would refuse.
    """
    offices = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
    since = clock.today().replace(year=2020, day=1)
    Posting.objects.bulk_create(Posting(user=cast.admin, unit=cast.group, role=role, since=since) for role in offices)
    return cast.admin


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 - asking for the database opens it
    """The fixed cast of the portal's tests."""
    return build_cast()
