"""Accounts that are locked after five wrong passwords, and how they open again before their half hour is over."""

from collections.abc import Mapping

from axes.models import AccessAttempt
from axes.signals import user_locked_out
from axes.utils import reset
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from outreach.accounts.models import User
from outreach.accounts.signals import account_told
from outreach.common.text import clean_text

_LONGEST_NAME = 150  # of Django's user names


def counted_name(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The name as failures are counted under it, no longer than an account's can be, whatever was sent."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return clean_text(typed)[:_LONGEST_NAME]


def with_lock(users: QuerySet[User]) -> QuerySet[User]:
    """The same accounts, each with ``is_locked``."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(username=OuterRef("username"), attempt_time__gte=since)
    counted = tried.order_by().values("username").annotate(failures=Sum("failures_since_start")).values("failures")
    return users.annotate(is_locked=GreaterThanOrEqual(Coalesce(Subquery(counted), 0), settings.AXES_FAILURE_LIMIT))


@transaction.atomic
def unlock(*, user: User, by: User | None) -> bool:
    """Let ``user`` try again at once; False where nothing was to forget."""
    if not reset(username=user.username):
        return False
    account_told.send(User, act="unlocked", user=user, by=by, detail={})
    return True


@receiver(user_locked_out)
def tell_of_the_lock(request: HttpRequest, username: str, **_kwargs: object) -> None:
    """Once a lock, not at every knock on the locked door."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    user = User.objects.filter(username=username).first()
    account_told.send(User, act="locked", user=user, by=None, detail={"username": username[:_LONGEST_NAME]})
