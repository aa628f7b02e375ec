"""From which network address a request came, believing only proxies that the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_current: ContextVar[str] = ContextVar("address", default="")


@lru_cache(maxsize=8)
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name, strict=False) for name in names if name != "unix")


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


def came_through_proxy(request: HttpRequest) -> bool:
    """Whether the neighbour that hands us the request is one of ``TRUSTED_PROXIES``."""
    nearest = _parsed(request.META.get("REMOTE_ADDR", ""))
    return "unix" in settings.TRUSTED_PROXIES if nearest is None else _is_trusted(nearest)


def client_address(request: HttpRequest) -> str:
    """The address of the client: the nearest one that is not a trusted proxy, else ``""``.

    ``X-Forwarded-For`` is read from its right end and only behind ``TRUSTED_PROXIES`` (addresses
    or networks; ``unix`` for a socket file), because its left end is whatever the client wrote.
    """
    nearest = _parsed(request.META.get("REMOTE_ADDR", ""))
    if nearest is None and "unix" not in settings.TRUSTED_PROXIES:
        return ""
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and (nearest is None or _is_trusted(nearest)):
        further = _parsed(hops.pop())
        if further is None:
            break
        nearest = further
    return str(nearest) if nearest else ""


def current_address() -> str:
    """The client address of the request being answered; ``""`` outside of one."""
    return _current.get()


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Inside the block, acts are recorded as coming from this request's address."""
    token = _current.set(client_address(request))
    try:
        yield
    finally:
        _current.reset(token)
