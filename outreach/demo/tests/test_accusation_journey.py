"""An anonymous accusation against the head of a unit, in a real browser, from handing in to the archive."""

import pytest
from pytest_django.live_server_helper import LiveServer

from outreach.accounts.models import User
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.demo.tests import accusing, stories
from outreach.demo.tests.browsing import PASSWORD, Chromium
from outreach.ledger.factories import brought_to
from outreach.ledger.states import State
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from petitions.factories import make_petition
from petitions.models import Petition

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
#: The accused, their superior, and the offices that run everything else.
OTHERS = ["head", "superior", "leader", "admin", "ledger", "petition"]


@pytest.fixture
def superior(people: Cast) -> User:
    """The head of the unit above."""
    person = User.objects.create_user("superior", password=PASSWORD, full_name="集团负责人甲")
    Posting.objects.create(user=person, unit=people.group, role=Role.UNIT_HEAD, since=clock.today())
    return person


def test_only_the_inspector_ever_meets_it_and_the_accuser_follows_it_to_the_end(
    chromium: Chromium, live_server: LiveServer, people: Cast, superior: User
) -> None:
    site = live_server.url
    brought_to(people, State.IN_PROGRESS)
    make_petition(people.quay)
    code, number = chromium.run(accusing.accuse, site, people.east.name, people.head.full_name)
    petition = Petition.objects.get(number=number)
    assert (petition.is_sealed, petition.is_anonymous, petition.unit) == (True, True, people.east)
    for name in OTHERS:
        assert chromium.run(accusing.look_everywhere, site, name, number) > len(accusing.STARTS)
    chromium.run(stories.follow_by_code, site, code, "纪检部门在办")
    chromium.run(accusing.inspect, site, number, ("investigate", {"note": "已经开始核查。"}))
    chromium.run(stories.follow_by_code, site, code, "已经开始核查。")
    chromium.run(accusing.inspect, site, number, ("answer", {"text": accusing.ANSWER}), ("archive", {}))
    chromium.run(stories.follow_by_code, site, code, accusing.ANSWER)
    petition.refresh_from_db()
    assert petition.status == "archived"
    for name in ("head", "petition"):
        chromium.run(accusing.look_everywhere, site, name, number)
    looks = AuditRecord.objects.filter(action="petition.viewed", object_label="")
    assert {one.actor for one in looks} == {people.discipline}
