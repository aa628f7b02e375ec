"""Where somebody knocks from, as far as the door needs to know it."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from outreach.audit.address import client_address
from outreach.door.tallies import this_hour

#: A household or an office gets at least this much of IPv6, so one visitor has 2**64 addresses.
_IPV6_BITS = 64


def is_internal(request: HttpRequest) -> bool:
    """Whether the visitor is inside ``INTERNAL_NETWORKS``, where a whole site shares one address."""
    text = client_address(request)
    if not text:
        return False
    address = ip_address(text)
    return any(address in ip_network(network, strict=False) for network in settings.INTERNAL_NETWORKS)


def network_digest(request: HttpRequest) -> str:
    """The visitor's network for this hour: the same for all that come from it, another one in the next hour."""
    text = client_address(request)
    if text and isinstance(address := ip_address(text), IPv6Address):
        text = str(ip_network(f"{address}/{_IPV6_BITS}", strict=False))
    return salted_hmac(f"outreach.door.network.{this_hour()}", text, algorithm="sha256").hexdigest()[:32]
