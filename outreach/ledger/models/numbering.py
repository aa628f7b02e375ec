"""Numbers that people can say on the phone."""

import secrets
from typing import Any

from django.db import models


class IssueSequence(models.Model):
    """The last number given out for a prefix in a year; locked while the next is taken, so there are no gaps."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_sequence_per_prefix_and_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:06d}"


_NUMBERS_A_YEAR = 10**6


def drawn_number(prefix: str, year: int, taken: models.QuerySet[Any]) -> str:
    """A number such as ``XF-2026-482913`` that none of ``taken`` has, drawn by lot: no gap tells that one is gone."""
    while True:
        number = f"{prefix}-{year}-{secrets.randbelow(_NUMBERS_A_YEAR):06d}"
        if not taken.filter(number=number).exists():
            return number


def next_number(prefix: str, year: int) -> str:
    """The next number such as ``XF-2026-000123``; call inside the transaction that uses it."""
    known = IssueSequence.objects.select_for_update().filter(prefix=prefix, year=year)
    row = known.first()
    if row is None:  # the first of the year; somebody else may be making it
        IssueSequence.objects.get_or_create(prefix=prefix, year=year)
        row = known.get()
    row.last += 1
    row.save(update_fields=["last"])
    return str(row)
