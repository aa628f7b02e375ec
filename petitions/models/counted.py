"""What the figures of the channel are counted from."""

from typing import Self

from django.db import models
from django.db.models import Q

from outreach.org.models import OrgUnit
from outreach.org.scoping import Rights
from petitions.models.accused import Accused
from petitions.models.petition import Petition
from petitions.permissions import VIEW
from petitions.states import Arrival, Kind


class CountedCaseQuerySet(models.QuerySet["CountedCase"]):
    """Questions about cases as they are counted."""

    def visible_to(self, rights: Rights) -> Self:
        """Open ones of one's own units or referred to them, and none that one must keep away from.

        Never more than ``Petition.objects.visible_to`` shows; sealed petitions are in nothing.
        """
        counted = self.filter(is_sealed=False)
        if rights.is_system:
            return counted
        shared = rights.as_q(VIEW, "unit") | rights.as_q(VIEW, "referred_to")
        return counted.filter(shared).exclude(pk__in=Accused.objects.against(rights).order_by().values("petition"))


class CountedCase(models.Model):
    """One petition in one narrow row: its days, its judgement, whether it came again; kept with every step.

    Days are those of Asia/Shanghai. ``days_to_repeat``: from the reply to the first repeat after it.
    """

    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, primary_key=True, related_name="counted")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", db_index=False)
    referred_to = models.ForeignKey(OrgUnit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    arrival = models.CharField(max_length=12, choices=Arrival.choices)
    is_sealed = models.BooleanField(default=False)
    is_named = models.BooleanField(default=True)
    received_on = models.DateField()
    notice_due_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    reply_due_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)
    attitude = models.PositiveSmallIntegerField(null=True)
    speed = models.PositiveSmallIntegerField(null=True)
    result = models.PositiveSmallIntegerField(null=True)
    is_repeat = models.BooleanField(default=False)
    days_to_repeat = models.PositiveIntegerField(null=True)
    sponsored_on = models.DateField(null=True)
    is_settled = models.BooleanField(default=False)

    objects = CountedCaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["received_on", "unit"], name="counted_received"),
            models.Index(fields=["sponsored_on"], condition=Q(sponsored_on__isnull=False), name="counted_sponsored"),
        ]

    def __str__(self) -> str:
        return f"{self.petition_id}"
