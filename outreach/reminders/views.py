"""The bell, and what monitors ask."""

from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outreach.common import clock
from outreach.common.access import Public, SignedIn, access
from outreach.reminders.models import Notice, NoticeQuerySet
from outreach.reminders.queries import with_words
from outreach.reminders.rounds import rounds
from outreach.reminders.ticking import is_ticking

PAGE = 30


def _mine(request: HttpRequest) -> NoticeQuerySet:
    notices: NoticeQuerySet = Notice.objects.visible_to(request.rights)  # type: ignore[attr-defined]  # RightsMiddleware
    return notices


@access(SignedIn())
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, the newest first."""
    mine = _mine(request).select_related("issue")
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reminders/notices.html", {"page": page, "notices": with_words(page.object_list), "now": clock.now()}
    )


@access(SignedIn())
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; it counts as read from now on."""
    notice = get_object_or_404(_mine(request).select_related("issue"), pk=pk)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
    told = rounds.get(notice.kind)
    if notice.issue is None and told and told.url_of:
        return redirect(told.url_of(notice.key, request.rights) or told.url_name)  # type: ignore[attr-defined]  # RightsMiddleware
    return redirect(notice.issue.get_absolute_url() if notice.issue else told.url_name if told else "notices")


@access(SignedIn())
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    _mine(request).unread().update(read_at=clock.now())
    return redirect("notices")


@access(Public())
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 while the database answers and rounds come on time; else 503 with the reason."""
    try:
        ticking = is_ticking()
    except DatabaseError:
        return JsonResponse({"ok": False, "reason": "the database does not answer"}, status=503)
    if not ticking:
        return JsonResponse({"ok": False, "reason": "no reminder round for 10 minutes"}, status=503)
    return JsonResponse({"ok": True})


@access(Public())
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when requests can be served: the database answers."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return JsonResponse({"ok": False, "reason": "the database does not answer"}, status=503)
    return JsonResponse({"ok": True})
