"""What an officer writes of a document, and the file of a template."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.common.crispy import PortalFormHelper
from outreach.common.fields import CleanCharField, CleanTextField
from outreach.common.once import OnceForm
from outreach.documents.fields import Field
from outreach.documents.kinds import DocumentKind, Values
from outreach.documents.models import LONGEST_REASON

LONGEST_LINE = 300
MOST_ROWS = 40
_BETWEEN = "｜"


class RowsField(CleanTextField):
    """A table, a line for each row, its columns with ``｜`` between them."""

    def __init__(self, place: Field, **kwargs: Any) -> None:
        self.columns = dict(place.columns)
        help_text = _("一行写一个，各项用“｜”隔开：%(columns)s") % {
            "columns": _BETWEEN.join(str(label) for label in self.columns.values())
        }
        super().__init__(rows=5, help_text=help_text, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return "\n".join(_BETWEEN.join(row.get(name, "") for name in self.columns) for row in value)
        return value

    def clean(self, value: Any) -> list[dict[str, str]]:
        lines = [line for line in str(super().clean(value) or "").replace("|", _BETWEEN).split("\n") if line.strip()]
        if len(lines) > MOST_ROWS:
            raise forms.ValidationError(_("最多 %(most)d 行。") % {"most": MOST_ROWS})
        return [self._row(line) for line in lines]

    def _row(self, line: str) -> dict[str, str]:
        cells = [cell.strip() for cell in line.split(_BETWEEN)]
        if len(cells) > len(self.columns):
            raise forms.ValidationError(_("“%(line)s”有多余的“｜”。") % {"line": line[:40]})
        return dict(zip(self.columns, [*cells, *[""] * len(self.columns)], strict=False))


class DocumentForm(OnceForm):
    """The fields that a kind leaves to the officer; ``values`` are what was written before or is proposed."""

    helper: PortalFormHelper

    def __init__(self, *args: Any, kind: DocumentKind, values: Values, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in kind.typed_fields:
            self.fields[place.name] = _field(place)
            self.initial[place.name] = values.get(place.name, "")
        self.names = [place.name for place in kind.typed_fields]

    @property
    def values(self) -> Values:
        return {name: self.cleaned_data[name] for name in self.names}


def _field(place: Field) -> forms.Field:
    plain: dict[str, Any] = {"label": place.label, "required": place.is_required}
    if place.columns:
        return RowsField(place, **plain)
    return CleanTextField(rows=5, **plain) if place.is_long else CleanCharField(max_length=LONGEST_LINE, **plain)


class StepForm(forms.Form):
    """A step as a button: the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class DraftForm(StepForm, DocumentForm):
    """A draft written anew."""


class WithdrawForm(StepForm):
    """Why it no longer holds; the petitioner does not see it any more."""

    helper: PortalFormHelper
    reason = CleanCharField(label=gettext_lazy("撤回的理由"), max_length=LONGEST_REASON)


class TemplateForm(forms.Form):
    """A template edited in Word."""

    helper: PortalFormHelper
    file = forms.FileField(
        label=gettext_lazy("改好的模板（docx）"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=gettext_lazy("只有文字和表格的 docx，不超过 2 MB。上传后先检查、看样张，确认了再启用。"),
    )
