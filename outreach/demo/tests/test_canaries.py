"""Words that exist nowhere else, typed by a petitioner, and looked for everywhere afterwards.

A sealed accusation with a name, a phone, an address, a photo whose file name and whose camera tell who took it; and
an open petition of a person with an identity number that goes on into the ledger. Whoever works with them does; then
every page as everybody, every export, every mail, log, session, queue, file and cell of the database is searched.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from outreach.common import clock
from outreach.common.once import new_token
from outreach.demo.tests import access, sweeping
from outreach.demo.tests.access import ANONYMOUS, Caller, Case
from outreach.demo.tests.background import Mailbox, mail_server
from outreach.demo.tests.belongings import belongings
from outreach.demo.tests.sweeping import Found, look
from outreach.documents.files import print_missing
from outreach.documents.kinds import kinds
from outreach.documents.models import Document
from outreach.documents.states import Format
from outreach.documents.workflow import draft_document, issue
from outreach.org.scoping import Rights
from outreach.org.testing import Cast
from outreach.reminders import delivery
from outreach.reminders.ticking import tick
from petitions.contacts import Contact
from petitions.factories import fill_in, handed_over, work_on
from petitions.models import Petition
from petitions.states import Kind

pytestmark = [pytest.mark.proof, pytest.mark.pdf, pytest.mark.django_db(transaction=True)]
WHO = {
    "name": "窦砚秋",
    "phone": "13977712345",
    "spoken phone": "139 7771 2345",
    "address": "望潮里909室",
    "mailbox": "zq89youxiang@example.org",
    "second name": "蔺若溪",
    "second phone": "13888654321",
    "id number": "11010519491231002X",
    "second address": "听涛巷505号",
}
SAID = {"title": "zq81标题", "facts": "zq82经过", "request": "zq83请求", "place": "zq84地点"}
MORE = {"supplement": "zq85补充", "file name": "zq86照片", "camera": "zq87camera", "draft": "zq88没交的"}
WORDS = {**WHO, **SAID, **MORE}

#: Pages on which a word may stand: who reads, which page, which words.
SEALED = {"title", "facts", "request", "place", "supplement", "file name"}
ALLOWED_PAGES: dict[tuple[str, str], set[str]] = {
    # The inspector works with the accusation; who wrote it stays behind the mask here too.
    ("discipline", "/petitions/"): {"title"},
    ("discipline", "/petitions/{number}/"): SEALED,
    ("discipline", "/petitions/{number}/{step}/"): SEALED,
    ("discipline", "/"): {"title"},
    ("discipline", "/documents/{pk}/"): {"title", "file name"},
    ("discipline", "/documents/{pk}/file.{file_format}"): {"title", "file name"},
    # Whoever holds the code reads what they handed in themselves, and what was written to them by name.
    ("petitioner", "/petitions/track/"): SEALED,
    ("petitioner", "/petitions/track/documents/{pk}/{file_format}/"): {"title", "file name", "name"},
}
#: Cells of the database that may hold a word in clear: what was said, never who said it.
ALLOWED_CELLS: dict[str, set[str]] = {
    "petitions_petition.title": {"title"},
    "petitions_petition.facts": {"facts"},
    "petitions_petition.request": {"request"},
    "petitions_petition.place": {"place"},
    "petitions_supplement.text": {"supplement"},
    "attachments_attachment.original_name": {"file name"},
}


@dataclass
class Kept(logging.Handler):
    """Everything that is logged, at every level."""

    lines: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "mail.log":  # the mail server of this test names whom it takes mail for
            return
        self.lines.append(self.format(record).encode(errors="replace"))


@pytest.fixture
def log() -> Iterator[Kept]:
    kept, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(kept)
    root.setLevel(before)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A real mail server, spoken to as in production."""
    with mail_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box


def photo() -> SimpleUploadedFile:
    """Taken by a camera that knows its owner."""
    picture, exif = io.BytesIO(), Image.Exif()
    exif[0x013B], exif[0x010E], exif[0x9C9D] = MORE["camera"], MORE["camera"], MORE["camera"].encode("utf-16-le")
    exif.get_ifd(0x8825)[29] = MORE["camera"]
    Image.new("RGB", (640, 480), "grey").save(picture, "JPEG", exif=exif, comment=MORE["camera"].encode())
    return SimpleUploadedFile(f"{MORE['file name']}.jpg", picture.getvalue(), content_type="image/jpeg")


def accuse(client: Client, monkeypatch: pytest.MonkeyPatch) -> Petition:
    """Through the public form, with a file, after a wrong try and a failure of the portal itself."""
    phone, address = WHO["spoken phone"], WHO["address"]
    token = fill_in(client, kind="accusation", name=WHO["name"], phone=phone, address=address, **SAID)
    matter = {"token": token, "unit_name": "装卸一公司", "people_count": "1", **SAID}
    client.post("/petitions/new/matter/", {**matter, "people_count": "x", "files": photo()})
    client.post("/petitions/new/matter/", {**matter, "files": photo()})
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("petitions.views.public.submit", lambda **_facts: 1 / 0)
        assert client.post("/petitions/new/review/", {"token": token, "is_true": "on"}).status_code == 500
    page: Any = client.post("/petitions/new/review/", {"token": token, "is_true": "on"}, follow=True)
    code = str(page.context["code"])
    client.post("/petitions/receipt/", {"code": code})
    client.post("/petitions/track/supplement/", {"text": MORE["supplement"], "files": photo()})
    wish = {"address": WHO["mailbox"], "agrees": "on", "knows_who_sees": "on"}
    client.post("/petitions/track/mails/", wish)
    delivery.dispatch()  # its mail waits no longer than three days
    return Petition.objects.get(title=SAID["title"])


def leave_a_draft(client: Client) -> None:
    """Somebody who never hands in."""
    token = str(client.get("/petitions/new/").context["token"])
    client.post("/petitions/new/", {"token": token, "kind": "accusation"})
    client.post("/petitions/new/matter/", {"token": token, **dict.fromkeys(SAID, MORE["draft"]), "files": photo()})
    client.post("/petitions/new/contact/", {"token": token, "naming": "real", "name": WHO["name"], "phone": "1"})


def work(cast: Cast, accusation: Petition) -> Petition:
    """An inspector opens the accusation and takes it on; an open petition goes through the ledger."""
    inspector = Caller(cast, "discipline").client
    inspector.get(accusation.get_absolute_url())
    inspector.post(f"{accusation.get_absolute_url()}take/", {"version": accusation.version, "note": ""})
    contact = Contact(
        name=WHO["second name"],
        phone=WHO["second phone"],
        address=WHO["second address"],
        id_number=WHO["id number"],
    )
    petition = work_on(cast, handed_over(cast, contact=contact, title="夜班补贴少算", kind=Kind.APPEAL))
    _write(accusation, "receipt", cast.rights("discipline"))
    _write(petition, "opinion", cast.rights("petition"))
    with clock.travel_to(clock.now() + timedelta(days=200)):
        tick()
    return petition


def _write(petition: Petition, name: str, rights: Rights) -> None:
    """A document to whoever brought it, as Word and PDF."""
    kind = kinds.get(f"petition.{name}")
    assert kind is not None
    draft = draft_document(kind=kind, about=petition, values=kind.fill(petition), token=new_token(), rights=rights)
    print_missing(issue(document=draft, rights=rights))


def pages(cast: Cast, cases: list[Case], petitioner: Client) -> Iterator[tuple[str, bytes]]:
    """Every page as everybody, headers as well, and the petitioner's own."""
    for name in (*access.everybody(cast), "petitioner"):
        caller = Caller(cast, name if name in cast.people else ANONYMOUS)
        for case in cases if name != "petitioner" else [*_own_cases(), Case("/", "/", "/")]:
            response: Any = petitioner.get(case.url) if name == "petitioner" else caller.ask("GET", case.url)
            is_stream = isinstance(response, StreamingHttpResponse)
            body = b"" if is_stream else sweeping.unpacked(response.content)
            yield f"{name} {case.door}", body + str(response.headers).encode()
    yield from exports(cast)


def _own_cases() -> Iterator[Case]:
    yield Case("/petitions/track/", "", "/petitions/track/")
    for one in Document.objects.filter(record_id=Petition.objects.get(title=SAID["title"]).pk):
        for end in Format.values:
            url = f"/petitions/track/documents/{one.pk}/{end}/"
            yield Case("/petitions/track/documents/{pk}/{file_format}/", url, url)


def exports(cast: Cast) -> Iterator[tuple[str, bytes]]:
    for name in cast.people:
        caller = Caller(cast, name)
        for url in ("/ledger/export.xlsx?view=all", "/audit/export.xlsx", "/audit/export.csv"):
            response: Any = caller.client.get(url)
            yield f"{name} {url}", sweeping.unpacked(response.getvalue() if response.streaming else response.content)


def not_allowed(found: Found, allowed: dict[str, set[str]]) -> Found:
    left = {place: names - allowed.get(place, set()) for place, names in found.items()}
    return {place: names for place, names in left.items() if names}


@pytest.fixture
def leaver() -> Client:
    """Somebody else's browser, with a form that is never handed in."""
    return Client()


@pytest.fixture
def told(
    cast: Cast, client: Client, leaver: Client, log: Kept, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> list[Case]:
    """Both matters, worked on; every address with something behind it, and theirs."""
    cases = access.every_case(belongings(cast))
    accusation = accuse(client, monkeypatch)
    leave_a_draft(leaver)
    return [*cases, *theirs([accusation, work(cast, accusation)])]


def test_no_word_is_found_outside_its_place(
    cast: Cast, client: Client, leaver: Client, told: list[Case], log: Kept, mailbox: Mailbox, media_root: Path
) -> None:
    allowed = {f"{name} {door}": words for (name, door), words in ALLOWED_PAGES.items()}
    shown, stored = look(WORDS, pages(cast, told, client)), look(WORDS, sweeping.dump())
    assert not_allowed(shown, allowed) == {}
    assert not_allowed(stored, ALLOWED_CELLS) == {}
    assert set(stored) == set(ALLOWED_CELLS), "the words must have arrived, or nothing was looked for"
    assert {"discipline /petitions/", "discipline /petitions/{number}/", "petitioner /petitions/track/"} <= set(shown)
    assert "name" in shown["petitioner /petitions/track/documents/{pk}/{file_format}/"]
    assert look(WHO | {"camera": MORE["camera"], "draft": MORE["draft"]}, sweeping.database_file()) == {}
    assert look(WORDS, sweeping.sessions(client, leaver)) == {}
    assert look(WORDS, sweeping.queues()) == {}
    assert look(WORDS, sweeping.files(media_root, "media")) == {}
    assert look(WORDS, sweeping.files(Path(configured.VAR_DIR) / "keys", "keys")) == {}
    assert mailbox.mails, "mails must have gone out"
    assert look(WORDS, (("mail", one.as_bytes()) for one in mailbox.mails)) == {"mail": {"mailbox"}}
    [asked_for] = [one for one in mailbox.mails if one["To"] == WHO["mailbox"]]
    assert not look(WORDS, iter([("body", str(asked_for.get_content()).encode())])), "a number and a link"
    assert len(log.lines) > 3, "the failure above must have been logged"
    assert look(WORDS, (("log", line) for line in log.lines)) == {}


def theirs(petitions: list[Petition]) -> Iterator[Case]:
    """The pages of the two matters, and what searching for a part of a word gives."""
    for petition in petitions:
        url = petition.get_absolute_url()
        yield Case("/petitions/{number}/", url, url)
        for step in ("classify", "join", "hand_over"):
            yield Case("/petitions/{number}/{step}/", url, f"{url}{step}/")
        for one in Document.objects.filter(record_id=petition.pk):
            link = one.get_absolute_url()
            yield Case("/documents/{pk}/", link, link)
            yield from (Case("/documents/{pk}/file.{file_format}", link, f"{link}file.{end}") for end in Format.values)
        if petition.issue:
            link = petition.issue.get_absolute_url()
            yield from (Case("/ledger/{number}/", link, link), Case("/ledger/{number}/", link, f"{link}related/"))
    for room in ("ledger", "petitions", "policy", "surveys", "fieldvisits"):
        for word in SAID.values():
            yield Case(f"/{room}/", word, f"/{room}/?q={word[:4]}")
