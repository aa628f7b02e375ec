"""Sessions kept in a table that knows whose they are, so that they can be listed and ended.

Named by ``SESSION_ENGINE``: Django asks this module for ``SessionStore``.
"""

from datetime import datetime
from typing import Any, cast

from axes.helpers import get_client_ip_address
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest

from outreach.accounts.models import Session, User
from outreach.accounts.signals import account_told
from outreach.common import clock
from outreach.common.text import clean_text

BEGAN, SEEN, ADDRESS, DEVICE = "began", "seen", "address", "device"
_LONGEST_DEVICE = 200


class SessionStore(DatabaseStore):
    """Django's own, with the facts of signing in beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast("Session", super().create_model_instance(data))  # get_model_class says so
        if SESSION_KEY in data:
            row.user_id = data[SESSION_KEY]
            row.began_at, row.seen_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
            row.address, row.device = data.get(ADDRESS) or None, data.get(DEVICE, "")
        return row


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=clock.now().tzinfo)


@receiver(user_logged_in)
def begin(request: HttpRequest, **_kwargs: object) -> None:
    """Note when, from where and with which browser somebody signed in."""
    device = clean_text(request.META.get("HTTP_USER_AGENT", ""))[:_LONGEST_DEVICE]
    moment = clock.now().timestamp()
    request.session.update({BEGAN: moment, SEEN: moment, ADDRESS: get_client_ip_address(request) or "", DEVICE: device})


def sessions_of(user: User) -> QuerySet[Session]:
    """Where ``user`` is signed in now, what was used last first."""
    return Session.objects.filter(user=user, expire_date__gt=clock.now()).order_by("-seen_at")


@transaction.atomic
def end_sessions(*, user: User, by: User | None, keep: str | None = None, only: str | None = None) -> int:
    """Sign ``user`` out everywhere but in the session with the key ``keep``; or only out of the one named ``only``."""
    theirs = Session.objects.filter(user=user).exclude(session_key=keep)
    if only is not None:
        theirs = theirs.filter(session_key__in=[one.session_key for one in theirs if one.name == only])
    number, _rows = theirs.delete()
    if number:
        account_told.send(User, act="sessions_ended", user=user, by=by, detail={"number": number})
    return number
