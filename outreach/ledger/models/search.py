"""Finding Chinese words through an index on every database."""

from django.db import models

from outreach.ledger.models.issue import Issue


class IssueGram(models.Model):
    """One two-character piece of an item's title, description or place.

    Chinese has no spaces, and substring scans grow with the ledger; looking up the rarest pair of
    a phrase and checking the rest does not.
    """

    gram = models.CharField(max_length=2)
    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "issue"], name="gram_once_per_issue")]

    def __str__(self) -> str:
        return f"{self.gram} → {self.issue_id}"
