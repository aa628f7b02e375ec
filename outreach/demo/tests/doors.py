"""Every address of the portal, as its URL patterns tell it: ``/ledger/{number}/``."""

import re

from django.urls import get_resolver

from outreach.common.access import policy_of
from outreach.common.checks import views_of

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def doors() -> list[str]:
    """All of them, each once, in the order of the alphabet."""
    return sorted(policies())


def policies() -> dict[str, str]:
    """All of them, each with the policy that its view declares."""
    found = {}
    for path, view, app_names in views_of(get_resolver()):
        policy = policy_of(view, app_names)
        found["/" + "".join(map(_plain, path))] = policy.words if policy else "nobody said"
    return found


def _plain(pattern: str) -> str:
    named = _CONVERTER.sub(r"{\1}", _GROUP.sub(r"<\1>", pattern))
    return named.removeprefix("^").removesuffix("$").replace("\\", "")
