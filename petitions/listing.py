"""The list of petitions as its URL says: standing list, filters, page."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach.common.counting import capped_counts, capped_words
from outreach.common.keyset import Order, Page, page_of
from outreach.common.text import clean_text
from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.figures import behind
from petitions.forms.figures import BehindForm
from petitions.models import Petition, PetitionQuerySet, WayIn
from petitions.states import Arrival, Kind, State

BY_DUE = Order("due_on", is_nullable=True)
NEWEST = Order("received_at", is_descending=True)
PAGE_SIZE = 50
COUNTED = 1000
VIEWS: dict[str, Promise] = {
    "desk": _("等我处理"),
    "mine": _("我经办的"),
    "open": _("全部在办"),
    "overdue": _("逾期"),
    "all": _("全部"),
}
#: In the address: what no officer has.
NOBODY = "none"
_LONGEST_KEY = 18
_CHOICES = {"kind": set(Kind.values), "arrival": set(Arrival.values), "status": set(State.values)}


class Listing:
    """``params`` may hold anything: what is not understood is left out."""

    def __init__(self, params: QueryDict, rights: Rights) -> None:
        self.params = params
        self.rights = rights

    @cached_property
    def view(self) -> str:
        asked = self.params.get("view", "")
        if asked in VIEWS:
            return asked
        return "all" if self.behind or self.params.get("q") or self.params.get("status") else "desk"

    @cached_property
    def query(self) -> str:
        return clean_text(self.params.get("q", ""))[:60].strip()

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that make sense."""
        found = {name: value for name, known in _CHOICES.items() if (value := self.params.get(name, "")) in known}
        officer = self.params.get("officer", "")
        is_known = officer == NOBODY or (officer.isascii() and officer.isdigit() and len(officer) <= _LONGEST_KEY)
        return {**found, "officer": officer} if is_known else found

    @cached_property
    def unit(self) -> OrgUnit | None:
        """The unit, with everything under it, that another page leads to."""
        key = self.params.get("unit", "")
        is_key = key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY and self.behind is None
        return OrgUnit.objects.filter(pk=key).first() if is_key else None

    @property
    def conditions(self) -> dict[str, Any]:
        """``chosen`` as the database asks for it."""
        return {**self.chosen, "officer": None} if self.chosen.get("officer") == NOBODY else dict(self.chosen)

    @cached_property
    def behind(self) -> BehindForm | None:
        """The part of a figure whose rows are asked for, if the address makes sense."""
        form = BehindForm(self.params, rights=self.rights) if "figure" in self.params else None
        return form if form is not None and form.is_valid() else None

    @property
    def asked_behind(self) -> list[tuple[str, str]]:
        """The same as an address says it."""
        names = [self.behind.add_prefix(name) for name in self.behind.fields] if self.behind else []
        return [(name, str(self.params[name])) for name in names if self.params.get(name)]

    @property
    def petitions(self) -> PetitionQuerySet:
        found = self.standing(self.view).filter(**self.conditions)
        if self.behind is not None:
            asked = self.behind
            found = behind(self.rights, asked.figure, asked.part, asked.period, asked.place, among=found)
        if self.unit is not None:
            found = found.filter(unit__in=OrgUnit.objects.within(self.unit.path).order_by().values("pk"))
        if self.query:
            number = Q(number__startswith=self.query.upper())
            number |= Q(pk__in=WayIn.objects.filter(old_number=self.query).order_by().values("petition"))
            found = found.filter(number | Q(title__contains=self.query) | Q(facts__contains=self.query))
        return found

    def standing(self, view: str) -> PetitionQuerySet:
        """The visible petitions of one standing list."""
        visible: PetitionQuerySet = Petition.objects.visible_to(self.rights)
        if view == "mine":
            return visible.still_open().filter(officer=self.rights.user)
        if view == "desk":
            return visible.at_the_desk(self.rights)
        narrow = {"open": visible.still_open, "overdue": visible.overdue}
        return narrow[view]() if view in narrow else visible

    def page(self) -> Page[Petition]:
        places = {place: self.params.get(place, "") for place in ("after", "before")}
        order = NEWEST if self.view == "all" else BY_DUE
        return page_of(self.petitions.for_list(), order, size=PAGE_SIZE, **places)

    def tabs(self) -> list[tuple[Promise, str, str, bool]]:
        """Label, address, count, whether it is shown; the whole register is not counted."""
        counted = [view for view in VIEWS if view != "all"]
        counts = capped_counts([self.standing(view) for view in counted], cap=COUNTED)
        words = dict(zip(counted, (capped_words(count, COUNTED) for count in counts), strict=True))
        return [(label, f"?view={view}", words.get(view, ""), view == self.view) for view, label in VIEWS.items()]

    def url(self, **changes: str) -> str:
        """This list with some parameters changed; an empty value takes one away."""
        query = QueryDict(mutable=True)
        query.update(dict(self.asked_behind))
        unit = str(self.unit.pk) if self.unit else ""
        for name, value in {"view": self.view, "q": self.query, "unit": unit, **self.chosen, **changes}.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}"
