"""Sessions kept in a table that knows whose they are, so that they can be listed and ended, and tells nothing else.

Named by ``SESSION_ENGINE``: Django asks this module for ``SessionStore``. A row is called by a keyed digest of the key
in the cookie, and what it holds is sealed with a key that the cookie is a part of: whoever reads the database, even
with ``SECRET_KEY`` beside it, can neither take a session over nor see what it remembers.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase, UpdateError
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from outreach.accounts.models import Session, User
from outreach.accounts.signals import account_told
from outreach.common import clock
from outreach.common.sealing import digests, seal, unseal
from outreach.common.text import clean_text

BEGAN, SEEN, ADDRESS, DEVICE = "began", "seen", "address", "device"
_LONGEST_DEVICE = 200
_NAME_LENGTH = 40
_KEY_LENGTH = 32
_USE = "session"


class SessionStore(SessionBase):
    """What one cookie leads to, with the facts of signing in beside the sealed data."""

    #: Whether it is to be saved under another key, see ``move``.
    is_moving = False
    #: The name the row was found under: another than now while ``SECRET_KEY`` is being changed.
    _found = ""

    def load(self) -> dict[str, Any]:
        """What was kept under this key; nothing, and no key, where it leads nowhere or does not open."""
        key = str(self.session_key or "")
        row = next(iter(Session.objects.filter(pk__in=row_names(key))), None)  # under one name, so in no order
        plain = unseal(row.session_data, use=_USE, owner=key) if row and row.expire_date > clock.now() else None
        if row is None or plain is None:
            self._session_key = None
            if row is not None:
                row.delete()
            return {}
        self._found = row.pk
        kept: dict[str, Any] = self.serializer().loads(plain)
        return kept

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk__in=row_names(session_key)).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises ``UpdateError`` for a session that was ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        row = self._row(self._get_session(no_load=must_create))  # type: ignore[attr-defined]  # missing in the stubs
        try:
            with transaction.atomic():
                row.save(force_insert=must_create, force_update=not must_create)
        except DatabaseError as error:
            if must_create:
                raise
            raise UpdateError from error

    def move(self) -> None:
        """Save under another key, in one statement; what another request moved or ended meanwhile is kept anew.

        The cookie of before leads nowhere from here on.
        """
        before = row_names(self.session_key)
        data = self._get_session()  # type: ignore[attr-defined]  # missing in the stubs
        self._session_key, self._found = self._get_new_session_key(), ""
        row = self._row(data)
        values = {field.attname: getattr(row, field.attname) for field in Session._meta.concrete_fields}
        if not Session.objects.filter(pk__in=before).update(**values):
            row.save(force_insert=True)

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(pk__in=row_names(session_key or self.session_key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=clock.now()).delete()

    def _get_new_session_key(self) -> str:
        """165 bits drawn by lot: nobody has to ask whether they are taken, and two rows of one name cannot be."""
        return get_random_string(_KEY_LENGTH, VALID_KEY_CHARS)

    def _row(self, data: dict[str, Any]) -> Session:
        key = str(self.session_key)
        names = row_names(key)
        row = Session(
            session_key=self._found if self._found in names else names[0],
            session_data=seal(self.serializer().dumps(data), use=_USE, owner=key),
            expire_date=_coarse(clock.now() + timedelta(seconds=self.get_expiry_age())),
        )
        if SESSION_KEY in data:
            row.user_id = data[SESSION_KEY]
            row.began_at, row.seen_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
            row.address, row.device = data.get(ADDRESS) or None, data.get(DEVICE, "")
        return row


def row_names(key: str | None) -> list[str]:
    """What the row of a cookie's key is called, with the secret in use and with those before it."""
    return digests(key, use="session name", length=_NAME_LENGTH) if key else []


def _moment(seconds: float | None) -> datetime | None:
    """To the minute, as it is shown: to the millisecond it would tell who was here when a petition came in."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, tz=clock.now().tzinfo).replace(second=0, microsecond=0)


def _coarse(moment: datetime) -> datetime:
    """The next whole five minutes: rows that one request wrote, of a person and of a visitor, are not told by it."""
    return (moment + timedelta(minutes=5 - moment.minute % 5)).replace(second=0, microsecond=0)


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
    """Sign ``user`` out everywhere but in the session of the key ``keep``; or only out of the one named ``only``."""
    theirs = Session.objects.filter(user=user).exclude(session_key__in=row_names(keep))
    if only is not None:
        theirs = theirs.filter(session_key__in=[one.session_key for one in theirs if one.name == only])
    number, _rows = theirs.delete()
    if number:
        account_told.send(User, act="sessions_ended", user=user, by=by, detail={"number": number})
    return number
