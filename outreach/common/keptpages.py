"""Pages that a browser keeps for when there is no network: fetched without cookies, they name their language."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def language_of(request: HttpRequest) -> str:
    """The language that ``?l=`` asks for, as pages name theirs (``zh-Hans``, ``en``); else the reader's own."""
    asked = request.GET.get("l", "").lower()
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()
