"""Accounts that are locked after five wrong passwords, and how they open again before their half hour is over."""

from collections.abc import Mapping
from typing import Any

from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from outreach.accounts.knownbrowsers import APART, counted_as
from outreach.accounts.models import User
from outreach.accounts.signals import account_told
from outreach.common.text import clean_text

_LONGEST_NAME = 150  # of Django's user names


def counted_name(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """What failures are counted under: the name, no longer than an account's can be, and a browser it knows."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return counted_as(request, clean_text(typed)[:_LONGEST_NAME])


def with_lock(users: QuerySet[User]) -> QuerySet[User]:
    """The same accounts, each with ``is_locked``: to everybody, or to a browser that the account knows."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(_counted_for(OuterRef("username")), attempt_time__gte=since)
    counted = tried.order_by().values("username").annotate(failures=Sum("failures_since_start"))
    return users.annotate(is_locked=Exists(counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT)))


@transaction.atomic
def unlock(*, user: User, by: User | None) -> bool:
    """Let ``user`` try again at once, wherever they are; False where nothing was to forget."""
    forgotten, _rows = AccessAttempt.objects.filter(_counted_for(Value(user.username))).delete()
    if not forgotten:
        return False
    account_told.send(User, act="unlocked", user=user, by=by, detail={})
    return True


@receiver(user_locked_out)
def tell_of_the_lock(request: HttpRequest, username: str, **_kwargs: object) -> None:
    """Once a lock, not at every knock on the locked door."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    name, _apart, browser = username.partition(APART)
    user = User.objects.filter(username=name).first()
    detail = {"username": name[:_LONGEST_NAME], **({"only": "known browser"} if browser else {})}
    account_told.send(User, act="locked", user=user, by=None, detail=detail)


def _counted_for(name: Any) -> Q:
    """The failures of an account: those of everybody, and those of each browser it knows."""
    return Q(username=name) | Q(username__startswith=Concat(name, Value(APART)))
