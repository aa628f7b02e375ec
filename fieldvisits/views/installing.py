"""The log as an app on a phone: its manifest, its service worker, and the page that opens without a network."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fieldvisits import installed
from fieldvisits.forms import MOST_FINDINGS, FindingFormSet, VisitForm
from outreach.common.access import Public, access
from outreach.common.keptpages import language_of
from outreach.org.models import Cadre
from outreach.org.scoping import Rights


@access(Public())
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes one
    """What the phone shows of the app once it is put on the home screen."""
    icons = [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    told = {
        "name": _("四下基层 · 记走访"),
        "short_name": _("记走访"),
        "start_url": reverse("fieldvisits:new"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#b3261e",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@access(Public())
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the log's page; another one for each language, and whenever a file of it changes."""
    language = language_of(request)
    words = {
        "version": f"{installed.version()}-{language}",
        "log_url": reverse("fieldvisits:new"),
        "shell_url": f"{reverse('fieldvisits:shell')}?l={language}",
        "sorry_url": f"{reverse('offline')}?l={language}",
        "assets": json.dumps(installed.assets()),
    }
    script = render_to_string("fieldvisits/sw.js", words)
    return HttpResponse(script, content_type="text/javascript")


@access(Public())
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The log without anybody: no names, no units, no session; whoever used the device last finds theirs in it."""
    with translation.override(language_of(request)):
        form = VisitForm(rights=Rights.of(request.user))
        form.fields["leader"].queryset = Cadre.objects.none()  # type: ignore[attr-defined]  # a model choice
        form.units = form.fields["unit"].queryset = form.units.none()  # type: ignore[attr-defined]  # the same
        context = {
            "base": "base_device.html",
            "form": form,
            "cards": FindingFormSet(prefix="findings", form_kwargs={"author": None}),
            "most": MOST_FINDINGS,
        }
        return HttpResponse(render_to_string("fieldvisits/visit_new.html", context))
