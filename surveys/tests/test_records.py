"""A record goes in by its method, its findings find their way, and nothing typed is lost."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import noted
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import hand_in
from outreach.org.roles import Role
from outreach.org.testing import Cast
from surveys import workflow
from surveys.factories import a_record, an_investigation
from surveys.methods import QUESTIONS, Method
from surveys.models import Investigation, Outcome, Record, RecordFinding
from surveys.workflow import FindingDraft

LOCKERS = "更衣柜 43 人共用 28 个"


@pytest.fixture
def investigation(cast: Cast) -> Investigation:
    return an_investigation(cast)


@pytest.fixture
def cadre(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cadre)
    return client


def record_url(investigation: Investigation, method: str = Method.FORUM) -> str:
    return reverse("surveys:record_new", args=[investigation.pk, method])


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What a cadre sends after a forum, with one finding for the ledger."""
    return {
        "token": str(uuid.uuid4()),
        "held_on": clock.today().isoformat(),
        "unit": cast.quay.pk,
        "people_count": 12,
        "people_kind": "班组长",
        "said": "“报了两回都说在走流程。”",
        "finding-TOTAL_FORMS": 4,
        "finding-INITIAL_FORMS": 0,
        "finding-0-what": "备件报缺到领用平均 23 天",
        "finding-0-topic": "equipment",
        "finding-0-horizon": "time_bound",
        "finding-0-outcome": "to_ledger",
        **{f"finding-{n}-{name}": value for n in (1, 2, 3) for name, value in UNTOUCHED.items()},
        **changes,
    }


UNTOUCHED = {"what": "", "topic": "other", "horizon": "time_bound", "outcome": "to_ledger"}


@pytest.mark.parametrize("method", Method.values)
def test_form_asks_what_the_method_asks(cadre: Client, investigation: Investigation, method: str) -> None:
    form = cadre.get(record_url(investigation, method)).context["form"]
    asked = {"people_count", "people_kind", "is_unannounced", "said"} & set(form.fields)
    assert asked == set(QUESTIONS[method].fields)


def test_unknown_method_is_no_page(cadre: Client, investigation: Investigation) -> None:
    assert cadre.get(f"/surveys/{investigation.pk}/records/new/poll/").status_code == 404


def test_forum_with_a_finding_becomes_a_record_and_a_pending_item(
    cadre: Client, cast: Cast, investigation: Investigation
) -> None:
    response = cadre.post(record_url(investigation), typed(cast), follow=True)
    assert response.redirect_chain
    issue = Issue.objects.get()
    assert (issue.source, issue.status, issue.unit, issue.raised_by) == ("survey", State.PENDING, cast.quay, "班组长")
    assert issue.is_found_on_site
    assert issue.number in response.content.decode()


def test_an_item_of_an_interview_tells_the_unit_neither_of_it_nor_of_who_that_was(cast: Cast) -> None:
    day = clock.today() - timedelta(days=3)
    a_record(
        cast, FindingDraft(LOCKERS), method=Method.INTERVIEW, held_on=day, people_count=None, people_kind="门机司机"
    )
    issue = Issue.objects.get()
    told = f"{issue.title}{issue.description}{issue.raised_by}{issue.raised_on}"
    assert [word for word in (str(Method.INTERVIEW.label), "门机司机", str(day)) if word in told] == []


def test_card_left_empty_is_no_finding(cadre: Client, cast: Cast, investigation: Investigation) -> None:
    cadre.post(record_url(investigation), typed(cast, **{"finding-0-what": "", "finding-0-topic": "other"}))
    assert Record.objects.get().findings.count() == 0


def test_finding_for_information_makes_no_item(cast: Cast) -> None:
    finding = a_record(cast, FindingDraft(LOCKERS, outcome=Outcome.INFORMATION_ONLY)).findings.get()
    assert finding.issue is None
    assert not Issue.objects.exists()


def test_same_form_twice_is_one_record(cadre: Client, cast: Cast, investigation: Investigation) -> None:
    sent = typed(cast)
    assert cadre.post(record_url(investigation), sent).status_code == 302
    assert cadre.post(record_url(investigation), sent).status_code == 302
    assert (Record.objects.count(), Issue.objects.count()) == (1, 1)


def test_same_token_with_other_words_explains_and_keeps_the_text(
    cadre: Client, cast: Cast, investigation: Investigation
) -> None:
    sent = typed(cast)
    cadre.post(record_url(investigation), sent)
    response = cadre.post(record_url(investigation), {**sent, "said": "“夜班坏了只能停到天亮。”"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "已经提交过一次" in page
    assert "夜班坏了只能停到天亮" in page
    assert Record.objects.count() == 1
    again = {**sent, "said": "“夜班坏了只能停到天亮。”", "token": response.context["form"]["token"].value()}
    assert cadre.post(record_url(investigation), again).status_code == 302
    assert Record.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("held_on", "2999-01-01", "这一天还没到"),
        ("held_on", "1999-01-01", "只能补记"),
        ("held_on", "2026-02-30", "有效的日期"),
        ("people_count", "-3", "不能小于"),
        ("people_count", "99999999999999999999", "不能大于"),
        ("unit", "999999", "选择一个有效的选项"),
        ("said", "", "请填写"),
        ("said", "长" * 5001, "5000"),
        ("finding-0-what", "长" * 81, "80"),
        ("finding-0-topic", "gossip", "选择一个有效的选项"),
        ("token", "not-a-token", "UUID"),
    ],
)
def test_wrong_input_is_told_and_kept(
    cadre: Client, cast: Cast, investigation: Investigation, field: str, value: str, told: str
) -> None:
    response = cadre.post(record_url(investigation), typed(cast, **{field: value, "place": "备件库东门"}))
    assert response.status_code == 400
    page = response.content.decode()
    assert told in page
    assert "备件库东门" in page
    assert not Record.objects.exists()


def test_damaging_characters_are_cleaned(cadre: Client, cast: Cast, investigation: Investigation) -> None:
    cadre.post(record_url(investigation), typed(cast, said="门\x00机\u202e 好😀", **{"finding-0-what": "绳\x07断"}))
    assert Record.objects.get().said == "门机 好😀"
    assert Issue.objects.get().title == "绳断"


def test_form_without_its_cards_is_told(cadre: Client, cast: Cast, investigation: Investigation) -> None:
    sent = {name: value for name, value in typed(cast).items() if not name.startswith("finding")}
    response = cadre.post(record_url(investigation), sent)
    assert response.status_code == 400
    assert not Record.objects.exists()


def test_nobody_records_in_another_unit(cast: Cast, investigation: Investigation) -> None:
    with pytest.raises(PermissionDenied):
        a_record(cast, investigation=investigation, unit=cast.west)
    with pytest.raises(PermissionDenied):
        a_record(cast, investigation=investigation, by="outsider", unit=cast.west)


def test_acceptor_may_not_begin_an_investigation(cast: Cast, client: Client) -> None:
    assert cast.acceptor.postings.get().role == Role.ACCEPTOR
    client.force_login(cast.acceptor)
    assert client.get(reverse("surveys:list")).status_code == 200
    assert client.get(reverse("surveys:new")).status_code == 403


def test_whoever_has_no_post_sees_no_list(cast: Cast, client: Client) -> None:
    client.force_login(cast.nobody)
    assert client.get(reverse("surveys:list")).status_code == 403


# --- similar items first -------------------------------------------------------------------
@pytest.fixture
def waiting(cast: Cast) -> RecordFinding:
    """A finding that looks like an item already being worked on."""
    hand_in(issue=noted(cast, LOCKERS), rights=cast.rights("cadre"))
    return a_record(cast, FindingDraft(LOCKERS)).findings.get()


def test_finding_like_an_open_item_waits_and_shows_it(cadre: Client, cast: Cast, waiting: RecordFinding) -> None:
    assert waiting.issue is None
    page = cadre.get(waiting.get_absolute_url()).content.decode()
    assert Issue.objects.get().number in page


def test_saving_a_similar_finding_leads_to_the_decision(cadre: Client, cast: Cast, waiting: RecordFinding) -> None:
    sent = typed(cast, **{"finding-0-what": LOCKERS})
    response = cadre.post(record_url(waiting.record.investigation), sent)
    assert response.headers["Location"].startswith("/surveys/findings/")


@pytest.mark.parametrize(
    ("decision", "items", "outcome"), [("new", 2, "to_ledger"), ("information", 1, "information_only")]
)
def test_decision_is_kept(cadre: Client, waiting: RecordFinding, decision: str, items: int, outcome: str) -> None:
    cadre.post(waiting.get_absolute_url(), {"decision": decision})
    waiting.refresh_from_db()
    assert Issue.objects.count() == items
    assert waiting.outcome == outcome
    assert not waiting.is_waiting


def test_finding_can_join_the_item_there_is(cadre: Client, waiting: RecordFinding) -> None:
    issue = Issue.objects.get()
    cadre.post(waiting.get_absolute_url(), {"decision": f"join-{issue.pk}"})
    waiting.refresh_from_db()
    assert waiting.issue == issue
    assert Issue.objects.count() == 1


@pytest.mark.parametrize("decision", ["", "join-0", "join-999999", "burn"])
def test_unknown_decision_is_told(cadre: Client, waiting: RecordFinding, decision: str) -> None:
    assert cadre.post(waiting.get_absolute_url(), {"decision": decision}).status_code == 400
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_finding_is_decided_once(cast: Cast, waiting: RecordFinding) -> None:
    workflow.hand_to_ledger(finding=waiting, rights=cast.rights("cadre"))
    with pytest.raises(RefusedStepError, match="已经处理过"):
        workflow.keep_as_information(finding=waiting, rights=cast.rights("cadre"))


def test_reader_may_not_decide(cast: Cast, client: Client, waiting: RecordFinding) -> None:
    client.force_login(cast.acceptor)
    assert client.get(waiting.get_absolute_url()).status_code == 404
    with pytest.raises(RecordFinding.DoesNotExist):
        workflow.hand_to_ledger(finding=waiting, rights=cast.rights("acceptor"))


# --- who reads what ---------------------------------------------------------------------------
def test_interview_is_hidden_from_the_unit_it_was_held_in(cast: Cast, client: Client) -> None:
    led_above = an_investigation(cast, by="leader", lead_unit=cast.group)
    a_record(cast, investigation=led_above, by="leader", said="班组长脾气太大")
    a_record(cast, investigation=led_above, by="leader", method=Method.INTERVIEW, said="这句话只有课题组能看")
    client.force_login(cast.cadre)
    page = client.get(led_above.get_absolute_url()).content.decode()
    assert "班组长脾气太大" in page
    assert "这句话只有课题组能看" not in page
    client.force_login(cast.leader)
    assert "这句话只有课题组能看" in client.get(led_above.get_absolute_url()).content.decode()


def test_item_out_of_sight_is_not_named_in_the_story(cast: Cast, client: Client) -> None:
    elsewhere = hand_in(issue=noted(cast, LOCKERS, by="outsider", unit=cast.west), rights=cast.rights("outsider"))
    finding = a_record(
        cast,
        FindingDraft(LOCKERS),
        by="leader",
        investigation=an_investigation(cast, by="leader", lead_unit=cast.group),
    ).findings.get()
    workflow.join_to_issue(finding=finding, issue=elsewhere, rights=cast.rights("leader"))
    url = finding.record.investigation.get_absolute_url()
    client.force_login(cast.cadre)
    assert elsewhere.number not in client.get(url).content.decode()
    client.force_login(cast.leader)
    assert elsewhere.number in client.get(url).content.decode()


def test_investigation_that_came_to_no_unit_of_mine_does_not_exist(cast: Cast, client: Client) -> None:
    led_above = an_investigation(cast, by="leader", lead_unit=cast.group)
    client.force_login(cast.cadre)
    assert client.get(led_above.get_absolute_url()).status_code == 404


def test_file_opens_for_readers_of_the_record_only(
    cadre: Client, cast: Cast, investigation: Investigation, client: Client
) -> None:
    paper = SimpleUploadedFile("座谈记录.txt", "大家都说慢".encode(), content_type="text/plain")
    cadre.post(record_url(investigation), {**typed(cast), "papers": paper})
    url = reverse("surveys:file", args=[Record.objects.get().files.get().pk])
    assert b"".join(cadre.get(url)).decode() == "大家都说慢"
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 404


# --- list -------------------------------------------------------------------------------------
def test_filters_in_the_address_narrow_the_list(cadre: Client, cast: Cast, investigation: Investigation) -> None:
    today = clock.today()
    an_investigation(cast, title="食堂", since=today - timedelta(days=60), until=today - timedelta(days=5))
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"q": "食"}, {"食堂"}),
        ({"state": "running"}, {investigation.title}),
        ({"state": "over"}, {"食堂"}),
        ({"unit": cast.quay.pk}, {"食堂", investigation.title}),
        ({"unit": "x", "state": "y", "after": "z~z"}, {"食堂", investigation.title}),
    ]
    for query, titles in cases:
        rows = cadre.get(reverse("surveys:list"), query).context["page"].rows
        assert {row.title for row in rows} == titles, query


def test_too_long_an_investigation_is_refused_beside_the_date(cadre: Client, cast: Cast) -> None:
    sent = {
        "token": str(uuid.uuid4()),
        "title": "备件",
        "question": "为什么",
        "lead_unit": cast.quay.pk,
        "since": "2026-01-01",
        "until": "2030-01-01",
    }
    response = cadre.post(reverse("surveys:new"), sent)
    assert response.status_code == 400
    assert response.context["form"].errors["until"]
    assert cadre.post(reverse("surveys:new"), {**sent, "until": "2025-01-01"}).status_code == 400
    assert cadre.post(reverse("surveys:new"), {**sent, "until": "2026-03-01"}).status_code == 302
    assert Investigation.objects.count() == 1
