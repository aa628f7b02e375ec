"""Forms of questions and answers for everybody."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common.fields import CleanCharField, CleanTextField
from outreach.ledger.states import Topic
from petitions.forms.checked import CheckedForm
from petitions.forms.missing import FilledForm
from petitions.models import Petition, PublishedAnswer
from petitions.workflow.naming import people_in
from petitions.workflow.publishing import Text


class PublicAnswerForm(CheckedForm):
    """What everybody will read: neither the petitioner nor anybody else is known by it."""

    checked = ("question", "answer", "basis")

    topic = forms.ChoiceField(label=gettext_lazy("类别"), choices=Topic.choices)
    question = CleanTextField(
        label=gettext_lazy("问题"),
        rows=3,
        max_length=300,
        help_text=gettext_lazy("用大家都会这样问的话写，例如“夜班津贴从哪天开始算？”。不写人名、班组和日期。"),
    )
    answer = CleanTextField(label=gettext_lazy("答复"), rows=8, max_length=3000)
    basis = CleanCharField(
        label=gettext_lazy("依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("制度或法规的名称、条款。"),
    )
    names_are_meant = forms.BooleanField(label=gettext_lazy("看过了，这些字不是人名，或者可以公开"), required=False)

    field_order = ("topic", "question", "answer", "basis", "names_are_meant", "cleared", "is_cleared", "version")

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, petition=petition, **kwargs)
        if not self.is_bound:
            self._hide("names_are_meant")

    @classmethod
    def of(cls, answer: PublishedAnswer, **kwargs: Any) -> "PublicAnswerForm":
        """The form that changes ``answer``."""
        words = {name: getattr(answer, name) for name in ("topic", "question", "answer", "basis", "version")}
        return cls(petition=answer.petition, initial=words, **kwargs)

    @cached_property
    def named(self) -> list[str]:
        """Names of people of the enterprise that stand in the words."""
        words = "\n".join(self.cleaned_data.get(name) or "" for name in self.checked)
        return sorted({person.full_name for person in people_in(words)})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.named:
            self._hide("names_are_meant")
        elif not data.get("names_are_meant"):
            said = _("公开的问答里不出现人名。这些像是人名：%(names)s。请改掉，或确认可以公开。")
            self.add_error("names_are_meant", said % {"names": "、".join(self.named)})
        return data

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        given.pop("names_are_meant")
        text = Text(**{name: given.pop(name) for name in ("topic", "question", "answer", "basis")})
        return {"text": text, **given}


class RemarkForm(FilledForm):
    """Why it goes back, or is taken down."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    remark = CleanTextField(label=gettext_lazy("为什么"), rows=2, max_length=300)
