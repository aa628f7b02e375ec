"""Support asked for or promised on a visit: the item asks for it, once, and the visit says whether it has come."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from fieldvisits.factories import log_data
from fieldvisits.models import Visit, VisitFinding
from fieldvisits.promises import promises_at
from fieldvisits.tests.test_journey import HANDED, NEW, SOLVED
from fieldvisits.tests.test_sending import entry, send
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger import workflow
from outreach.ledger.factories import assignment
from outreach.ledger.models import Issue, SupportRequest
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
PROMISED = {
    "support_kind": "funding",
    "support_text": "更衣柜 15 个",
    "support_from": "工会主席",
    "support_by": "2026-12-20",
}
TO_SAFETY = {**HANDED, "outcome": "to_unit", "target_unit": "安全"}


@pytest.fixture
def cadre(client: Client, cast: Cast) -> Client:
    client.force_login(cast.cadre)
    return client


def in_progress(cast: Cast, issue: Issue) -> None:
    office = cast.rights("ledger")
    workflow.enter(issue=issue, rights=office)
    workflow.approve_major(issue=issue, rights=cast.rights("leader"))
    workflow.assign(issue=issue, assignment=assignment(cast), rights=office)
    workflow.sign_for(issue=issue, rights=cast.rights("handler"))


def page(client: Client, cast: Cast, who: str, url: str) -> str:
    client.force_login(cast.people[who])
    return client.get(url).content.decode()


@pytest.mark.parametrize("handed", [HANDED, TO_SAFETY])
def test_the_item_asks_for_what_was_promised(cadre: Client, cast: Cast, handed: dict[str, Any]) -> None:
    cadre.post(NEW, log_data(cast.quay, handed | PROMISED))
    finding, asked = VisitFinding.objects.get(), SupportRequest.objects.get()
    assert (finding.issue, finding.support_request) == (asked.issue, asked)
    assert (asked.kind, asked.text, asked.promised_by) == ("funding", "更衣柜 15 个", "工会主席")
    assert (asked.needed_by, asked.asked_by, asked.provided_at) == (date(2026, 12, 20), cast.cadre, None)
    shown = page(cadre, cast, "ledger", asked.issue.get_absolute_url())
    for words in ("资金帮扶", "工会主席当场答应", "12-20 前到位", "现场提出或答应支持"):
        assert words in shown
    told = AuditRecord.objects.get(action="issue.note_support")
    assert (told.actor, told.object_id) == (cast.cadre, str(asked.issue_id))


def test_what_was_only_asked_for_is_no_promise(cadre: Client, cast: Cast) -> None:
    cadre.post(NEW, log_data(cast.quay, HANDED | PROMISED | {"support_from": ""}))
    visit, asked = Visit.objects.get(), SupportRequest.objects.get()
    assert (asked.text, asked.promised_by, str(asked.needed_by)) == ("更衣柜 15 个", "", "2026-12-20")
    shown = page(cadre, cast, "ledger", asked.issue.get_absolute_url())
    assert "12-20 前需要" in shown
    assert "当场答应" not in shown.replace("现场提出或答应支持", "")
    assert "2026-12-20 前需要" in page(cadre, cast, "cadre", visit.get_absolute_url())
    assert promises_at(cast.quay, cast.rights("cadre")) == []


def test_what_is_asked_for_without_a_day_is_asked_for(cadre: Client, cast: Cast) -> None:
    cadre.post(NEW, log_data(cast.quay, HANDED | PROMISED | {"support_from": "", "support_by": ""}))
    asked = SupportRequest.objects.get()
    assert "已提出" in page(cadre, cast, "ledger", asked.issue.get_absolute_url())
    assert "还没到位" in page(cadre, cast, "cadre", Visit.objects.get().get_absolute_url())


def test_the_same_entry_sent_again_asks_once(cadre: Client, cast: Cast) -> None:
    data = log_data(cast.quay, HANDED | PROMISED, HANDED, client_uuid=str(uuid4()))
    for _time in range(2):
        cadre.post(NEW, data)
    assert (Issue.objects.count(), SupportRequest.objects.count()) == (2, 1)


def test_an_entry_from_the_queue_of_a_device_asks_once(cadre: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED | PROMISED)
    answers = [send(cadre, said).status_code for _time in range(2)]
    assert answers == [201, 200]
    assert VisitFinding.objects.get().support_request == SupportRequest.objects.get()


@pytest.mark.parametrize("found", [SOLVED, {**HANDED, "outcome": "information_only"}])
def test_what_stays_on_the_visit_asks_nobody(cadre: Client, cast: Cast, found: dict[str, Any]) -> None:
    cadre.post(NEW, log_data(cast.quay, found | PROMISED))
    assert not SupportRequest.objects.exists()
    shown = cadre.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "工会主席" in shown
    assert "还没到位" not in shown


def test_the_visit_says_whether_it_has_come(cadre: Client, cast: Cast) -> None:
    cadre.post(NEW, log_data(cast.quay, HANDED | PROMISED))
    visit, asked = Visit.objects.get(), SupportRequest.objects.get()
    assert "还没到位" in page(cadre, cast, "cadre", visit.get_absolute_url())
    in_progress(cast, asked.issue)
    assert "到位了" in page(cadre, cast, "handler", asked.issue.get_absolute_url())
    step = f"{asked.issue.get_absolute_url()}confirm_support/"
    asked.issue.refresh_from_db()
    said = {"support": asked.pk, "note": "到了 15 个", "version": asked.issue.version}
    assert cadre.post(step, said).status_code == 302
    today = clock.today()
    assert f"{today} 已到位" in page(cadre, cast, "cadre", visit.get_absolute_url())
    shown = page(cadre, cast, "handler", asked.issue.get_absolute_url())
    assert f"{today:%m-%d} 已到位" in shown
    assert "到了 15 个" in shown
    assert "到位了" not in shown
    [promise] = promises_at(cast.quay, cast.rights("cadre"))
    assert (promise.is_kept, promise.words) == (True, f"{today} 已到位")


def test_a_promise_whose_day_has_passed_says_so(cadre: Client, cast: Cast) -> None:
    cadre.post(NEW, log_data(cast.quay, HANDED | PROMISED | {"support_by": str(clock.today())}))
    visit, asked = Visit.objects.get(), SupportRequest.objects.get()
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    urls = (visit.get_absolute_url(), asked.issue.get_absolute_url(), point.get_absolute_url())
    assert not any("过了日子还没到位" in page(cadre, cast, "ledger", url) for url in urls)
    SupportRequest.objects.update(needed_by=clock.today() - timedelta(days=1))
    assert all("过了日子还没到位" in page(cadre, cast, "ledger", url) for url in urls)


def test_a_promise_whose_item_is_not_seen_tells_no_state(cadre: Client, cast: Cast) -> None:
    cadre.post(NEW, log_data(cast.quay, HANDED | PROMISED))
    Issue.objects.update(is_sealed=True)
    assert "还没到位" not in page(cadre, cast, "cadre", Visit.objects.get().get_absolute_url())
