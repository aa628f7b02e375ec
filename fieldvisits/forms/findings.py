"""The filters of the list of findings; they live in the address."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fieldvisits.forms.search import day_field
from fieldvisits.models import Outcome, VisitFinding
from outreach.common.fields import CleanCharField


class FindingSearchForm(forms.Form):
    """An unreadable filter is left out; the others still count."""

    q = CleanCharField(label=_("发现里的词"), max_length=60, required=False)
    outcome = forms.ChoiceField(label=_("怎么处理"), choices=[("", _("各种处理")), *Outcome.choices], required=False)
    since = day_field(_("从"))
    until = day_field(_("到"))

    def narrow(self, findings: QuerySet[VisitFinding]) -> QuerySet[VisitFinding]:
        """The findings that the address asks for."""
        self.is_valid()
        data = self.cleaned_data
        if text := data.get("q"):
            findings = findings.filter(Q(what__contains=text) | Q(place__contains=text) | Q(solution__contains=text))
        if outcome := data.get("outcome"):
            findings = findings.filter(outcome=outcome)
        if since := data.get("since"):
            findings = findings.filter(visit__visited_on__gte=since)
        if until := data.get("until"):
            findings = findings.filter(visit__visited_on__lte=until)
        return findings
