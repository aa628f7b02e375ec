"""One table for everything."""

from django.db import models


class Matter(models.Model):
    """A matter with a deadline."""

    title = models.CharField(max_length=80)
    description = models.TextField()
    place = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=40, db_index=True)
    status = models.CharField(max_length=20, db_index=True, default="open")
    due_on = models.DateField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title
