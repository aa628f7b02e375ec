"""What a device sends by itself: each answer, and whatever may be wrong with what it sends."""

import hashlib
import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from fieldvisits import sending
from fieldvisits.factories import log_data
from fieldvisits.models import SentPhoto, Visit, VisitPhoto
from fieldvisits.sending import sweep_photos
from fieldvisits.tests.test_journey import HANDED, SOLVED
from outreach.attachments.models import Attachment
from outreach.attachments.pipeline import MB
from outreach.attachments.sweeping import sweep_orphans
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.models import OrgUnit
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
ENTRIES = "/fieldvisits/new/entries/"
PHOTOS = "/fieldvisits/new/photos/"


def entry(unit: OrgUnit, owner: int, /, *findings: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """An entry as the queue of a device holds it."""
    data = log_data(unit, *findings, **answers)
    mark = str(data.pop("client_uuid"))
    said = clock.now().isoformat()
    pairs = [[name, str(value)] for name, value in data.items()]
    return {"client_uuid": mark, "owner": owner, "answers": pairs, "finished_at": said, "sent_at": said}


def send(client: Client, said: Any) -> Any:
    body = said if isinstance(said, str) else json.dumps(said)
    return client.post(ENTRIES, body, content_type="application/json")


def a_photo(colour: str = "red") -> tuple[str, SimpleUploadedFile]:
    content = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(content, "JPEG")
    upload = SimpleUploadedFile("插座.jpg", content.getvalue(), content_type="image/jpeg")
    return hashlib.sha256(content.getvalue()).hexdigest(), upload


@pytest.fixture
def cadre(client: Client, cast: Cast) -> Client:
    client.force_login(cast.cadre)
    return client


def test_an_entry_is_new_once_and_then_already_here(cadre: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, SOLVED, HANDED, people_met=6)
    first = send(cadre, said)
    again = send(cadre, said | {"sent_at": (clock.now() + timedelta(minutes=5)).isoformat()})
    visit = Visit.objects.get()
    assert (first.status_code, first.json()["state"], first.json()["url"]) == (201, "new", visit.get_absolute_url())
    assert (again.status_code, again.json()["state"]) == (200, "already_here")
    assert Issue.objects.count() == 1
    assert visit.people_met == 6
    assert visit.author == cast.cadre


def test_what_a_photo_shows_stands_below_it(cadre: Client, cast: Cast) -> None:
    checksum, photo = a_photo()
    cadre.post(PHOTOS, {"sha256": checksum, "file": photo})
    captions = json.dumps({checksum: " 二层<b>东侧 ", "0" * 64: "不在这件里"})
    said = entry(cast.quay, cast.cadre.pk, SOLVED | {"held": checksum, "captions": captions})
    assert send(cadre, said).status_code == 201
    assert VisitPhoto.objects.get().caption == "二层<b>东侧"
    page = cadre.get(Visit.objects.get().get_absolute_url()).content.decode()
    assert "<figcaption>二层&lt;b&gt;东侧</figcaption>" in page


def test_other_content_under_the_same_mark_is_told_and_changes_nothing(cadre: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED)
    send(cadre, said)
    answer = send(cadre, said | {"answers": [*said["answers"], ["purpose", "看交接班"]]})
    assert (answer.status_code, answer.json()["state"]) == (409, "other_content")
    assert answer.json()["url"] == Visit.objects.get().get_absolute_url()


def test_somebody_elses_entry_is_locked_and_their_mark_tells_nothing(client: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED)
    client.force_login(cast.head)
    answer = send(client, said)
    assert (answer.status_code, answer.json()["state"]) == (423, "somebody_else")
    client.force_login(cast.cadre)
    send(client, said)
    client.force_login(cast.outsider)
    stolen = send(client, entry(cast.west, cast.outsider.pk, HANDED) | {"client_uuid": said["client_uuid"]})
    assert (stolen.status_code, stolen.json()["url"]) == (409, "")


@pytest.mark.parametrize(("name", "status"), [("", 401), ("auditor", 403), ("nobody", 403)])
@pytest.mark.parametrize("url", ["kit/", "me/", "units/", "photos/", "entries/"])
def test_who_may_not_log_is_told_so_in_json(client: Client, cast: Cast, url: str, name: str, status: int) -> None:
    if name:
        client.force_login(cast.people[name])
    answer = client.post(f"/fieldvisits/new/{url}", "{}", content_type="application/json")
    assert answer.status_code == status
    assert answer.json()["words"]


def test_without_the_token_nothing_is_taken_in(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.cadre)
    said = entry(cast.quay, cast.cadre.pk, HANDED)
    assert send(strict, said).status_code == 403
    token = strict.get("/fieldvisits/new/me/").json()["csrf"]
    answer = strict.post(ENTRIES, json.dumps(said), content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "said",
    [
        "",
        "x",
        "[]",
        "null",
        "[" * 5000,
        '{"answers": 3}',
        '{"client_uuid": "x", "owner": 1, "answers": []}',
        json.dumps({"client_uuid": "0" * 32, "owner": "1e9", "answers": []}),
        json.dumps({"client_uuid": "0" * 32, "owner": 1, "answers": [["a"]]}),
        json.dumps({"client_uuid": "0" * 32, "owner": 1, "answers": [["a", "b"]] * 1001}),
    ],
)
def test_what_is_no_entry_is_refused(cadre: Client, cast: Cast, said: str) -> None:
    answer = send(cadre, said)
    assert (answer.status_code, answer.json()["state"]) == (400, "broken")


def test_a_form_is_no_entry(cadre: Client, cast: Cast) -> None:
    answer = cadre.post(ENTRIES, {"client_uuid": str(uuid4())})
    assert (answer.status_code, answer.json()["state"]) == (400, "broken")


def test_an_entry_that_is_too_large_is_refused(cadre: Client, cast: Cast) -> None:
    answer = send(cadre, " " * (512 * 1024) + "{}")
    assert (answer.status_code, answer.json()["state"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"visited_on": str(clock.today() + timedelta(days=1))}, "visited_on", "不能在今天以后"),
        ({"unit": "999999"}, "unit", "改选别的单位"),
        ({"findings-0-what": ""}, "findings-0-what", "请填写"),
        ({"findings-0-held": "zz"}, "findings-0-held", "记号不对"),
        ({"findings-0-captions": "{"}, "findings-0-captions", "读不懂"),
        ({"findings-0-captions": "null"}, "findings-0-captions", "读不懂"),
        ({"findings-0-captions": "[" * 5000}, "findings-0-captions", "读不懂"),
        ({"findings-0-captions": json.dumps({"a": "长" * 41})}, "findings-0-captions", "最多 40"),
        ({"findings-TOTAL_FORMS": "200"}, "", "20"),
        ({"findings-TOTAL_FORMS": "x"}, "", "ManagementForm"),
    ],
)
def test_what_has_to_be_changed_is_told_by_field(
    cadre: Client, cast: Cast, change: dict[str, str], field: str, words: str
) -> None:
    answer = send(cadre, entry(cast.quay, cast.cadre.pk, {**HANDED, "place": "更衣室"}, **change))
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert any(one["field"] == field and words in one["words"] for one in answer.json()["wrongs"]), answer.json()
    assert not Visit.objects.exists()


def test_two_hundred_findings_are_told_and_nothing_is_written(cadre: Client, cast: Cast) -> None:
    answer = send(cadre, entry(cast.quay, cast.cadre.pk, *({"what": f"第 {n} 处"} for n in range(200))))
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "20" in answer.json()["wrongs"][0]["words"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("how", ["closed", "out of reach"])
def test_a_unit_closed_since_or_out_of_reach_can_be_changed_for_another(cadre: Client, cast: Cast, how: str) -> None:
    unit = OrgUnit.objects.create(name="旧班组", parent=cast.quay if how == "closed" else cast.west)
    said = entry(unit, cast.cadre.pk, HANDED)
    OrgUnit.objects.filter(pk=unit.pk).update(is_active=how != "closed")
    answer = send(cadre, said)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["wrongs"]] == ["unit"]
    other = said | {"client_uuid": str(uuid4())}
    other["answers"] = [[name, str(cast.quay.pk) if name == "unit" else value] for name, value in said["answers"]]
    assert send(cadre, other).status_code == 201


def test_an_entry_already_here_stays_so_when_its_unit_is_closed(cadre: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED)
    send(cadre, said)
    OrgUnit.objects.filter(pk=cast.quay.pk).update(is_active=False)
    assert send(cadre, said).status_code == 200


def test_a_photo_goes_ahead_once_and_is_found_by_its_entry(cadre: Client, cast: Cast) -> None:
    checksum, upload = a_photo()
    said = entry(cast.quay, cast.cadre.pk, SOLVED | {"held": checksum}, HANDED | {"held_after": checksum})
    early = send(cadre, said)
    assert (early.status_code, early.json()["state"]) == (422, "lacks_photos")
    assert cadre.get(PHOTOS, {"sha256": [checksum, "0" * 64, "odd"]}).json()["missing"] == [checksum, "0" * 64]
    for _time in range(2):
        upload.seek(0)
        data = {"sha256": checksum, "file": upload, "taken_at": "2026-11-20T14:05:00+08:00"}
        assert cadre.post(PHOTOS, data).status_code == 201
    assert Attachment.objects.count() == 1
    assert cadre.get(PHOTOS, {"sha256": [checksum]}).json()["missing"] == []
    assert send(cadre, said).status_code == 201
    before, after = VisitPhoto.objects.order_by("stage")[::-1]
    assert (before.stage, after.stage) == ("before", "after")
    assert str(before.taken_at) == "2026-11-20 06:05:00+00:00"


def test_a_photo_that_arrived_as_something_else_is_refused(cadre: Client, cast: Cast) -> None:
    checksum, _upload = a_photo()
    _other, upload = a_photo("blue")
    answer = cadre.post(PHOTOS, {"sha256": checksum, "file": upload})
    assert (answer.status_code, answer.json()["state"]) == (400, "broken")
    assert not SentPhoto.objects.exists()


def test_half_a_photo_is_refused(cadre: Client, cast: Cast) -> None:
    checksum, upload = a_photo()
    cut = b'--x\r\nContent-Disposition: form-data; name="sha256"\r\n\r\n' + checksum.encode()
    cut += b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n' + upload.read()[:400]
    broken: dict[str, Any] = {"wsgi.input": io.BytesIO(cut), "CONTENT_LENGTH": str(len(cut) + 900)}
    answer = cadre.generic("POST", PHOTOS, cut, "multipart/form-data; boundary=x", **broken)
    assert answer.status_code == 400
    assert not SentPhoto.objects.exists()


def test_a_photo_of_more_than_twenty_megabytes_and_what_is_no_photo_are_refused_in_words(
    cadre: Client, cast: Cast
) -> None:
    large = SimpleUploadedFile("大.jpg", b"\xff\xd8" + bytes(20 * MB), content_type="image/jpeg")
    answer = cadre.post(PHOTOS, {"sha256": "0" * 64, "file": large})
    assert (answer.status_code, answer.json()["state"]) == (413, "too_large")
    assert "20 MB" in answer.json()["words"]
    page = SimpleUploadedFile("假.jpg", b"<html>", content_type="image/jpeg")
    answer = cadre.post(PHOTOS, {"sha256": hashlib.sha256(b"<html>").hexdigest(), "file": page})
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert cadre.post(PHOTOS, {"sha256": "0" * 64}).status_code == 400


def test_a_photo_is_its_senders_alone(client: Client, cast: Cast) -> None:
    checksum, upload = a_photo()
    client.force_login(cast.head)
    client.post(PHOTOS, {"sha256": checksum, "file": upload})
    client.force_login(cast.cadre)
    assert client.get(PHOTOS, {"sha256": [checksum]}).json()["missing"] == [checksum]
    assert send(client, entry(cast.quay, cast.cadre.pk, SOLVED | {"held": checksum})).status_code == 422


def test_a_photo_without_an_entry_goes_after_a_month_and_one_with_an_entry_stays(cadre: Client, cast: Cast) -> None:
    checksum, upload = a_photo()
    cadre.post(PHOTOS, {"sha256": checksum, "file": upload})
    send(cadre, entry(cast.quay, cast.cadre.pk, SOLVED | {"held": checksum}))
    _left, other = a_photo("blue")
    cadre.post(PHOTOS, {"sha256": _left, "file": other})
    later = clock.now() + timedelta(days=31)
    assert sweep_photos() == 0
    with clock.travel_to(later):
        assert sweep_photos() == 2
        assert sweep_orphans() == 1
    assert VisitPhoto.objects.get().attachment.file.size


@pytest.mark.parametrize(("off", "is_told"), [(timedelta(hours=2), False), (timedelta(days=366), True)])
def test_what_the_device_says_of_the_time_is_kept_and_told_where_it_is_far_off(
    cadre: Client, cast: Cast, off: timedelta, is_told: bool
) -> None:
    said = (clock.now() - off).isoformat()
    send(cadre, entry(cast.quay, cast.cadre.pk, HANDED) | {"finished_at": said, "sent_at": said})
    visit = Visit.objects.get()
    assert visit.device_finished_at is not None
    assert visit.device_finished_at.isoformat() == said
    assert visit.is_device_clock_off == is_told
    assert ("设备时间" in cadre.get(visit.get_absolute_url()).content.decode()) == is_told


def test_a_clock_that_says_nonsense_is_no_reason_to_refuse(cadre: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED) | {"finished_at": "昨天", "sent_at": "9999-12-31T23:59:59+00:00"}
    assert send(cadre, said).status_code == 201
    assert Visit.objects.get().device_finished_at is None


@pytest.mark.parametrize("said", ["2026-02-30T10:00:00Z", "2026-13-01T00:00+08:00", "昨天", "\x00", "9" * 400])
def test_a_day_on_no_calendar_is_no_reason_to_refuse_a_photo_or_its_entry(cadre: Client, cast: Cast, said: str) -> None:
    checksum, upload = a_photo()
    assert cadre.post(PHOTOS, {"sha256": checksum, "file": upload, "taken_at": said}).status_code == 201
    sent = entry(cast.quay, cast.cadre.pk, SOLVED | {"held": checksum}) | {"finished_at": said, "sent_at": said}
    assert send(cadre, sent).status_code == 201
    assert VisitPhoto.objects.get().taken_at is None


@pytest.mark.parametrize("name", ["\ud800", "a\x00b", "findings-0-what\udfff", "\u202e"])
def test_a_name_that_no_form_has_is_left_out(cadre: Client, cast: Cast, name: str) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED)
    assert send(cadre, said | {"answers": [*said["answers"], [name, "x"]]}).status_code in {201, 422}


def test_the_kit_names_the_person_and_where_they_may_write(cadre: Client, cast: Cast) -> None:
    told = cadre.get("/fieldvisits/new/kit/").json()
    assert (told["owner"], told["name"]) == (cast.cadre.pk, str(cast.cadre))
    units = [value for value, _words, _pinyin in told["choices"]["unit"]]
    assert str(cast.quay.pk) in units
    assert str(cast.west.pk) not in units


def test_photos_that_no_entry_follows_fill_no_disk(cadre: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of an entry that came make room; the device keeps the others and tries later."""
    (red, one), (blue, other) = a_photo("red"), a_photo("blue")
    assert cadre.post(PHOTOS, {"sha256": red, "file": one}).status_code == 201
    monkeypatch.setattr(sending, "MOST_BYTES_AHEAD", (one.size or 0) + 10)
    answer = cadre.post(PHOTOS, {"sha256": blue, "file": other})
    assert (answer.status_code, answer.json()["state"]) == (429, "no_room")
    assert cadre.post(PHOTOS, {"sha256": red, "file": a_photo("red")[1]}).status_code == 201  # it is here already
    assert send(cadre, entry(cast.quay, cast.cadre.pk, HANDED | {"held": red})).status_code == 201
    other.seek(0)
    assert cadre.post(PHOTOS, {"sha256": blue, "file": other}).status_code == 201
