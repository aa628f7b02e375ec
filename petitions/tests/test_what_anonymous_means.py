"""An anonymous petition leaves neither address nor browser anywhere: rows, sessions, audit log, log lines, files."""

import logging
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from outreach.attachments.models import Attachment
from outreach.attachments.tests import making
from outreach.door.testing import visitor_in
from outreach.org.testing import Cast
from petitions.factories import STEPS
from petitions.models import Petition

pytestmark = pytest.mark.django_db
ADDRESS, BROWSER = "203.0.113.77", "CanaryBrowser/7.7"


def everything_stored(visitor: Client) -> str:
    """Every value of every table, and what the cookies of ``visitor`` open."""
    told = [str(dict(visitor.session)), str(dict(visitor_in(visitor)))]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            told += [str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(told)


def test_neither_address_nor_browser_is_kept(
    cast: Cast, client: Client, media_root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)
    token = str(visitor.get("/petitions/new/").context["token"])
    for url, fields in STEPS.items():
        files = {"files": SimpleUploadedFile("a.jpg", making.located_photo())} if "matter" in url else {}
        visitor.post(url, {"token": token, **fields, **files, "naming": "anonymous"})
    receipt = visitor.post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    visitor.post("/petitions/track/", {"code": "AAAA-AAAA-AAAA-AAAA"})
    visitor.post("/petitions/track/", {"code": receipt.context["code"]})
    visitor.post("/petitions/track/supplement/", {"text": "再说一点"})
    petition = Petition.objects.get()
    assert petition.is_anonymous
    assert petition.supplements.count() == 1
    stored = everything_stored(visitor)
    assert petition.title in stored, "the search reads what is there"
    assert not [trace for trace in (ADDRESS, BROWSER, "CanaryBrowser") if trace in stored + caplog.text]
    attachment = Attachment.objects.get()
    assert attachment.uploaded_by is None
    with attachment.file.open("rb") as file:
        assert b"SecretCamera" not in file.read()
