"""What the bars around every page need; each part is looked up only when a template asks for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach.audit import permissions as audit_permissions
from outreach.contactpoints import permissions as point_permissions
from outreach.dashboard.permissions import WALLCHART
from outreach.ledger import permissions
from outreach.ledger.sources import sources
from outreach.org.confirming import WAITING
from outreach.org.grants import ENTER
from outreach.reminders.queries import unread_count
from outreach.retention.permissions import HOLD

TEXT_COOKIE = "sx_text"
MOST_SHOWN = 99


@dataclass(frozen=True)
class Entry:
    """One room in the navigation."""

    label: str | Promise
    icon: str
    url_name: str
    is_current: bool

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Group:
    """Rooms that stand together; the first group has no heading."""

    label: str | Promise
    entries: list[Entry]


class Shell:
    """The frame of one page for one reader."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def office(self) -> Mapping[str, str | Promise]:
        """The office as the public knows it: organization, address, reception, phone, hours."""
        office: Mapping[str, str | Promise] = settings.OFFICE
        return office

    @cached_property
    def is_large_text(self) -> bool:
        return self.request.COOKIES.get(TEXT_COOKIE) == "large"

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def person_name(self) -> str:
        return str(self.request.user) if self.is_signed_in else ""

    @cached_property
    def unit(self) -> str:
        """The unit this person serves in; the first one where there are several."""
        return next((str(unit) for unit in self._rights.units), "")

    @cached_property
    def unread(self) -> int:
        return unread_count(self._rights) if self.is_signed_in else 0

    @property
    def unread_words(self) -> str:
        return f"{MOST_SHOWN}+" if self.unread > MOST_SHOWN else str(self.unread)

    @cached_property
    def navigation(self) -> list[Group]:
        """My work, the channels this person may see, the shared rooms."""
        groups = [
            Group("", [self._entry(_("我的工作"), "list-todo", "home")]),
            Group(_("四个渠道"), list(self._channels())),
            Group(_("共用"), list(self._shared_rooms())),
        ]
        return [group for group in groups if group.entries]

    @cached_property
    def thumbs(self) -> list[Entry]:
        """The phone bar, before the person's own menu."""
        entries = [self._entry(_("待办"), "list-todo", "home"), *self.raising]
        if self.may_search:
            entries.append(self._entry(_("台账"), "clipboard-list", "ledger:list"))
        return [*entries, *self._watching()]

    @cached_property
    def raising(self) -> list[Entry]:
        """Where this person writes down what they saw out there."""
        return [
            self._entry(source.raise_label, "square-pen", source.raise_url_name)
            for source in sources.channels()
            if source.raise_url_name and self._rights.may(source.raise_permission)
        ]

    @property
    def may_search(self) -> bool:
        """Searching is searching the ledger."""
        return self.is_signed_in and self._rights.may(permissions.VIEW)

    @property
    def administers(self) -> bool:
        """Whether the administration is open to this person."""
        return self.is_signed_in and bool(self._rights.may(ENTER))

    @property
    def _rights(self) -> Any:
        return self.request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware

    def _channels(self) -> Iterator[Entry]:
        for source in sources.channels():
            if self._rights.may(source.view_permission):
                yield self._entry(source.label, source.icon, source.list_url_name)

    def _shared_rooms(self) -> Iterator[Entry]:
        if self.may_search:
            yield self._entry(_("台账"), "clipboard-list", "ledger:list")
        if self._rights.may(point_permissions.VIEW):
            yield self._entry(pgettext_lazy("房间", "联系点"), "map-pin", "contactpoints:list")
        if self._rights.may(WALLCHART):
            yield self._entry(_("作战图"), "layout-grid", "wallchart")
            yield self._entry(_("走访覆盖"), "calendar-days", "coverage")
        if self._rights.may(HOLD):
            yield self._entry(_("冻结"), "lock", "retention:list")
        yield from self._watching()

    def _watching(self) -> Iterator[Entry]:
        if self._rights.everywhere(audit_permissions.VIEW):
            yield self._entry(_("审计"), "shield-check", "audit:list")
        if self._rights.everywhere(WAITING):
            yield self._entry(pgettext_lazy("两人", "复核"), "user-check", "org:confirmations")
        if self.administers and not self.may_search:  # others find it under their name
            yield self._entry(_("后台管理"), "sliders-horizontal", "admin:index")

    def _entry(self, label: str | Promise, icon: str, url_name: str) -> Entry:
        """``url_name`` is current on its own page, and a room's list on every page of the room."""
        match = self.request.resolver_match
        here = match.view_name if match else ""
        room = url_name.partition(":")[0]
        is_room_list = url_name.endswith(":list")
        return Entry(label, icon, url_name, here == url_name or (is_room_list and here.startswith(f"{room}:")))


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: ``shell`` in every template."""
    return {"shell": Shell(request)}
