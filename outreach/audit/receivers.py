"""Signing in and out is recorded whichever door it comes through, and so is every change made in the admin."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from outreach.accounts.models import User
from outreach.accounts.signals import account_told
from outreach.audit.workflow import record
from outreach.calendars.signals import calendar_told
from outreach.common.admin import admin_acted

MAX_TYPED_NAME = 150  # a user name is never longer; anything beyond is not a name


@receiver(user_logged_in)
def signed_in(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    record(action="account.signed_in", actor=user, obj=user, request=request)


@receiver(user_logged_out)
def signed_out(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    if user is not None:
        record(action="account.signed_out", actor=user, obj=user, request=request)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Keeps the name that was typed and nothing else of the credentials."""
    name = str(credentials.get("username") or "")[:MAX_TYPED_NAME]
    record(action="account.sign_in_failed", detail={"username": name}, request=request)


@receiver(account_told)
def done_to_an_account(act: str, user: User | None, by: User | None, detail: dict[str, Any], **_kwargs: Any) -> None:
    """Locks, second factors, sessions and passwords: whose, and by whom."""
    record(action=f"account.{act}", actor=by, obj=user, detail=detail)


@receiver(admin_acted)
def changed_in_the_admin(request: HttpRequest, obj: Any, what: str, message: Any, **_kwargs: Any) -> None:
    """Roles, passwords, units, calendars: who changed which, and which parts of it."""
    record(action=f"admin.{what}", obj=obj, detail={"message": message} if message else {}, request=request)


@receiver(calendar_told)
def changed_the_calendar(moved: int, **_kwargs: Any) -> None:
    """Holidays loaded, edited or confirmed, by whatever door; who did it in the administration stands beside it."""
    record(action="calendar.changed", detail={"moved_deadlines": moved})
