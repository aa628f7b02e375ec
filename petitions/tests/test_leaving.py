"""Whoever leaves hands over first: cases at the desk, sponsored ones, days of reception; nothing is left to nobody."""

from datetime import timedelta

import pytest

from outreach.accounts.models import User
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.org.models import Cadre, Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from outreach.org.workflow import disable, heaps, postings_of
from petitions import workflow
from petitions.factories import accepted, make_petition, reception_day
from petitions.models import SponsoredCase
from petitions.panels import work_lines
from petitions.tests.test_articles_intake import officer_at
from petitions.workflow.receptions import book
from petitions.workflow.sponsoring import Plan, take_on

pytestmark = pytest.mark.django_db


def leave(cast: Cast, leaver: User, to: User) -> User:
    owed = heaps(leaver, postings_of(leaver))
    return disable(user=leaver, successors={heap.key: to for heap in owed}, rights=cast.rights("security"))


def owed_by(leaver: User) -> dict[str, int]:
    return {heap.duty.key: heap.count for heap in heaps(leaver, postings_of(leaver))}


@pytest.fixture
def deputy(cast: Cast) -> User:
    """Another leader of the group."""
    user = User.objects.create(username="deputy", full_name="副总")
    Posting.objects.create(user=user, unit=cast.group, role=Role.LEADER)
    Cadre.objects.create(user=user, unit=cast.group)
    return User.objects.get(pk=user.pk)


class TestAnOfficer:
    @pytest.fixture
    def colleague(self, cast: Cast) -> User:
        user = officer_at(cast, "group", "colleague").user
        assert user is not None
        return user

    def test_does_not_leave_with_cases_that_nobody_takes(self, cast: Cast, colleague: User) -> None:
        accepted(cast)
        assert owed_by(cast.petition) == {"petitions": 1}
        with pytest.raises(RefusedStepError, match="还有没移交的工作"):
            disable(user=cast.petition, successors={}, rights=cast.rights("security"))

    def test_gives_each_open_case_to_the_colleague_and_keeps_what_is_over(self, cast: Cast, colleague: User) -> None:
        running, over = accepted(cast), accepted(cast)
        over = workflow.withdraw(petition=over, reason="解决了")
        leave(cast, cast.petition, colleague)
        running.refresh_from_db()
        over.refresh_from_db()
        assert (running.officer, over.officer) == (colleague, cast.petition)
        event = running.events.get(step="assign_officer")
        assert (event.detail["officer"], event.note) == (str(colleague), "离任移交")

    def test_what_the_colleague_keeps_away_from_is_nobodys_and_waits_at_the_desk(
        self, cast: Cast, colleague: User
    ) -> None:
        kept = accepted(cast)
        workflow.recuse(petition=kept, reason="亲属", rights=Rights.of(colleague))
        officer_at(cast, "group", "third")
        leave(cast, cast.petition, colleague)
        kept.refresh_from_db()
        assert kept.officer is None


class TestALeader:
    def test_gives_sponsored_cases_on(self, cast: Cast, deputy: User) -> None:
        plan = Plan("hard", "逐班核对后补发", clock.today() + timedelta(days=60))
        case = take_on(petition=accepted(cast), sponsor=cast.leader.cadre, plan=plan, rights=cast.rights("petition"))
        assert owed_by(cast.leader) == {"sponsored": 1}
        leave(cast, cast.leader, deputy)
        assert SponsoredCase.objects.get(pk=case.pk).sponsor == deputy.cadre

    def test_is_stood_in_for_on_days_that_are_booked(self, cast: Cast, deputy: User) -> None:
        day = reception_day(cast)
        slot = book(petition=make_petition(cast.quay), day=day, starts_at=day.starts_at)
        assert owed_by(cast.leader) == {"receptions": 1}
        leave(cast, cast.leader, deputy)
        day.refresh_from_db()
        slot.refresh_from_db()
        assert (day.receiver, slot.day, slot.starts_at) == (deputy.cadre, day, day.starts_at)

    def test_an_urgent_report_they_have_not_read_is_told_to_the_other_at_once(self, cast: Cast, deputy: User) -> None:
        petition = workflow.report_upward(
            petition=accepted(cast), told=cast.leader, words="有人扬言停工", rights=cast.rights("petition")
        )
        assert owed_by(cast.leader) == {"reports": 1}
        leave(cast, cast.leader, deputy)
        assert petition.reports.get().told == deputy
        assert [line for line in work_lines(Rights.of(deputy)) if line.url == petition.get_absolute_url()]
