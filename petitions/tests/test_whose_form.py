"""A form is opened, changed and answered for the one who fills it in, and for nobody who was at the computer before."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from outreach.door.testing import visitor_in
from outreach.org.models import Posting
from outreach.org.roles import Role
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from petitions import drafts
from petitions.contacts import Contact
from petitions.factories import CONTACT, MATTER, STEPS, fill_in, hand_in
from petitions.identities import contact_of
from petitions.intake import Matter, submit
from petitions.models import Petition, PetitionDraft, Supplement

pytestmark = pytest.mark.django_db
KIND, ABOUT, CONTACT_STEP, REVIEW = *STEPS, "/petitions/new/review/"
RECEIPT = "/petitions/receipt/"
FORGED = {"naming": "real", "name": "冒名者", "phone": "13900000000", "address": ""}


def send(client: Client, url: str, mark: str, **fields: str) -> Any:
    return client.post(url, {"token": mark, **STEPS.get(url, {}), **fields}, follow=True)


def marks_of_all_pages(client: Client) -> list[str]:
    """What each page carries on the way of one form up to the review."""
    page: Any = client.get(KIND)
    marks = [page.context["token"]]
    for url in STEPS:
        page = send(client, url, marks[-1])
        marks.append(page.context["token"])
    return marks


def everything(client: Client, *pages: Any) -> str:
    shown = [page.content.decode() for page in pages]
    return "".join(
        [*shown, *(client.get(url).content.decode() for url in (*STEPS, REVIEW, RECEIPT, "/petitions/track/"))]
    )


def told_in(text: str) -> list[str]:
    """The title is not among them: the form itself gives it as an example."""
    return [one for one in (str(MATTER["facts"]), CONTACT.name, CONTACT.phone) if one in text]


def test_no_page_shows_the_token_and_no_mark_can_be_made_by_hand(cast: Cast, client: Client) -> None:
    fill_in(client)
    token = visitor_in(client)["petition_form"]
    assert token not in everything(client)
    somebody = Client()
    assert told_in(everything(somebody, send(somebody, REVIEW, token, is_true="on"))) == []
    assert not Petition.objects.exists()


@pytest.mark.parametrize("page", range(3))
def test_a_mark_seen_before_somebody_went_on_opens_nothing(cast: Cast, client: Client, page: int) -> None:
    """Who was at the computer before kept what a page carried; the next one filled the form in."""
    mark = marks_of_all_pages(client)[page]
    somebody = Client()
    answers = [send(somebody, url, mark) for url in (KIND, REVIEW)]
    assert told_in(everything(somebody, *answers)) == []
    assert contact_shown(client) == CONTACT.name


def contact_shown(client: Client) -> str:
    return str(client.get(CONTACT_STEP).context["form"]["name"].value())


def test_an_old_mark_without_a_session_begins_a_form_of_its_own_and_what_was_typed_is_in_it(
    cast: Cast, client: Client
) -> None:
    mark = marks_of_all_pages(client)[1]
    somebody = Client()
    send(somebody, ABOUT, mark, facts="另外写的")
    assert PetitionDraft.objects.count() == 2
    assert somebody.get(ABOUT).context["form"]["facts"].value() == "另外写的"
    assert client.get(ABOUT).context["form"]["facts"].value() == MATTER["facts"]


def test_going_back_to_an_older_page_in_the_same_browser_goes_on_with_the_form(cast: Cast, client: Client) -> None:
    mark = marks_of_all_pages(client)[1]
    send(client, ABOUT, mark, facts="改过了")
    assert PetitionDraft.objects.count() == 1
    assert contact_shown(client) == CONTACT.name
    assert client.get(ABOUT).context["form"]["facts"].value() == "改过了"


def test_a_lost_answer_is_asked_for_again_with_the_same_cookie(cast: Cast, client: Client) -> None:
    """Twice the same step, as after a lost connection or two quick presses: nothing of the other steps is lost."""
    marks = marks_of_all_pages(client)
    for mark, url in zip(marks, STEPS, strict=False):
        send(client, url, mark)
    assert client.get(REVIEW).status_code == 200
    assert PetitionDraft.objects.count() == 1


def test_a_mark_with_nothing_behind_it_is_no_form(cast: Cast, client: Client) -> None:
    token = drafts.new_token()
    mark = drafts.mark_of(token, drafts.keep_answers(token, {"kind": "appeal"}))
    drafts.discard_draft(token)
    send(client, KIND, mark)
    assert visitor_in(client)["petition_form"] != token


def test_what_was_typed_goes_from_the_draft_when_it_is_handed_in(cast: Cast, client: Client) -> None:
    hand_in(client)
    draft = drafts.find_draft(visitor_in(client)["petition_receipt"])
    assert draft is not None
    assert draft.answers == {"kind": "appeal", "naming": "anonymous"}
    assert told_in(everything(client)) == []


def test_sending_it_again_never_changes_who_brought_it(cast: Cast, client: Client) -> None:
    """Not with the newest mark, not with the cookie, not with other words beside it."""
    mark = fill_in(client)
    send(client, REVIEW, mark, is_true="on")
    page = send(client, CONTACT_STEP, mark, **FORGED)
    assert "已经交过" in page.content.decode()
    page = send(client, ABOUT, mark, facts="8 月也少算了")
    assert FORGED["name"] not in page.content.decode()
    send(client, CONTACT_STEP, page.context["token"], **FORGED)
    send(client, REVIEW, page.context["token"], is_true="on")
    assert contact_of(Petition.objects.get()) == Contact("陈志远", "138 0013 0021")
    assert "8 月也少算了" in Supplement.objects.get().text


def test_nobody_takes_over_a_matter_by_handing_in_its_form_again(cast: Cast) -> None:
    """The verb itself keeps the first name, whatever door it is called from."""
    token = drafts.new_token()
    drafts.keep_answers(token, {})
    first = Matter(**MATTER, unit=cast.quay)
    submit(token=token, matter=first, contact=CONTACT, rights=Rights.system())
    again = submit(token=token, matter=first, contact=Contact("冒名者", "13900000000"), rights=Rights.system())
    assert again.is_supplement
    assert contact_of(again.petition) == CONTACT


def test_only_who_handed_it_in_sees_the_code(cast: Cast, client: Client) -> None:
    """Also a copy of the cookie from before, and every older mark, lead to no receipt."""
    marks = marks_of_all_pages(client)
    copied = client.cookies[configured.VISITOR_COOKIE_NAME].value
    code = str(send(client, REVIEW, marks[-1], is_true="on").context["code"])
    before = Client()
    before.cookies[configured.VISITOR_COOKIE_NAME] = copied
    for mark in ["", *marks[:-1]]:
        assert code not in everything(before, send(before, REVIEW, mark, is_true="on"))
    assert code in client.get(RECEIPT).content.decode()


def test_a_lost_receipt_comes_again_from_the_same_page(cast: Cast, client: Client) -> None:
    """The answer to handing in never arrived: the browser still has the page and the cookie from before."""
    mark = fill_in(client)
    before = client.cookies[configured.VISITOR_COOKIE_NAME].value
    code = send(client, REVIEW, mark, is_true="on").context["code"]
    client.cookies[configured.VISITOR_COOKIE_NAME] = before
    assert send(client, REVIEW, mark, is_true="on").context["code"] == code
    assert Petition.objects.count() == 1


def test_the_form_of_one_officer_shows_no_code_to_another(cast: Cast, client: Client) -> None:
    """Both work at the same desk, and the second one knows the page of the first."""
    client.force_login(cast.petition)
    sent = {
        **{name: value for fields in STEPS.values() for name, value in fields.items()},
        "token": client.get("/petitions/register/").context["token"],
        "arrival": "visit",
    }
    code = str(client.post("/petitions/register/", sent, follow=True).context["code"])
    assert client.post("/petitions/register/", sent, follow=True).context["code"] == code
    colleague = Client()
    colleague.force_login(Posting.objects.create(user=cast.nobody, unit=cast.group, role=Role.PETITION_OFFICER).user)
    assert colleague.post("/petitions/register/", sent, follow=True).context["code"] not in {"", code}


@pytest.mark.parametrize("leave", ["/petitions/new/discard/", "/petitions/track/leave/"])
def test_leaving_the_computer_leaves_no_way_back(cast: Cast, client: Client, leave: str) -> None:
    mark = fill_in(client)
    code = str(send(client, REVIEW, mark, is_true="on").context["code"])
    copied = client.cookies[configured.VISITOR_COOKIE_NAME].value
    client.post(leave)
    after = Client()
    after.cookies[configured.VISITOR_COOKIE_NAME] = copied
    for browser in (client, after):
        shown = everything(browser, send(browser, REVIEW, mark, is_true="on"))
        assert code not in shown
        assert told_in(shown) == []
    assert Petition.objects.count() == 1


def test_the_first_page_offers_to_clear_what_somebody_else_began(cast: Cast, client: Client) -> None:
    assert "清空离开" not in client.get(KIND).content.decode()
    client.post(KIND, {"kind": "accusation"})
    assert "清空离开" in client.get(KIND).content.decode()
