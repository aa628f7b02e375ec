"""Finding Chinese words in visits through an index on every database."""

from django.db import models

from fieldvisits.models.visit import Visit


class VisitGram(models.Model):
    """One two-character piece of what a visit tells: purpose, summary and findings (ADR 9)."""

    gram = models.CharField(max_length=2)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "visit"], name="gram_once_per_visit")]

    def __str__(self) -> str:
        return f"{self.gram} → {self.visit_id}"
