"""Fixtures of the journeys: people who can sign in, a browser, and what runs in the background."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from outreach.attachments.models import Attachment
from outreach.demo.pictures import draw
from outreach.demo.tests.background import Mailbox, mail_server, worker_and_scheduler
from outreach.demo.tests.browsing import PASSWORD, Chromium, chromium_for_a_session, note_pages
from outreach.demo.tests.phones import Phone
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


@pytest.fixture
def phone(chromium: Chromium, live_server: LiveServer, people: Cast, tmp_path: Path) -> Callable[..., Any]:
    """Runs a story with a phone of its own; whatever its browser complained of fails the test."""

    def run(story: Callable[..., Any], *args: Any, host: str = "localhost") -> Any:
        def told(browser: Browser) -> Any:
            one = Phone(browser, tmp_path / host, live_server.url.replace("localhost", host))
            try:
                return story(one.wake(), *args)
            except Exception as error:
                note_pages(error, [one.context])
                raise
            finally:
                one.kill()
                assert not one.complaints, one.complaints

        return chromium.run(told)

    return run
