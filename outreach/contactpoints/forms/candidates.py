"""What weighs how much in the ranking of candidates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.crispy import form_helper
from outreach.common.fields import CleanCharField
from outreach.contactpoints.candidates import weights_of
from outreach.contactpoints.models import RankingWeights
from outreach.contactpoints.ranking import OFFICE
from outreach.contactpoints.signs import witnesses

OFFICE_LABEL = _("台账办评定")


class WeightsForm(forms.Form):
    """A weight for each figure and for the office's judgement; together they need not make 100."""

    def __init__(self, data: Any = None, *, settings: RankingWeights | None, cancel_url: str) -> None:
        super().__init__(data)
        signs = list(witnesses.signs())
        labels: dict[str, Any] = {sign.key: sign.label for sign in signs} | {OFFICE: OFFICE_LABEL}
        hints: dict[str, Any] = {sign.key: sign.explains for sign in signs}
        for key, weight in weights_of(signs, settings).items():
            self.fields[f"weight_{key}"] = forms.IntegerField(
                label=labels[key], help_text=hints.get(key, ""), min_value=0, max_value=100, initial=weight
            )
        self.fields["basis"] = CleanCharField(
            label=_("依据"),
            max_length=200,
            initial=settings.basis if settings else "",
            help_text=_("谁定的、哪次会议或哪份文件"),
        )
        self.helper = form_helper(submit_label=_("保存权重"), cancel_url=cancel_url)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(self.weights.values()):
            raise forms.ValidationError(_("至少要有一项权重大于 0，不然排不出先后。"))
        return data

    @property
    def weights(self) -> dict[str, int]:
        return {
            name.removeprefix("weight_"): weight
            for name, weight in self.cleaned_data.items()
            if name.startswith("weight_")
        }
