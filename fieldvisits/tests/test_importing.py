"""Visits out of a file: looked over, brought in once, each with its author and whoever brought it."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fieldvisits.models import Visit, VisitPhoto
from fieldvisits.tests.test_journey import HANDED, SOLVED
from fieldvisits.tests.test_sending import a_photo, entry, send
from outreach.audit.models import AuditRecord
from outreach.common import clock
from outreach.ledger.models import Issue
from outreach.org.testing import Cast

pytestmark = pytest.mark.django_db
IMPORT = "/fieldvisits/import/"


def saved(cast: Cast, *entries: dict[str, Any], photos: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    owner = cast.cadre.pk
    return {
        "format": "outreach-visits",
        "version": 1,
        "owner": owner,
        "entries": list(entries),
        "photos": photos or {},
    } | more


def upload(client: Client, said: Any, **press: str) -> Any:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("visits.json", body), **press})


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ledger)
    return client


def with_a_photo(cast: Cast) -> dict[str, Any]:
    checksum, photo = a_photo()
    kept = {checksum: {"name": "插座.jpg", "taken_at": "", "data": base64.b64encode(photo.read()).decode()}}
    return saved(cast, entry(cast.quay, cast.cadre.pk, SOLVED | {"held": checksum}, HANDED), photos=kept)


def test_a_look_writes_nothing_and_bringing_in_writes_once(office: Client, cast: Cast) -> None:
    said = with_a_photo(cast)
    page = upload(office, said).content.decode()
    assert "可以导入" in page
    assert str(cast.quay) in page
    assert not Visit.objects.exists()
    assert "导入了" in upload(office, said, bring="1").content.decode()
    assert "早已报上来" in upload(office, said, bring="1").content.decode()
    visit = Visit.objects.get()
    assert (visit.author, visit.imported_by) == (cast.cadre, cast.ledger)
    assert Issue.objects.get().author == cast.cadre
    assert VisitPhoto.objects.count() == 1
    told = AuditRecord.objects.get(action="visit.imported")
    assert told.actor == cast.ledger
    page = office.get(visit.get_absolute_url()).content.decode()
    assert f"由 {cast.ledger} 从导出的文件代为导入" in page


def test_the_device_that_gets_through_later_finds_it_here(office: Client, cast: Cast) -> None:
    said = entry(cast.quay, cast.cadre.pk, HANDED)
    upload(office, saved(cast, said), bring="1")
    office.force_login(cast.cadre)
    assert send(office, said).status_code == 200


def test_what_cannot_be_written_says_why_and_the_rest_is_written(office: Client, cast: Cast) -> None:
    good = entry(cast.quay, cast.cadre.pk, HANDED)
    outside = entry(cast.west, cast.cadre.pk, HANDED)
    unsaid = entry(cast.quay, cast.cadre.pk, HANDED | {"what": "", "place": "更衣室"})
    unseen = entry(cast.quay, cast.cadre.pk, SOLVED | {"held": "0" * 64})
    page = upload(office, saved(cast, good, outside, unsaid, unseen), bring="1").content.decode()
    assert "改选别的单位" in page
    assert "第 1 件 · 看到、听到的是什么" in page
    assert "照片不全" in page
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "x"}, "不是从"),
        ({"version": 2}, "不是从"),
        ({"entries": 3}, "不完整"),
        ({"photos": {"a": {"name": "x", "data": "%"}}}, "不完整"),
        ({"owner": 10**9}, "找不到"),
        ({"owner": "x"}, "找不到"),
        ({"entries": [{}]}, "读不懂"),
    ],
)
def test_a_file_that_is_none_is_told(office: Client, cast: Cast, change: dict[str, Any], words: str) -> None:
    answer = upload(office, saved(cast) | change)
    assert answer.status_code == 400
    assert words in answer.content.decode()


@pytest.mark.parametrize("name", ["..", "", "../../etc/passwd", "\x00", "a\\b/."])
def test_a_photo_comes_in_whatever_its_name_and_its_day(office: Client, cast: Cast, name: str) -> None:
    said = with_a_photo(cast)
    for photo in said["photos"].values():
        photo |= {"name": name, "taken_at": "2026-02-30T10:00:00Z"}
    assert "导入了" in upload(office, said, bring="1").content.decode()
    kept = VisitPhoto.objects.get()
    assert kept.taken_at is None
    assert "/" not in kept.attachment.original_name


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"\xff\xfe"])
def test_what_is_no_json_is_told(office: Client, cast: Cast, body: bytes) -> None:
    assert upload(office, body).status_code == 400


def test_entries_of_different_people_are_refused(office: Client, cast: Cast) -> None:
    answer = upload(office, saved(cast, entry(cast.quay, cast.head.pk, HANDED)), bring="1")
    assert "不同的人" in answer.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("name", ["cadre", "leader", "auditor", "nobody"])
def test_only_the_office_imports(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.people[name])
    assert client.get(IMPORT).status_code == 403
    assert upload(client, saved(cast)).status_code == 403


def test_a_file_that_lay_for_days_accuses_no_clock_and_one_from_the_future_does(office: Client, cast: Cast) -> None:
    for days, is_told in ((-5, False), (5, True)):
        said = (clock.now() + timedelta(days=days)).isoformat()
        upload(office, saved(cast, entry(cast.quay, cast.cadre.pk, SOLVED) | {"sent_at": said}), bring="1")
        assert Visit.objects.latest("pk").is_device_clock_off is is_told
