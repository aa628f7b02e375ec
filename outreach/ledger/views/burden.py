"""``/ledger/burden/?unit=`` or ``?contact_point=``: the line that a form shows once its unit is chosen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outreach.contactpoints.models import ContactPoint
from outreach.ledger.burden import burden
from outreach.ledger.views.base import LedgerView
from outreach.org.models import OrgUnit

_LONGEST_KEY = 12


class BurdenView(LedgerView):
    """Shown to everybody who is signed in; nothing where no unit is chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        unit = self._unit(request.GET.get("unit", ""), request.GET.get("contact_point", ""))
        if unit is None:
            return HttpResponse()
        return render(request, "ledger/_burden.html", {"burden": burden(unit, self.rights)})

    def _unit(self, unit: str, point: str) -> OrgUnit | None:
        if _is_key(unit):
            return OrgUnit.objects.active().filter(pk=unit).first()
        if _is_key(point):
            points = ContactPoint.objects.visible_to(self.rights).filter(pk=point)
            found = points.select_related("unit").first()
            return found.unit if found else None
        return None


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < _LONGEST_KEY
