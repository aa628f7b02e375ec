"""An administrator edits units, people and postings; what has a history is switched off instead of deleted."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.org.models import OrgUnit, Posting
from outreach.org.testing import Cast


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.admin)
    return client


@pytest.fixture
def security(cast: Cast, client: Client) -> Client:
    client.force_login(cast.security)
    return client


def test_a_new_unit_gets_its_place_in_the_tree(cast: Cast, admin: Client) -> None:
    form = {
        "name": "拖轮一队",
        "kind": "workshop",
        "parent": cast.west.pk,
        "is_active": "on",
    }
    assert admin.post(reverse("admin:org_orgunit_add"), form).status_code == 302
    made = OrgUnit.objects.get(name="拖轮一队")
    assert made.path == f"{cast.west.path}{made.pk}/"
    assert "tlyd" in made.pinyin


@pytest.mark.parametrize(("unit", "parent"), [("group", "east"), ("east", "quay"), ("east", "east")])
def test_the_tree_keeps_its_root_and_closes_into_no_circle(cast: Cast, admin: Client, unit: str, parent: str) -> None:
    moved, above = getattr(cast, unit), getattr(cast, parent)
    form = {"name": moved.name, "kind": moved.kind, "parent": above.pk, "is_active": "on"}
    answer = admin.post(reverse("admin:org_orgunit_change", args=[moved.pk]), form)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {"parent"}
    assert OrgUnit.objects.get(pk=moved.pk).path == moved.path


def test_units_are_searched_by_pinyin_and_shown_by_depth(cast: Cast, admin: Client) -> None:
    page = admin.get(reverse("admin:org_orgunit_changelist"), {"q": "gjcj"}).content.decode()
    assert "固机车间" in page
    assert "港城物流公司" not in page


def test_a_unit_is_never_deleted(cast: Cast, admin: Client) -> None:
    assert admin.get(reverse("admin:org_orgunit_delete", args=[cast.quay.pk])).status_code == 403
    assert OrgUnit.objects.filter(pk=cast.quay.pk).exists()


def test_a_posting_written_in_admin_holds_at_the_next_request(cast: Cast, security: Client) -> None:
    newcomer = User.objects.create(username="newcomer", full_name="新来的")
    form = {"user": newcomer.pk, "unit": cast.east.pk, "role": "handler", "since": "2026-01-01", "until": ""}
    assert security.post(reverse("admin:org_posting_add"), form).status_code == 302
    assert Posting.objects.current().filter(user=newcomer, role="handler").exists()
    other = Client()
    other.force_login(newcomer)
    assert other.get(reverse("ledger:list")).status_code == 200


def test_a_posting_is_not_moved_in_place(cast: Cast, security: Client) -> None:
    """It would keep its first day, and with it the sight of what was written in the old post."""
    posting = Posting.objects.get(user=cast.handler)
    form = {"user": cast.cadre.pk, "unit": cast.west.pk, "role": "unit_head", "since": "2019-01-01", "until": ""}
    address = reverse("admin:org_posting_change", args=[posting.pk])
    assert "调动" in security.get(address).content.decode()
    security.post(address, form)
    posting.refresh_from_db()
    assert (posting.user, posting.unit, posting.role) == (cast.handler, cast.east, "handler")
    assert posting.since == date(2020, 1, 1)


@pytest.mark.parametrize("name", ["leader", "handler", "petition", "auditor", "nobody"])
def test_nobody_else_keeps_units(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(reverse("admin:org_orgunit_changelist")).status_code == 403


@pytest.mark.parametrize("key", ["👷🇨🇳", "9" * 30, "a\x00b", "-1"])
def test_what_cannot_be_a_key_is_told_beside_the_picker(cast: Cast, client: Client, key: str) -> None:
    client.force_login(cast.ledger)
    answer = client.post(reverse("admin:org_cadre_add"), {"user": key, "unit": key, "title": "党委书记"})
    assert answer.status_code == 200
    assert {"user", "unit"} <= answer.context["adminform"].form.errors.keys()
    assert "党委书记" in answer.content.decode()
