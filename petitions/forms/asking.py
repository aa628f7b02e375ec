"""A question to the petitioner, and taking it back."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common import clock
from outreach.ledger.forms.base import day_field
from petitions.forms.checked import CheckedForm
from petitions.forms.readers import InternalField, ToldField
from petitions.forms.steps import StepForm
from petitions.models import CaseQuestion
from petitions.workflow.asking import Question
from petitions.workflow.naming import people_in


class AskForm(CheckedForm):
    """The petitioner reads all of it: neither their own data nor anybody else's goes out unnoticed."""

    checked = ("text", "why")

    text = ToldField(
        label=_("要问的"),
        rows=4,
        max_length=1000,
        help_text=_("一次问一件事，用平常的话。要材料的，写明是哪一份。信访人凭查询码看到，在同一页回答。"),
        error_messages={"required": _("写下要问信访人的话。")},
    )
    why = ToldField(
        label=_("为什么要问"),
        rows=2,
        max_length=500,
        help_text=_("信访人也看得到，例如“核对上班天数要用”。"),
        error_messages={"required": _("告诉信访人为什么要问，他才好回答。")},
    )
    answer_by = day_field(
        _("希望哪天以前回答"),
        required=False,
        help_text=_("只是希望：过了这天照样可以回答，法定期限也不因为提问而暂停。"),
    )
    names_are_meant = forms.BooleanField(label=_("看过了，这些字不是人名，或者要让信访人知道"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self._hide("names_are_meant")

    @cached_property
    def named(self) -> list[str]:
        """People of the enterprise whose names stand in the words."""
        words = "\n".join(self.cleaned_data.get(name) or "" for name in self.checked)
        return sorted({person.full_name for person in people_in(words)})

    def clean_answer_by(self) -> date | None:
        day: date | None = self.cleaned_data["answer_by"]
        if day is not None and day <= clock.today():
            raise forms.ValidationError(_("选明天或以后的日期，也可以空着。"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.named:
            self._hide("names_are_meant")
        elif not data.get("names_are_meant"):
            words = _("问题里像是有别人的姓名：%(names)s。请改掉，或确认可以让信访人看到。")
            self.add_error("names_are_meant", str(words) % {"names": "、".join(self.named)})
        return data

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        given.pop("names_are_meant")
        return {"question": Question(**{name: given.pop(name) for name in ("text", "why", "answer_by")}), **given}


class QuestionField(forms.ModelChoiceField):
    """One of the questions that wait."""

    def label_from_instance(self, obj: CaseQuestion) -> str:
        return obj.text


class WithdrawQuestionForm(StepForm):
    """Which question, and why it is not asked any more."""

    asked = ("question",)

    question = QuestionField(
        CaseQuestion.objects.none(),
        label=_("收回哪个问题"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("选一个要收回的问题。"),
            "invalid_choice": _("这个问题已经回答或者收回了。"),
        },
    )
    note = InternalField(
        label=_("为什么收回"),
        rows=2,
        max_length=500,
        help_text=_("信访人看不到，只会看到不用再回答了。"),
        error_messages={"required": _("写一句为什么收回，记入办理经过。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [one for one in self.petition.questions.waiting() if one.is_told_to(self.rights)]
        field: Any = self.fields["question"]
        field.queryset = CaseQuestion.objects.filter(pk__in=[one.pk for one in waiting])
        if len(waiting) == 1:
            self.initial.setdefault("question", waiting[0].pk)
