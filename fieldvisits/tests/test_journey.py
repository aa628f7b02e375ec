"""A cadre logs a visit: one finding solved on the spot with a photo, one handed to the ledger."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fieldvisits.factories import log_data
from fieldvisits.models import Outcome, Visit, VisitPhoto
from outreach.audit.models import AuditRecord
from outreach.contactpoints.factories import ContactPointFactory
from outreach.ledger.models import Issue
from outreach.ledger.sources import sources
from outreach.ledger.states import State
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
NEW = "/fieldvisits/new/"
SIMILAR = "/fieldvisits/similar/"
SOLVED = {
    "what": "机修间东墙插座松动，焊机一开就打火",
    "outcome": "solved_on_spot",
    "solution": "电工 15:10 换了插座",
    "solved_by": "电工班",
}
HANDED = {"what": "更衣柜不足，43 人共用 28 个", "place": "更衣室", "topic": "living", "is_major": "on"}


def photo(name: str = "插座.jpg", colour: str = "red") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def test_the_visit_is_written_and_each_finding_goes_its_way(client: Client, cast: Cast) -> None:
    point = ContactPointFactory(unit=cast.quay, leader=cast.leader.cadre)
    client.force_login(cast.cadre)
    data = log_data(cast.quay, SOLVED | {"photos": photo()}, HANDED, people_met=6, is_unannounced="on")
    answer = client.post(NEW, data, follow=True)

    visit = Visit.objects.get()
    assert answer.redirect_chain == [(visit.get_absolute_url(), 302)]
    assert visit.contact_point == point
    assert visit.people_met == 6
    solved, handed = visit.findings.all()
    assert (solved.outcome, solved.solution, solved.issue) == (Outcome.SOLVED_ON_SPOT, "电工 15:10 换了插座", None)
    assert handed.issue is not None
    item = Issue.objects.get(pk=handed.issue.pk)
    assert item.status == State.PENDING
    assert item.is_found_on_site
    assert item.is_major
    assert item.number.startswith("XC-")
    assert (item.unit, item.place, item.topic, item.author) == (cast.quay, "更衣室", "living", cast.cadre)
    assert AuditRecord.objects.filter(action="visit.logged", object_id=str(visit.pk)).exists()

    page = answer.content.decode()
    assert "当场解决 1，交台账 1" in page
    assert item.number in page
    assert "待入账" in page
    assert "电工 15:10 换了插座" in page


def test_the_photo_is_shown_to_those_who_may_see_the_visit(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, SOLVED | {"photos": photo()}))
    url = reverse("fieldvisits:photo", args=[VisitPhoto.objects.get().pk])
    for address in (url, f"{url}?small"):
        answer = client.get(address)
        assert answer["Content-Type"] == "image/jpeg"
        assert b"".join(answer).startswith(b"\xff\xd8")
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_a_card_can_be_added_without_javascript_and_nothing_is_lost(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    data = log_data(cast.quay, {"what": "更衣柜不足", "photos": photo()}, purpose="看交接班", add="1")
    page = client.post(NEW, data).content.decode()
    assert 'name="findings-TOTAL_FORMS" value="2"' in page
    assert "更衣柜不足" in page
    assert "看交接班" in page
    assert "插座.jpg" in page
    assert "有几处要改" not in page
    assert not Visit.objects.exists()


def test_a_photo_that_passed_once_need_not_be_chosen_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    bad = log_data(cast.quay, SOLVED | {"photos": photo(), "solution": ""})
    answer = client.post(NEW, bad)
    assert "请写当场怎么解决的" in answer.content.decode()
    kept = answer.context["cards"].forms[0].fields["photos"].widget.get_context("x", None, {})["widget"]["kept"]
    again = log_data(cast.quay, SOLVED) | {"findings-0-photos-kept": [kept[0]["token"]]}
    client.post(NEW, again)
    assert VisitPhoto.objects.get().finding.solution == SOLVED["solution"]


def test_an_empty_card_says_nothing_and_a_deleted_card_is_gone(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, {"what": ""}, HANDED | {"DELETE": "on"}))
    assert Visit.objects.get().findings.count() == 0
    assert not Issue.objects.exists()


def test_open_items_about_the_same_matter_are_shown_before_handing_in(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED))
    number = Issue.objects.get().number
    words = "更衣柜不足，43 个人共用 28 个"
    hint = client.get(f"{SIMILAR}?unit={cast.quay.pk}&what={words}").content.decode()
    assert number in hint
    without_javascript = client.post(NEW, log_data(cast.quay, {"what": words}, add="1")).content.decode()
    assert number in without_javascript
    other = client.get(f"{SIMILAR}?unit={cast.quay.pk}&what=班车太早")
    assert number not in other.content.decode()
    assert client.get(f"{SIMILAR}?unit={cast.west.pk}&what={words}").status_code == 404


def test_the_item_leads_back_to_the_visit(client: Client, cast: Cast) -> None:
    client.force_login(cast.cadre)
    client.post(NEW, log_data(cast.quay, HANDED))
    source = sources.get("fieldvisit")
    issue, visit = Issue.objects.get(), Visit.objects.get()
    link = source.record_link(issue.pk, cast.rights("cadre"))
    assert link is not None
    assert link.url == visit.get_absolute_url()
    hidden = source.record_link(issue.pk, cast.rights("outsider"))
    assert hidden is not None
    assert hidden.url == ""
    day = visit.visited_on
    assert source.times_held(cast.rights("outsider"), day, day, None) == {cast.quay.pk: 1}
