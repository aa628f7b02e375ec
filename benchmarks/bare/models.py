"""One table for the matters, and one for the units that they are of."""

from django.conf import settings
from django.db import models

STATES = {"open": "open", "closed": "closed"}


class Unit(models.Model):
    """A unit of the enterprise."""

    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """A matter with a deadline, somebody who handles it, and a unit where it arose."""

    title = models.CharField(max_length=80)
    description = models.TextField()
    place = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    status = models.CharField(max_length=20, db_index=True, default="open", choices=STATES)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title
