"""What the portal must hold before it starts: every address has a policy, and something that asks it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from outreach.common.access import policy_of

ASKING = "outreach.common.access.AccessMiddleware"
#: They must have said who asks, and what they may, before a policy is asked.
BEFORE = ("django.contrib.auth.middleware.AuthenticationMiddleware", "outreach.org.middleware.RightsMiddleware")


def views_of(
    resolver: URLResolver, before: tuple[str, ...] = (), app_names: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Callable[..., Any], list[str]]]:
    """Every address as the patterns on the way to it, with its view and the applications it stands under."""
    for pattern in resolver.url_patterns:
        path = (*before, str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield path, pattern.callback, list(app_names)
        else:
            inner = (*app_names, pattern.app_name) if pattern.app_name else app_names
            yield from views_of(pattern, path, inner)


@register(Tags.security)
def every_address_has_a_policy(**_kwargs: Any) -> list[CheckMessage]:
    """``outreach.E001``: an address whose view says nothing of who may open it."""
    return [
        Error(
            f"/{''.join(path)} opens to nobody: its view {view.__module__}.{view.__qualname__} declares no policy.",
            hint="Say policy = … in its class, or @access(…) above its function (outreach/common/access.py).",
            id="outreach.E001",
        )
        for path, view, app_names in views_of(get_resolver())
        if policy_of(view, app_names) is None
    ]


@register(Tags.security)
def policies_are_asked(**_kwargs: Any) -> list[CheckMessage]:
    """``outreach.E002``: policies are declared, but nothing asks them, or asks too early."""
    order = list(settings.MIDDLEWARE)
    is_asked = ASKING in order and all(one in order[: order.index(ASKING)] for one in BEFORE)
    words = f"{ASKING} must stand in MIDDLEWARE after {' and '.join(BEFORE)}."
    return [] if is_asked else [Error(words, id="outreach.E002")]
