"""Writing a visit down, on a phone at the site or at a desk afterwards."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from fieldvisits import installed
from fieldvisits.forms import MOST_FINDINGS, FindingFormSet, VisitForm
from fieldvisits.intake import log_visit
from fieldvisits.models import Visit
from fieldvisits.permissions import RECORD
from fieldvisits.promises import promises_at
from fieldvisits.queries import recent_units
from fieldvisits.views.reading import rights_of
from outreach.common.access import Permitted, access
from outreach.common.once import SentBeforeError
from outreach.common.text import clean_text
from outreach.common.transitions import RefusedStepError
from outreach.ledger.queries import similar_open

_LONGEST_SAID = 500
_PROMISES = 5
FOR_RECORDERS = Permitted(RECORD, gettext_lazy("您的岗位不能记录走访。"))


@access(FOR_RECORDERS)
@require_http_methods(["GET", "POST"])
@gzip_page  # it opens at the far end of a bad line; what is secret in it is masked anew each time
def visit_new(request: HttpRequest) -> HttpResponse:
    """The log in three steps; one form, so that it can be sent late and once."""
    rights = rights_of(request)
    is_sent = request.method == "POST"
    form = VisitForm(request.POST if is_sent else None, rights=rights, initial=_asked(request))
    cards = FindingFormSet(
        data=request.POST if is_sent else None,
        files=request.FILES if is_sent else None,
        prefix="findings",
        form_kwargs={"author": request.user},
    )
    if not is_sent:
        return _page(request, form, cards)
    is_valid = all([form.is_valid(), cards.is_valid()])
    if "add" in request.POST:
        form.errors.clear()
        cards.grow()
        return _page(request, form, cards, open_step="found")
    return _finish(request, form, cards) if is_valid else _page(request, form, cards)


def _finish(request: HttpRequest, form: VisitForm, cards: Any) -> HttpResponse:
    """Write the visit and show it; a mark used before with other content is explained and the text kept."""
    rights = rights_of(request)
    try:
        visit = log_visit(entry=form.entry(cards.entries), rights=rights)
    except SentBeforeError as sent:
        form.renew()
        earlier = Visit.objects.visible_to(rights).filter(pk=sent.record.pk).first()
        return _page(request, form, cards, status=409, is_conflict=True, earlier=earlier)
    except RefusedStepError as refused:
        form.add_error(None, str(refused.reason))
        return _page(request, form, cards)
    messages.success(request, _("已记下。%(outcome)s") % {"outcome": visit.outcome_words})
    return redirect(visit)


def _page(request: HttpRequest, form: VisitForm, cards: Any, status: int = 200, **more: Any) -> HttpResponse:
    rights = rights_of(request)
    if form.is_bound:
        for card in cards.forms:
            card.look_for_similar(form.cleaned_data.get("unit"), rights)
    context = {"form": form, "cards": cards, "units": recent_units(rights), "most": MOST_FINDINGS}
    context |= installed.modules() | more
    page = render(request, "fieldvisits/visit_new.html", context, status=status)
    page["Link"] = installed.first_asked()
    return page


@access(FOR_RECORDERS)
@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of page: open items that look like what is being typed."""
    rights = rights_of(request)
    unit_id = request.GET.get("unit", "")
    units = rights.reach(RECORD)
    unit = get_object_or_404(units, pk=unit_id if unit_id.isdecimal() and len(unit_id) < 12 else 0)
    what = clean_text(request.GET.get("what", ""))[:_LONGEST_SAID]
    found = similar_open(what, unit=unit, rights=rights) if what.strip() else []
    return render(request, "fieldvisits/_similar.html", {"similar": found})


@access(FOR_RECORDERS)
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """A piece of page: what was promised in the chosen unit before, not kept ones first."""
    rights = rights_of(request)
    key = request.GET.get("unit", "")
    units = rights.reach(RECORD)
    unit = units.filter(pk=key).first() if key.isdecimal() and key.isascii() and len(key) < 12 else None
    found = promises_at(unit, rights)[:_PROMISES] if unit else []
    return render(request, "fieldvisits/_promises.html", {"promises": found})


def _asked(request: HttpRequest) -> dict[str, Any]:
    """A unit named in the address, so that plans and contact points can link here."""
    unit = request.GET.get("unit", "")
    return {"unit": unit} if unit.isdecimal() and len(unit) < 12 else {}
