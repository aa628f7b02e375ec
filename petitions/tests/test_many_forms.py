"""Who fills in forms by the hundred is asked now and then; a person never notices, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from outreach.attachments import quota
from outreach.attachments.models import Attachment
from outreach.common import clock
from outreach.door.testing import answered, question_in, remember
from outreach.ledger.factories import a_paper
from outreach.org.testing import Cast
from petitions import drafts, slowing
from petitions.factories import STEPS, fill_in, hand_in, make_petition
from petitions.models import Petition, PetitionDraft, PetitionFile, Supplement
from petitions.views.visitor import TRACKED

pytestmark = pytest.mark.django_db
MATTER = "/petitions/new/matter/"


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if many had been here in this hour."""
    for name in ("FORM", "SUPPLEMENT"):
        deed = getattr(slowing, name)
        monkeypatch.setattr(slowing, name, type(deed)(deed.name, 0, 2))
    monkeypatch.setattr(slowing, "UPLOADED", type(quota.UPLOADED)("uploaded-mb", 0, 2))


def test_the_forty_first_form_of_an_hour_begins_with_a_question(cast: Cast) -> None:
    for _time in range(slowing.FORM.free):
        assert Client().post("/petitions/new/", {"kind": "appeal"}).status_code == 302
    visitor = Client()
    page = visitor.post("/petitions/new/", {"kind": "appeal"})
    assert question_in(page.content.decode())
    assert 'value="appeal" checked' in page.content.decode()
    assert PetitionDraft.objects.count() == slowing.FORM.free
    assert visitor.post("/petitions/new/", {"kind": "appeal", **answered(page)}).status_code == 302


def test_a_form_once_begun_is_never_asked_again_on_its_way(cast: Cast, client: Client, crowd: None) -> None:
    page = client.post("/petitions/new/", {"token": drafts.new_token(), "kind": "appeal"})
    client.post("/petitions/new/", {"kind": "appeal", **answered(page)})
    for url, fields in STEPS.items():
        assert client.post(url, fields).status_code == 302, url
    assert client.post("/petitions/new/review/", {"is_true": "on"}, follow=True).context["code"]


def test_a_form_changed_sixty_times_is_asked_too(cast: Cast, client: Client, crowd: None) -> None:
    token = drafts.new_token()
    drafts.keep_answers(token, {"kind": "appeal"})
    PetitionDraft.objects.update(saved_count=slowing.MOST_SAVES)
    sent = {"token": drafts.mark_of(token, drafts.find_draft(token)), "kind": "appeal"}
    assert question_in(client.post("/petitions/new/", sent).content.decode())


def test_more_uploads_than_usual_bring_a_question_and_nothing_is_stored_before_the_answer(
    cast: Cast, client: Client, crowd: None, media_root: object
) -> None:
    token = drafts.new_token()
    sent = {"token": drafts.mark_of(token, drafts.keep_answers(token, {"kind": "appeal"})), **STEPS[MATTER]}
    page = client.post(MATTER, sent | {"files": SimpleUploadedFile("工资条.txt", b"1")})
    assert "再选一次" in page.content.decode()
    assert STEPS[MATTER]["facts"] in page.content.decode()
    assert not Attachment.objects.exists()
    again = sent | answered(page) | {"files": SimpleUploadedFile("工资条.txt", b"1")}
    assert client.post(MATTER, again).status_code == 302
    assert Attachment.objects.count() == 1


def test_when_strangers_have_sent_all_there_is_room_for_the_words_are_still_taken(
    cast: Cast, client: Client, settings: Settings, media_root: object
) -> None:
    settings.PUBLIC_UPLOAD_MB_PER_HOUR = 0
    token = client.get("/petitions/new/").context["token"]
    client.post("/petitions/new/", {"token": token, "kind": "appeal"})
    sent = {"token": token, **STEPS[MATTER]}
    page = client.post(MATTER, sent | {"files": SimpleUploadedFile("工资条.txt", b"1")})
    assert "工资条.txt：现在上传的人太多" in page.content.decode().replace("\n", "")
    assert not Attachment.objects.exists()
    assert client.post(MATTER, sent).status_code == 302


def test_supplements_by_the_dozen_are_asked_and_kept(
    cast: Cast, client: Client, crowd: None, media_root: object
) -> None:
    petition = make_petition(cast.quay)
    remember(client, **{TRACKED: petition.pk})
    page = client.post("/petitions/track/supplement/", {"text": "再说一点"})
    assert "再说一点" in page.content.decode()
    assert not Supplement.objects.exists()
    client.post("/petitions/track/supplement/", {"text": "再说一点", **answered(page)})
    assert Supplement.objects.get().text == "再说一点"


@pytest.mark.long
def test_an_ordinary_hour_of_a_whole_site_is_not_asked_anything(cast: Cast) -> None:
    for number in range(20):
        hand_in(Client(), title=f"第 {number} 件事，请处理")
    assert Petition.objects.count() == 20
    assert not PetitionFile.objects.exists()
    assert fill_in(Client())


def test_a_form_that_nobody_touched_for_a_day_is_swept_and_the_others_stay(cast: Cast, media_root: object) -> None:
    with clock.travel_to(clock.now() - timedelta(hours=25)):
        for _time in range(3):
            drafts.keep_answers(drafts.new_token(), {"kind": "appeal"}, [a_paper()])
    fresh = drafts.new_token()
    drafts.keep_answers(fresh, {"kind": "appeal"})
    assert drafts.sweep_drafts() == 3
    assert PetitionDraft.objects.get() == drafts.lock_draft(fresh).row
    assert Attachment.objects.unlinked().count() == 3, "left for the sweep of attachments"
