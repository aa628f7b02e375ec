"""Every address of the portal, as its URL patterns tell it: ``/ledger/{number}/``."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def doors() -> list[str]:
    """All of them, each once, in the order of the alphabet."""
    return sorted(set(_walk(get_resolver(), "/")))


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + _plain(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield path
        else:
            yield from _walk(pattern, path)


def _plain(pattern: str) -> str:
    named = _CONVERTER.sub(r"{\1}", _GROUP.sub(r"<\1>", pattern))
    return named.removeprefix("^").removesuffix("$").replace("\\", "")
