"""Keeping a filter under a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from outreach.ledger.listing import Listing
from outreach.ledger.models import SavedView
from outreach.org.scoping import Rights

MOST_VIEWS = 12
LONGEST_QUERY = 500


class SavedViewForm(forms.Form):
    """Only parameters the list understands are kept, so that a kept link always opens."""

    name = CleanCharField(label=_("视图名称"), max_length=30)
    query = CleanCharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights

    def clean_query(self) -> str:
        listing = Listing.of_query(self.cleaned_data["query"], self.rights)
        if not listing.is_understood or len(listing.query) > LONGEST_QUERY:
            raise forms.ValidationError(_("这些筛选条件不能保存，请先改正。"))
        return listing.query

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others = SavedView.objects.filter(user=self.rights.user).exclude(name=data.get("name"))
        if others.count() >= MOST_VIEWS:
            raise forms.ValidationError(_("最多保存 %(most)d 个视图，请先删掉一个。"), params={"most": MOST_VIEWS})
        return data

    def save(self) -> SavedView:
        """A view of the same name is replaced."""
        view, _created = SavedView.objects.update_or_create(
            user=self.rights.user, name=self.cleaned_data["name"], defaults={"query": self.cleaned_data["query"]}
        )
        return view
