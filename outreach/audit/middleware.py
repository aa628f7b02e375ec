"""What is believed about where a request came from, and who may say it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from outreach.audit.address import answering, came_through_proxy

PROXY_HEADERS = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


class TrustedProxyMiddleware:
    """Forgets what a proxy would say about scheme and host unless a trusted proxy says it.

    ``SECURE_PROXY_SSL_HEADER`` believes the header whoever sends it, so a client could pass plain HTTP off as HTTPS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not came_through_proxy(request):
            for name in PROXY_HEADERS:
                request.META.pop(name, None)
        return self.get_response(request)


class AddressMiddleware:
    """Notes the client address for the time of the request, so that workflows can record it without the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            return self.get_response(request)
