"""Who takes over what somebody leaves behind."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.org.duties import Heap


class SuccessorForm(forms.Form):
    """One question for each heap: who goes on with it."""

    def __init__(self, *args: Any, heaps: Sequence[Heap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heaps = heaps
        for heap in heaps:
            self.fields[heap.key] = forms.ModelChoiceField(
                label=_("交给"), queryset=heap.takers, empty_label=_("请选择接手的人")
            )

    @property
    def questions(self) -> Iterator[tuple[Heap, BoundField]]:
        """Each heap with its question, for the page."""
        for heap in self.heaps:
            yield heap, self[heap.key]

    @property
    def successors(self) -> dict[str, User]:
        """After the form was found valid."""
        return {heap.key: self.cleaned_data[heap.key] for heap in self.heaps}
