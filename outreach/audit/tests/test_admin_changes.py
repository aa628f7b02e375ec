"""Whoever changes people and roles in the admin leaves a record, for themselves too."""

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.audit.verify import verify
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.models import Delivery, DeliveryState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded", "var_dir")]

ADD = "/admin/org/posting/add/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.security)
    return client


def newest() -> AuditRecord:
    return AuditRecord.objects.order_by("-pk")[0]


def give(admin: Client, cast: Cast, role: Role) -> Posting:
    sent = {"user": cast.nobody.pk, "unit": cast.group.pk, "role": role.value, "since": "2026-01-01"}
    assert admin.post(ADD, sent).status_code == 302
    return Posting.objects.get(user=cast.nobody, role=role)


def test_giving_somebody_a_role_is_recorded_by_the_verb_and_by_the_door(admin: Client, cast: Cast) -> None:
    posting = give(admin, cast, Role.HANDLER)
    kept = newest()
    assert (kept.action, kept.actor, kept.object_type) == ("admin.added", cast.security, "org.posting")
    assert AuditRecord.objects.get(action="posting.begun").detail["role"] == Role.HANDLER
    assert kept.object_label == str(posting)
    assert verify().is_whole


def test_a_password_set_by_an_administrator_is_recorded_without_the_password(admin: Client, cast: Cast) -> None:
    url = f"/admin/accounts/user/{cast.handler.pk}/password/"
    sent = {"password1": "Neu!Wort-27", "password2": "Neu!Wort-27", "usable_password": "true"}
    assert admin.post(url, sent).status_code == 302
    kept = newest()
    assert (kept.action, kept.object_id) == ("admin.changed", str(cast.handler.pk))
    assert "Neu!Wort-27" not in str(vars(kept))


def test_an_action_on_picked_rows_is_recorded(cast: Cast, client: Client) -> None:
    mail = Delivery.objects.create(recipient=cast.handler, state=DeliveryState.DEAD)
    client.force_login(cast.admin)
    client.post("/admin/reminders/delivery/", {"action": "send_again", "_selected_action": [str(mail.pk)]})
    found = AuditRecord.objects.get(action="admin.acted")
    assert found.actor == cast.admin
    assert found.detail["message"] == {"action": "send_again", "picked": [str(mail.pk)], "all": False}
