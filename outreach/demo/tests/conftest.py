"""Fixtures of the journeys: people who can sign in, a browser, and what runs in the background."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from outreach.attachments.models import Attachment
from outreach.demo.pictures import draw
from outreach.demo.tests.background import Mailbox, mail_server, worker_and_scheduler
from outreach.demo.tests.browsing import PASSWORD, Chromium, chromium_for_a_session
from outreach.org.testing import Cast, build_cast


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    yield from chromium_for_a_session()


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast with passwords, for a browser to sign in with."""
    cast = build_cast()
    for person in cast.people.values():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return cast


@pytest.fixture
def picture(people: Cast) -> bytes:
    """A photo as a phone would send it."""
    attachment: Attachment = draw("一号门机", seed=5, is_after=False)
    with attachment.file.open("rb") as file:
        return bytes(file.read())


@dataclass
class Background:
    """The mail server, and a way to wait for what worker and scheduler do."""

    mailbox: Mailbox
    wait: Any = field(repr=False)

    def wait_for_mail(self, address: str, words: str) -> None:
        self.wait(lambda: any(words in text for text in self.mailbox.texts_for(address)))


@pytest.fixture
def background(people: Cast, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Background]:
    with mail_server() as mailbox, worker_and_scheduler(tmp_path_factory.mktemp("var"), mailbox.port) as wait:
        yield Background(mailbox, wait)
