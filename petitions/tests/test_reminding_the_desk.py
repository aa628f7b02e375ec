"""The desk is reminded before a term ends and after, and what goes wrong is supervised by itself (Art. 40)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from outreach.accounts.models import User
from outreach.calendars.workdays import WorkCalendar
from outreach.common import clock
from outreach.ledger.factories import brought_to
from outreach.org.testing import Cast
from outreach.reminders.delivery import dispatch
from outreach.reminders.models import Notice
from outreach.reminders.queries import with_words
from outreach.reminders.rules import install_defaults
from outreach.reminders.ticking import tick
from petitions import workflow
from petitions.factories import REPLY, accepted, classified, make_petition
from petitions.models import CaseReminder, Mediation, Petition
from petitions.reminding import remind
from petitions.states import Kind, State
from petitions.statute import Trigger
from petitions.tests.test_articles_intake import officer_at
from petitions.watching import supervise_late

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    install_defaults()


def days_of(petition: Petition, name: str) -> list[date]:
    told = CaseReminder.objects.filter(petition=petition, recipient__username=name).order_by("planned_at")
    return [clock.day_of(one.planned_at) for one in told]


def live(until: date) -> None:
    """Look once a day."""
    day = clock.today()
    while day <= until:
        with clock.travel_to(clock.start_of(day)):
            remind()
            remind()
        day += timedelta(days=1)


@pytest.mark.long
def test_three_and_one_workdays_before_on_the_day_and_1_3_7_then_every_7_days_after(cast: Cast) -> None:
    petition = accepted(cast)
    due = petition.due_on
    assert due is not None
    live(due + timedelta(days=22))
    calendar = WorkCalendar.current()
    before = [calendar.add_workdays(due, -3), calendar.add_workdays(due, -1), due]
    assert days_of(petition, "petition") == [*before, *(due + timedelta(days=n) for n in (1, 3, 7, 14, 21))]


def test_the_nearest_officers_hear_first_and_those_above_once_it_is_overdue(cast: Cast) -> None:
    officer_at(cast, "east", "east_office")
    petition = accepted(cast)
    due = petition.due_on
    assert due is not None
    live(due + timedelta(days=1))
    assert len(days_of(petition, "east_office")) == 4
    assert days_of(petition, "petition") == [due + timedelta(days=1)]


@pytest.mark.parametrize("away", ["left", "recused"])
def test_those_above_hear_at_once_where_nobody_nearer_can(cast: Cast, away: str) -> None:
    east = officer_at(cast, "east", "east_office")
    petition = accepted(cast)
    if away == "left":
        User.objects.filter(username="east_office").update(is_active=False)
    else:
        workflow.recuse(petition=petition, reason="亲属", rights=east)
    assert petition.due_on is not None
    with clock.travel_to(clock.start_of(petition.due_on)):
        remind()
    assert len(days_of(petition, "petition")) == 3
    assert days_of(petition, "east_office") == []


def test_a_new_term_is_a_new_round_and_an_answered_case_is_silent(cast: Cast) -> None:
    petition = classified(cast)
    with clock.travel_to(clock.start_of(clock.today() + timedelta(days=15))):
        assert remind() == 3
        petition = workflow.accept(petition=petition, rights=cast.rights("petition"))
        assert remind() == 0
        petition = workflow.issue_opinion(
            petition=petition, reply=REPLY, unit=cast.quay, rights=cast.rights("petition")
        )
    with clock.travel_to(clock.now() + timedelta(days=200)):
        assert remind() == 0


def test_nobody_is_reminded_of_what_is_sealed_or_what_they_keep_away_from(cast: Cast) -> None:
    sealed = make_petition(cast.quay, kind=Kind.ACCUSATION)
    kept = make_petition(cast.quay)
    workflow.recuse(petition=kept, reason="亲属", rights=officer_at(cast, "east", "east_office"))
    with clock.travel_to(clock.now() + timedelta(days=40)):
        remind()
    told = Counter(CaseReminder.objects.values_list("petition", "recipient__username"))
    assert not [one for one in told if one[0] == sealed.pk]
    assert not [one for one in told if one == (kept.pk, "east_office")]


def test_one_notice_a_day_leads_to_the_list_and_the_mail_tells_number_and_day_only(cast: Cast, client: Client) -> None:
    first, second = classified(cast), classified(cast)
    with clock.travel_to(clock.start_of(clock.today() + timedelta(days=15))):
        remind()
        notice = Notice.objects.get(user=cast.petition, kind="petition_due")
        assert "法定期限" in str(with_words([notice])[0].words)
        client.force_login(cast.petition)
        assert client.get(f"/notices/{notice.pk}/")["Location"] == "/petitions/"
        workflow.accept(petition=second, rights=cast.rights("petition"))
        dispatch()
        [message] = [one for one in mail.outbox if one.to == [cast.petition.email]]
        assert first.number in message.body
        assert second.number not in message.body  # told meanwhile
        assert first.title not in message.body


# --- Art. 40 ---------------------------------------------------------------------------------------
def test_art_40_an_agreement_that_nobody_delivers_is_supervised_like_an_opinion(cast: Cast) -> None:
    agreed = Mediation(other_party="装卸一公司", agreement="重新核算", performance="本月发放", agreed_on=clock.today())
    petition = workflow.mediate(petition=accepted(cast), mediation=agreed, rights=cast.rights("petition"))
    assert supervise_late() == 0
    with clock.travel_to(clock.now() + timedelta(days=17)):
        assert (supervise_late(), supervise_late()) == (1, 0)
        assert petition.supervisions.get().trigger == Trigger.PROCEDURE


def test_art_40_a_hearing_that_nobody_records_does_not_let_the_case_stand_still(cast: Cast) -> None:
    at = clock.now() + timedelta(days=2)
    petition = workflow.call_hearing(
        petition=accepted(cast), held_at=at, place="会议室", panel="李工", rights=cast.rights("petition")
    )
    with clock.travel_to(at + timedelta(days=15)):
        assert supervise_late() == 0
    with clock.travel_to(at + timedelta(days=16)):
        assert (supervise_late(), supervise_late()) == (1, 0)
        one = petition.supervisions.get()
        assert (one.trigger, "听证" in one.reason) == (Trigger.PROCEDURE, True)


def test_art_40_overdue_is_supervised_by_itself_once_a_term(cast: Cast) -> None:
    petition = classified(cast)
    with clock.travel_to(clock.now() + timedelta(days=16)):
        tick()
        assert supervise_late() == 0
        [one] = petition.supervisions.all()
        assert (one.trigger, one.raised_by) == (Trigger.OVERDUE, None)
        petition.refresh_from_db()
        workflow.lift_supervision(petition=petition, reason="今天告知", rights=cast.rights("leader"))
        assert supervise_late() == 0
        petition = workflow.accept(petition=petition, rights=cast.rights("petition"))
    with clock.travel_to(clock.now() + timedelta(days=90)):
        assert supervise_late() == 1  # the next term was missed too


def test_art_40_passing_it_around_is_evasion(cast: Cast) -> None:
    office = cast.rights("petition")
    petition = workflow.refer(petition=classified(cast), unit=cast.west, rights=office)
    west, safety = officer_at(cast, "west", "west_office"), officer_at(cast, "safety", "safety_office")
    petition = workflow.object_to_referral(petition=petition, reason="不归我们", rights=west)
    petition = workflow.refer_on(petition=petition, unit=cast.safety, rights=office)
    assert supervise_late() == 0
    petition = workflow.object_to_referral(petition=petition, reason="也不归我们", rights=safety)
    assert supervise_late() == 1
    assert petition.supervisions.get().trigger == Trigger.EVASION


def test_art_40_an_opinion_that_never_reached_anybody_is_wrong_procedure(cast: Cast) -> None:
    petition = workflow.issue_opinion(
        petition=accepted(cast), reply=REPLY, unit=cast.quay, rights=cast.rights("petition")
    )
    with clock.travel_to(clock.now() + timedelta(days=17)):
        assert supervise_late() == 1
    assert petition.supervisions.get().trigger == Trigger.PROCEDURE


def test_art_40_a_promise_in_an_opinion_that_nobody_keeps(cast: Cast) -> None:
    item = brought_to(cast, "in_progress")
    petition = workflow.join(petition=accepted(cast), issue=item, rights=cast.rights("petition"))
    petition = workflow.issue_opinion(petition=petition, reply=REPLY, unit=cast.quay, rights=cast.rights("petition"))
    receipt = workflow.Receipt("in_person", clock.today())
    petition = workflow.deliver(petition=petition, receipt=receipt, rights=cast.rights("petition"))
    petition.refresh_from_db()
    assert petition.status == State.DELIVERED
    with clock.travel_to(clock.now() + timedelta(days=60)):
        assert supervise_late() == 1
    assert petition.supervisions.get().trigger == Trigger.NOT_CARRIED_OUT


@pytest.mark.parametrize("trigger", Trigger.values)
def test_art_40_an_officer_or_a_leader_says_what_is_wrong_and_the_page_shows_it(
    cast: Cast, client: Client, trigger: str
) -> None:
    petition = accepted(cast)
    workflow.supervise(petition=petition, trigger=trigger, reason="三次催办没有回音", rights=cast.rights("leader"))
    client.force_login(cast.petition)
    assert "三次催办没有回音" in client.get(petition.get_absolute_url()).content.decode()
