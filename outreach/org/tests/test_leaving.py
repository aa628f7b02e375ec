"""Whoever leaves hands over first; the page tells numbers by unit, never what it is about."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.contactpoints.factories import ContactPointFactory
from outreach.contactpoints.models import ContactPoint
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Evidence, Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import Assignment
from outreach.org.models import Cadre, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from outreach.org.workflow import appoint, disable, enable, end_posting
from outreach.reminders.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def successor(cast: Cast) -> User:
    user = User.objects.create(username="successor", full_name="接手人")
    Posting.objects.create(user=user, unit=cast.east, role=Role.HANDLER)
    return user


@pytest.fixture
def security(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.security)
    return client


def in_hand(cast: Cast) -> str:
    return f"ledger-{cast.east.pk}"


def statuses(client: Client, pages: dict[str, str]) -> dict[str, int]:
    """What each page answers; files are read to their end, as a browser does."""
    found = {}
    for name, page in pages.items():
        answer: Any = client.get(page)
        if answer.streaming:
            answer.getvalue()
        found[name] = answer.status_code
    return found


def leave(cast: Cast, name: str, **successors: Any) -> User:
    given = {key.replace("_", "-"): one for key, one in successors.items()}
    return disable(user=cast.people[name], successors=given, rights=cast.rights("security"))


def test_open_items_go_to_the_successor_with_event_notice_and_record(
    cast: Cast, successor: User, django_capture_on_commit_callbacks: Any
) -> None:
    states = (State.ASSIGNED, State.IN_PROGRESS, State.SUBMITTED, State.VERIFYING, State.AWAITING_RATING)
    issues = [brought_to(cast, state, f"第 {n} 件") for n, state in enumerate(states)]
    closed = brought_to(cast, State.CLOSED, "早就办完了")
    with django_capture_on_commit_callbacks(execute=True):
        leave(cast, "handler", **{in_hand(cast).replace("-", "_"): successor})
    for issue in issues:
        before = issue.status
        issue.refresh_from_db()
        assert (issue.handler, issue.status) == (successor, before)
        event = issue.events.get(step="hand_over")
        assert (event.actor, event.detail["to"]) == (cast.security, "接手人")
        assert AuditRecord.objects.filter(action="issue.hand_over", object_id=str(issue.pk)).exists()
        assert Notice.objects.filter(user=successor, issue=issue).exists()
    closed.refresh_from_db()
    assert closed.handler == cast.handler
    kept = AuditRecord.objects.get(action="account.disabled")
    assert kept.detail["handed_over"] == {in_hand(cast): "5 → successor"}
    cast.handler.refresh_from_db()
    assert not cast.handler.is_active


def test_nothing_happens_while_something_has_no_successor(cast: Cast, successor: User) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    for chosen in (None, cast.outsider, cast.handler, cast.auditor):
        with pytest.raises(RefusedStepError, match="还有没移交的"):
            leave(cast, "handler", **{in_hand(cast).replace("-", "_"): chosen})
    issue.refresh_from_db()
    cast.handler.refresh_from_db()
    assert (issue.handler, cast.handler.is_active) == (cast.handler, True)


def test_what_the_successor_must_keep_away_from_waits_for_the_office_and_nobody_is_told(
    cast: Cast, successor: User, security: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """A refusal would tell, successor by successor, who is named somewhere."""
    running = [brought_to(cast, state, f"要回避的{state}") for state in (State.IN_PROGRESS, State.AWAITING_RATING)]
    theirs = brought_to(cast, State.IN_PROGRESS, "能接的")
    for issue in running:
        ledger.keep_out(issue=issue, people=[successor])
    address = reverse("org:leave", args=[cast.handler.pk])
    with django_capture_on_commit_callbacks(execute=True):
        done = security.post(address, {"confirm": "1", in_hand(cast): successor.pk}, follow=True)
    assert not User.objects.get(pk=cast.handler.pk).is_active
    assert "回避" not in done.content.decode()
    assert list(Issue.objects.filter(handler=successor)) == [theirs]
    assert list(Issue.objects.visible_to(Rights.of(successor)).filter(pk__in=[one.pk for one in running])) == []
    waiting, resting = (Issue.objects.get(pk=one.pk) for one in running)
    assert (waiting.handler, waiting.status) == (None, State.RETURN_REQUESTED)
    assert (resting.handler, resting.status) == (None, State.AWAITING_RATING)
    assert Notice.objects.filter(user=cast.ledger, issue=waiting).exists()
    assert Notice.objects.filter(user=cast.head, issue=resting).exists()
    assert not Notice.objects.filter(user=successor, issue__in=running).exists()
    assert AuditRecord.objects.get(action="account.disabled").detail["handed_over"] == {in_hand(cast): "3 → successor"}


def test_what_waits_for_the_office_is_given_to_somebody_else_there(cast: Cast, successor: User, client: Client) -> None:
    issue = brought_to(cast, State.IN_PROGRESS)
    ledger.keep_out(issue=issue, people=[successor])
    leave(cast, "handler", **{in_hand(cast).replace("-", "_"): successor})
    client.force_login(cast.ledger)
    assert "现在没有承办人，等台账办指定。" in client.get(issue.get_absolute_url()).content.decode()
    other = User.objects.create(username="other", full_name="另一人")
    Posting.objects.create(user=other, unit=cast.east, role=Role.HANDLER)
    ledger.designate(
        issue=issue, assignment=Assignment(cast.east, other, cast.safety, 10), rights=cast.rights("ledger")
    )
    assert Issue.objects.get().handler == other


def test_sealed_items_are_neither_counted_nor_named_and_move_along(
    cast: Cast, successor: User, security: Client
) -> None:
    shared, sealed = brought_to(cast, State.IN_PROGRESS, "吊具检修"), brought_to(cast, State.IN_PROGRESS, "密封的事")
    ledger.seal(issue=sealed, exclusions=[])
    page = security.get(reverse("org:leave", args=[cast.handler.pk])).content.decode()
    assert "1 件" in page
    for hidden in (shared.number, sealed.number, "吊具检修", "密封的事"):
        assert hidden not in page
    leave(cast, "handler", **{in_hand(cast).replace("-", "_"): successor})
    sealed.refresh_from_db()
    assert sealed.handler == successor


def test_a_posting_ends_at_once_and_takes_along_only_what_it_carried(cast: Cast, successor: User) -> None:
    east = brought_to(cast, State.IN_PROGRESS)
    Posting.objects.create(user=cast.handler, unit=cast.west, role=Role.HANDLER)
    posting = Posting.objects.get(user=cast.handler, unit=cast.east)
    client = Client()
    client.force_login(cast.handler)
    assert client.get(east.get_absolute_url()).status_code == 200
    end_posting(posting=posting, successors={in_hand(cast): successor}, rights=cast.rights("security"))
    assert client.get(east.get_absolute_url()).status_code == 404
    assert [one.unit for one in cast.rights("handler").postings] == [cast.west]
    assert AuditRecord.objects.get(action="posting.ended").detail["handed_over"] == {in_hand(cast): "1 → successor"}


def test_a_post_that_another_one_covers_leaves_nothing_open(cast: Cast) -> None:
    brought_to(cast, State.IN_PROGRESS)
    Posting.objects.create(user=cast.handler, unit=cast.group, role=Role.HANDLER)
    end_posting(
        posting=Posting.objects.get(user=cast.handler, unit=cast.east), successors={}, rights=cast.rights("security")
    )
    assert Issue.objects.get().handler == cast.handler


def test_contact_points_go_to_another_leader_and_another_liaison(cast: Cast, successor: User) -> None:
    ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre, liaison=cast.handler)
    other = User.objects.create(username="leader2", full_name="另一位领导")
    Posting.objects.create(user=other, unit=cast.group, role=Role.LEADER)
    Cadre.objects.create(user=other, unit=cast.group, title="总工程师")
    leave(cast, "leader", **{f"points_{cast.quay.pk}": other})
    leave(cast, "handler", **{f"liaison_{cast.quay.pk}": successor})
    point = ContactPoint.objects.get(unit=cast.quay)
    assert (point.leader.user, point.liaison) == (other, successor)
    assert AuditRecord.objects.filter(action="contact_point.handed_over").count() == 2


@pytest.mark.parametrize("name", ["ledger", "petition", "discipline", "head", "auditor", "admin"])
def test_a_desk_is_not_left_empty(cast: Cast, name: str, security: Client) -> None:
    with pytest.raises(RefusedStepError, match="只有这一人"):
        leave(cast, name)
    page = security.get(reverse("org:leave", args=[cast.people[name].pk])).content.decode()
    assert "请先任命接手的人" in page
    assert 'name="confirm"' not in page
    posting = Posting.objects.get(user=cast.people[name])
    newcomer = User.objects.create(username="newcomer", full_name="接岗的")
    appoint(posting=Posting(user=newcomer, unit=posting.unit, role=posting.role), rights=Rights.system())
    assert not leave(cast, name).is_active


@pytest.mark.parametrize("name", ["admin", "auditor", "ledger", "head", "nobody"])
def test_nobody_else_sends_somebody_away(cast: Cast, client: Client, name: str) -> None:
    with pytest.raises(PermissionDenied):
        disable(user=cast.cadre, successors={}, rights=cast.rights(name))
    with pytest.raises(PermissionDenied):
        end_posting(posting=Posting.objects.get(user=cast.cadre), successors={}, rights=cast.rights(name))
    client.force_login(cast.people[name])
    for method in (client.get, client.post):
        assert method(reverse("org:leave", args=[cast.cadre.pk])).status_code == 403
    assert User.objects.get(pk=cast.cadre.pk).is_active


def test_nobody_switches_off_or_ends_themselves(cast: Cast) -> None:
    with pytest.raises(RefusedStepError):
        leave(cast, "security")
    mine = Posting.objects.get(user=cast.security)
    with pytest.raises(RefusedStepError):
        end_posting(posting=mine, successors={}, rights=cast.rights("security"))


def test_the_page_hands_over_and_switches_off(cast: Cast, successor: User, security: Client) -> None:
    brought_to(cast, State.IN_PROGRESS)
    address = reverse("org:leave", args=[cast.handler.pk])
    missing = security.post(address, {"confirm": "1"})
    assert missing.context["form"].errors
    done = security.post(address, {"confirm": "1", in_hand(cast): successor.pk})
    assert done.headers["Location"] == reverse("admin:accounts_user_changelist")
    assert not User.objects.get(pk=cast.handler.pk).is_active
    assert security.get(address).status_code == 404


def test_whoever_is_switched_off_is_out_at_the_next_request(cast: Cast, security: Client) -> None:
    client = Client()
    client.force_login(cast.cadre)
    pages = [reverse(name) for name in ("ledger:list", "contactpoints:list", "fieldvisits:list", "notices")]
    assert {client.get(page).status_code for page in pages} == {200}
    security.post(reverse("org:leave", args=[cast.cadre.pk]), {"confirm": "1"})
    answers = [client.get(page) for page in pages]
    assert {answer.headers.get("Location", "").partition("?")[0] for answer in answers} == {reverse("login")}


@pytest.mark.parametrize("is_transfer", [True, False], ids=["transfer", "off"])
def test_a_session_that_is_open_reads_nothing_more_from_the_next_request_on(
    cast: Cast, successor: User, client: Client, is_transfer: bool
) -> None:
    """Item, file, list, export and wall chart: rights are read anew with every request."""
    issue = brought_to(cast, State.SUBMITTED)
    paper = Evidence.objects.get(issue=issue)
    pages = {
        "item": issue.get_absolute_url(),
        "file": reverse("ledger:evidence", args=[issue.number, paper.pk]),
        "wall chart": reverse("wallchart"),
    }
    client.force_login(cast.handler)
    assert statuses(client, pages) == dict.fromkeys(pages, 200)
    assert issue.number in client.get(reverse("ledger:list")).content.decode()
    if is_transfer:
        posting, rights = Posting.objects.get(user=cast.handler), cast.rights("security")
        end_posting(posting=posting, successors={in_hand(cast): successor}, rights=rights)
        expected = {"item": 404, "file": 404, "wall chart": 403}
    else:
        leave(cast, "handler", **{in_hand(cast).replace("-", "_"): successor})
        expected = dict.fromkeys(pages, 302)
    assert statuses(client, pages) == expected
    assert issue.number not in client.get(reverse("ledger:list"), follow=True).content.decode()


def test_the_administration_leads_there_and_does_not_switch_off_itself(cast: Cast, security: Client) -> None:
    people = security.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert reverse("org:leave", args=[cast.handler.pk]) in people
    posts = security.get(reverse("admin:org_posting_changelist")).content.decode()
    assert reverse("org:end", args=[Posting.objects.get(user=cast.handler).pk]) in posts
    change = reverse("admin:accounts_user_change", args=[cast.handler.pk])
    security.post(change, {"username": "handler", "full_name": "改了名"})
    changed = User.objects.get(pk=cast.handler.pk)
    assert (changed.full_name, changed.is_active) == ("改了名", True)


def test_whoever_comes_back_is_switched_on_again(cast: Cast, security: Client) -> None:
    leave(cast, "cadre")
    sent = {"action": "enable", "_selected_action": [cast.cadre.pk, cast.handler.pk]}
    security.post(reverse("admin:accounts_user_changelist"), sent)
    assert User.objects.get(pk=cast.cadre.pk).is_active
    assert AuditRecord.objects.filter(action="account.enabled").count() == 1
    with pytest.raises(PermissionDenied):
        enable(user=cast.cadre, rights=cast.rights("admin"))


def test_an_inspector_who_comes_back_is_no_inspector_until_two_people_say_so(cast: Cast, security: Client) -> None:
    """Otherwise one administrator and somebody who left could read what is sealed."""
    Posting.objects.create(user=cast.outsider, unit=cast.group, role=Role.DISCIPLINE_INSPECTOR)
    leave(cast, "discipline")
    sent = {"action": "enable", "_selected_action": [cast.discipline.pk]}
    page = security.post(reverse("admin:accounts_user_changelist"), sent, follow=True).content.decode()
    assert "没有恢复" in page
    assert not Posting.objects.current().filter(user=cast.discipline).exists()
    assert AuditRecord.objects.filter(action="posting.ended").count() == 1


def test_a_posting_that_ended_before_cannot_end_twice(cast: Cast, security: Client) -> None:
    posting = Posting.objects.get(user=cast.cadre)
    assert security.post(reverse("org:end", args=[posting.pk]), {"confirm": "1"}).status_code == 302
    posting.refresh_from_db()
    assert posting.until is not None
    assert posting.until < clock.today()
    assert security.post(reverse("org:end", args=[posting.pk]), {"confirm": "1"}).status_code == 404
