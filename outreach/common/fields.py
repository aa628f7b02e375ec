"""Form fields that accept what people really paste."""

from typing import Any

from django import forms

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
