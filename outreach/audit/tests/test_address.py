"""The address of an act is the client's, and a client cannot choose it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from outreach.audit.address import client_address, current_address
from outreach.audit.middleware import AddressMiddleware


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        ([], "10.0.0.9", "6.6.6.6", "10.0.0.9"),
        (["10.0.0.1"], "10.0.0.9", "6.6.6.6", "10.0.0.9"),
        (["10.0.0.1"], "10.0.0.1", "192.168.3.4", "192.168.3.4"),
        (["10.0.0.1"], "10.0.0.1", "6.6.6.6, 192.168.3.4", "192.168.3.4"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, 192.168.3.4, 10.2.2.2", "192.168.3.4"),
        (["10.0.0.1"], "10.0.0.1", "not an address", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ([], "", "6.6.6.6", ""),
        (["unix"], "", "192.168.3.4", "192.168.3.4"),
        ([], "fe80::1%eth0", "", "fe80::1"),
    ],
)
def test_only_named_proxies_are_believed(
    settings: Settings, proxies: list[str], remote: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


def test_the_address_is_known_while_the_request_is_answered_and_not_after() -> None:
    seen = []

    def view(_request: object) -> HttpResponse:
        seen.append(current_address())
        return HttpResponse()

    AddressMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR="10.1.1.1"))
    assert (seen, current_address()) == (["10.1.1.1"], "")
