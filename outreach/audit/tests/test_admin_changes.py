"""Whoever changes people and roles in the admin leaves a record, for themselves too."""

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.audit.verify import verify
from outreach.org.models import Posting, Role
from outreach.org.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded", "var_dir")]

ADD = "/admin/org/posting/add/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.admin)
    return client


def newest() -> AuditRecord:
    return AuditRecord.objects.order_by("-pk")[0]


def give(admin: Client, cast: Cast, role: Role) -> Posting:
    sent = {"user": cast.admin.pk, "unit": cast.group.pk, "role": role.value, "since": "2026-01-01"}
    assert admin.post(ADD, sent).status_code == 302
    return Posting.objects.get(user=cast.admin, role=role)


def test_giving_oneself_a_role_is_recorded(admin: Client, cast: Cast) -> None:
    posting = give(admin, cast, Role.DISCIPLINE_INSPECTOR)
    kept = newest()
    assert (kept.action, kept.actor, kept.object_type) == ("admin.added", cast.admin, "org.posting")
    assert kept.object_label == str(posting)
    assert verify().is_whole


def test_taking_roles_away_again_is_recorded_one_by_one(admin: Client, cast: Cast) -> None:
    picked = [give(admin, cast, role).pk for role in (Role.DISCIPLINE_INSPECTOR, Role.AUDIT_ADMIN)]
    sent = {"action": "delete_selected", "_selected_action": picked, "post": "yes"}
    admin.post("/admin/org/posting/", sent)
    assert AuditRecord.objects.filter(action="admin.deleted", object_type="org.posting").count() == 2


def test_a_password_set_by_an_administrator_is_recorded_without_the_password(admin: Client, cast: Cast) -> None:
    url = f"/admin/accounts/user/{cast.discipline.pk}/password/"
    sent = {"password1": "Neu!Wort-27", "password2": "Neu!Wort-27", "usable_password": "true"}
    assert admin.post(url, sent).status_code == 302
    kept = newest()
    assert (kept.action, kept.object_id) == ("admin.changed", str(cast.discipline.pk))
    assert "Neu!Wort-27" not in str(vars(kept))
