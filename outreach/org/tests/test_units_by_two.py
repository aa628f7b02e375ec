"""Nobody alone moves, closes or renames a unit: it decides who sees what is said about it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import noted
from outreach.ledger.models import Issue
from outreach.org.confirming import agree, propose_unit, waiting_for_a_second
from outreach.org.models import Confirmation, OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(unit: OrgUnit, **changes: Any) -> dict[str, Any]:
    kept = {"name": unit.name, "kind": unit.kind, "parent": unit.parent_id or "", "is_active": "on"}
    return {name: value for name, value in {**kept, **changes}.items() if value is not None}


def change(cast: Cast, unit: OrgUnit, **changes: Any) -> str:
    """What the administration says when the system administrator saves the unit so."""
    address = reverse("admin:org_orgunit_change", args=[unit.pk])
    return as_(cast.admin).post(address, sent(unit, **changes), follow=True).content.decode()


def facts(unit: OrgUnit) -> tuple[str, int | None, bool]:
    now = OrgUnit.objects.get(pk=unit.pk)
    return now.name, now.parent_id, now.is_active


@pytest.mark.parametrize("what", ["moved", "closed", "renamed"])
def test_a_unit_stays_as_it_is_until_a_second_person_agrees(cast: Cast, what: str) -> None:
    changes: dict[str, dict[str, Any]]
    changes = {"moved": {"parent": cast.west.pk}, "closed": {"is_active": None}, "renamed": {"name": "固定机械车间"}}
    before = facts(cast.quay)
    said = change(cast, cast.quay, **changes[what])
    assert "已提请复核" in said
    assert "成功" not in said
    assert facts(cast.quay) == before
    assert not AuditRecord.objects.filter(action="admin.changed").exists()
    one = Confirmation.objects.get()
    for name in ("admin", "auditor"):
        as_(cast.people[name]).post(reverse("org:confirm", args=[one.pk]), {"agree": "1"})
        assert (facts(cast.quay) == before) == (name == "admin")
    kept = AuditRecord.objects.get(action="unit.changed")
    assert (kept.actor, kept.object_label) == (cast.auditor, facts(cast.quay)[0])


def test_the_second_person_reads_what_would_change_and_the_other_head_sees_nothing_before(cast: Cast) -> None:
    noted(cast, "绞车没有护罩", unit=cast.quay)
    change(cast, cast.quay, parent=cast.west.pk)
    assert "上级单位：装卸一公司 → 港城物流公司" in as_(cast.auditor).get(reverse("org:confirmations")).content.decode()
    assert not Issue.objects.visible_to(cast.rights("outsider")).exists()
    agree(confirmation=Confirmation.objects.get(), rights=cast.rights("security"))
    assert OrgUnit.objects.get(pk=cast.quay.pk).path.startswith(cast.west.path)
    assert Issue.objects.visible_to(cast.rights("outsider")).exists()


def test_what_it_is_called_by_kind_needs_nobody_else_and_goes_along_with_what_does(cast: Cast) -> None:
    change(cast, cast.quay, kind="branch")
    assert OrgUnit.objects.get(pk=cast.quay.pk).kind == "branch"
    assert not Confirmation.objects.exists()
    change(cast, cast.quay, kind="workshop", parent=cast.west.pk)
    assert OrgUnit.objects.get(pk=cast.quay.pk).kind == "branch"
    agree(confirmation=Confirmation.objects.get(), rights=cast.rights("auditor"))
    moved = OrgUnit.objects.get(pk=cast.quay.pk)
    assert (moved.kind, moved.parent) == ("workshop", cast.west)


def test_one_change_of_a_unit_waits_at_a_time_and_who_asked_takes_it_back(cast: Cast) -> None:
    change(cast, cast.quay, parent=cast.west.pk)
    assert "还有一项变动等复核" in change(cast, cast.quay, name="别的名字")
    one = Confirmation.objects.get()
    with pytest.raises(RefusedStepError, match="另一个人"):
        agree(confirmation=one, rights=cast.rights("admin"))
    asking = as_(cast.admin)
    page = asking.get(reverse("org:confirmations")).content.decode()
    assert "撤回" in page
    assert 'name="agree"' not in page
    asking.post(reverse("org:confirm", args=[one.pk]), {"decline": "1"})
    assert not waiting_for_a_second(cast.rights("auditor")).exists()
    assert facts(cast.quay)[1] == cast.east.pk


def test_two_moves_that_would_close_the_tree_into_a_circle_are_not_both_agreed_to(cast: Cast) -> None:
    change(cast, cast.east, parent=cast.west.pk)
    change(cast, cast.west, parent=cast.east.pk)
    first, second = Confirmation.objects.order_by("pk")
    agree(confirmation=first, rights=cast.rights("auditor"))
    with pytest.raises(RefusedStepError, match="上级不能是本单位或本单位的下级"):
        agree(confirmation=second, rights=cast.rights("auditor"))


@pytest.mark.parametrize("name", ["security", "auditor", "leader", "head"])
def test_nobody_but_the_system_administrator_asks(cast: Cast, name: str) -> None:
    cast.quay.parent = cast.west
    with pytest.raises(PermissionDenied):
        propose_unit(unit=cast.quay, rights=cast.rights(name))
