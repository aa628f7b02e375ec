"""Units and postings, edited by an administrator."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from outreach.accounts.admin import UserAdmin
from outreach.accounts.models import User
from outreach.common.admin import PortalAdmin
from outreach.common.transitions import RefusedStepError
from outreach.org.confirming import (
    DECIDING,
    ask_factor,
    ask_password,
    is_entrusted,
    propose,
    propose_home,
    propose_unit,
    refuse_while_unit_waits,
    refuse_while_waiting,
)
from outreach.org.lapsing import lapsing
from outreach.org.models import Cadre, OrgUnit, Posting
from outreach.org.roles import ENTRUSTED
from outreach.org.scoping import Rights
from outreach.org.workflow import appoint, enable, refuse_to_grant, settle

ASKED = _("已提请复核：另一名安全管理员或审计管理员同意后才生效。")


class AsksFirst(PortalAdmin):
    """An admin some of whose changes wait for a second person: till then nothing is written, logged or called done."""

    def ask(self, request: HttpRequest, verb: Callable[..., object], **facts: Any) -> None:
        """Instead of saving the row of this request."""
        verb(**facts)
        request.only_asked = True  # type: ignore[attr-defined]  # read below

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if hasattr(request, "only_asked") else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not hasattr(request, "only_asked"):
            return super().response_change(request, obj)
        messages.warning(request, ASKED)
        return self.response_post_save_change(request, obj)


class UnitForm(ModelForm[OrgUnit]):
    """A unit; while one change of it waits for a second person there is no other."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.pk is not None:
            try:
                refuse_while_unit_waits(self.instance)
            except RefusedStepError as refused:
                self.add_error(None, str(refused.reason))
        return data


@admin.register(OrgUnit)
class OrgUnitAdmin(AsksFirst, admin.ModelAdmin[OrgUnit]):
    """A unit of the enterprise; units with a history are switched off, never deleted.

    What decides who sees the matters of a unit is changed by two people.
    """

    form = UnitForm
    list_display = ("indented_name", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "pinyin")
    autocomplete_fields = ("parent",)

    @admin.display(description=OrgUnit._meta.get_field("name").verbose_name, ordering="path")
    def indented_name(self, unit: OrgUnit) -> str:
        """The name, moved in by its depth in the tree."""
        return "\u3000" * (unit.path.count("/") - 1) + unit.name

    def save_model(self, request: HttpRequest, obj: OrgUnit, form: Any, change: bool) -> None:
        if change and DECIDING & set(form.changed_data):
            self.ask(request, propose_unit, unit=obj, rights=request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware
        else:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PostingForm(ModelForm[Posting]):
    """Who serves where as what; refused in words where one person cannot, or may not, be that."""

    rights: Rights

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_new = self.instance.pk is None
        if is_new and data.get("user") is None:
            return data
        try:
            refuse_to_grant(Posting(user=data["user"]) if is_new else self.instance, self.rights)
            if not is_new:
                refuse_while_waiting(self.instance)
        except RefusedStepError as refused:
            self.add_error("user" if is_new else "home", str(refused.reason))
        return data


class LapsingFilter(admin.SimpleListFilter):
    """Postings that end by themselves and leave something."""

    title = _("到期")
    parameter_name = "lapsing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("快到期或已到期，还要移交"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Posting]) -> QuerySet[Posting]:
        return queryset.filter(pk__in=[one.pk for one in lapsing()]) if self.value() == "yes" else queryset


@admin.register(Posting)
class PostingAdmin(AsksFirst, admin.ModelAdmin[Posting]):
    """Begun here by a security administrator, for others; ended on its own page, after what is open was handed over.

    Where and as what somebody served stays as it was, a transfer ends one posting and begins another: only where they
    sit meanwhile can change.
    """

    form = PostingForm
    fields = ("user", "unit", "home", "role", "since", "until")
    #: Said above the one field that can be changed.
    explained = _("到哪个单位、任什么岗位登记后不能改。调动：先在列表里“结束任职”、移交手上的工作，再登记新的任职。")
    list_display = ("user", "unit", "home", "role", "since", "until", "ending")
    list_filter = (LapsingFilter, "role")
    search_fields = ("user__full_name", "user__username", "unit__name")
    autocomplete_fields = ("user", "unit", "home")
    date_hierarchy = "since"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        """Each with ``is_left``: it ends by itself, and leaves something."""
        left = ExpressionWrapper(Q(pk__in=[one.pk for one in lapsing()]), BooleanField())
        rows: QuerySet[Posting] = super().get_queryset(request).select_related("user", "unit", "home")
        return rows.annotate(is_left=left)

    @admin.display(description=_("办理"))
    def ending(self, posting: Posting) -> str:
        """To the page that hands over and ends it, or that says it waits for somebody."""
        if posting.awaits_second:
            return format_html('<a href="{}">{}</a>', reverse("org:confirmations"), _("待复核"))
        if posting.is_over and not getattr(posting, "is_left", False):
            return "—"
        words = _("移交") if posting.is_over else _("结束任职")
        return format_html('<a href="{}">{}</a>', reverse("org:end", args=[posting.pk]), words)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A form that knows who asks."""
        return type("PostingForm", (super().get_form(request, *args, **kwargs),), {"rights": request.rights})  # type: ignore[attr-defined]  # RightsMiddleware

    def save_model(self, request: HttpRequest, obj: Posting, form: Any, change: bool) -> None:
        rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        if change and not form.has_changed():
            return
        if obj.role not in ENTRUSTED:
            (settle if change else appoint)(posting=obj, rights=rights)
        elif change:
            self.ask(request, propose_home, posting=obj, rights=rights)
        else:
            propose(posting=obj, rights=rights)
            messages.warning(request, ASKED)

    def get_fieldsets(self, request: HttpRequest, obj: Posting | None = None) -> Any:
        """With a word on how somebody is moved, where nothing here would do it."""
        return [(None, {"fields": self.fields, "description": self.explained if obj else ""})]

    def get_readonly_fields(self, request: HttpRequest, obj: Posting | None = None) -> Any:
        return () if obj is None else tuple(name for name in self.fields if name != "home")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Cadre)
class CadreAdmin(PortalAdmin, admin.ModelAdmin[Cadre]):
    list_display = ("user", "title", "unit", "portfolio")
    search_fields = ("user__full_name", "title")
    autocomplete_fields = ("user", "unit")
    list_select_related = ("user", "unit")


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """An account with the way out: switched off on its own page, after what is open was handed over."""

    list_display = (*UserAdmin.list_display, "leaving")
    readonly_fields = (*UserAdmin.readonly_fields, "is_active")
    actions = (*UserAdmin.actions, "ask_password", "enable")

    @admin.display(description=_("办理"))
    def leaving(self, user: User) -> str:
        """To the page that hands over and switches off."""
        if not user.is_active:
            return "—"
        return format_html('<a href="{}">{}</a>', reverse("org:leave", args=[user.pk]), _("停用账号"))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - named by Django
        """Not for an account that reads petitions or keeps the system: there it takes two people."""
        user = self.get_object(request, unquote(id))
        if user is not None and self.has_change_permission(request, user) and is_entrusted(user):
            messages.error(
                request, _("此人的岗位要两个人任命，密码也要两个人才能重设：请在列表里选中此人，用“提请重设密码”。")
            )
            return redirect("admin:accounts_user_changelist")
        return super().user_change_password(request, id, form_url)

    @admin.action(description=_("提请重设密码（要另一人复核）"), permissions=["change"])
    def ask_password(self, request: HttpRequest, users: QuerySet[User]) -> HttpResponse | None:
        """For people who forgot it and were appointed by two: who asks hands over one half, who agrees the other.

        The first half is on the answer and nowhere else.
        """
        asked = [user for user in users if user != request.user and is_entrusted(user)]
        if not asked:
            self.message_user(request, _("选中的都不用复核：请打开此人，直接重设密码。"))
            return None
        halves = [(user, ask_password(user=user, rights=request.rights)) for user in asked]  # type: ignore[attr-defined]  # set by RightsMiddleware
        return render(
            request, "org/first_halves.html", {"halves": halves, "is_mine": any(half for _user, half in halves)}
        )

    @admin.action(description=_("重置第二步验证"), permissions=["change"])
    def reset_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """At once, but for accounts whose posts two people give: for those it is asked."""
        entrusted = [user for user in users if is_entrusted(user)]
        asked = [user for user in entrusted if user != request.user]
        for user in asked:
            ask_factor(user=user, rights=request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware
        if asked:
            words = _("已提请复核：%s。另一名安全管理员或审计管理员同意后才生效。")
            self.message_user(request, words % "、".join(map(str, asked)), messages.WARNING)
        if others := users.exclude(pk__in=[user.pk for user in entrusted]):
            super().reset_factor(request, others)

    @admin.action(description=_("重新启用账号"), permissions=["change"])
    def enable(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Whoever comes back, with the postings that one person alone may give."""
        off = list(users.filter(is_active=False))
        asked = [user for user in off if is_entrusted(user)]
        for user in off:
            enable(user=user, rights=request.rights)  # type: ignore[attr-defined]  # set by RightsMiddleware
        self.message_user(
            request, _("已重新启用：%s") % "、".join(map(str, off)) if off else _("选中的账号都没有停用。")
        )
        if asked:
            words = _("%s：要另一人复核的任职没有恢复，请另行登记任职、提请复核。")
            self.message_user(request, words % "、".join(map(str, asked)), messages.WARNING)
