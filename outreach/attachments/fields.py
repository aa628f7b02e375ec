"""The form field for files: each refusal names its file, and what passed need not be chosen again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.attachments import refusals, tickets
from outreach.attachments.kinds import ENDINGS
from outreach.attachments.models import Attachment
from outreach.attachments.names import clean_name
from outreach.attachments.pending import attachments_of, token_for
from outreach.attachments.pipeline import MAX_BYTES, MB, store
from outreach.attachments.quota import Unstored
from outreach.attachments.refusals import RefusedUpload
from outreach.attachments.tickets import Ticket

if TYPE_CHECKING:
    from outreach.accounts.models import User

MAX_FILES = 5
# Phones turn HEIC into JPEG by themselves when only these picture types are asked for.
ACCEPT = ",".join(("image/jpeg", "image/png", "image/webp", *ENDINGS))

ONE = gettext_lazy("一个文件，不超过 {size} MB：照片、pdf、docx、xlsx、txt、录音或视频。")
HELP = gettext_lazy("最多 {count} 个，每个不超过 {size} MB：照片、pdf、docx、xlsx、txt、录音或视频。")


class Chosen(NamedTuple):
    """What came with the form: new files, and the marks of those kept from an earlier try."""

    new: Sequence[UploadedFile[Any]]
    kept: Sequence[str]


class MultiFileInput(forms.Widget):
    """A file chooser for several files under a list of those already kept, each with a tick to drop it."""

    template_name = "attachments/files.html"
    needs_multipart_form = True
    kept: Sequence[Attachment] = ()
    purpose = ""
    owner_id: int | None = None
    max_files = MAX_FILES
    max_bytes = MAX_BYTES

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Chosen:
        return Chosen(_all_of(files, name), _all_of(data, f"{name}-kept"))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def format_value(self, value: Any) -> None:
        return None

    def use_required_attribute(self, initial: Any) -> bool:
        return not self.kept and super().use_required_attribute(initial)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["accept"] = ACCEPT
        context["widget"]["max_files"] = self.max_files
        context["widget"]["ticket"] = tickets.issue(Ticket(self.purpose, self.owner_id, self.max_bytes))
        context["widget"]["kept"] = [
            {"token": token_for(attachment, purpose=self.purpose), "attachment": attachment} for attachment in self.kept
        ]
        return context


class MultiFileField(forms.Field):
    """Up to ``max_files`` files; cleans to a list of stored ``Attachment`` rows.

    The rows are stored even if the form has other errors: a ticked line in the form keeps each
    for 24 hours. Link only ``Attachment.objects.unlinked()`` ones of them: a form sent twice
    brings the same rows again. ``purpose`` names the form, and the form sets ``uploaded_by``
    to the person signed in, so that a mark taken from elsewhere is worth nothing.
    """

    widget = MultiFileInput
    _uploaded_by: User | None = None

    def __init__(self, *, purpose: str, max_files: int = MAX_FILES, max_bytes: int = MAX_BYTES, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", format_lazy(ONE if max_files == 1 else HELP, count=max_files, size=max_bytes // MB)
        )
        super().__init__(**kwargs)
        self.max_files, self.max_bytes, self.purpose = max_files, max_bytes, purpose
        self.widget.max_files, self.widget.max_bytes, self.widget.purpose = max_files, max_bytes, purpose

    @property
    def uploaded_by(self) -> User | None:
        """The person signed in, where the form is for people with an account."""
        return self._uploaded_by

    @uploaded_by.setter
    def uploaded_by(self, person: User | None) -> None:
        self._uploaded_by = person
        self.widget.owner_id = person.pk if person else None

    def clean(self, value: Chosen) -> list[Attachment]:
        owner_id = self.uploaded_by.pk if self.uploaded_by else None
        files = attachments_of(value.kept, purpose=self.purpose, uploaded_by_id=owner_id)[: self.max_files]
        errors = [_("之前选的文件有的已经不在了，请重新选择。")] if len(files) < len(set(value.kept)) else []
        refusals = [(upload.name or "", self._refusal(upload, files)) for upload in value.new]
        errors += [f"{clean_name(name, ('',))}：{refusal}" for name, refusal in refusals if refusal]
        self.widget.kept = files
        if self.required and not files and not errors:
            errors.append(str(self.error_messages["required"]))
        if errors:
            raise forms.ValidationError(errors)
        return files

    def _refusal(self, upload: UploadedFile[Any], files: list[Attachment]) -> str:
        """Store ``upload`` among ``files``, or say why not; the same content twice counts once."""
        if len(files) >= self.max_files:
            return _("没有收下，最多 %(count)s 个文件。") % {"count": self.max_files}
        if isinstance(upload, Unstored):
            return str(refusals.NO_ROOM)
        try:
            attachment = store(upload, uploaded_by=self.uploaded_by, max_bytes=self.max_bytes)
        except RefusedUpload as refused:
            return str(refused.reason)
        if attachment.sha256 in {file.sha256 for file in files}:
            attachment.discard()
        else:
            files.append(attachment)
        return ""

    def has_changed(self, initial: Any, data: Chosen | None) -> bool:
        return bool(data and (data.new or data.kept))


def _all_of(source: Mapping[str, Any], name: str) -> list[Any]:
    if hasattr(source, "getlist"):
        return list(source.getlist(name))
    value = source.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
