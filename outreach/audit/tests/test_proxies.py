"""Only a trusted proxy can say that a request came over HTTPS."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from outreach.audit.middleware import TrustedProxyMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.is_secure()} {request.META.get('HTTP_X_FORWARDED_HOST')}")


@pytest.mark.parametrize(
    ("proxies", "remote", "expected"),
    [
        (["10.0.0.0/8"], "10.0.0.1", b"True portal.example"),
        (["10.0.0.0/8"], "192.168.0.9", b"False None"),
        ([], "127.0.0.1", b"False None"),
        (["unix"], "", b"True portal.example"),
        ([], "", b"False None"),
    ],
)
def test_a_client_cannot_pass_plain_http_off_as_https(
    settings: Settings, proxies: list[str], remote: str, expected: bytes
) -> None:
    settings.TRUSTED_PROXIES = proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get(
        "/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="portal.example"
    )
    assert TrustedProxyMiddleware(answer)(request).content == expected
