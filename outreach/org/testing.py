"""The cast: a small enterprise on three levels with somebody in every role, for tests of all rooms."""

import itertools
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.db import connection, transaction

from outreach.accounts.models import User
from outreach.org.models import Cadre, OrgUnit, Posting, UnitKind, pinyin_of
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


#: Since when everybody serves where they do.
SINCE = date(2020, 1, 1)
#: Rows that the database numbers by itself never reach these.
_NUMBERS = itertools.count(9_000_001)


def _person(name: str, full_name: str) -> User:
    return User(pk=next(_NUMBERS), username=name, full_name=full_name, email=f"{name}@port.example")


def _unit(name: str, kind: UnitKind, parent: OrgUnit | None = None) -> OrgUnit:
    number = next(_NUMBERS)
    path = f"{parent.path if parent else ''}{number}/"
    return OrgUnit(pk=number, name=name, kind=kind, parent=parent, path=path, pinyin=pinyin_of(name))


def _make_cast() -> Cast:
    """Make the units and everybody in them, past ``OrgUnit.save`` and ``Posting.save``: nothing is refused here."""
    group = _unit("东江港务集团", UnitKind.HEADQUARTERS)
    east = _unit("装卸一公司", UnitKind.SUBSIDIARY, group)
    units = {
        "group": group,
        "east": east,
        "quay": _unit("固机车间", UnitKind.WORKSHOP, east),
        "west": _unit("港城物流公司", UnitKind.SUBSIDIARY, group),
        "safety": _unit("安全环保部", UnitKind.DEPARTMENT, group),
    }
    people = {name: _person(name, f"{role.label}甲") for name, (_place, role) in ROLES.items()}
    people["nobody"] = _person("nobody", "无岗位人员")
    OrgUnit.objects.bulk_create(units.values())
    User.objects.bulk_create(people.values())
    Posting.objects.bulk_create(
        Posting(pk=next(_NUMBERS), user=people[name], unit=units[place], role=role, since=SINCE)
        for name, (place, role) in ROLES.items()
    )
    leader = Cadre(pk=next(_NUMBERS), user=people["leader"], unit=group, title="副总经理", portfolio="安全生产、设备")
    leader.save(force_insert=True)
    return Cast(people=people, **units)


@cache
def _written() -> tuple[bytes, list[tuple[str, Any]]]:
    """The cast as it is made for the first time, and the statements that wrote its rows."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            made = pickle.dumps(_make_cast())
        transaction.set_rollback(True)
    return made, statements


def build_cast() -> Cast:
    """The units and everybody in them; passwords are unusable, sign in with ``force_login``.

    Most tests begin with it, so the rows are made once in a process and then written again as they were.
    """
    made, statements = _written()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
    fresh: Cast = pickle.loads(made)  # noqa: S301 - our own, from this process
    return fresh


def open_every_door(cast: Cast) -> User:
    """Give ``cast.admin`` all offices at once, as the rules allow nobody: one walk then reaches every page there.

    Past ``Posting.save``, which would refuse.
    """
    offices = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.LEDGER_OFFICER, Role.PETITION_OFFICER)
    Posting.objects.bulk_create(Posting(user=cast.admin, unit=cast.group, role=role, since=SINCE) for role in offices)
    return cast.admin


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 - asking for the database opens it
    """The fixed cast of the portal's tests."""
    return build_cast()
