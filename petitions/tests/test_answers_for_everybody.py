"""A typical question is answered once for everybody: by two people, with nobody to be known by it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from outreach.common.transitions import RefusedStepError
from outreach.ledger.states import Topic
from outreach.org.testing import Cast
from petitions.answers import answers_like, answers_to_check
from petitions.factories import MATTER, fill_in, make_petition
from petitions.models import Petition, PublishedAnswer
from petitions.states import Kind, Publication
from petitions.workflow import accept, answer, classify, route_to_discipline
from petitions.workflow.publishing import Text, publish_answer, send_back_answer, withdraw_answer, write_answer

TEXT = Text(Topic.PAY, "夜班补贴少算了，找谁补发？", "先找工资核算员核对，差额随下月工资补发。", "工资支付管理办法")
SENT = {"topic": TEXT.topic, "question": TEXT.question, "answer": TEXT.answer, "basis": TEXT.basis, "version": "0"}


@pytest.fixture
def answered(cast: Cast) -> Petition:
    """A petition whose petitioner has been answered."""
    rights = cast.rights("petition")
    petition = make_petition(cast.quay)
    classify(petition=petition, kind=Kind.APPEAL, unit=cast.quay, is_simple=True, rights=rights)
    accept(petition=petition, rights=rights)
    return answer(petition=petition, text="补发差额 320 元。", rights=rights)


@pytest.fixture
def on_its_way(cast: Cast, answered: Petition) -> PublishedAnswer:
    return write_answer(petition=answered, text=TEXT, rights=cast.rights("petition"))


def test_two_people_publish_and_then_everybody_finds_it(
    cast: Cast, client: Client, on_its_way: PublishedAnswer
) -> None:
    shelf, page = reverse("petitions:answers"), on_its_way.get_absolute_url()
    assert client.get(page).status_code == 404
    client.force_login(cast.leader)
    url = reverse("petitions:answer_decide", args=[on_its_way.pk, "publish"])
    assert client.post(url, {"version": "0"}).status_code == 302
    client.logout()
    assert TEXT.question in client.get(shelf, {"q": "补发 夜班"}).content.decode()
    assert TEXT.question in client.get(shelf, {"topic": "pay"}).content.decode()
    assert TEXT.question not in client.get(shelf, {"q": "宿舍"}).content.decode()
    shown = client.get(page).content.decode()
    assert TEXT.answer in shown
    assert on_its_way.petition.number not in shown


def test_who_wrote_it_does_not_check_it(cast: Cast, on_its_way: PublishedAnswer) -> None:
    with pytest.raises(RefusedStepError):
        publish_answer(answer=on_its_way, rights=cast.rights("petition"))
    assert list(answers_to_check(cast.rights("petition"))) == []
    assert list(answers_to_check(cast.rights("leader"))) == [on_its_way]


def test_the_database_keeps_the_two_people_apart(on_its_way: PublishedAnswer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedAnswer.objects.filter(pk=on_its_way.pk).update(checked_by=on_its_way.written_by)


def test_sent_back_it_tells_why_and_is_looked_at_anew(cast: Cast, client: Client, on_its_way: PublishedAnswer) -> None:
    send_back_answer(answer=on_its_way, remark="依据写错了", rights=cast.rights("leader"))
    client.force_login(cast.petition)
    assert "依据写错了" in client.get(reverse("petitions:answers_desk")).content.decode()
    url = reverse("petitions:answer_revise", args=[on_its_way.pk])
    assert TEXT.question in client.get(url).content.decode()
    assert client.post(url, {**SENT, "version": "1", "basis": "第十二条"}).status_code == 302
    on_its_way.refresh_from_db()
    assert (on_its_way.status, on_its_way.basis, on_its_way.remark) == (Publication.CHECKING, "第十二条", "")


def test_a_stale_form_keeps_what_was_typed(cast: Cast, client: Client, on_its_way: PublishedAnswer) -> None:
    send_back_answer(answer=on_its_way, remark="太长", rights=cast.rights("leader"))
    client.force_login(cast.petition)
    url = reverse("petitions:answer_revise", args=[on_its_way.pk])
    page = client.post(url, {**SENT, "question": "另一种问法？"})
    assert page.status_code == 409
    assert "另一种问法？" in page.content.decode()


@pytest.mark.parametrize("told", ["陈志远问过", "拨 138 0013 0021 问过", "住港前路 6 号 302 室的问过"])
def test_nobody_is_told_who_asked(cast: Cast, client: Client, answered: Petition, told: str) -> None:
    client.force_login(cast.petition)
    page = client.post(reverse("petitions:publish", args=[answered.number]), {**SENT, "question": f"{told}，怎么补？"})
    assert page.status_code == 200
    assert "<mark" in page.content.decode()
    assert told in page.content.decode()
    assert not PublishedAnswer.objects.exists()


def test_names_of_people_go_out_only_when_somebody_meant_them(cast: Cast, client: Client, answered: Petition) -> None:
    client.force_login(cast.petition)
    url = reverse("petitions:publish", args=[answered.number])
    named = {**SENT, "answer": f"请找{cast.handler.full_name}。"}
    page = client.post(url, named)
    assert page.context["form"].errors.keys() == {"names_are_meant"}
    assert client.post(url, {**named, "names_are_meant": "on"}).status_code == 302


def test_nothing_is_published_before_the_petitioner_was_answered(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    client.force_login(cast.petition)
    url = reverse("petitions:publish", args=[petition.number])
    assert "答复信访人以后才能公开" in client.get(url).content.decode()
    assert client.post(url, SENT).status_code == 409
    assert not PublishedAnswer.objects.exists()


def test_what_inspectors_took_over_goes_to_nobody(cast: Cast) -> None:
    """Sealed while its answer was being looked at: the answer is gone from every desk, and cannot be published.

    An item behind it answered the petitioner, so the case goes on after the answer.
    """
    rights = cast.rights("petition")
    petition = make_petition(cast.quay)
    classify(petition=petition, kind=Kind.APPEAL, unit=cast.quay, is_simple=True, rights=rights)
    accept(petition=petition, rights=rights)
    Petition.objects.filter(pk=petition.pk).update(delivered_at=petition.received_at)
    waiting = write_answer(petition=petition, text=TEXT, rights=rights)
    route_to_discipline(petition=petition, rights=rights)
    for name in ("petition", "leader"):
        assert not PublishedAnswer.objects.visible_to(cast.rights(name)).exists()
    with pytest.raises(PublishedAnswer.DoesNotExist):
        publish_answer(answer=waiting, rights=cast.rights("leader"))


def test_taken_down_it_is_gone_for_everybody(cast: Cast, client: Client, on_its_way: PublishedAnswer) -> None:
    publish_answer(answer=on_its_way, rights=cast.rights("leader"))
    withdraw_answer(answer=on_its_way, remark="办法改了", rights=cast.rights("petition"))
    assert client.get(on_its_way.get_absolute_url()).status_code == 404
    assert TEXT.question not in client.get(reverse("petitions:answers")).content.decode()


@pytest.mark.parametrize(("name", "status"), [("handler", 403), ("cadre", 403), ("outsider", 403), ("leader", 403)])
def test_others_write_nothing(cast: Cast, client: Client, answered: Petition, name: str, status: int) -> None:
    client.force_login(cast.people[name])
    assert client.post(reverse("petitions:publish", args=[answered.number]), SENT).status_code == status
    assert not PublishedAnswer.objects.exists()


def test_who_types_the_same_again_is_shown_the_answer_first(
    cast: Cast, client: Client, on_its_way: PublishedAnswer
) -> None:
    publish_answer(answer=on_its_way, rights=cast.rights("leader"))
    fill_in(client)
    assert TEXT.question in client.get("/petitions/new/review/").content.decode()
    assert answers_like(f"{MATTER['title']}{MATTER['facts']}") == [on_its_way]
    assert answers_like("食堂夜宵希望加热汤") == []


def test_who_accuses_somebody_is_not_sent_to_a_shelf(cast: Cast, client: Client, on_its_way: PublishedAnswer) -> None:
    publish_answer(answer=on_its_way, rights=cast.rights("leader"))
    fill_in(client, kind="accusation")
    assert TEXT.question not in client.get("/petitions/new/review/").content.decode()


@pytest.mark.parametrize("query", ["\x00", "%", "👷", "x" * 5000, "'; --"])
def test_any_words_can_be_looked_for(cast: Cast, client: Client, query: str) -> None:
    places = {"q": query, "topic": query, "after": query, "before": query}
    assert client.get(reverse("petitions:answers"), places).status_code == 200
