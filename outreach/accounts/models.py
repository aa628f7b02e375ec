"""People who sign in, and where they are signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from outreach.accounts.devices import described


class User(AbstractUser):
    """A person with an account; where and as what they serve is a ``Posting``."""

    full_name = models.CharField(_("姓名"), max_length=40)
    employee_number = models.CharField(_("工号"), max_length=30, blank=True)
    must_change_password = models.BooleanField(_("下次登录要改密码"), default=False)
    # While it is set, a sign-in is not over with the password (outreach/accounts/steps.py).
    factor_since = models.DateTimeField(_("第二步验证启用于"), null=True, blank=True, editable=False)
    first_name = None  # type: ignore[assignment]  # Chinese names are one field
    last_name = None  # type: ignore[assignment]  # Chinese names are one field

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What postings give (``outreach.org.backends``).

        Django's flags open nothing here: one account that may do everything would undo 三员分立.
        """
        return self.is_active and perm in self.get_all_permissions(obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions())


class Session(AbstractBaseSession):
    """What the portal remembers of one browser, sealed; of strangers neither device nor address (anonymity).

    ``session_key`` is a keyed digest of what the cookie says, see ``outreach/accounts/sessions.py``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.CASCADE, related_name="sessions"
    )
    began_at = models.DateTimeField(_("登录时间"), null=True, editable=False)
    seen_at = models.DateTimeField(_("最近操作"), null=True, editable=False)
    address = models.GenericIPAddressField(_("地址"), null=True, editable=False)
    device = models.CharField(_("设备"), max_length=200, blank=True, editable=False)

    @property
    def name(self) -> str:
        """What a page may call it."""
        return salted_hmac("outreach.accounts.session", self.session_key).hexdigest()[:16]

    @property
    def device_words(self) -> str:
        return described(self.device)
