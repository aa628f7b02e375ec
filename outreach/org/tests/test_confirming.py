"""Nobody alone makes an inspector, or gets into an inspector's account."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.permissions import SEALED
from outreach.org.confirming import (
    CONFIRM,
    agree,
    ask_factor,
    ask_password,
    decline,
    is_entrusted,
    propose,
    waiting_for_a_second,
)
from outreach.org.grants import grants
from outreach.org.models import Act, Confirmation, Posting
from outreach.org.roles import ENTRUSTED, Role
from outreach.org.testing import Cast
from outreach.org.workflow import GRANT, KEEP_ACCOUNTS, appoint, disable
from outreach.reminders.models import Notice
from petitions.factories import make_petition
from petitions.models import Petition
from petitions.permissions import DISCIPLINE, FIND_PERSON, REVEAL, REVEAL_APPROVE, VIEW

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def second(cast: Cast) -> User:
    """Another account of the security administrator's, or of a friend."""
    return User.objects.create(username="second", full_name="另一个账号")


def asked(cast: Cast, user: User, role: Role = Role.DISCIPLINE_INSPECTOR) -> Confirmation:
    return propose(posting=Posting(user=user, unit=cast.group, role=role), rights=cast.rights("security"))


def roles_of(user: User) -> set[str]:
    return set(Posting.objects.current().filter(user=user).values_list("role", flat=True))


def test_every_role_that_reads_petitions_or_is_a_second_person_takes_two() -> None:
    deciding = (
        VIEW,
        DISCIPLINE,
        REVEAL,
        FIND_PERSON,
        REVEAL_APPROVE,
        SEALED,
        CONFIRM,
        GRANT,
        KEEP_ACCOUNTS,
        "org.change_orgunit",
    )
    assert {role for one in deciding for role in grants.roles_with(one)} == ENTRUSTED


@pytest.mark.parametrize("role", sorted(ENTRUSTED))
def test_no_verb_appoints_to_an_entrusted_role_alone(cast: Cast, second: User, role: Role) -> None:
    with pytest.raises(RefusedStepError, match="另一人复核"):
        appoint(posting=Posting(user=second, unit=cast.group, role=role), rights=cast.rights("security"))
    assert not Posting.objects.filter(user=second).exists()


def test_a_second_account_made_inspector_sees_nothing_until_somebody_else_agrees(cast: Cast, second: User) -> None:
    make_petition(cast.quay, kind="accusation")
    form = {"user": second.pk, "unit": cast.group.pk, "role": "discipline_inspector", "since": "2026-01-01"}
    client = as_(cast.security)
    page = client.post(reverse("admin:org_posting_add"), form, follow=True).content.decode()
    assert "已提请复核" in page
    assert reverse("org:confirmations") in page
    assert as_(second).get("/admin/").status_code == 403
    one = Confirmation.objects.get()
    for name in ("security", "auditor", "handler"):
        as_(cast.people[name]).post(reverse("org:confirm", args=[one.pk]), {"agree": "1"})
        expected = {Role.DISCIPLINE_INSPECTOR} if name in {"auditor", "handler"} else set()
        assert roles_of(second) == expected, name
    assert Petition.objects.visible_to(cast.rights("discipline").__class__.of(second)).exists()
    assert Posting.objects.get(user=second).since == clock.today(), "it begins when it holds, not before"
    kept = list(AuditRecord.objects.filter(action__startswith="confirmation.").order_by("pk"))
    assert [(one.action, one.actor) for one in kept] == [
        ("confirmation.asked", cast.security),
        ("confirmation.granted", cast.auditor),
    ]


def test_whoever_is_appointed_is_not_the_second_person(cast: Cast) -> None:
    other = User.objects.create(username="sec2", full_name="第二名安全管理员")
    Posting.objects.create(user=other, unit=cast.group, role=Role.SECURITY_ADMIN)
    ask_password(user=other, rights=cast.rights("security"))
    one = Confirmation.objects.get()
    with pytest.raises(RefusedStepError, match="也不能是本人"):
        agree(confirmation=one, rights=cast.rights("security").__class__.of(other))


def test_a_security_administrator_cannot_make_the_second_person(cast: Cast, second: User) -> None:
    asked(cast, second, Role.SECURITY_ADMIN)
    ask_password(user=cast.discipline, rights=cast.rights("security"))
    one = Confirmation.objects.get(act=Act.PASSWORD)
    with pytest.raises(PermissionDenied):
        agree(confirmation=one, rights=cast.rights("security").__class__.of(second))


def test_an_account_that_its_owner_has_not_taken_is_not_made_inspector(cast: Cast, second: User) -> None:
    User.objects.filter(pk=second.pk).update(must_change_password=True)
    one = asked(cast, second)
    answer = as_(cast.auditor).post(reverse("org:confirm", args=[one.pk]), {"agree": "1"})
    assert answer.status_code == 409
    assert "还没有改过第一个密码" in answer.content.decode()
    assert roles_of(second) == set()


def shown(answer: Any) -> str:
    """The half of a password on a page."""
    return str(answer.content.decode().partition("<code>")[2].partition("</code>")[0])


def test_one_person_alone_sets_no_password_of_an_inspector(cast: Cast) -> None:
    client = as_(cast.security)
    page = f"/admin/accounts/user/{cast.discipline.pk}/password/"
    new = {"password1": "Kran-7-Nordkai", "password2": "Kran-7-Nordkai", "usable_password": "true"}
    for answer in (client.get(page), client.post(page, new)):
        assert answer.headers["Location"] == reverse("admin:accounts_user_changelist")
    cast.discipline.refresh_from_db()
    assert not cast.discipline.check_password("Kran-7-Nordkai")


def test_each_of_two_people_learns_half_of_the_password_and_only_the_owner_both(cast: Cast) -> None:
    asking, agreeing, inspector = as_(cast.security), as_(cast.auditor), as_(cast.discipline)
    picked = {"action": "ask_password", "_selected_action": [cast.discipline.pk]}
    told = asking.post(reverse("admin:accounts_user_changelist"), picked)
    first, one = shown(told), Confirmation.objects.get(act=Act.PASSWORD)
    assert first not in str(vars(one)), "sealed until somebody decides"
    answer = agreeing.post(reverse("org:confirm", args=[one.pk]), {"agree": "1"})
    second = shown(answer)
    assert len(first) == 10
    assert len(second) == 9
    cast.discipline.refresh_from_db()
    opens = [cast.discipline.check_password(one) for one in (first, second, second + first, first + second)]
    assert opens == [False, False, False, True]
    assert cast.discipline.must_change_password
    assert "no-store" in told.headers["Cache-Control"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert inspector.get("/petitions/").status_code == 302, "signed out everywhere"
    one.refresh_from_db()
    assert one.first_half == ""
    kept = str(list(AuditRecord.objects.values()))
    for half, other in ((first, agreeing), (second, asking)):
        assert half not in kept
        assert half not in other.get(reverse("org:confirmations")).content.decode()


def test_the_owner_signs_in_with_both_halves_and_chooses_a_new_password(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.discipline.pk).update(factor_since=clock.now())
    first = ask_password(user=cast.discipline, rights=cast.rights("security"))
    second = agree(confirmation=Confirmation.objects.get(), rights=cast.rights("auditor"))
    login = {"username": "discipline", "password": first + second}
    assert client.post(reverse("login"), login).headers["Location"] == reverse("factor_check"), "the factor stays"
    User.objects.filter(pk=cast.discipline.pk).update(factor_since=None)
    answer = Client().post(reverse("login"), login)
    assert answer.headers["Location"] == reverse("password_change")


def test_whoever_asks_second_gets_no_half_and_a_key_that_changed_is_said(cast: Cast, settings: Any) -> None:
    other = User.objects.create(username="sec2", full_name="第二名安全管理员")
    Posting.objects.create(user=other, unit=cast.group, role=Role.SECURITY_ADMIN)
    ask_password(user=cast.discipline, rights=cast.rights("security"))
    picked = {"action": "ask_password", "_selected_action": [cast.discipline.pk, cast.handler.pk]}
    answer = as_(other).post(reverse("admin:accounts_user_changelist"), picked)
    assert "前一半在提请的人手里" in answer.content.decode()
    assert shown(answer) == ""
    settings.SECRET_KEY = "another key than the one before it was changed"
    with pytest.raises(RefusedStepError, match="已经作废"):
        agree(confirmation=Confirmation.objects.get(), rights=cast.rights("auditor"))


def test_the_factor_of_an_inspector_waits_for_a_second_and_of_others_does_not(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.discipline.pk, cast.handler.pk]).update(factor_since=clock.now())
    picked = {"action": "reset_factor", "_selected_action": [cast.discipline.pk, cast.handler.pk]}
    as_(cast.security).post(reverse("admin:accounts_user_changelist"), picked)
    left = set(User.objects.exclude(factor_since=None).values_list("username", flat=True))
    assert left == {"discipline"}
    agree(confirmation=Confirmation.objects.get(), rights=cast.rights("auditor"))
    assert not User.objects.exclude(factor_since=None).exists()


def test_the_owner_and_the_other_inspectors_are_told_of_a_reset_and_asking_twice_is_once(cast: Cast) -> None:
    other = User.objects.create(username="discipline2", full_name="另一名纪检")
    Posting.objects.create(user=other, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR)
    assert ask_password(user=cast.discipline, rights=cast.rights("security"))
    assert not ask_password(user=cast.discipline, rights=cast.rights("security")), "the half is told once"
    assert Confirmation.objects.count() == 1
    assert set(Notice.objects.values_list("user__username", "kind")) == {
        ("discipline", "reset_asked"),
        ("discipline2", "reset_asked"),
    }
    assert "有人提请重设" in as_(other).get(reverse("notices")).content.decode()


def test_what_is_declined_or_taken_back_leaves_nothing(cast: Cast, second: User) -> None:
    for name in ("security", "auditor"):
        one = asked(cast, second)
        as_(cast.people[name]).post(reverse("org:confirm", args=[one.pk]), {"decline": "1"})
        assert not Posting.objects.filter(user=second).exists()
        with pytest.raises(RefusedStepError, match="已经有人决定"):
            agree(confirmation=one, rights=cast.rights("auditor"))
    assert not is_entrusted(second)


def test_an_appointment_that_waits_already_guards_the_account_and_is_no_desk(cast: Cast, second: User) -> None:
    asked(cast, second)
    assert is_entrusted(second)
    disable(user=second, successors={}, rights=cast.rights("security"))
    second.refresh_from_db()
    assert not second.is_active


def test_a_term_that_is_over_before_somebody_agrees_is_refused(cast: Cast, second: User) -> None:
    one = asked(cast, second)
    Posting.objects.filter(user=second).update(until=clock.today().replace(year=2020))
    with pytest.raises(RefusedStepError, match="期限已经过了"):
        agree(confirmation=one, rights=cast.rights("auditor"))


@pytest.mark.parametrize("who", ["security", "discipline"])
def test_the_database_itself_knows_no_second_person_who_is_the_first(cast: Cast, who: str) -> None:
    one = ask_factor(user=cast.discipline, rights=cast.rights("security"))
    changed: Any = {"is_granted": True, "decided_by": cast.people[who]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(pk=one.pk).update(**changed)


@pytest.mark.parametrize("name", ["admin", "handler", "discipline", "nobody"])
def test_nobody_else_sees_what_waits(cast: Cast, name: str) -> None:
    ask_factor(user=cast.discipline, rights=cast.rights("security"))
    assert not waiting_for_a_second(cast.rights(name)).exists()
    page = as_(cast.people[name]).get(reverse("org:confirmations"))
    assert page.status_code == (200 if name == "admin" else 403)
    assert name != "admin" or "没有等复核的" in page.content.decode()
    with pytest.raises(PermissionDenied):
        decline(confirmation=Confirmation.objects.get(), rights=cast.rights(name))
