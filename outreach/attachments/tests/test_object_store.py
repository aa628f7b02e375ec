"""Nothing needs a folder: files live wherever Django's storage puts them, as in an object store."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.http import Http404
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from outreach.attachments.pipeline import store
from outreach.attachments.serving import respond
from outreach.attachments.sweeping import sweep_orphans, sweep_strays
from outreach.attachments.tests import making
from outreach.attachments.tests.making import upload
from outreach.common import clock

pytestmark = pytest.mark.django_db


class Bucket(Storage):
    """Objects under names: no folders, no paths."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if name not in self.objects:
            raise FileNotFoundError(name)
        return ContentFile(self.objects[name][0])

    def _save(self, name: str, content: File[bytes]) -> str:
        self.objects[name] = content.read(), clock.now()
        return name

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def exists(self, name: str) -> bool:
        return name in self.objects

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        prefix = path.rstrip("/") + "/"
        within = [name.removeprefix(prefix) for name in self.objects if name.startswith(prefix)]
        return sorted({name.split("/")[0] for name in within if "/" in name}), [n for n in within if "/" not in n]

    def get_modified_time(self, name: str) -> datetime:
        return self.objects[name][1]


@pytest.fixture(autouse=True)
def bucket(settings: Settings) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": f"{__name__}.Bucket"},
    }


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_photo_goes_in_and_comes_out_whole_and_small() -> None:
    kept = store(upload("a.jpg", making.picture()))
    assert len(body(respond(kept, RequestFactory().get("/")))) == kept.size
    assert body(respond(kept, RequestFactory().get("/"), thumbnail=True)).startswith(b"\xff\xd8")


def test_a_part_of_a_recording_comes_out() -> None:
    kept = store(upload("a.mp3", making.mp3()))
    part = respond(kept, RequestFactory().get("/", headers={"Range": "bytes=3-9"}))
    assert (part.status_code, body(part)) == (206, making.mp3()[3:10])


def test_a_lost_object_is_not_found() -> None:
    kept = store(upload("a.pdf", making.PDF))
    default_storage.delete(str(kept.file.name))
    with pytest.raises(Http404):
        respond(kept, RequestFactory().get("/"))


def test_sweeping_finds_orphans_and_strays_and_an_empty_bucket_is_no_error() -> None:
    assert (sweep_orphans(), sweep_strays()) == (0, 0)
    store(upload("a.jpg", making.picture()))
    default_storage.save("attachments/ab/" + "ab" * 20, ContentFile(b"left by a rolled back transaction"))
    with clock.travel_to(clock.now() + timedelta(days=3)):
        assert sweep_strays() == 1
        assert sweep_orphans() == 1
