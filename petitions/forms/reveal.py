"""Asking to see who a petitioner is, and deciding on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.common.fields import CleanCharField, CleanTextField
from petitions.contacts import PARTS, Contact
from petitions.forms.missing import FilledForm
from petitions.workflow.revealing import SHORTEST_REASON


class AskForm(FilledForm):
    """Which parts, and what for."""

    parts = forms.MultipleChoiceField(
        label=_("要看哪些"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只选办这件事用得着的。"),
        error_messages={"required": _("至少选一项。")},
    )
    reason = CleanTextField(
        label=_("为什么要看"),
        rows=2,
        max_length=300,
        min_length=SHORTEST_REASON,
        help_text=_("至少 10 个字，批准的人和审计能看到。例如：要当面送达处理意见书，需要核对住址。"),
        error_messages={"min_length": _("至少写 10 个字，说明办哪一步需要看。")},
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        """Only what the petitioner left can be asked for; all of it where the mask cannot tell."""
        super().__init__(*args, **kwargs)
        known = [part for part in PARTS if getattr(contact, part)] or list(PARTS)
        self.fields["parts"].choices = [(part, PARTS[part]) for part in known]  # type: ignore[attr-defined]  # ours


class DeclineForm(FilledForm):
    """Why not."""

    refusal = CleanCharField(
        label=_("不批准的理由"), max_length=300, error_messages={"required": _("写一句理由，申请人会看到。")}
    )
