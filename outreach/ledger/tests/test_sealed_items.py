"""An item whose petition turned out to accuse somebody leaves everybody's sight but the inspectors' (Art. 30)."""

from datetime import timedelta

import pytest
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.ledger import housekeeping, workflow
from outreach.ledger.factories import brought_to
from outreach.ledger.models import Issue, IssueExclusion
from outreach.ledger.queries import similar_open
from outreach.ledger.states import State
from outreach.org.exclusions import Ground
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.testing import Cast
from outreach.reminders.models import Notice, Reminder
from outreach.reminders.planning import plan

pytestmark = pytest.mark.django_db
TITLE = "劳保采购单价比市场高一倍"
OTHERS = ["ledger", "leader", "admin", "head", "handler", "cadre"]
PAGES = [
    "/", "/ledger/?view=all", "/ledger/?view=mine", "/ledger/?view=waiting", f"/ledger/?q={TITLE}", "/ledger/board/",
    "/wallchart/", "/notices/", "/admin/ledger/issue/", f"/admin/ledger/issue/?q={TITLE}", "/contactpoints/",
    "/admin/reminders/reminder/",
]  # fmt: skip


@pytest.fixture
def sealed(cast: Cast) -> Issue:
    """On its way for two months, and then sealed; the notices and reminders of that time are there."""
    with clock.travel_to(clock.now() - timedelta(days=60)):
        issue = brought_to(cast, State.IN_PROGRESS, TITLE, workdays=10)
    Notice.objects.create(user=cast.handler, issue=issue, kind="assign", key="assign:1")
    plan()
    return workflow.seal(issue=issue, exclusions=[])


@pytest.mark.long
@pytest.mark.parametrize("who", OTHERS)
def test_no_page_shows_it_to_anybody_else(cast: Cast, client: Client, sealed: Issue, who: str) -> None:
    client.force_login(cast.people[who])
    for page in PAGES:
        text = client.get(page).content.decode().replace(f'value="{TITLE}"', "")
        assert TITLE not in text, page
        assert sealed.number not in text, page
    for address in ("", "related/", "report_progress/", f"evidence/{sealed.pk}/"):
        assert client.get(f"{sealed.get_absolute_url()}{address}").status_code == 404
    assert client.get(f"/admin/ledger/issue/{sealed.pk}/change/").status_code in {302, 403}


def test_counts_hints_and_exports_leave_it_out(cast: Cast, client: Client, sealed: Issue) -> None:
    assert similar_open(TITLE, unit=cast.quay, rights=cast.rights("ledger")) == []
    client.force_login(cast.ledger)
    assert {str(stat.n) for stat in client.get("/").context["stats"]} == {"0"}
    rows = client.get("/ledger/export.xlsx?view=all")
    assert b"".join(rows.streaming_content)  # type: ignore[attr-defined]  # a file
    assert AuditRecord.objects.filter(action="ledger.exported").latest("pk").detail["rows"] == 0


def test_nobody_hears_of_it_and_the_portal_leaves_it_alone(
    cast: Cast, sealed: Issue, django_capture_on_commit_callbacks: object
) -> None:
    before = Notice.objects.count(), Reminder.objects.count(), sealed.version
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        assert housekeeping.run() == 0
    with clock.travel_to(clock.now() + timedelta(days=30)):
        assert plan() == 0
    sealed.refresh_from_db()
    assert (Notice.objects.count(), Reminder.objects.count(), sealed.version) == before
    assert not Notice.objects.visible_to(cast.rights("handler")).exists()


def test_an_inspector_reads_it_and_every_look_is_on_record_without_its_number(
    cast: Cast, client: Client, sealed: Issue
) -> None:
    client.force_login(cast.discipline)
    assert TITLE in client.get(sealed.get_absolute_url()).content.decode()
    told = AuditRecord.objects.filter(action="issue.viewed").get()
    assert (told.actor, told.object_label, told.detail) == (cast.discipline, "", {"sealed": True})
    assert told.object_id not in {"", str(sealed.pk)}


def test_deny_beats_allow_for_the_inspector_who_is_named_or_serves_there(cast: Cast, sealed: Issue) -> None:
    rights = cast.rights("discipline")
    assert Issue.objects.visible_to(rights).filter(pk=sealed.pk).exists()
    by_name = IssueExclusion.objects.create(issue=sealed, user=cast.discipline, ground=Ground.NAMED)
    assert not Issue.objects.visible_to(rights).filter(pk=sealed.pk).exists()
    by_name.delete()
    IssueExclusion.objects.create(issue=sealed, unit=cast.east, ground=Ground.NAMED)
    assert Issue.objects.visible_to(cast.rights("discipline")).filter(pk=sealed.pk).exists()
    Posting.objects.create(user=cast.discipline, unit=cast.quay, role=Role.CADRE)
    assert not Issue.objects.visible_to(cast.rights("discipline")).filter(pk=sealed.pk).exists()


def test_released_it_is_there_again_and_those_named_still_keep_away(cast: Cast, sealed: Issue) -> None:
    facts = {"issue": sealed, "ground": Ground.NAMED}
    IssueExclusion.objects.create(user=cast.head, **facts)
    IssueExclusion.objects.create(unit=cast.east, **facts)
    workflow.unseal(issue=sealed)
    seen = {who for who in OTHERS if Issue.objects.visible_to(cast.rights(who)).filter(pk=sealed.pk).exists()}
    assert {"ledger", "handler", "cadre"} <= seen
    assert "head" not in seen


def test_whom_it_was_merged_into_is_not_told_to_those_who_may_not_see_that(cast: Cast, client: Client) -> None:
    merged = brought_to(cast, State.MERGED)
    target = merged.merged_into
    assert target is not None
    client.force_login(cast.cadre)
    assert target.get_absolute_url() in client.get(merged.get_absolute_url()).content.decode()
    workflow.seal(issue=target, exclusions=[])
    page = client.get(merged.get_absolute_url()).content.decode()
    assert target.title not in page
    assert target.get_absolute_url() not in page
