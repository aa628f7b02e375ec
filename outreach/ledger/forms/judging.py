"""Forms for judging and for supervising."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.ledger import workflow
from outreach.ledger.forms.base import NoteForm, ShortReasonForm
from outreach.ledger.states import SupervisionLevel


class AcceptForm(NoteForm):
    is_on_site = forms.BooleanField(label=_("我到现场看过"), required=False)
    field_order = ["is_on_site", "note"]


class SuperviseForm(ShortReasonForm):
    level = forms.TypedChoiceField(
        label=_("督办级别"),
        coerce=int,
        choices=[choice for choice in SupervisionLevel.choices if choice[0] != SupervisionLevel.NONE],
        widget=forms.RadioSelect,
        help_text=_("只升不降，直到说明理由摘牌。"),
    )
    field_order = ["level", "reason"]


JUDGING: dict[str, Any] = {
    "accept_result": AcceptForm.taking(workflow.accept_result),
    "raise_supervision": SuperviseForm.taking(workflow.raise_supervision),
    "lift_supervision": ShortReasonForm.taking(workflow.lift_supervision),
}
