"""Who takes over what somebody leaves behind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from outreach.accounts.models import User
from outreach.org.duties import Heap


class SuccessorForm(forms.Form):
    """One question for each heap: who goes on with it."""

    def __init__(self, *args: Any, heaps: Sequence[Heap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heaps = heaps
        words = _("%(duty)s（%(unit)s，%(count)d 件）交给")
        for heap in heaps:
            self.fields[heap.key] = forms.ModelChoiceField(
                label=words % {"duty": heap.duty.label, "unit": heap.unit, "count": heap.count},
                queryset=heap.takers,
                empty_label=_("请选择接手的人"),
                error_messages={"required": _("请选择接手的人。")},
            )

    @property
    def successors(self) -> dict[str, User]:
        """After the form was found valid."""
        return {heap.key: self.cleaned_data[heap.key] for heap in self.heaps}
