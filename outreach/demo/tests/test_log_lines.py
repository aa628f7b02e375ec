"""What a refused request leaves in the log names no matter and opens none."""

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from fieldvisits.workflow.feeding import make_feed
from outreach.common.logs import masked
from outreach.org.testing import Cast
from petitions.mailing import Act, link_to
from petitions.models import MailWish


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """The log as production writes it, with the formatter that the settings name."""
    console = StringIO()
    handler, root = logging.StreamHandler(console), logging.getLogger()
    said: Any = configured.LOGGING
    built = logging.config.DictConfigurator({}).configure_formatter(dict(said["formatters"]["line"]))
    assert (said["root"]["handlers"], said["handlers"]["console"]["formatter"]) == (["console"], "line")
    handler.setFormatter(built)
    root.addHandler(handler)
    yield console
    root.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/petitions/XFJ-2026-482913/",
        "/petitions/XFJ-2026-482913/classify/",
        "/ledger/xf-2026-482913/",
        "/nowhere/R4TN-6WKC-Q2ZD-M7PA/",
        "/nowhere/R4TN%206WKC%20Q2ZD%20M7PA/",
        "/nowhere/R4TN6WKCQ2ZDM7PA/",
        "/nowhere/r4tn-6wkc-q2zd-m7pa/",
    ],
)
def test_an_address_that_is_refused_is_logged_without_number_and_code(
    cast: Cast, client: Client, lines: StringIO, path: str
) -> None:
    client.force_login(cast.petition)
    assert client.get(path).status_code == 404
    told = lines.getvalue()
    assert "django.request" in told
    assert not [part for part in ("482913", "6WKC", "6wkc") if part in told]


@pytest.mark.django_db
def test_an_address_that_is_a_secret_is_logged_without_it(cast: Cast, lines: StringIO) -> None:
    """Calendars of phones ask with other methods first; a form of a page left open too long is refused."""
    browser = Client(enforce_csrf_checks=True)
    secret = make_feed(rights=cast.rights("leader"))
    key = link_to(Act.END, MailWish(petition_id=1)).split("/")[-2]
    calendar, link = f"/fieldvisits/calendar/{secret}.ics", f"/petitions/mails/end/{key}/"
    assert [browser.head(calendar).status_code, browser.options(calendar).status_code] == [405, 405]
    assert browser.post(link).status_code == 403
    told = lines.getvalue()
    assert [told.count(part) for part in ("/fieldvisits/calendar/", "/petitions/mails/end/")] == [2, 1]
    assert [part for part in (secret, *key.split(".")) if part in told] == []


def test_a_traceback_is_masked_too(lines: StringIO) -> None:
    known: dict[str, str] = {}
    try:
        known["XFJ-2026-482913 of R4TN-6WKC-Q2ZD-M7PA"]
    except KeyError:
        logging.getLogger("outreach.errors").exception("at XFJ-2026-482913")
    assert "KeyError: 'XFJ-2026-*** of ****'" in lines.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "error E-F5CB-20261128 at POST /petitions/new/",
        "2026-11-28 00:12:01,123 WARNING 172-16-2026",
        "INTERNATIONALIZE",
        "File /work/outreach/ledger/migrations/0006_what_inspectors_did_stays_theirs_and_nobody_elses.py line 22",
    ],
)
def test_the_rest_of_a_line_stays(line: str) -> None:
    assert masked(line) == line
