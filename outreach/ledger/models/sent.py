"""Which form made which item."""

from django.conf import settings
from django.db import models

from outreach.ledger.models.issue import Issue


class SentForm(models.Model):
    """A form for a new item that was sent: its token, what it held, and the item that came of it."""

    token = models.UUIDField(primary_key=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, editable=False)
    issue = models.OneToOneField(Issue, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.issue)
