"""Every request knows its rights, asked for once and only when needed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from outreach.org.scoping import rights_of


class RightsMiddleware:
    """Puts ``request.rights`` on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.rights = SimpleLazyObject(lambda: rights_of(request.user))  # type: ignore[attr-defined]  # ours
        return self.get_response(request)
