"""A plan that was taken is gone from the form: nobody is asked to send it a second time."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from fieldvisits.models import VisitPlan
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.demo.tests.browsing import PHONE, Chromium, Visitor
from outreach.org.testing import Cast

PLAN = "/fieldvisits/plan/"


def planned_on_a_phone(browser: Browser, site: str, unit: str, day: date) -> tuple[str, str]:
    """What the form asks again after a plan was refused, and after it was taken."""
    leader = Visitor(browser, site, PHONE).sign_in("leader")
    leader.go(PLAN)
    leader.write(contact_point=unit, note="听夜班说困难")
    leader.send()
    refused = leader.find("[name=note]").input_value()
    leader.write(planned_on=str(day))
    leader.send()
    taken = leader.find("[name=note]").input_value()
    leader.context.close()
    return refused, taken


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_what_was_planned_is_not_put_back_into_the_form(
    chromium: Chromium, live_server: LiveServer, people: Cast
) -> None:
    ContactPointFactory(unit=people.quay, leader=people.leader.cadre)
    day = clock.today() + timedelta(days=10)
    told = chromium.run(planned_on_a_phone, live_server.url, str(people.quay.name), day)
    assert told == ("听夜班说困难", "")
    assert VisitPlan.objects.count() == 1
