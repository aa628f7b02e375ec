"""Form fields that accept what people really paste."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from outreach.common.text import clean_text


class CleanCharField(forms.CharField):
    """Text without the characters that break a database, an export or the reading order."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class CleanTextField(CleanCharField):
    """Several lines of clean text, at most 5,000 characters unless said otherwise."""

    def __init__(self, *, rows: int = 4, max_length: int = 5000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


def say_plainly() -> None:
    """What an empty field, a number or a text out of bounds says wherever a form has no words of its own.

    Django says that a field is required and bids people "ensure" things.
    """
    forms.Field.default_error_messages["required"] = _("请填写。")
    forms.ChoiceField.default_error_messages["required"] = _("请选一项。")
    forms.ModelChoiceField.default_error_messages["required"] = _("请选一项。")
    forms.FileField.default_error_messages["required"] = _("请选一个文件。")
    MinValueValidator.message = _("不能小于 %(limit_value)s。")
    MaxValueValidator.message = _("不能大于 %(limit_value)s。")
    MaxLengthValidator.message = _("最多 %(limit_value)s 个字，现在有 %(show_value)s 个。")
