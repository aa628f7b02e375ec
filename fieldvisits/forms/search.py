"""The filters of the list of visits; they live in the address."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fieldvisits.conduct import BY_KEY, is_breach
from fieldvisits.models import VisitFinding, VisitKind, VisitQuerySet
from fieldvisits.searching import found
from outreach.common.fields import CleanCharField
from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights

_MORE = [
    ("to_ledger", _("有交台账的")),
    ("unannounced", _("四不两直")),
    ("leader", _("有领导到场")),
    ("own_leader", _("联系领导到场")),
]


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class SearchForm(forms.Form):
    """An unreadable filter is left out; the others still count."""

    q = CleanCharField(label=_("单位、拼音或记录里的词"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("怎么办公的"), choices=[("", _("各种方式")), *VisitKind.choices], required=False)
    more = forms.ChoiceField(label=_("只看"), choices=[("", _("全部情况")), *_MORE], required=False)
    since = day_field(_("从"))
    until = day_field(_("到"))

    def narrow(self, visits: VisitQuerySet, rights: Rights) -> VisitQuerySet:
        """The visits that the address asks for."""
        self.is_valid()
        data = self.cleaned_data
        if self.data.get("view") == "mine":
            visits = visits.filter(Q(author=rights.user) | Q(leader__user=rights.user))
        if text := data.get("q"):
            visits = visits.filter(found(text))
        if kind := data.get("kind"):
            visits = visits.filter(kind=kind)
        if since := data.get("since"):
            visits = visits.filter(visited_on__gte=since)
        if until := data.get("until"):
            visits = visits.filter(visited_on__lte=until)
        return self._more(self._conduct(visits), data.get("more", ""))

    def _conduct(self, visits: VisitQuerySet) -> VisitQuerySet:
        """What the overview of conduct links to: any breach, those without a reason, or one rule."""
        wanted = self.data.get("conduct", "")
        if wanted == "breach":
            return visits.filter(is_breach())
        if wanted == "unexplained":
            return visits.filter(is_breach(), conduct_reason="")
        return visits.filter(BY_KEY[wanted].condition) if wanted in BY_KEY else visits

    def _more(self, visits: VisitQuerySet, wanted: str) -> VisitQuerySet:
        unit, point = self.data.get("unit", ""), self.data.get("point", "")
        if unit.isdecimal() and len(unit) < 12:
            visits = visits.filter(unit=unit)
        if point.isdecimal() and len(point) < 12:
            # With the period before: what a quarter counts may have begun there.
            points = ContactPoint.objects.filter(Q(pk=point) | Q(renewed=point)).order_by()
            visits = visits.filter(contact_point__in=list(points.values_list("pk", flat=True)))
        if wanted == "to_ledger":
            return visits.filter(Exists(VisitFinding.objects.filter(visit=OuterRef("pk"), issue__isnull=False)))
        if wanted == "unannounced":
            return visits.filter(is_unannounced=True)
        if wanted == "own_leader":
            return visits.by_its_leader()
        return visits.filter(leader__isnull=False) if wanted == "leader" else visits
