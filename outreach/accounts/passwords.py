"""What a password must be made of (domain.md, section 8: 等保 2.0)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_KINDS = (str.islower, str.isupper, str.isdigit)
FEWEST_KINDS = 3


class KindsValidator:
    """At least three of small letters, capitals, digits and other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        if kinds_in(password) < FEWEST_KINDS:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self) -> str:
        return _("大写字母、小写字母、数字、符号，四类里至少要有三类。")


class NotTheNameValidator:
    """Neither the user name in it, nor it in the user name, read either way."""

    def validate(self, password: str, user: Any = None) -> None:
        name = str(getattr(user, "username", "") or "").casefold()
        typed = password.casefold()
        if name and (name in typed or name[::-1] in typed or typed in name):
            raise ValidationError(_("密码里不能有用户名。"), code="holds_the_name")

    def get_help_text(self) -> str:
        return _("不能含有用户名。")


def kinds_in(password: str) -> int:
    """How many of the four kinds of signs are in it; a Chinese character counts among the others."""
    found = {next((n for n, is_kind in enumerate(_KINDS) if is_kind(sign)), len(_KINDS)) for sign in password}
    return len(found)
