"""The query page: found by code only, in everyday words, with supplements and the judgement."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outreach.door.testing import remember, visitor_in
from outreach.ledger import workflow as ledger
from outreach.ledger.factories import a_paper
from outreach.ledger.models import Issue, Rating
from outreach.org.testing import Cast
from petitions import workflow
from petitions.factories import accepted, hand_in, handed_over, make_petition, work_on
from petitions.models import Petition, Supplement
from petitions.views.visitor import TRACKED

pytestmark = pytest.mark.django_db


def look_at(client: Client, petition: Petition) -> str:
    """The query page as somebody sees it who has given the right code."""
    remember(client, **{TRACKED: petition.pk})
    return client.get("/petitions/track/").content.decode()


def test_the_code_opens_the_matter_however_it_is_typed(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        visitor = Client()
        answer = visitor.post("/petitions/track/", {"code": typed})
        assert answer["Location"] == "/petitions/track/"
        assert Petition.objects.get().title in visitor.get("/petitions/track/").content.decode()


def test_the_code_never_stands_in_an_address_a_header_or_the_session(cast: Cast, client: Client) -> None:
    code = hand_in(client)
    visitor = Client()
    answer = visitor.post("/petitions/track/", {"code": code})
    page = visitor.get("/petitions/track/")
    for place in (
        answer["Location"],
        str(answer.headers),
        str(page.headers),
        str(dict(visitor.session)),
        str(dict(visitor_in(visitor))),
        page.content.decode(),
    ):
        assert code not in place
        assert code.replace("-", "") not in place
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] in {"same-origin", "no-referrer"}


@pytest.mark.parametrize(
    "typed", ["", "AAAA-AAAA-AAAA-AAAA", "x" * 60, "查询码", "\x00", "XFJ-2026-000001", "' OR 1=1"]
)
def test_a_wrong_code_opens_nothing_and_keeps_what_was_typed(cast: Cast, client: Client, typed: str) -> None:
    make_petition(cast.quay)
    page = client.post("/petitions/track/", {"code": typed})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert TRACKED not in visitor_in(client)


def test_leaving_closes_the_matter_for_the_next_at_this_computer(cast: Cast, client: Client) -> None:
    look_at(client, make_petition(cast.quay))
    client.post("/petitions/track/leave/")
    assert "共 16 位" in client.get("/petitions/track/").content.decode()


def test_the_page_says_who_has_it_and_how_many_days_the_law_leaves(cast: Cast, client: Client) -> None:
    petition = accepted(cast)
    page = look_at(client, petition)
    assert "已受理，正在安排谁来办" in page
    assert "还剩 60 天" in page
    assert "第三十四条" in page
    assert "决定受理" in page


def test_the_page_tells_which_unit_handles_it_and_nothing_internal(cast: Cast, client: Client) -> None:
    petition = handed_over(cast)
    work_on(cast, petition)
    page = look_at(client, petition)
    assert "交给了装卸一公司处理" in page
    assert "差额已随 12 月工资补发" in page
    assert "打卡规则按日历日切分" not in page
    assert cast.handler.full_name not in page


def test_a_supplement_with_a_file_reaches_the_officer(cast: Cast, client: Client, media_root: object) -> None:
    petition = accepted(cast)
    look_at(client, petition)
    sent = {"text": "8 月也少算了。", "files": [SimpleUploadedFile("8月工资条.txt", b"8")]}
    client.post("/petitions/track/supplement/", sent)
    added = Supplement.objects.get()
    client.force_login(cast.petition)
    page = client.get(petition.get_absolute_url()).content.decode()
    assert "8 月也少算了" in page
    assert "8月工资条.txt" in page
    assert "信访人补充材料" in page
    answer = client.get(f"{petition.get_absolute_url()}files/{added.files.get().attachment_id}/")
    assert answer.getvalue() == b"8"


def test_a_supplement_sent_twice_is_one_and_an_empty_one_is_asked_again(cast: Cast, client: Client) -> None:
    petition = make_petition(cast.quay)
    look_at(client, petition)
    client.post("/petitions/track/supplement/", {"text": "再说一点"})
    client.post("/petitions/track/supplement/", {"text": "再说一点"})
    assert Supplement.objects.count() == 1
    assert petition.events.filter(step="supplement").count() == 1
    assert "写几句" in client.post("/petitions/track/supplement/", {"text": " "}).content.decode()


def test_a_supplement_is_kept_even_after_the_archive(cast: Cast) -> None:
    petition = accepted(cast, is_simple=True)
    workflow.answer(petition=petition, text="已补发", rights=cast.rights("petition"))
    workflow.archive(petition=petition, rights=cast.rights("petition"), note="纸质材料另卷存放")
    workflow.supplement(petition=petition, text="又少了")
    petition.refresh_from_db()
    assert petition.status == "archived"
    assert petition.supplements.count() == 1


def test_what_was_taken_back_is_not_said_to_have_been_done(cast: Cast, client: Client) -> None:
    petition = workflow.withdraw(petition=accepted(cast), reason="解决了")
    petition = workflow.archive(petition=petition, note="信访人撤回", rights=cast.rights("petition"))
    page = look_at(client, petition)
    assert "已经了结，材料归档" in page
    assert "已办完归档" not in page


def test_a_satisfied_raiser_lets_the_item_be_struck_off(cast: Cast, client: Client, media_root: object) -> None:
    petition = work_on(cast, handed_over(cast))
    assert "评一评" in look_at(client, petition)
    client.post("/petitions/track/rate/", {"attitude": "3", "speed": "2", "result": "3", "words": "谢谢"})
    petition.refresh_from_db()
    assert petition.status == "rated"
    assert Rating.objects.get().words == "谢谢"
    assert "评一评" not in client.get("/petitions/track/").content.decode()
    ledger.close(issue=Issue.objects.get(), rights=cast.rights("ledger"))


@pytest.mark.django_db(transaction=True)
def test_a_dissatisfied_raiser_brings_the_item_back_and_the_petition_with_it(
    cast: Cast, client: Client, media_root: object
) -> None:
    petition = work_on(cast, handed_over(cast))
    look_at(client, petition)
    client.post("/petitions/track/rate/", {"attitude": "3", "speed": "3", "result": "1", "words": "还差两个班"})
    petition.refresh_from_db()
    assert Issue.objects.get().status == "in_progress"
    assert petition.status == "investigating"
    assert petition.due_on is not None
    assert "装卸一公司正在办" in client.get("/petitions/track/").content.decode()


@pytest.mark.parametrize("part", [{"result": "9"}, {"result": ""}, {"attitude": "x"}, {"words": "长" * 501}])
def test_a_judgement_that_is_not_whole_is_asked_again(
    cast: Cast, client: Client, media_root: object, part: dict[str, str]
) -> None:
    petition = work_on(cast, handed_over(cast))
    look_at(client, petition)
    page = client.post("/petitions/track/rate/", {"attitude": "3", "speed": "3", "result": "3", "words": "", **part})
    assert page.context["rate_form"].errors
    assert not Rating.objects.exists()


def test_rating_twice_or_too_early_is_refused_in_words(cast: Cast, client: Client) -> None:
    look_at(client, accepted(cast))
    page = client.post("/petitions/track/rate/", {"attitude": "3", "speed": "3", "result": "3"}, follow=True)
    assert "不能" in page.content.decode()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/petitions/track/review/", {"reason": "少算了两个班"}),
        ("/petitions/track/withdraw/", {"why": "少算了两个班", "is_sure": "on"}),
        ("/petitions/track/rate/", {"attitude": "1", "speed": "1", "result": "3", "words": "少算了两个班"}),
    ],
)
def test_words_of_a_step_that_is_refused_come_back_where_they_can_be_handed_in(
    cast: Cast, client: Client, url: str, said: dict[str, str]
) -> None:
    """The page was open while somebody else took the matter back."""
    petition = accepted(cast)
    look_at(client, petition)
    workflow.withdraw(petition=petition, reason="")
    page = client.post(url, said)
    assert page.context["supplement_form"]["text"].value() == "少算了两个班"
    assert "没有提交" in page.content.decode()
    assert not Supplement.objects.exists()
    client.post("/petitions/track/supplement/", {"text": "少算了两个班"})
    assert Supplement.objects.get().text == "少算了两个班"


@pytest.mark.parametrize("url", ["/petitions/track/supplement/", "/petitions/track/rate/"])
def test_without_the_code_nothing_can_be_added(cast: Cast, client: Client, url: str) -> None:
    make_petition(cast.quay)
    assert client.post(url, {"text": "x", "result": "1"})["Location"] == "/petitions/track/"
    assert not Supplement.objects.exists()


def test_a_file_of_another_matter_does_not_exist(cast: Cast, client: Client, media_root: object) -> None:
    other = make_petition(cast.west)
    workflow.supplement(petition=other, text="", files=[a_paper()])
    look_at(client, make_petition(cast.quay))
    assert client.get(f"/petitions/track/files/{other.files.get().attachment_id}/").status_code == 404
    assert Client().get(f"/petitions/track/files/{other.files.get().attachment_id}/").status_code == 404
