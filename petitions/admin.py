"""Look-ups for support: nothing can be changed here, nobody can be identified, and nothing sealed shows."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outreach.common.admin import PortalAdmin, ReadOnly
from outreach.common.counting import CappedPaginator
from outreach.ledger.models import Issue
from outreach.org.scoping import Rights
from petitions.history import entry_of
from petitions.models import (
    Petition,
    PetitionEvent,
    Phrase,
    PublishedAnswer,
    ReceptionDay,
    SponsoredCase,
    SponsorStep,
)

LOOK = "petitions.view_petition"


class EventInline(ReadOnly, admin.TabularInline[PetitionEvent, Petition]):
    """The history as it was written."""

    model = PetitionEvent
    fields = ["at", "actor", "what", "before", "after", "note"]
    readonly_fields = ["what"]
    ordering = ["-version"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[PetitionEvent]:
        return super().get_queryset(request).filter(is_sealed=False)

    @admin.display(description=_("操作"))
    def what(self, event: PetitionEvent) -> str:
        """The step in words."""
        return entry_of(event).what


class LookedAt(ReadOnly, PortalAdmin, admin.ModelAdmin):  # type: ignore[type-arg]  # goes before admins of any model
    """Rows that the desk shows somebody on its own pages, as lists to search; of others, not even their number."""

    paginator = CappedPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(pk__in=self.visible(Rights.of(request.user)).values("pk"))

    def visible(self, rights: Rights) -> QuerySet[Any, Any]:
        """Which rows this person meets."""
        return self.model.objects.visible_to(rights).order_by()  # type: ignore[no-any-return]  # of any model

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        return rights.may(LOOK)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Petition)
class PetitionAdmin(LookedAt, admin.ModelAdmin[Petition]):
    """The register of petitions, without the petitioners."""

    list_display = ["number", "title", "kind", "arrival", "unit", "status", "received_at", "due_on"]
    list_filter = ["status", "kind", "arrival"]
    list_select_related = ["unit"]
    search_fields = ["number__startswith", "title"]
    date_hierarchy = "received_at"
    ordering = ["-received_at", "-pk"]
    inlines = [EventInline]
    fields = [
        ("number", "status"),
        ("kind", "kind_stated", "arrival"),
        "title",
        "facts",
        "request",
        ("unit", "place", "people_count"),
        ("is_anonymous", "may_be_seen_by_unit"),
        ("received_at", "notified_at", "accepted_at", "delivered_at", "due_on"),
        ("item", "referred_to"),
        "answer",
    ]
    readonly_fields = ["item"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each row with ``sees_item``: whoever keeps away from an item may still see the petition it came from."""
        seen = Issue.objects.visible_to(Rights.of(request.user)).order_by().filter(pk=OuterRef("issue"))
        found: QuerySet[Any] = super().get_queryset(request).annotate(sees_item=Exists(seen))
        return found

    def visible(self, rights: Rights) -> QuerySet[Petition, Any]:
        return super().visible(rights).filter(is_sealed=False)

    @admin.display(description=_("台账事项"))
    def item(self, row: Any) -> str:
        """Its title is for those who see the item."""
        return str(row.issue) if row.sees_item else ""


class StepInline(ReadOnly, admin.TabularInline[SponsorStep, SponsoredCase]):
    model = SponsorStep
    fields = ["what", "who", "due_on", "done_on"]
    extra = 0


@admin.register(SponsoredCase)
class SponsoredCaseAdmin(LookedAt, admin.ModelAdmin[SponsoredCase]):
    """Cases that a leader took on."""

    list_display = ["petition", "sponsor", "ground", "status", "started_on", "target_on", "ended_on"]
    list_filter = ["status", "ground"]
    list_select_related = ["petition", "sponsor__user"]
    search_fields = ["petition__number__startswith"]
    date_hierarchy = "target_on"
    inlines = [StepInline]
    fields = [
        ("petition", "sponsor", "arranged_by"),
        ("ground", "status", "team"),
        ("started_on", "target_on", "ended_on"),
        "plan",
        ("resolution", "is_agreed"),
    ]

    def visible(self, rights: Rights) -> QuerySet[SponsoredCase, Any]:
        return super().visible(rights).filter(petition__is_sealed=False)


@admin.register(PublishedAnswer)
class PublishedAnswerAdmin(LookedAt, admin.ModelAdmin[PublishedAnswer]):
    """Questions and answers for everybody, never of which petition they were made."""

    list_display = ["question", "topic", "status", "written_by", "checked_by", "published_on"]
    list_filter = ["status", "topic"]
    list_select_related = ["written_by", "checked_by"]
    search_fields = ["question", "answer"]
    date_hierarchy = "published_on"
    fields = [
        ("topic", "status", "published_on"),
        "question",
        "answer",
        "basis",
        ("written_by", "checked_by"),
        "remark",
    ]


@admin.register(Phrase)
class PhraseAdmin(LookedAt, admin.ModelAdmin[Phrase]):
    """Phrases of the desk: one's own and those of the office."""

    list_display = ["title", "is_shared", "made_by", "made_at"]
    list_filter = ["is_shared"]
    list_select_related = ["made_by"]
    search_fields = ["title", "text"]
    fields = [("title", "is_shared"), "text", ("made_by", "made_at")]


@admin.register(ReceptionDay)
class ReceptionDayAdmin(LookedAt, admin.ModelAdmin[ReceptionDay]):
    """The roster of leaders' receptions, without whoever comes."""

    list_display = ["held_on", "cadre", "substitute", "starts_at", "ends_at", "place", "cancelled_at"]
    list_filter = ["cadre"]
    list_select_related = ["cadre__user", "substitute__user"]
    search_fields = ["cadre__user__full_name", "place"]
    date_hierarchy = "held_on"
    fields = [
        ("held_on", "planned_on"),
        ("starts_at", "ends_at", "place"),
        ("cadre", "substitute", "substitute_reason"),
        ("cancelled_at", "cancel_reason"),
    ]
