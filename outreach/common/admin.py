"""What an address may ask of the admin: only what its pages offer themselves."""

from inspect import isclass
from typing import Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse

_DATE_PARTS = ("year", "month", "day")
_LONGEST_YEAR = 4


class OfferedLookupsOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # goes before admins of any model
    """Filters that a page does not show could probe hidden columns, and a regular expression could hold a server.

    Goes before ``ModelAdmin`` in the bases of every admin; its test asks each one that is registered.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether ``lookup`` belongs to a filter beside the list, or to a day of its date hierarchy.

        A year beyond the calendar is told like any value that cannot be read; Django would fail on it.
        """
        if lookup.endswith("__year") and len(str(value)) > _LONGEST_YEAR:
            raise IncorrectLookupParameters
        return lookup in self._offered(request)

    def _offered(self, request: HttpRequest) -> set[str]:
        offered = {f"{self.date_hierarchy}__{part}" for part in _DATE_PARTS} if self.date_hierarchy else set()
        for one in self.get_list_filter(request):
            if isclass(one) and issubclass(one, admin.SimpleListFilter):
                offered.add(str(one.parameter_name))
            else:
                field = str(one if isinstance(one, str) else one[0])  # type: ignore[index]  # a pair of field and class
                offered |= {field, *(f"{field}__{way}" for way in ("exact", "isnull", "id__exact"))}
        return offered

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Rows that were picked for an action are told by keys that a row can have."""
        for picked in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(picked, None)
            except (ValidationError, ValueError):
                raise BadRequest from None
        return super().changelist_view(request, extra_context)
