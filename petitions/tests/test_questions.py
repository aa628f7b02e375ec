"""A question to the petitioner: asked at the desk, answered on the query page, told to whoever asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.common.transitions import RefusedStepError
from outreach.door.testing import remember
from outreach.org.testing import Cast
from outreach.reminders.models import Notice
from petitions import workflow
from petitions.factories import accepted, classified, make_petition
from petitions.history import history_of
from petitions.models import CaseQuestion, Petition, PetitionFile, Supplement
from petitions.states import Kind
from petitions.statute import Waits
from petitions.tests.test_following_a_matter import look_at
from petitions.views.visitor import TRACKED
from petitions.workflow import Question

pytestmark = pytest.mark.django_db
ASKED = Question("9 月 3 日那个夜班，你是几点下班的？", "打卡记录只到零点，要核对上班时长。")


def asked(cast: Cast, petition: Petition, question: Question = ASKED, who: str = "petition") -> CaseQuestion:
    workflow.ask_question(petition=petition, question=question, rights=cast.rights(who))
    found: CaseQuestion = CaseQuestion.objects.select_related("petition").get(text=question.text)
    return found


def send(client: Client, question: CaseQuestion, **typed: Any) -> Any:
    remember(client, **{TRACKED: question.petition_id})
    return client.post(f"/petitions/track/questions/{question.pk}/", typed)


def desk_page(cast: Cast, client: Client, petition: Petition, who: str = "petition") -> str:
    client.force_login(cast.people[who])
    return client.get(petition.get_absolute_url()).content.decode()


def test_an_officer_asks_and_the_petitioner_reads_what_and_why(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    client.force_login(cast.people["petition"])
    day = clock.today() + timedelta(days=7)
    url = f"{petition.get_absolute_url()}ask_question/"
    typed = {"version": petition.version, "text": ASKED.text, "why": ASKED.why, "answer_by": day.isoformat()}
    assert client.post(url, typed).status_code == 302
    page = look_at(Client(), petition)
    for words in (ASKED.text, ASKED.why, f"希望 {day} 以前回答", "请你回答", "问了你一个问题"):
        assert words in page, words
    assert AuditRecord.objects.filter(action="petition.ask_question").count() == 1


def test_the_answer_lands_in_the_case_and_the_officer_hears_of_it(
    cast: Cast, client: Client, media_root: object
) -> None:
    petition = accepted(cast)
    question = asked(cast, petition)
    paper = SimpleUploadedFile("打卡照片.txt", "早上六点半".encode())
    send(client, question, text="早上六点半才下班", files=[paper])
    page = client.get("/petitions/track/").content.decode()
    assert "请你回答" not in page
    assert "你回答了提问" in page
    assert "早上六点半才下班" in page
    assert PetitionFile.objects.get().supplement == question.answers.get()
    [notice] = Notice.objects.all()
    assert notice.user == cast.people["petition"]
    seen = desk_page(cast, client, petition)
    for words in ("已回答", "早上六点半才下班", "打卡照片.txt", "信访人回答提问", Waits.ANSWER.label):
        assert str(words) in seen, words
    followed = client.get(f"/notices/{notice.pk}/")
    assert followed["Location"] == petition.get_absolute_url()
    assert "信访人回答了你的提问" in client.get("/notices/").content.decode()
    assert AuditRecord.objects.filter(action="petition.answer_question").count() == 1


def test_an_answer_sent_twice_is_one(cast: Cast, client: Client) -> None:
    question = asked(cast, accepted(cast))
    other = asked(cast, question.petition, Question("是哪台门机？", "几台都坏过。"))
    for _time in range(2):
        send(client, question, text="二号")
    assert question.answers.count() == 1
    assert Notice.objects.count() == 1
    send(client, other, text="二号")
    assert Supplement.objects.count() == 2, "the same words answer another question too"


def test_several_are_asked_and_only_so_many_at_once(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    for place in range(5):
        petition = workflow.ask_question(
            petition=petition, question=Question(f"问题{place}？", "要核对"), rights=cast.rights("petition")
        )
    page = look_at(client, petition)
    assert page.index("问题0？") < page.index("问题4？")
    assert "第 1 个问题，共 5 个" in page
    with pytest.raises(RefusedStepError, match="已经有 5 个问题"):
        workflow.ask_question(petition=petition, question=ASKED, rights=cast.rights("petition"))


def test_a_question_can_be_withdrawn_and_its_late_answer_is_kept(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    question = asked(cast, petition)
    client.force_login(cast.people["petition"])
    petition.refresh_from_db()
    page = client.get(f"{petition.get_absolute_url()}withdraw_question/?question={question.pk}").content.decode()
    assert ASKED.text in page
    typed = {"version": petition.version, "question": question.pk, "note": "车间已经找到打卡记录"}
    assert client.post(f"{petition.get_absolute_url()}withdraw_question/", typed).status_code == 302
    visitor = Client()
    page = look_at(visitor, petition)
    assert "请你回答" not in page
    assert "车间已经找到打卡记录" not in page
    assert "收回了一个问题" in page
    send(visitor, question, text="还是说一下：六点半")
    assert "已经收回" in visitor.get("/petitions/track/").content.decode()
    assert question.answers.get().text == "还是说一下：六点半"
    with pytest.raises(RefusedStepError):
        workflow.withdraw_question(petition=petition, question=question, note="再收", rights=cast.rights("petition"))


def test_answered_late_or_after_the_archive_it_is_kept_and_told(cast: Cast, client: Client) -> None:
    petition = accepted(cast, is_simple=True)
    question = asked(cast, petition, Question(ASKED.text, ASKED.why, clock.today() + timedelta(days=2)))
    petition = workflow.answer(petition=petition, text="已补发", rights=cast.rights("petition"))
    archived = workflow.archive(petition=petition, note="当面说清楚了", rights=cast.rights("petition"))
    last = archived.events.order_by("version").last()
    assert last is not None
    assert "question" in last.detail["lacking"]
    with clock.travel_to(clock.now() + timedelta(days=30)):
        page = look_at(client, archived)
        assert "过了也可以答" in page
        assert "已经归档" in page
        send(client, question, text="出海回来才看到：六点半")
    archived.refresh_from_db()
    assert archived.waits_for == Waits.ANSWER
    assert question.answers.exists()
    assert Notice.objects.filter(user=cast.people["petition"]).exists()
    assert workflow.mark_seen(petition=archived, rights=cast.rights("petition")).waits_for == ""


def test_no_term_pauses_by_it(cast: Cast) -> None:
    petition = accepted(cast)
    question = asked(cast, petition)
    before = (petition.clocks, petition.due_on, petition.term)
    workflow.answer_question(question=question, text="六点半")
    petition.refresh_from_db()
    assert (petition.clocks, petition.due_on, petition.term) == before


def test_bad_input_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    question = asked(cast, accepted(cast))
    page = send(client, question, text="")
    assert "写几句，或者加一份材料" in page.content.decode()
    long = send(client, question, text="说" * 9000)
    assert long.status_code == 200
    assert "说" * 100 in long.content.decode()
    assert not question.answers.exists()
    client.force_login(cast.people["petition"])
    url = f"{question.petition.get_absolute_url()}ask_question/"
    bad = client.post(url, {"version": 9, "text": "哪一天？", "why": "", "answer_by": "2020-01-01"}).content.decode()
    for words in ("哪一天？", "告诉信访人为什么要问", "选明天或以后的日期"):
        assert words in bad, words


def test_a_stranger_answers_nothing(cast: Cast, client: Client) -> None:
    question = asked(cast, accepted(cast))
    assert Client().post(f"/petitions/track/questions/{question.pk}/", {"text": "x"})["Location"] == "/petitions/track/"
    remember(client, **{TRACKED: make_petition(cast.quay).pk})
    assert client.post(f"/petitions/track/questions/{question.pk}/", {"text": "x"}).status_code == 404
    assert not Supplement.objects.exists()


@pytest.mark.parametrize("words", ["陈志远，你几点下班？", "请打 138 0013 0021 说一下"])
def test_the_petitioner_does_not_go_out_in_it_unnoticed(cast: Cast, client: Client, words: str) -> None:
    petition = accepted(cast)
    client.force_login(cast.people["petition"])
    typed = {"version": petition.version, "text": words, "why": "要核对"}
    page = client.post(f"{petition.get_absolute_url()}ask_question/", typed).content.decode()
    assert "这里可能认得出信访人" in page
    assert not CaseQuestion.objects.exists()


def test_nor_does_somebody_else(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    client.force_login(cast.people["petition"])
    name = cast.people["handler"].full_name
    url = f"{petition.get_absolute_url()}ask_question/"
    typed = {"version": petition.version, "text": f"{name}当时在不在？", "why": "要核对"}
    assert f"像是有别人的姓名：{name}" in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "names_are_meant": "on"}).status_code == 302
    assert petition.accused.filter(user=cast.people["handler"]).exists(), "whoever is named keeps away"


def test_what_inspectors_ask_stays_theirs(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay, kind=Kind.ACCUSATION, names="单位负责人甲")
    with pytest.raises(Petition.DoesNotExist):
        workflow.ask_question(petition=petition, question=ASKED, rights=cast.rights("petition"))
    question = asked(cast, petition, who="discipline")
    assert ASKED.text in look_at(client, petition)
    send(client, question, text="看见过两次")
    petition.refresh_from_db()
    assert petition.waits_for == "", "no desk of the office"
    [notice] = Notice.objects.all()
    assert notice.user == cast.people["discipline"]
    released = workflow.release(petition=petition, kind=Kind.APPEAL, note="不属检举", rights=cast.rights("discipline"))
    page = desk_page(cast, client, released)
    assert ASKED.text not in page
    assert "看见过两次" in page, "what the petitioner says is theirs to read, as before"
    assert not [one for one in history_of(released, cast.rights("petition")) if "question" in one.step]


def test_who_lost_sight_of_it_hears_nothing(cast: Cast, client: Client) -> None:
    petition = classified(cast)
    question = asked(cast, petition)
    workflow.route_to_discipline(petition=petition, rights=cast.rights("petition"))
    send(client, question, text="六点半")
    assert not Notice.objects.exists()
    assert question.answers.exists()
