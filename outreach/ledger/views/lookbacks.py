"""``/ledger/look-backs/``: what is to be looked at again, what was found, and how it was drawn."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outreach.common.keyset import Order, page_of
from outreach.ledger.filters import LookBackFilter
from outreach.ledger.lookbacks import VIEWS, applied, in_view, months, view_of
from outreach.ledger.permissions import LOOK_BACK
from outreach.ledger.views.base import LedgerView

PAGE_SIZE = 50
NEAREST_FIRST = Order("due_on")
NEWEST_FIRST = Order("looked_at", is_descending=True, is_nullable=True)


class LookBackListView(LedgerView):
    """Standing lists as tabs, filters in the URL, pages by key."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get
        view = view_of(asked("view", ""), self.rights)
        filterset = LookBackFilter(request.GET, queryset=in_view(view.key, self.rights))
        rows = filterset.qs.select_related("issue__unit", "issue__lead_unit", "looked_by")
        order = NEWEST_FIRST if view.key == "done" else NEAREST_FIRST
        does = self.rights.may(LOOK_BACK)
        context = {
            "view": view,
            "views": [one for one in VIEWS.values() if does or not one.is_for_doers],
            "filterset": filterset,
            "is_understood": filterset.is_valid(),
            "narrowed": urlencode(applied(request.GET)),
            "page": page_of(rows, order, size=PAGE_SIZE, after=asked("after", ""), before=asked("before", "")),
            "months": months(self.rights) if does else [],
        }
        return render(request, "ledger/lookback_list.html", context)
