"""The small question as a form of its own, shown inside the form it stands before."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from outreach.door import questions


class QuestionForm(forms.Form):
    """One question and its answer; a wrong, late or used answer brings a new question."""

    door_answer = CleanCharField(
        label=_("先回答一个小问题"),
        max_length=60,
        error_messages={"required": _("请回答这个小问题再继续；填好的内容都还在。")},
    )
    door_mark = CleanCharField(max_length=800, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["door_answer"].widget.attrs.update({"autocomplete": "off", "data-nosave": ""})
        self.question = questions.ask()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        answer, mark = data.get("door_answer", ""), data.get("door_mark", "")
        if answer and not questions.is_right(mark, answer):
            self.add_error("door_answer", _("没答对，或者隔得太久了。换一个问题，请再答一次。"))
        return data
