"""Planning a visit, and calling it off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from outreach.contactpoints.models import ContactPoint
from outreach.org.scoping import Rights


class PlanForm(forms.Form):
    """Which contact point, which day, and what one goes there for."""

    contact_point = forms.ModelChoiceField(
        label=_("联系点"), queryset=ContactPoint.objects.none(), empty_label=_("请选择联系点")
    )
    planned_on = forms.DateField(label=_("哪天去"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = CleanCharField(label=_("带着什么事去"), max_length=200, required=False)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points: Any = self.fields["contact_point"]
        points.queryset = ContactPoint.objects.with_quota_for(rights).active().select_related("unit", "leader")


class CancelForm(forms.Form):
    reason = CleanCharField(label=_("取消原因"), max_length=200)
