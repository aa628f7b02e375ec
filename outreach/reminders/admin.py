"""Rules, and what became of the mails."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outreach.common.admin import PortalAdmin, ReadOnly
from outreach.ledger.models import Issue
from outreach.org.scoping import Rights
from outreach.reminders.delivery import requeue
from outreach.reminders.models import Delivery, Reminder, ReminderRule


@admin.register(ReminderRule)
class ReminderRuleAdmin(PortalAdmin, admin.ModelAdmin[ReminderRule]):
    """When reminders are sent; a change holds from the next round and repeats nothing."""

    list_display = ("name", "offset_days", "day_kind", "repeat_days", "to_head", "is_active")

    def has_delete_permission(self, _request: HttpRequest, _obj: ReminderRule | None = None) -> bool:
        """A rule that has spoken is switched off, not deleted."""
        return False


class ReadOnlyAdmin(ReadOnly, PortalAdmin, admin.ModelAdmin):  # type: ignore[type-arg]  # the base of two admins for different models
    """A record to look at; nothing is added, changed or deleted here."""

    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Mails on their way; a dead one can be sent again."""

    list_display = ("recipient", "state", "attempts", "created_at", "next_attempt_at", "sent_at", "error")
    list_filter = ("state",)
    list_select_related = ("recipient",)
    date_hierarchy = "created_at"
    actions = ("send_again",)

    @admin.action(description=_("重新发送失败的邮件"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        done = sum(requeue(mail) for mail in queryset)
        left = queryset.count() - done
        self.message_user(
            request,
            ngettext("已重新排队 %(count)d 封。", "已重新排队 %(count)d 封。", done) % {"count": done},
            messages.SUCCESS if done else messages.WARNING,
        )
        if left:
            self.message_user(
                request,
                ngettext("%(count)d 封不是“发送失败”，没有动。", "%(count)d 封不是“发送失败”，没有动。", left)
                % {"count": left},
                messages.WARNING,
            )


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    """Every reminder that fell due, and the mail that carried it."""

    list_display = ("issue", "rule", "deadline", "recipient", "planned_at", "delivery")
    list_filter = ("rule",)
    list_select_related = ("issue", "rule", "recipient", "delivery", "delivery__recipient")
    date_hierarchy = "planned_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reminder]:
        """Of the items that this person may see."""
        rights: Rights = request.rights  # type: ignore[attr-defined]  # set by RightsMiddleware
        seen = Issue.objects.visible_to(rights).order_by().values("pk")
        return super().get_queryset(request).filter(issue__in=seen)
