"""The forms of a review at the end of a period."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.crispy import form_helper
from outreach.common.fields import CleanTextField
from outreach.contactpoints.forms.criteria import CriteriaForm
from outreach.contactpoints.models import Conclusion
from outreach.contactpoints.workflow import Findings


class ReviewForm(CriteriaForm):
    """The office: the five criteria as they are now, what changed against the start, and what follows."""

    what_changed = CleanTextField(
        label=_("这一期有什么变化"), max_length=1000, rows=5, help_text=_("对照期初：解决了什么，没解决什么，为什么")
    )
    conclusion = forms.ChoiceField(label=_("结论"), choices=Conclusion.choices, widget=forms.RadioSelect)

    @property
    def findings(self) -> Findings:
        data = self.cleaned_data
        return Findings(self.scores, data["what_changed"], data["conclusion"])


class AnswerForm(forms.Form):
    """The leader's own words."""

    words = CleanTextField(label=_("我的意见"), max_length=1000, rows=4, help_text=_("填一次，和评估一起留存"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = form_helper(submit_label=_("填写意见"))
