"""三员分立: one keeps the system, one grants, one reads the log; no single one can both grant and use."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.demo import enterprise
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.org.grants import grants
from outreach.org.models import Posting
from outreach.org.roles import ADMINISTRATORS, Role
from outreach.org.testing import Cast
from outreach.org.workflow import appoint
from petitions.factories import make_petition
from petitions.models import Petition

pytestmark = pytest.mark.django_db
ADMINS = {"admin": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "auditor": Role.AUDIT_ADMIN}
BUSINESS = sorted(set(Role) - ADMINISTRATORS)
MODELS = {model._meta.label for model in admin.site._registry}
KEPT = {
    "admin": {"calendars.CalendarDay", "calendars.TimeLimit", "org.OrgUnit", "reminders.ReminderRule"}
    | {"reminders.Delivery", "retention.RetentionRule"},
    "security": {"accounts.User", "org.Posting", "org.OrgUnit"},
    "auditor": set(),
}


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posting(cast: Cast, name: str, role: Role, **dates: Any) -> Posting:
    return Posting(user=cast.people[name], unit=cast.group, role=role, **dates)


@pytest.mark.long
@pytest.mark.parametrize("name", ADMINS)
def test_each_sees_its_own_lists_in_the_administration_and_no_others(cast: Cast, name: str) -> None:
    client = as_(cast.people[name])
    pages = {
        model._meta.label: reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        for model in admin.site._registry
    }
    seen = {label for label, page in pages.items() if client.get(page).status_code == 200}
    assert seen == KEPT[name]


@pytest.mark.parametrize("name", ADMINS)
def test_none_of_them_meets_the_business_sealed_or_not(cast: Cast, name: str) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    make_petition(cast.quay)
    make_petition(cast.quay, kind="accusation")
    rights = cast.rights(name)
    assert not Issue.objects.visible_to(rights).exists()
    assert not Petition.objects.visible_to(rights).exists()
    client = as_(cast.people[name])
    assert {client.get(reverse(page)).status_code for page in ("wallchart", "petitions:list")} == {403}
    assert issue.number not in client.get(reverse("ledger:list")).content.decode()
    assert client.get(issue.get_absolute_url()).status_code == 404


def test_no_role_both_grants_and_uses_and_the_log_has_one_reader() -> None:
    for role in Role:
        held = grants.of(role)
        grants_rights = {"org.add_posting", "accounts.change_user"} & held
        reads_log = "audit.view" in held
        works = {one for one in held if one.partition(".")[0] not in {"org", "accounts", "administration", "audit"}}
        # They say that an inspector has to be appointed, and nothing of what for.
        works -= {"petitions.staff", "petitions.stand_in"}
        assert sum(map(bool, (grants_rights, reads_log, works))) <= 1, role
    assert grants.roles_with("audit.view") == [Role.AUDIT_ADMIN]
    assert grants.roles_with("org.add_posting") == [Role.SECURITY_ADMIN]


def test_every_grant_of_the_administration_names_a_model_that_is_there() -> None:
    known = {
        f"{m._meta.app_label}.{act}_{m._meta.model_name}"
        for m in apps.get_models()
        for act in ("view", "add", "change", "delete")
    }
    named = {
        one
        for role in Role
        for one in grants.of(role)
        if one.partition(".")[2].startswith(("view_", "add_", "change_", "delete_"))
    }
    assert named - known == set()


@pytest.mark.parametrize("flag", ["is_superuser", "is_staff"])
def test_a_flag_on_an_account_opens_nothing(cast: Cast, flag: str) -> None:
    setattr(cast.handler, flag, True)
    cast.handler.save()
    assert as_(cast.handler).get("/admin/").status_code == 403
    assert not cast.handler.has_perm("accounts.change_user")
    assert not cast.handler.has_module_perms("accounts")


def test_an_account_that_is_off_holds_no_permission(cast: Cast) -> None:
    assert cast.security.has_perm("accounts.change_user")
    cast.security.is_active = False
    assert not cast.security.has_perm("accounts.change_user")
    assert not cast.security.has_module_perms("accounts")


@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", sorted(ADMINISTRATORS))
def test_one_person_is_one_of_the_three_through_whatever_door(cast: Cast, first: Role, second: Role) -> None:
    posting(cast, "nobody", first).save()
    if first != second:
        with pytest.raises(ValidationError, match="不能由同一个人担任"):
            posting(cast, "nobody", second).save()
    assert {one.role for one in cast.rights("nobody").postings} == {first}


def test_one_after_the_other_is_allowed(cast: Cast) -> None:
    today = clock.today()
    posting(cast, "nobody", Role.SYSTEM_ADMIN, since=today - timedelta(9), until=today - timedelta(1)).save()
    posting(cast, "nobody", Role.AUDIT_ADMIN, since=today, until=today + timedelta(5)).save()
    posting(cast, "nobody", Role.SECURITY_ADMIN, since=today + timedelta(6)).save()
    with pytest.raises(ValidationError):
        posting(cast, "nobody", Role.SECURITY_ADMIN, since=today + timedelta(5)).save()


@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("role", BUSINESS)
def test_production_lets_no_administrator_hold_a_post(
    cast: Cast, administrator: Role, role: Role, settings: Settings
) -> None:
    settings.SEPARATE_ADMINISTRATORS = True
    posting(cast, "nobody", role).save()
    with pytest.raises(ValidationError):
        posting(cast, "nobody", administrator).save()


@pytest.mark.parametrize("name", ADMINS)
def test_an_administrator_is_never_an_inspector(cast: Cast, name: str, settings: Settings) -> None:
    assert not settings.SEPARATE_ADMINISTRATORS
    with pytest.raises(ValidationError, match="密封"):
        posting(cast, name, Role.DISCIPLINE_INSPECTOR).save()


def test_nobody_grants_to_themselves_by_page_or_by_verb(cast: Cast) -> None:
    with pytest.raises(RefusedStepError, match="不能给自己"):
        appoint(posting=posting(cast, "security", Role.LEADER), rights=cast.rights("security"))
    form = {"user": cast.security.pk, "unit": cast.group.pk, "role": "leader", "since": "2026-01-01", "until": ""}
    page = as_(cast.security).post(reverse("admin:org_posting_add"), form)
    assert "不能给自己任职" in page.content.decode()
    assert Posting.objects.filter(user=cast.security).count() == 1


@pytest.mark.parametrize("name", ["admin", "auditor", "ledger", "leader", "discipline", "nobody"])
def test_nobody_else_grants(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        appoint(posting=posting(cast, "nobody", Role.HANDLER), rights=cast.rights(name))
    assert as_(cast.people[name]).get(reverse("admin:org_posting_add")).status_code == 403


def test_a_conflict_is_told_in_the_form(cast: Cast) -> None:
    form = {"user": cast.auditor.pk, "unit": cast.group.pk, "role": "system_admin", "since": "2026-01-01", "until": ""}
    page = as_(cast.security).post(reverse("admin:org_posting_add"), form)
    assert "不能由同一个人担任" in page.content.decode()
    assert not AuditRecord.objects.filter(action="posting.begun").exists()


def test_offices_choose_people_by_name_and_see_no_accounts(cast: Cast) -> None:
    asked = {"app_label": "contactpoints", "model_name": "contactpoint", "field_name": "liaison", "term": "handler"}
    for name, status in (("ledger", 200), ("petition", 403), ("admin", 403)):
        assert as_(cast.people[name]).get("/admin/autocomplete/", asked).status_code == status
    assert as_(cast.ledger).get(reverse("admin:accounts_user_changelist")).status_code == 403


@pytest.mark.long
@pytest.mark.embedded
def test_the_demo_administrator_keeps_the_system_and_reviews_the_ledger() -> None:
    _units, people = enterprise.build(clock.today())
    assert as_(people["admin"]).get(reverse("admin:ledger_issue_changelist")).status_code == 200
    assert as_(people["admin"]).get(reverse("admin:org_orgunit_changelist")).status_code == 200
    assert as_(people["admin"]).get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert as_(people["security"]).get(reverse("admin:accounts_user_changelist")).status_code == 200


def test_the_cast_itself_obeys_the_rules_it_is_made_past(cast: Cast) -> None:
    for posting in Posting.objects.all():
        posting.full_clean()
    assert Posting.objects.count() == len(cast.people) - 1  # everybody but the one without a post
