"""The audit log as a URL asks for it: who, what sort, which act, on what, when, from where."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.accounts.models import User
from outreach.audit.actions import Sort, actions
from outreach.audit.models import AuditQuerySet, AuditRecord
from outreach.common import clock
from outreach.common.keyset import Order, Page, page_of
from outreach.common.text import clean_text

NEWEST = Order("id", is_descending=True)
PAGE_SIZE = 50
MOST_PEOPLE = 200
_TEXTS = ("who", "object", "address")
_DAYS = ("since", "until")
_STATES = ("before", "after")
DETAIL_WORDS: dict[str, Promise] = {
    "after": gettext_lazy("现在"),
    "before": gettext_lazy("原来"),
    "broken_at": gettext_lazy("断在第几条"),
    "count": gettext_lazy("条数"),
    "file": gettext_lazy("文件"),
    "files": gettext_lazy("文件数"),
    "filter": gettext_lazy("筛选条件"),
    "findings": gettext_lazy("发现数"),
    "format": gettext_lazy("格式"),
    "issue": gettext_lazy("台账事项"),
    "message": gettext_lazy("改动"),
    "reason": gettext_lazy("原因"),
    "rows": gettext_lazy("行数"),
    "unit": gettext_lazy("单位"),
    "username": gettext_lazy("账号"),
    "version": gettext_lazy("版本"),
    "visited_on": gettext_lazy("走访日期"),
}


@dataclass(frozen=True)
class Line:
    """One record in words."""

    record: AuditRecord

    @property
    def action(self) -> str:
        return actions.label(self.record.action)

    @property
    def who(self) -> str:
        """The name at that time; the typed one where a sign-in failed."""
        tried = self.record.detail.get("username") if self.record.action == "account.sign_in_failed" else ""
        return self.record.actor_label or (_("自称 %(name)s") % {"name": tried} if tried else _("门户自身或公众"))

    @property
    def kind(self) -> str:
        """What the object is called; its type as written where the portal has it no more."""
        return kind_in_words(self.record.object_type)

    @property
    def object(self) -> str:
        if not self.record.object_type:
            return ""
        return self.record.object_label or (_("密件") if len(self.record.object_id) == 64 else self.record.object_id)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What else was noted, with the words for its names; a word nobody gave stays as it was written."""
        states = _states(self.record.object_type)
        return [
            (str(DETAIL_WORDS.get(name, name)), str(states.get(value, value)) if name in _STATES else _plain(value))
            for name, value in self.record.detail.items()
            if value not in ("", None)
        ]


def kind_in_words(object_type: str) -> str:
    """Such as ``台账事项`` for ``ledger.issue``."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name) if object_type else ""
    except (LookupError, ValueError):
        return object_type


class Listing:
    """``params`` may hold anything: what is not understood is left out."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that make sense, as text for the form and the URL."""
        found = {name: clean_text(self.params.get(name, "")).strip()[:100] for name in _TEXTS}
        found["sort"] = sort if (sort := self.params.get("sort", "")) in Sort.values else ""
        found["action"] = action if (action := self.params.get("action", "")) in actions else ""
        found |= {name: day.isoformat() if (day := _day(self.params.get(name, ""))) else "" for name in _DAYS}
        return {name: value for name, value in found.items() if value}

    @property
    def query(self) -> str:
        """The filters without a page, for a link and for the record of who looked."""
        return encoded(self.chosen)

    @property
    def records(self) -> AuditQuerySet:
        found: AuditQuerySet = AuditRecord.objects.all()
        for condition in self._conditions():
            found = found.filter(condition)
        return found

    def page(self) -> Page[AuditRecord]:
        places = {place: self.params.get(place, "") for place in ("after", "before")}
        return page_of(self.records, NEWEST, size=PAGE_SIZE, **places)

    def tabs(self) -> list[tuple[Any, str, bool]]:
        """Label, address, whether it is shown: all of the log, or one sort of act with the other filters kept."""
        now = self.chosen.get("sort", "")
        tabs = [(_("全部"), ""), *((sort.label, sort.value) for sort in Sort)]
        return [(label, self.url(sort=value, action=""), value == now) for label, value in tabs]

    def url(self, **changes: str) -> str:
        """This list with some filters changed; an empty value takes one away."""
        return f"?{encoded({**self.chosen, **changes})}"

    def _conditions(self) -> Iterator[Q]:
        chosen = self.chosen
        if "sort" in chosen:
            yield actions.of_sort(chosen["sort"])
        if "action" in chosen:
            yield Q(action=chosen["action"])
        if "who" in chosen:
            yield _by(chosen["who"])
        if "object" in chosen:
            yield Q(object_label__startswith=chosen["object"]) | Q(object_id=chosen["object"])
        if "address" in chosen:
            yield Q(address__startswith=chosen["address"])
        if since := _day(chosen.get("since", "")):
            yield Q(at__gte=clock.start_of(since))
        if until := _day(chosen.get("until", "")):
            yield Q(at__lt=clock.start_of(until + timedelta(days=1)))


def encoded(filters: dict[str, str]) -> str:
    """Filters as a query string, without the empty ones."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in filters.items() if value})
    return query.urlencode()


def _by(name: str) -> Q:
    """Acts of people whose name or user name begins so, and sign-ins that failed under exactly this name."""
    people = User.objects.filter(Q(username__startswith=name) | Q(full_name__startswith=name)).order_by()
    found = list(people.values_list("pk", flat=True)[:MOST_PEOPLE])
    return Q(actor__in=found) | Q(action="account.sign_in_failed", detail__username=name)


def _states(object_type: str) -> dict[Any, Any]:
    """The words for the states of such a row; a state that is no longer known keeps its name."""
    try:
        choices = dict(apps.get_model(object_type)._meta.get_field("status").flatchoices)
    except (LookupError, ValueError, FieldDoesNotExist):
        choices = {}
    return choices


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(text: str) -> date | None:
    """A day the database can be asked about; None for anything else."""
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found is not None and 1900 <= found.year <= 9000 else None
