"""A session goes in with its questions; what nobody could answer finds its way into the ledger."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.ledger.factories import noted
from outreach.ledger.models import Issue
from outreach.ledger.states import State
from outreach.ledger.workflow import hand_in
from outreach.org.testing import Cast
from policy import workflow
from policy.factories import a_document, a_session
from policy.models import PolicySession, QuestionOutcome, SessionQuestion
from policy.workflow import QuestionDraft

NEW = "/policy/sessions/new/"
HOT = "高温天午休场所没有空调"
UNTOUCHED = {"question": "", "answer": "", "topic": "other", "outcome": "answered"}


@pytest.fixture
def cadre(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cadre)
    return client


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What a cadre sends after a session, with one question nobody could answer."""
    return {
        "token": str(uuid.uuid4()),
        "theme": "讲清楚津贴怎么发",
        "held_on": clock.today().isoformat(),
        "unit": cast.quay.pk,
        "speaker": "杨帆",
        "attendance": 26,
        "question-TOTAL_FORMS": 4,
        "question-INITIAL_FORMS": 0,
        "question-0-question": "劳务工能不能领技能等级津贴",
        "question-0-topic": "pay",
        "question-0-outcome": "to_ledger",
        **{f"question-{n}-{name}": value for n in (1, 2, 3) for name, value in UNTOUCHED.items()},
        **changes,
    }


def test_question_without_answer_becomes_a_pending_item(cadre: Client, cast: Cast) -> None:
    page = cadre.post(NEW, typed(cast), follow=True).content.decode()
    issue = Issue.objects.get()
    assert (issue.source, issue.status, issue.unit) == ("policy", State.PENDING, cast.quay)
    assert issue.title == "劳务工能不能领技能等级津贴"
    assert issue.number in page


def test_answered_question_stays_in_the_session(cadre: Client, cast: Cast) -> None:
    answered = {"question-0-outcome": "answered", "question-0-answer": "凭证书领"}
    page = cadre.post(NEW, typed(cast, **answered), follow=True).content.decode()
    assert "凭证书领" in page
    assert not Issue.objects.exists()


def test_answered_needs_the_answer(cadre: Client, cast: Cast) -> None:
    response = cadre.post(NEW, typed(cast, **{"question-0-outcome": "answered"}))
    assert response.status_code == 400
    assert "写下现场怎么答的" in response.content.decode()
    assert not PolicySession.objects.exists()


def test_session_names_the_documents_it_was_about(cadre: Client, cast: Cast) -> None:
    document = a_document(cast)
    assert cadre.get(NEW, {"document": document.pk}).context["form"]["documents"].value() == [document.pk]
    cadre.post(NEW, typed(cast, documents=[document.pk]))
    session = PolicySession.objects.get()
    assert list(session.documents.all()) == [document]
    assert cast.quay.name in cadre.get(document.get_absolute_url()).content.decode()


def test_same_form_twice_is_one_session(cadre: Client, cast: Cast) -> None:
    sent = typed(cast)
    assert cadre.post(NEW, sent).headers["Location"] == cadre.post(NEW, sent).headers["Location"]
    response = cadre.post(NEW, {**sent, "theme": "另一个主题"})
    assert response.status_code == 409
    assert "另一个主题" in response.content.decode()
    assert (PolicySession.objects.count(), Issue.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("held_on", "2999-01-01", "这一天还没到"),
        ("held_on", "yesterday", "有效的日期"),
        ("attendance", "0", "不能小于"),
        ("attendance", "many", "整数"),
        ("documents", "77777", "77777"),
        ("documents", "9" * 40, "9" * 11),
        ("unit", "-1", "选择一个有效的选项"),
        ("theme", "长" * 81, "80"),
        ("question-0-outcome", "shrug", "选择一个有效的选项"),
    ],
)
def test_wrong_input_is_told_and_kept(cadre: Client, cast: Cast, field: str, value: str, told: str) -> None:
    response = cadre.post(NEW, typed(cast, **{"place": "学习室东门", field: value}))
    page = response.content.decode()
    assert response.status_code == 400
    assert told in page
    assert "学习室东门" in page
    assert not PolicySession.objects.exists()


def test_nobody_records_a_session_in_another_unit(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        a_session(cast, unit=cast.west)


def test_acceptor_reads_and_does_not_record(cast: Cast, client: Client) -> None:
    client.force_login(cast.acceptor)
    assert client.get(reverse("policy:sessions")).status_code == 200
    assert client.get(NEW).status_code == 403


def test_whoever_has_no_post_sees_no_sessions(cast: Cast, client: Client) -> None:
    client.force_login(cast.nobody)
    assert client.get(reverse("policy:sessions")).status_code == 403


def test_unit_and_words_narrow_the_list(cadre: Client, cast: Cast) -> None:
    a_session(cast, theme="讲安全")
    a_session(cast, theme="讲休假")
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"q": "安全"}, {"讲安全"}),
        ({"unit": cast.quay.pk}, {"讲安全", "讲休假"}),
        ({"unit": cast.west.pk}, {"讲安全", "讲休假"}),
    ]
    for query, themes in cases:
        rows = cadre.get(reverse("policy:sessions"), query).context["page"].rows
        assert {row.theme for row in rows} == themes, query


# --- similar items first -------------------------------------------------------------------
@pytest.fixture
def waiting(cast: Cast) -> SessionQuestion:
    """A question that looks like an item already being worked on."""
    hand_in(issue=noted(cast, HOT), rights=cast.rights("cadre"))
    return a_session(cast, QuestionDraft(HOT, outcome=QuestionOutcome.TO_LEDGER)).questions.get()


def test_question_like_an_open_item_waits_and_shows_it(cadre: Client, waiting: SessionQuestion) -> None:
    assert waiting.issue is None
    assert Issue.objects.get().number in cadre.get(waiting.get_absolute_url()).content.decode()
    assert waiting.get_absolute_url() in cadre.get(waiting.session.get_absolute_url()).content.decode()


def test_question_becomes_a_new_item(cadre: Client, waiting: SessionQuestion) -> None:
    cadre.post(waiting.get_absolute_url(), {"decision": "new"})
    assert Issue.objects.filter(source="policy", title=HOT).count() == 1


def test_question_joins_the_item_there_is(cadre: Client, waiting: SessionQuestion) -> None:
    issue = Issue.objects.get()
    cadre.post(waiting.get_absolute_url(), {"decision": f"join-{issue.pk}"})
    waiting.refresh_from_db()
    assert waiting.issue == issue


def test_question_is_answered_after_all(cadre: Client, waiting: SessionQuestion) -> None:
    assert cadre.post(waiting.get_absolute_url(), {"decision": "answer"}).status_code == 400
    cadre.post(waiting.get_absolute_url(), {"decision": "answer", "answer": "下周装"})
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.answer) == (QuestionOutcome.ANSWERED, "下周装")


def test_question_is_decided_once(cadre: Client, cast: Cast, waiting: SessionQuestion) -> None:
    workflow.hand_to_ledger(question=waiting, rights=cast.rights("cadre"))
    with pytest.raises(RefusedStepError, match="已经处理过"):
        workflow.answer(question=waiting, answer="下周装", rights=cast.rights("cadre"))
    page = cadre.get(waiting.get_absolute_url()).content.decode()
    assert "已经在台账里" in page


def test_outsider_may_not_decide(cast: Cast, client: Client, waiting: SessionQuestion) -> None:
    client.force_login(cast.outsider)
    assert client.post(waiting.get_absolute_url(), {"decision": "new"}).status_code == 404
