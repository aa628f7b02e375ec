"""The public entrance: everything somebody without an account can do, and how long it takes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outreach.calendars import statute


def entrance(request: HttpRequest) -> HttpResponse:
    """Channels, address, times and procedure as Art. 18 asks; every length comes from the statute."""
    return render(request, "dashboard/entrance.html", {"statute": statute})
