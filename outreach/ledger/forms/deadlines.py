"""Forms for more time, a pause, and the long run."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.calendars.limits import limits
from outreach.common import clock
from outreach.common.fields import CleanTextField
from outreach.ledger import workflow
from outreach.ledger.forms.base import LONGEST_NOTE, ReasonForm, StepForm, at_most, day_field


class ExtensionForm(ReasonForm):
    workdays = forms.IntegerField(label=_("延长几个工作日"), min_value=1)
    field_order = ["workdays", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = limits.length("ledger.extension")
        at_most(self.fields["workdays"], longest)
        words = _("一次最多 %(days)d 个工作日；先由本单位负责人同意，再由台账办批准。")
        self.fields["workdays"].help_text = words % {"days": longest}


class SuspendForm(ReasonForm):
    wake_on = day_field(_("哪天恢复"), help_text=_("到这一天自动恢复办理，暂停的工作日加到期限上。"))


class KeepLongTermForm(ReasonForm):
    review_on = day_field(_("下次复核"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggest_review(self)


class ReviewForm(StepForm):
    note = CleanTextField(label=_("复核意见"), rows=4, max_length=2000)
    review_on = day_field(_("下次复核"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggest_review(self)


class FinishForm(StepForm):
    note = CleanTextField(label=_("说明"), rows=4, max_length=LONGEST_NOTE)


def suggest_review(form: StepForm) -> None:
    """The latest day allowed, as the usual choice."""
    form.fields["review_on"].initial = clock.today() + timedelta(days=limits.length("ledger.long_term_review"))


DEADLINES = {
    "request_extension": ExtensionForm.taking(workflow.request_extension),
    "suspend": SuspendForm.taking(workflow.suspend),
    "keep_long_term": KeepLongTermForm.taking(workflow.keep_long_term),
    "review_long_term": ReviewForm.taking(workflow.review_long_term),
    "finish_long_term": FinishForm.taking(workflow.finish_long_term),
}
