"""The verbs of a calendar address: make one anew, take it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from fieldvisits.models import CalendarFeed
from outreach.audit.workflow import record
from outreach.common import clock
from outreach.org.scoping import Rights


@transaction.atomic
def make_feed(*, rights: Rights) -> str:
    """A new secret address, shown this once; one made before no longer works."""
    if rights.user is None:
        raise PermissionDenied(_("请先登录。"))
    secret = CalendarFeed.draw()
    kept = {"digest": CalendarFeed.digest_of(secret), "made_at": clock.now()}
    CalendarFeed.objects.update_or_create(user=rights.user, defaults=kept)
    record(action="feed.made", actor=rights.user, obj=rights.user)
    return secret


@transaction.atomic
def revoke_feed(*, rights: Rights) -> None:
    """Whoever has the address reads nothing more."""
    if CalendarFeed.objects.filter(user=rights.user).delete()[0]:
        record(action="feed.revoked", actor=rights.user, obj=rights.user)
