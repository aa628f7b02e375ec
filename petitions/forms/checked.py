"""Forms by which words leave the petition office: they look for the petitioner in them first."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from petitions.forms.steps import StepForm
from petitions.identities import contact_of
from petitions.leaks import Checked, check, found_in
from petitions.queries import files_of

SHORTEST_REASON = 5


class CheckedForm(StepForm):
    """A step whose words others read: what tells who the petitioner is gets edited out, or kept with a reason.

    ``checked`` names the fields to look through. ``is_handed_on_whole`` adds the petition's own words and
    file names, which nobody may change.
    """

    checked: ClassVar[tuple[str, ...]] = ()
    is_handed_on_whole: ClassVar[bool] = False

    cleared = CleanCharField(
        label=_("仍要保留的理由"),
        max_length=200,
        required=False,
        help_text=_("例如：重名，说的是另一个人。理由记入办理经过。"),
    )
    is_cleared = forms.BooleanField(label=_("看过了，标出的地方认不出信访人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in {"cleared", "is_cleared"}])
        if not self.is_bound:  # asked only when something was found
            self._hide("cleared", "is_cleared")

    def _hide(self, *names: str) -> None:
        for name in names:
            self.fields[name].widget = forms.HiddenInput()

    @cached_property
    def findings(self) -> list[Checked]:
        """The texts in which something was found, as they were sent."""
        contact = contact_of(self.petition)
        return found_in(check(label, text, contact) for label, text in self._texts())

    @property
    def recognised(self) -> list[str]:
        """Which parts of the identity the page gives away by marking them."""
        return sorted({leak.what for one in self.findings for leak in one.leaks if leak.is_certain})

    @property
    def hinted(self) -> list[str]:
        """The same, with pieces that are only softly marked."""
        return sorted({leak.what for one in self.findings for leak in one.leaks if leak.is_theirs})

    def _texts(self) -> Iterator[tuple[Any, str]]:
        for name in self.checked:
            yield self.fields[name].label, self.cleaned_data.get(name) or ""
        if self.is_handed_on_whole:
            petition = self.petition
            yield _("标题"), petition.title
            yield _("经过"), petition.facts
            yield _("诉求"), petition.request
            yield _("地点"), petition.place
            yield from ((_("补充内容"), one.text) for one in petition.supplements.all())
            yield from ((_("文件名"), file.attachment.original_name) for file in files_of(petition))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.findings:
            self._hide("cleared", "is_cleared")
        elif self.recognised:
            self._hide("is_cleared")
            if len(data.get("cleared") or "") < SHORTEST_REASON:
                self.add_error("cleared", _("还认得出信访人：请改掉标出的地方，或写明为什么要保留（至少 5 个字）。"))
        else:
            self._hide("cleared")
            if not data.get("is_cleared"):
                self.add_error("is_cleared", _("标出的地方像是个人信息：请改掉，或确认认不出信访人。"))
        return data

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        given.pop("is_cleared")
        given["cleared"] = given["cleared"] if self.findings else ""
        return given
