"""Who must not see an item."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.org.exclusions import Exclusion


class IssueExclusion(Exclusion):
    """Somebody who recused, or whom the petition behind a sealed item names; see ``Issue.objects.visible_to``."""

    issue = models.ForeignKey("ledger.Issue", on_delete=models.CASCADE, related_name="exclusions")

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        constraints = [
            models.UniqueConstraint(fields=["issue", "user"], name="issue_excludes_a_person_once"),
            models.UniqueConstraint(fields=["issue", "unit"], name="issue_excludes_a_unit_once"),
        ]
