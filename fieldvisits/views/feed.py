"""A leader's visits in the calendar of their phone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from fieldvisits.calendar import ical_of
from fieldvisits.models import CalendarFeed
from fieldvisits.views.reading import rights_of
from fieldvisits.workflow.feeding import make_feed, revoke_feed
from outreach.common.access import Public, SignedIn, access


@access(SignedIn())
@never_cache
@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest) -> HttpResponse:
    """Make an address, or take it back; the address itself is shown once."""
    rights = rights_of(request)
    address = ""
    if request.method == "POST":
        if "revoke" in request.POST:
            revoke_feed(rights=rights)
            messages.success(request, _("订阅地址已收回，手机日历不再更新。"))
            return redirect("fieldvisits:feed")
        secret = make_feed(rights=rights)
        address = request.build_absolute_uri(reverse("fieldvisits:ical", args=[secret]))
    context = {
        "feed": CalendarFeed.objects.filter(user=rights.user).first(),
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}",  # calendars of phones answer to this scheme
    }
    return render(request, "fieldvisits/feed.html", context)


@access(Public())
@never_cache
@require_GET
def ical(request: HttpRequest, secret: str) -> HttpResponse:
    """What a phone's calendar fetches, without signing in; whoever left or took the address back is nobody here."""
    feeds = CalendarFeed.objects.select_related("user").filter(user__is_active=True)
    feed = feeds.filter(digest=CalendarFeed.digest_of(secret)).first()
    if feed is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(ical_of(feed, site), content_type="text/calendar; charset=utf-8")
