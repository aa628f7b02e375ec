"""Lets workflows record from where an act came without carrying the request through them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from outreach.audit.address import answering


class AddressMiddleware:
    """Notes the client address for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            return self.get_response(request)
