"""Where somebody sits is written beside what their post covers; of whoever reads petitions only by two people."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common.transitions import RefusedStepError
from outreach.org.confirming import agree, decline, propose_home
from outreach.org.models import Act, Confirmation, Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.org.workflow import settle

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def of(user: User) -> Posting:
    return Posting.objects.get(user=user)


def moved(cast: Cast, name: str, client: Client) -> str:
    """What the page says after somebody was seated in the safety department."""
    address = reverse("admin:org_posting_change", args=[of(cast.people[name]).pk])
    return client.post(address, {"home": cast.safety.pk}, follow=True).content.decode()


def test_of_a_handler_one_person_writes_where_they_sit_and_nothing_else_changes(cast: Cast) -> None:
    address = reverse("admin:org_posting_change", args=[of(cast.handler).pk])
    sent = {"home": cast.safety.pk, "unit": cast.west.pk, "role": "discipline_inspector", "user": cast.nobody.pk}
    assert as_(cast.security).post(address, sent).status_code == 302
    now = of(cast.handler)
    assert (now.home, now.unit, now.role) == (cast.safety, cast.east, Role.HANDLER)
    assert AuditRecord.objects.get(action="posting.settled").detail["home"] == "安全环保部"


def test_of_an_inspector_it_waits_for_a_second_person_who_reads_what_would_change(cast: Cast) -> None:
    said = moved(cast, "discipline", as_(cast.security))
    assert "已提请复核" in said
    assert "成功" not in said
    assert of(cast.discipline).home is None
    assert not AuditRecord.objects.filter(action="admin.changed").exists(), "nothing changed yet"
    one = Confirmation.objects.get()
    page = as_(cast.auditor).get(reverse("org:confirmations")).content.decode()
    assert "本人所在单位：— → 安全环保部" in page
    for name in ("security", "auditor"):
        as_(cast.people[name]).post(reverse("org:confirm", args=[one.pk]), {"agree": "1"})
        assert of(cast.discipline).home == (cast.safety if name == "auditor" else None)
    assert AuditRecord.objects.get(action="posting.settled").actor == cast.auditor


def test_saving_without_a_change_asks_nobody(cast: Cast) -> None:
    address = reverse("admin:org_posting_change", args=[of(cast.discipline).pk])
    assert as_(cast.security).post(address, {"home": ""}).status_code == 302
    assert not Confirmation.objects.exists()


def test_no_verb_seats_an_inspector_alone_and_nobody_themselves(cast: Cast) -> None:
    posting = of(cast.discipline)
    posting.home = cast.safety
    with pytest.raises(RefusedStepError, match="另一人复核"):
        settle(posting=posting, rights=cast.rights("security"))
    with pytest.raises(PermissionDenied):
        propose_home(posting=posting, rights=cast.rights("admin"))
    assert "不能给自己任职或改自己的任职" in moved(cast, "security", as_(cast.security))
    assert of(cast.discipline).home is of(cast.security).home is None


def test_one_change_waits_at_a_time_and_declining_leaves_the_posting(cast: Cast) -> None:
    moved(cast, "discipline", as_(cast.security))
    assert "还有一项等复核" in moved(cast, "discipline", as_(cast.security))
    decline(confirmation=Confirmation.objects.get(), rights=cast.rights("auditor"))
    assert of(cast.discipline).home is None
    moved(cast, "discipline", as_(cast.security))
    assert Confirmation.objects.filter(is_granted=None, act=Act.HOME).count() == 1


def test_whoever_agrees_to_an_appointment_reads_where_they_will_sit(cast: Cast) -> None:
    form = {"user": cast.nobody.pk, "unit": cast.group.pk, "home": cast.safety.pk, "role": "discipline_inspector"}
    as_(cast.security).post(reverse("admin:org_posting_add"), {**form, "since": "2026-01-01"})
    page = as_(cast.auditor).get(reverse("org:confirmations")).content.decode()
    assert "本人所在单位：安全环保部" in page
    agree(confirmation=Confirmation.objects.get(), rights=cast.rights("auditor"))
    assert of(cast.nobody).home == cast.safety


def test_the_command_that_makes_officers_takes_where_they_sit(cast: Cast) -> None:
    call_command(
        "create_officer", "jian", name="周正", role="discipline_inspector", unit=cast.group.name, home="安全环保部",
        stdout=io.StringIO(),
    )  # fmt: skip
    assert of(User.objects.get(username="jian")).home == cast.safety
