"""What people type about their own account."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AdminPasswordChangeForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outreach.accounts.models import User
from outreach.accounts.sessions import end_sessions
from outreach.common.fields import CleanCharField


class NewPasswordForm(PasswordChangeForm):
    """The old password and a new one, twice; guessing the old one locks the account as it does at the door."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self._request = request
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password2"].label = _("再输一遍新密码")

    def clean_old_password(self) -> str:
        typed: str = self.cleaned_data["old_password"]
        if authenticate(self._request, username=self.user.get_username(), password=typed) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_password1") and data.get("new_password1") == data.get("old_password"):
            self.add_error("new_password1", _("新密码不能和现在的一样。"))
        return data


class FirstPasswordForm(AdminPasswordChangeForm):
    """A password that an administrator sets for somebody: it serves once, and ends where they are signed in."""

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        user: User = super().save(commit)
        end_sessions(user=user, by=None)
        return user


class CodeForm(forms.Form):
    """Six digits from the phone, or a recovery code where ``takes_paper``."""

    code = CleanCharField(label=_("验证码"), max_length=20)

    def __init__(self, *args: Any, takes_paper: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "one-time-code", "autofocus": True, "data-nosave": ""}
        self.fields["code"].widget.attrs.update(attrs if takes_paper else attrs | {"inputmode": "numeric"})
        if takes_paper:
            self.fields["code"].help_text = _("手机应用上现在显示的 6 位数字；手机不在身边，用一个打印的恢复码。")
        else:
            self.fields["code"].help_text = _("手机应用上现在显示的 6 位数字。")


class ReplaceForm(CodeForm):
    """Replacing a phone: a code of the factor in use, then one of the new phone."""

    old_code = CleanCharField(label=_("旧手机的验证码或恢复码"), max_length=20)
    field_order = ("old_code", "code")
