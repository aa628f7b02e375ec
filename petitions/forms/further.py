"""One more item for a petition."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from petitions.forms.desk import HandOverForm
from petitions.models import Petition, ReceptionSlot


class FurtherItemForm(HandOverForm):
    """The same task sheet for another side of the matter; an address may name the reception whose promise it is."""

    asked = ("slot",)

    slot = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**53)

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        asked = kwargs.get("initial", {}).get("slot", "")
        super().__init__(*args, petition=petition, **kwargs)
        del self.fields["papers"]
        if slot := self._slot(asked):
            heard = f"{gettext('接访时答应的事')}：{slot.promise}"
            self.initial.update({"slot": slot.pk, "title": slot.promise[:80], "description": heard})
        else:
            self.initial.update({"title": "", "description": ""})

    def _slot(self, key: Any) -> ReceptionSlot | None:
        """A reception of this petition at which something was promised, for good."""
        if not (str(key).isascii() and str(key).isdigit()):
            return None
        promised = self.petition.receptions.exclude(promise="").filter(confirmed_at__isnull=False)
        found: ReceptionSlot | None = promised.filter(pk=int(key)).first() if len(str(key)) < 17 else None
        return found

    def clean_slot(self) -> ReceptionSlot | None:
        return self._slot(self.cleaned_data["slot"] or "")

    def clean_papers(self) -> list[str]:
        """No files go with it."""
        return []

    def verb_arguments(self) -> dict[str, Any]:
        self.cleaned_data["papers"] = []
        slot = self.cleaned_data.pop("slot")
        given = super().verb_arguments()
        given.pop("files")
        return {**given, "slot": slot}
