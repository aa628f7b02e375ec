"""Forms by which words leave the petition office: they look for the petitioner in them first."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField
from petitions.forms.steps import StepForm
from petitions.queries import files_of
from petitions.workflow.looking import Look, look_through

SHORTEST_REASON = 5
NOT_LOOKED = _(
    "这一小时能检查的人名和号码已经用完，这次没有检查，您写的都还在。"
    "请自己看清楚，写明为什么认不出信访人（至少 5 个字）；或请另一位同事来办，或过一会儿再交。"
)


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
    def look(self) -> Look:
        """What was found in the texts as they were sent."""
        typed = [(self.fields[name].label or "", self.cleaned_data.get(name) or "") for name in self.checked]
        return look_through(petition=self.petition, typed=typed, given=self._handed_on(), rights=self.rights)

    @property
    def recognised(self) -> bool:
        """Whether something in the texts is certainly the petitioner's."""
        return any(one.is_certain for one in self.look.found)

    def _handed_on(self) -> Iterator[tuple[Any, str]]:
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
        has_reason = len(data.get("cleared") or "") >= SHORTEST_REASON
        if self.look.is_refused:
            self._hide("is_cleared")
            if not has_reason:
                self.add_error("cleared", NOT_LOOKED)
        elif not self.look.found:
            self._hide("cleared", "is_cleared")
        elif self.recognised:
            self._hide("is_cleared")
            if not has_reason:
                self.add_error("cleared", _("还认得出信访人：请改掉标出的地方，或写明为什么要保留（至少 5 个字）。"))
        else:
            self._hide("cleared")
            if not data.get("is_cleared"):
                self.add_error("is_cleared", _("标出的地方像是个人信息：请改掉，或确认认不出信访人。"))
        return data

    def verb_arguments(self) -> dict[str, Any]:
        given = super().verb_arguments()
        given.pop("is_cleared")
        given["cleared"] = given["cleared"] if self.look.found or self.look.is_refused else ""
        return given
