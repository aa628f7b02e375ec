"""What an officer reads under a field that was left empty: what to do there, and not that "this field" is required."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

#: The first sort that a field is of; one with words of its own keeps them.
_BY_SORT: tuple[tuple[type[forms.Field], StrOrPromise], ...] = (
    (forms.BooleanField, _("要勾选才能继续。")),
    (forms.ChoiceField, _("还没有选，请选一个。")),
    (forms.DateTimeField, _("请写日期和时间。")),
    (forms.DateField, _("请写日期。")),
    (forms.IntegerField, _("请填一个整数。")),
    (forms.CharField, _("还没有写，不能空着。")),
)
_PLAIN = forms.Field.default_error_messages["required"]


class FilledForm(forms.Form):
    """A form whose empty fields have words: their own, or those of their sort."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == _PLAIN:
                words = next((words for sort, words in _BY_SORT if isinstance(field, sort)), None)
                if words is not None:
                    field.error_messages["required"] = words
