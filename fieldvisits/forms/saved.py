"""The file that a device saved when nothing could be sent."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

MOST_MEGABYTES = 60


class SavedFileForm(forms.Form):
    """Which file; what it holds is read by ``fieldvisits.importing``."""

    file = forms.FileField(
        label=_("导出的文件"),
        help_text=_("在那台设备的“本机的走访”里点“导出成文件”得到的 .json 文件，最多 60 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/json,.json"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_MEGABYTES * 1024**2:
            raise forms.ValidationError(_("文件超过 60 MB，请在那台设备上先上报一部分再导出。"))
        return upload

    def refuse(self, broken: BadRequest) -> None:
        """Say beside the file what is wrong with it."""
        self.add_error("file", str(broken))
