"""Minutes of a visit: written, read by whom they bind, objected to, confirmed; each decision an item of the ledger."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from fieldvisits.factories import VisitFactory, log_data
from fieldvisits.models import Minutes, Objection, Visit
from fieldvisits.states import MinutesState
from fieldvisits.workflow.minutes import (
    MACHINE,
    DecisionEntry,
    MinutesEntry,
    answer_objection,
    circulate_minutes,
    confirm_minutes,
    object_to_minutes,
    write_minutes,
)
from fieldvisits.worklines import work_lines
from outreach.audit.models import AuditRecord
from outreach.calendars.published import Day
from outreach.calendars.workdays import add_workdays
from outreach.calendars.workflow import publish_days
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.documents.models import Document
from outreach.ledger.factories import noted
from outreach.ledger.models import Issue, IssueExclusion
from outreach.org.exclusions import Ground
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from outreach.reminders.models import Notice

pytestmark = pytest.mark.django_db
CABINETS = "更衣柜不足，43 人共用 28 个"


@pytest.fixture
def visit(cast: Cast) -> Visit:
    held: Visit = VisitFactory(unit=cast.quay, author=cast.cadre, leader=cast.leader.cadre, summary="夜班照明不足")
    return held


@pytest.fixture
def entry(cast: Cast) -> MinutesEntry:
    due = clock.today() + timedelta(days=20)
    return MinutesEntry(
        "周明（副总经理），职工代表四人",
        "三号泊位夜班照明不足。",
        (
            DecisionEntry("更换三号泊位照明", cast.quay, "赵强（主任）", due),
            DecisionEntry("增配更衣柜", cast.west, "孙丽", due),
        ),
    )


@pytest.fixture
def sent(cast: Cast, visit: Visit, entry: MinutesEntry) -> Minutes:
    rights = Rights.of(cast.cadre)
    return circulate_minutes(minutes=write_minutes(visit=visit, entry=entry, rights=rights), rights=rights)


def page(visit: Visit, tail: str = "") -> str:
    return f"/fieldvisits/{visit.pk}/minutes/{tail}"


def typed(*rows: dict[str, Any], initial: int = 0, **words: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"attended": "周明", "facts": "照明不足", "decisions-TOTAL_FORMS": len(rows)}
    data["decisions-INITIAL_FORMS"] = initial
    for place, row in enumerate(rows):
        data |= {f"decisions-{place}-{name}": value for name, value in row.items()}
    return data | words


def a_row(unit: Any, **more: Any) -> dict[str, Any]:
    return {"what": "换灯", "unit": unit.pk, "owner": "赵强", "due_on": str(clock.today()), **more}


def test_they_begin_with_what_the_visit_says_and_its_findings(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post("/fieldvisits/new/", log_data(cast.quay, {"what": CABINETS}, summary="夜班照明不足"))
    visit = Visit.objects.get()
    shown = client.get(page(visit, "edit/")).content.decode()
    item = Issue.objects.get()
    assert "夜班照明不足" in shown
    assert f'<option value="{item.pk}" selected' in shown
    sent = typed(a_row(cast.quay, what=CABINETS, issue=item.pk), initial=1)
    answer = client.post(page(visit, "edit/"), sent)
    assert (answer.status_code, answer["Location"]) == (302, page(visit))
    decision = Minutes.objects.get().decisions.get()
    assert (decision.what, decision.issue, decision.unit) == (CABINETS, item, cast.quay)


def test_a_row_keeps_the_item_its_writer_may_not_see_and_no_other_item_can_be_taken(
    client: Client, cast: Cast, visit: Visit, entry: MinutesEntry
) -> None:
    hidden, foreign = noted(cast, "写的人看不到"), noted(cast, "别处的事项")
    decisions = (replace(entry.decisions[0], issue=hidden), entry.decisions[1])
    minutes = write_minutes(visit=visit, entry=replace(entry, decisions=decisions), rights=Rights.of(cast.cadre))
    IssueExclusion.objects.create(issue=hidden, user=cast.cadre, ground=Ground.RECUSED)
    client.force_login(cast.cadre)
    shown = client.get(page(visit, "edit/")).content.decode()
    assert hidden.title not in shown
    assert hidden.number not in shown
    assert f'<option value="{hidden.pk}" selected' in shown
    rows = [a_row(cast.quay, what="更换照明", issue=hidden.pk), a_row(cast.west, issue=foreign.pk)]
    wrong = client.post(page(visit, "edit/"), typed(*rows, initial=2, version=minutes.version))
    assert wrong.status_code == 200
    rows[1]["issue"] = hidden.pk  # another row's own
    assert client.post(page(visit, "edit/"), typed(*rows, initial=2, version=minutes.version)).status_code == 200
    rows[1]["issue"] = ""
    assert client.post(page(visit, "edit/"), typed(*rows, initial=2, version=minutes.version)).status_code == 302
    assert [one.issue for one in Minutes.objects.get().decisions.all()] == [hidden, None]


def test_they_ask_for_nothing_that_the_log_has_said(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    promise = {"support_kind": "funding", "support_text": "更衣柜 15 个", "support_from": "工会主席"}
    said = {"what": CABINETS, "outcome": "to_unit", "target_unit": "安全", "support_by": "2026-12-20", **promise}
    client.post("/fieldvisits/new/", log_data(cast.quay, said))
    shown = client.get(page(Visit.objects.get(), "edit/")).content.decode()
    assert f'<option value="{cast.safety.pk}" selected' in shown
    assert 'value="工会主席"' in shown
    assert 'value="2026-12-20"' in shown


def test_a_row_that_stood_there_stays_unless_taken_out(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(cast.cadre)
    client.post(page(visit, "edit/"), typed(a_row(cast.quay), a_row(cast.quay, what="装护栏")))
    version = Minutes.objects.get().version
    rows = (a_row(cast.quay), a_row(cast.quay, what="装护栏", DELETE="on"), {"what": ""})
    client.post(page(visit, "edit/"), typed(*rows, initial=2, version=version))
    assert [one.what for one in Minutes.objects.get().decisions.all()] == ["换灯"]


def test_one_more_row_keeps_what_was_typed_and_complains_of_nothing(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(cast.cadre)
    shown = client.post(page(visit, "edit/"), typed({"what": "换灯"}, add="1")).content.decode()
    assert 'value="换灯"' in shown
    assert 'name="decisions-1-what"' in shown
    assert "is-bad" not in shown
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decisions-0-due_on": "2020-01-01"}, "不能早于走访那天"),
        ({"decisions-0-unit": "999999"}, "decisions-0-unit"),
        ({"facts": ""}, "有几处要改"),
        ({"decisions-0-what": "长" * 301}, "300"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_lost(
    client: Client, cast: Cast, visit: Visit, change: dict[str, str], words: str
) -> None:
    client.force_login(cast.cadre)
    shown = client.post(page(visit, "edit/"), typed(a_row(cast.quay)) | change).content.decode()
    assert words in shown
    assert "赵强" in shown
    assert not Minutes.objects.exists()


def test_two_people_never_write_over_each_other(client: Client, cast: Cast, visit: Visit) -> None:
    """Both the first words and a later change: what the other wrote is shown, what was typed is kept."""
    client.force_login(cast.cadre)
    client.post(page(visit, "edit/"), typed(a_row(cast.quay), facts="先写的"))
    client.force_login(cast.ledger)
    clash = client.post(page(visit, "edit/"), typed(a_row(cast.quay), facts="后写的"))
    assert clash.status_code == 409
    assert "先写的" in clash.content.decode()
    assert "后写的" in clash.content.decode()
    minutes = Minutes.objects.get()
    assert minutes.facts == "先写的"
    again = typed(a_row(cast.quay), facts="后写的", version=minutes.version)
    assert client.post(page(visit, "edit/"), again).status_code == 302
    assert client.post(page(visit, "edit/"), again).status_code == 409
    minutes.refresh_from_db()
    assert minutes.facts == "后写的"


def test_they_are_sent_round_only_with_a_decision(cast: Cast, visit: Visit) -> None:
    rights = Rights.of(cast.cadre)
    minutes = write_minutes(visit=visit, entry=MinutesEntry("周明", "都好"), rights=rights)
    with pytest.raises(RefusedStepError, match="至少写一项"):
        circulate_minutes(minutes=minutes, rights=rights)


def test_those_bound_read_them_once_sent_round_and_strangers_never(client: Client, cast: Cast, sent: Minutes) -> None:
    client.force_login(cast.outsider)  # of West, which a decision binds
    assert client.get(page(sent.visit)).status_code == 200
    sent.decisions.filter(unit=cast.west).delete()
    assert client.get(page(sent.visit)).status_code == 404


def test_a_draft_is_not_read_by_those_it_will_bind(
    client: Client, cast: Cast, visit: Visit, entry: MinutesEntry
) -> None:
    write_minutes(visit=visit, entry=entry, rights=Rights.of(cast.cadre))
    client.force_login(cast.outsider)
    assert client.get(page(visit)).status_code == 404


def test_objections_are_taken_for_three_workdays_and_answered_before_it_is_confirmed(
    cast: Cast, sent: Minutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sent.objections_until == add_workdays(clock.today(), 3)
    bound, office = Rights.of(cast.outsider), Rights.of(cast.ledger)
    objection = object_to_minutes(minutes=sent, what="更衣柜由设备部配，不是我们", rights=bound)
    with pytest.raises(RefusedStepError, match="次日起才能确认"):
        confirm_minutes(minutes=sent, rights=office)
    last = sent.objections_until
    monkeypatch.setattr(clock, "today", lambda: last + timedelta(days=1))
    with pytest.raises(RefusedStepError, match="没有答复"):
        confirm_minutes(minutes=sent, rights=office)
    with pytest.raises(RefusedStepError, match="已经结束"):
        object_to_minutes(minutes=sent, what="还有一条", rights=bound)
    answer_objection(objection=objection, answer="当场说的就是贵单位", is_taken_in=False, rights=Rights.of(cast.cadre))
    with pytest.raises(RefusedStepError, match="已经答复过"):
        answer_objection(objection=objection, answer="再答一次", is_taken_in=False, rights=office)
    assert confirm_minutes(minutes=sent, rights=office).status == MinutesState.CONFIRMED


@pytest.fixture
def confirmed(cast: Cast, sent: Minutes) -> Minutes:
    Minutes.objects.filter(pk=sent.pk).update(objections_until=clock.today() - timedelta(days=1))
    return confirm_minutes(minutes=sent, rights=Rights.of(cast.ledger))


def test_confirmed_every_decision_is_an_item_and_the_document_stands(
    client: Client, cast: Cast, confirmed: Minutes
) -> None:
    items = list(Issue.objects.filter(visit_decisions__minutes=confirmed).order_by("pk"))
    # Where it was found, as of every visit, with the unit that is to do it proposed to lead.
    assert [(item.unit, item.proposed_unit) for item in items] == [(cast.quay, cast.quay), (cast.quay, cast.west)]
    assert set(Issue.objects.visible_to(cast.rights("outsider"))) == {items[1]}
    assert all(item.is_found_on_site for item in items)
    assert "赵强" in items[0].description
    document = Document.objects.get(kind="visit.minutes")
    assert (document.number, document.is_issued) == (confirmed.number, True)
    assert "现办纪〔" in confirmed.number
    client.force_login(cast.cadre)
    shown = client.get(page(confirmed.visit)).content.decode()
    assert items[0].number in shown
    assert document.get_absolute_url() in shown
    item_page = client.get(items[0].get_absolute_url()).content.decode()
    assert confirmed.visit.get_absolute_url() in item_page


def test_confirmed_nothing_is_changed(client: Client, cast: Cast, confirmed: Minutes) -> None:
    client.force_login(cast.ledger)
    assert client.get(page(confirmed.visit, "edit/")).status_code == 403
    assert (
        client.post(page(confirmed.visit, "edit/"), typed(a_row(cast.quay), version=confirmed.version)).status_code
        == 403
    )
    for step in ("take_back", "circulate", "confirm"):
        client.post(page(confirmed.visit, f"{step}/"), {"version": confirmed.version})
    confirmed.refresh_from_db()
    assert confirmed.status == MinutesState.CONFIRMED


def test_their_paper_is_made_once_and_nobody_writes_another_in_its_place(
    client: Client, cast: Cast, confirmed: Minutes
) -> None:
    document = Document.objects.get(kind="visit.minutes")
    client.force_login(cast.ledger)
    assert "重新出一份代替" not in client.get(document.get_absolute_url()).content.decode()
    answer = client.post(f"{document.get_absolute_url()}replace/", {"version": document.version})
    assert (answer.status_code, Document.objects.count()) == (409, 1)


def test_the_pages_lead_through_all_steps(client: Client, cast: Cast, sent: Minutes) -> None:
    client.force_login(cast.outsider)
    client.post(page(sent.visit, "objections/"), {"what": ""})
    assert not Objection.objects.exists()
    client.post(page(sent.visit, "objections/"), {"what": "数量不对"})
    objection = Objection.objects.get()
    client.force_login(cast.cadre)
    url = page(sent.visit, f"objections/{objection.pk}/")
    assert "答复" in client.post(url, {"answer": ""}).content.decode()
    client.post(url, {"answer": "照改", "is_taken_in": "on"})
    sent.refresh_from_db()
    client.post(page(sent.visit, "take_back/"), {"version": sent.version})
    sent.refresh_from_db()
    assert (sent.status, sent.objections_until) == (MinutesState.DRAFT, None)
    assert Objection.objects.get().is_taken_in
    actions = set(AuditRecord.objects.filter(action__startswith="minutes.").values_list("action", flat=True))
    assert {"minutes.written", "minutes.circulate", "minutes.object", "minutes.answer", "minutes.take_back"} <= actions


def test_whoever_may_not_write_is_told_and_a_stranger_gets_nothing(client: Client, cast: Cast, visit: Visit) -> None:
    client.force_login(cast.handler)
    assert client.get(page(visit, "edit/")).status_code == 403
    assert client.get(page(visit)).status_code == 404
    client.force_login(cast.outsider)
    assert client.get(page(visit, "edit/")).status_code == 404
    assert client.post(page(visit, "confirm/")).status_code == 404


def test_an_old_page_takes_no_step(client: Client, cast: Cast, sent: Minutes) -> None:
    client.force_login(cast.cadre)
    answer = client.post(page(sent.visit, "take_back/"), {"version": sent.version - 1}, follow=True)
    assert "已经有人改动" in answer.content.decode()
    sent.refresh_from_db()
    assert sent.status == MinutesState.CIRCULATED


def test_home_pages_say_whose_turn_it_is(cast: Cast, visit: Visit, entry: MinutesEntry) -> None:
    writer = Rights.of(cast.cadre)
    minutes = write_minutes(visit=visit, entry=entry, rights=writer)
    assert [line.verb for line in work_lines(writer)] == ["接着写"]
    assert [line for line in work_lines(Rights.of(cast.head)) if "纪要" in line.title] == []
    circulate_minutes(minutes=minutes, rights=writer)
    assert [line.due_on for line in work_lines(Rights.of(cast.ledger)) if "纪要" in line.title] == [
        Minutes.objects.get().objections_until
    ]
    object_to_minutes(minutes=minutes, what="数量不对", rights=Rights.of(cast.outsider))
    assert [line.verb for line in work_lines(writer)] == ["去答复"]


@pytest.mark.parametrize("name", sorted(MACHINE.steps))
def test_every_step_is_refused_in_a_state_that_does_not_know_it(cast: Cast, sent: Minutes, name: str) -> None:
    step = MACHINE.steps[name]
    for state in set(MinutesState.values) - step.sources:
        sent.status = state
        assert MACHINE.refusal(sent, name, Rights.of(cast.ledger)), (name, state)


def test_an_edited_holiday_moves_the_last_day_for_objections_and_lists_it(
    cast: Cast, visit: Visit, entry: MinutesEntry
) -> None:
    rights = Rights.of(cast.cadre)
    with clock.travel_to(datetime(2026, 11, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        minutes = write_minutes(visit=visit, entry=entry, rights=rights)
        minutes = circulate_minutes(minutes=minutes, rights=rights)
        assert minutes.objections_until == date(2026, 11, 9)
        moved = publish_days([Day(date(2026, 11, 6), is_workday=False, name="停产检修", source="", is_published=True)])
        minutes.refresh_from_db()
        assert minutes.objections_until == date(2026, 11, 10)
        assert [(one.old_due_on, one.new_due_on) for one in moved] == [(date(2026, 11, 9), date(2026, 11, 10))]
        assert AuditRecord.objects.filter(action="minutes.window_moved").exists()
    with clock.travel_to(datetime(2026, 11, 11, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        publish_days([Day(date(2026, 11, 9), is_workday=False, name="停产检修", source="", is_published=True)])
        minutes.refresh_from_db()
        assert minutes.objections_until == date(2026, 11, 10)  # it was over


def test_the_heads_of_bound_units_and_the_writer_are_told_and_led_there(
    client: Client, cast: Cast, visit: Visit, sent: Minutes
) -> None:
    told = Notice.objects.get(user=cast.head, kind="minutes_out")
    client.force_login(cast.head)
    assert "征求意见" in client.get("/notices/").content.decode()
    follow = reverse("notice", args=[told.pk])
    assert client.get(follow)["Location"] == sent.get_absolute_url()
    assert not Notice.objects.filter(user=cast.cadre).exists()
    client.post(page(visit, "objections/"), {"what": "更衣柜归后勤"})
    assert Notice.objects.get(user=cast.cadre).kind == "minutes_objected"
