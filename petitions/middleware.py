"""When nothing can be sealed or opened: a polite page that keeps what was typed, never an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from petitions.vault import VaultError

_RETRY_AFTER_SECONDS = 600
_NOT_SAID = {"csrfmiddlewaretoken", "token", "go", "unit", "version"}


class VaultMiddleware:
    """Turns a ``VaultError`` of any view into 503, with the sent form ready to be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, VaultError):
            return None
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {
            "typed": [(name, value) for name, value in typed if name != "csrfmiddlewaretoken"],
            "said": "\n".join(value for name, value in typed if name not in _NOT_SAID and value),
            "had_files": bool(request.FILES),
        }
        response = render(request, "petitions/closed.html", context, status=503)
        response["Retry-After"] = str(_RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store"
        return response
