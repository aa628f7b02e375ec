"""Forms for keeping away from a petition."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.common.fields import CleanTextField
from outreach.org.exclusions import people_acting
from outreach.org.grants import grants
from petitions.forms.steps import StepForm
from petitions.models import Accused
from petitions.models.accused import LIFTABLE
from petitions.permissions import DISCIPLINE, VIEW


class KeptAwayField(forms.ModelChoiceField):
    """Who keeps away, and why."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}（{obj.get_ground_display()}{_('：') if obj.reason else ''}{obj.reason}）"


class LiftRecusalForm(StepForm):
    accused = KeptAwayField(Accused.objects.none(), label=_("谁不用再回避"), empty_label=None, widget=forms.RadioSelect)
    reason = CleanTextField(
        label=_("为什么不用再回避"),
        rows=3,
        max_length=500,
        help_text=_("例如：文中是表扬他，或者同名。写明后他可能看到这件信访；理由记入经过。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["accused"]
        field.queryset = self.petition.accused.filter(ground__in=LIFTABLE).select_related("user", "unit")


class RecuseForm(StepForm):
    reason = CleanTextField(
        label=_("和这件事有什么利害关系"),
        rows=3,
        max_length=500,
        help_text=_("说明后，你立刻看不到这件信访，由其他人接着办。理由记入经过。"),
    )


class PersonField(forms.ModelChoiceField):
    """One of the people who may open a petition."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}（{obj.username}）"


class RecuseOtherForm(StepForm):
    person = PersonField(User.objects.none(), label=_("谁要回避"), empty_label=_("请选择"))
    reason = CleanTextField(
        label=_("理由"), rows=3, max_length=500, help_text=_("他立刻看不到这件信访；理由记入经过。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        roles = grants.roles_with(DISCIPLINE if self.petition.is_sealed else VIEW)
        field.queryset = people_acting(roles, self.petition.paths_of("any"))
