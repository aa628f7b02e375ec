"""What every admin of the portal keeps to: it answers only what its pages offer, and tells of every change."""

from collections.abc import Iterable, Iterator
from inspect import isclass
from typing import Any

from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest, ValidationError
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse

from outreach.common.access import Administration, access

_DATE_PARTS = ("year", "month", "day")
_LONGEST_YEAR = 4
#: Rows of an inline that stand there already are counted by the form, too.
_ROWS_TOO_MANY = 100

#: Somebody changed a row in the admin: ``request``, ``obj``, ``what`` (added, changed, deleted) and ``message``;
#: or ran an action on picked rows (``acted``, no ``obj``).
#: The sender is the model; sent in the transaction of the change.
admin_acted = Signal()


class SelectByKey(AutocompleteSelect):
    """Django's picker with a search; what was sent and cannot be a key is not looked up when the form comes back."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if self._could_be_key(key)], attrs)

    def _could_be_key(self, value: Any) -> bool:
        try:
            self.field.target_field.clean(value, None)
        except (ValidationError, ValueError):
            return False
        return True


class ReadOnly:
    """Goes before an admin or an inline: its rows are looked at, never added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PortalAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # goes before admins of any model
    """Goes before ``ModelAdmin`` in the bases of every admin; a test asks each one that is registered.

    Filters that a page does not show could probe hidden columns, and a regular expression could hold a server.
    Whoever may change roles and passwords must not do it unseen: each change is told to whom it concerns.
    """

    def view_on_site(self, obj: Any) -> str | None:
        """Straight to the page of a row that somebody may see; ``no_shortcut`` stands in for Django's way there."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

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

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SelectByKey(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        """A form may send some rows more than an inline can have, and hears so; Django would build a thousand."""
        for inline in self.get_inline_instances(request, obj):
            most = inline.get_max_num(request, obj)
            more = {} if most is None else {"absolute_max": most + _ROWS_TOO_MANY}
            yield inline.get_formset(request, obj, **more), inline

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Rows that were picked for an action are told by keys that a row can have."""
        for picked in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(picked, None)
            except (ValidationError, ValueError):
                raise BadRequest from None
        return super().changelist_view(request, extra_context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._tell_of(request, [obj], "added", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._tell_of(request, [obj], "changed", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """One row or many, while they are still there."""
        self._tell_of(request, queryset, "deleted", "")
        return super().log_deletions(request, queryset)

    def response_action(self, request: HttpRequest, queryset: Any, *where: Any, **named: Any) -> Any:
        """An action of the list, such as sending mails again: which one, and on which rows."""
        response = super().response_action(request, queryset, *where, **named)
        name = request.POST.get("action", "")
        if response is not None and name in self.get_actions(request) and name != "delete_selected":
            picked = request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)
            told = {"action": name, "picked": picked, "all": request.POST.get("select_across") == "1"}
            admin_acted.send(self.model, request=request, obj=None, what="acted", message=told)
        return response

    def _tell_of(self, request: HttpRequest, rows: Iterable[Any], what: str, message: Any) -> None:
        for obj in rows:
            admin_acted.send(self.model, request=request, obj=obj, what=what, message=message)


@access(Administration())
def no_shortcut(_request: HttpRequest, **_key: str) -> HttpResponse:
    """Django's ``/admin/r/`` leads from any key to the address of its row, whoever may see that: here nowhere."""
    raise Http404
